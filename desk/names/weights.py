"""The points of each feature, fitted by benchmarks/lookup/fit.py; see benchmarks/lookup/README.md."""

WEIGHTS = {
    "bias": -14.0, "best": 6.0, "second": 5.0, "weakest": 3.0, "words": 2.0, "chance": -3.0, "father": 2.0, "initial": -1.0,
    "asked_left": -5.0, "listed_left": -2.0, "contradiction": -4.0, "father_contradiction": -3.0, "single": -2.0,
    "birth_equal": 9.5, "birth_swapped": 5.8, "birth_partial": 4.5, "birth_slip": 3.4, "birth_year_only": 3.3,
    "birth_listed_first_january": 2.8, "birth_year_slip": 2.0, "birth_same_year_close": 0.4, "birth_near_year": -0.9,
    "birth_same_year": -1.2, "birth_different": -4.8, "citizenship_equal": 0.8, "citizenship_different": -2.2,
    "sex_different": -0.9,
}  # fmt: skip
