"""The specimen zones of ICAO Doc 9303 (parts 4, 5 and 6): made-up people of the made-up state Utopia."""

SPECIMENS = (
    (
        "TD3 passport",
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ),
    (
        "TD1 identity card",
        "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ),
    (
        "TD2 identity card",
        "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6",
    ),
)
"""Size and zone, the one of the first visitor first."""
