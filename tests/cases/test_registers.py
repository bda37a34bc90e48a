"""The registers through their use cases: the year 2018 of the Council, repeats, merging, search, refusals."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from desk.db import case_lists
from desk.records.appeal_steps import Answered, ApplicantTold, Closed, Forwarded, LeftUnconsidered, Merged
from desk.records.case_event import Nothing
from desk.records.council_steps import Declined, PutOnAgenda, SentToBody
from desk.records.errors import issues
from desk.records.number import Number
from desk.records.state_machine import StepRefused
from desk.usecases.case_list import cases_of
from desk.usecases.case_view import view_case
from desk.usecases.desk import Desk
from desk.usecases.register_case import complaint_remarks, register_appeal, register_complaint
from desk.usecases.take_step import take_step
from tests.cases.cards import ANSWERED, ASSIGNED, FORWARDED, card, complaint, decided
from tests.cases.test_terms import at

TOLD = ApplicantTold(channel="letter")


def test_council_of_2018_had_two_complaints_one_declined_and_one_decided_and_handed_on(desk: Desk) -> None:
    with at(date(2018, 4, 10)):
        first = register_complaint(desk, complaint(act_on="02.04.2018")).case_id
    with at(date(2018, 4, 12)):
        take_step(desk, first, "out_of_remit", Declined(reason="Şuranın fəaliyyət istiqamətinə aid deyil"))
        take_step(desk, first, "complainant_told", TOLD)
        take_step(desk, first, "closed", Closed(filed_to="Ş-1"))
    with at(date(2018, 9, 3)):
        second = register_complaint(desk, complaint(complainant="İkinci Nümunə MMC")).case_id
        take_step(desk, second, "admitted", Nothing())
        take_step(desk, second, "put_on_agenda", PutOnAgenda(session_on=date(2018, 9, 14)))
        assert [line.case_id for line in cases_of(desk, "council", "agenda")] == [second]
    with at(date(2018, 9, 14)):
        take_step(desk, second, "decided", decided(minutes="2/2018", body="Gəncə regional idarəsi"))
    with at(date(2018, 9, 17)):
        take_step(desk, second, "complainant_told", TOLD)
        take_step(desk, second, "sent_to_body", SentToBody(body="Gəncə regional idarəsi"))
    with desk.store.read() as connection:
        said = case_lists.tally(connection, "council", "outcome", "forwarded", "late")
    assert said == {("out_of_remit", False, False): 1, ("part", True, False): 1}
    assert [line.case_id for line in cases_of(desk, "council", "out_of_remit")] == [first]
    assert [line.case_id for line in cases_of(desk, "council", "forwarded")] == [second]
    assert view_case(desk, second).state == "sent to the body"


@pytest.mark.parametrize(
    ("act_on", "told"),
    [
        ("31.01.2018", [("act_on", "lodged_late", {"date": "02.03.2018"})]),
        ("01.02.2018", []),
        ("01.02.2016", []),  # before there were Councils, the program knows no term
        ("", []),
    ],
)
def test_complaint_lodged_later_than_the_term_is_remarked_upon(act_on: str, told: list[Any]) -> None:
    with at(date(2018, 3, 3)):
        found = complaint_remarks(complaint(act_on=act_on or None))
    assert [(one.field, one.code, one.context) for one in found] == told


def answered_appeal(desk: Desk, day: date, **changed: Any) -> str:
    with at(day):
        receipt = register_appeal(desk, card(**changed))
        take_step(desk, receipt.case_id, "assigned", ASSIGNED)
        take_step(desk, receipt.case_id, "answered", ANSWERED)
    return receipt.number


REPEAT = LeftUnconsidered(ground="repeat", reason="Üç dəfə cavablandırılıb, yeni fakt yoxdur")


@pytest.mark.usefixtures("time_passes")
def test_repeat_is_left_unconsidered_only_after_three_answers_within_a_year(desk: Desk) -> None:
    for day in (date(2025, 11, 17), date(2026, 2, 2), date(2026, 4, 6)):
        answered_appeal(desk, day)
    with at(date(2026, 11, 18)):
        early = register_appeal(desk, card()).case_id
        with pytest.raises(StepRefused) as refused:
            take_step(desk, early, "left_unconsidered", REPEAT)
        assert refused.value.code == "not_a_third_repeat"
        assert "Assign an executor" in refused.value.text
    answered_appeal(desk, date(2026, 6, 1), applicant="nümunəvi ŞƏXS", summary="Qeydiyyatın rədd edilməsi!")
    with at(date(2026, 11, 18)):
        assert "Answered 3 times within the year" in view_case(desk, early).warnings[0]
        assert take_step(desk, early, "left_unconsidered", REPEAT).state == "unconsidered"


def test_answers_to_another_matter_or_person_are_no_repeats_but_a_named_number_is(desk: Desk) -> None:
    day = date(2026, 6, 1)
    named = answered_appeal(desk, day, summary="Tamam başqa mövzu haqqında")
    answered_appeal(desk, day, summary="Pasportun itirilməsi barədə")
    answered_appeal(desk, day, applicant="Başqa Adam")
    with at(date(2026, 6, 2)):
        receipt = register_appeal(desk, card(prior=named))
    (warning,) = view_case(desk, receipt.case_id).warnings
    assert warning == f"Answered 1 time within the year: {named}"


def test_appeal_is_merged_into_an_open_one_only(desk: Desk) -> None:
    first, second = register_appeal(desk, card()), register_appeal(desk, card())
    with pytest.raises(StepRefused) as unknown:
        take_step(desk, second.case_id, "merged", Merged(into=str(Number("A", 26, "GNC2", 999))))
    assert unknown.value.code == "merge_unknown"
    take_step(desk, second.case_id, "merged", Merged(into=first.number))
    assert view_case(desk, first.case_id).warnings == [f"Answered together with {second.number}"]
    third = register_appeal(desk, card())
    with pytest.raises(StepRefused) as done:
        take_step(desk, third.case_id, "merged", Merged(into=second.number))
    assert done.value.code == "merge_done"


def test_refused_step_says_why_and_what_is_possible_and_writes_nothing(desk: Desk) -> None:
    case_id = register_appeal(desk, card()).case_id
    with pytest.raises(StepRefused) as refused:
        take_step(desk, case_id, "closed", Closed(filed_to="1"))
    assert refused.value.text.startswith(
        "This step is not possible in the state “registered”. Possible now: Assign"
    )
    assert len(view_case(desk, case_id).timeline) == 1


def test_reply_must_say_how_to_complain_and_a_decline_must_say_why() -> None:
    with pytest.raises(ValidationError) as reply:
        Answered.model_validate({"merits": "rejected", "summary": "s", "complain_to": " "})
    assert [issue.field for issue in issues(reply.value)] == ["complain_to"]
    with pytest.raises(ValidationError):
        Declined.model_validate({"reason": ""})


@pytest.mark.parametrize(
    ("voen", "code"),
    [
        ("1401555081", "voen_check"),
        ("1400057424", "voen_form"),
        ("14015", "voen_form"),
        ("A401555071", "voen_form"),
    ],
)
def test_voen_is_checked(voen: str, code: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        complaint(voen=voen)
    assert [(issue.field, issue.code) for issue in issues(wrong.value)] == [("voen", code)]


def test_voen_of_another_kind_of_person_and_a_missing_one_are_remarked() -> None:
    assert [issue.code for issue in complaint(kind="entrepreneur").remarks()] == ["voen_kind"]
    assert [issue.text for issue in complaint(voen="").remarks()] == ["No VÖEN: ask for it."]
    assert complaint(voen="", kind="candidate").remarks() == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"applicant": "", "address": ""}, "applicant"),
        ({"address": ""}, "address"),
        ({"address": "", "phone": "+994501234567"}, ""),
    ],
)
def test_anonymous_appeal_is_remarked_at_what_is_missing(said: dict[str, str], field: str) -> None:
    found = card(**said).remarks()
    assert [(one.field, one.code) for one in found] == ([(field, "appeal_anonymous")] if field else [])


@pytest.mark.parametrize(
    "text",
    ["Şükürov", "ŞÜKÜROV", "shukurov", "Шукуров", "sukur", "qeydiyyat", "Gəncə ədliyyə", "Ədliyyə", "000001"],
)
def test_search_finds_in_any_spelling(desk: Desk, text: str) -> None:
    with at(date(2026, 3, 2)):
        receipt = register_appeal(desk, card(applicant="Şükürov Əli", summary="Qeydiyyat Gəncə"))
        take_step(desk, receipt.case_id, "forwarded", FORWARDED)
        register_appeal(desk, card(applicant="Başqası", summary="Vətəndaşlıq"))
        assert [line.number for line in cases_of(desk, "appeal", "all", text)][-1:] == [receipt.number]


@pytest.mark.parametrize("text", ["Işıqlı", "isiqli", "ISIQLI", "ışıqlı", "Ишыглы", "Ишигли"])
def test_search_takes_dotted_and_dotless_i_for_one_and_cyrillic_for_both(desk: Desk, text: str) -> None:
    number = register_appeal(desk, card(applicant="Işıqlı Vüqar", summary="Pasport")).number
    register_appeal(desk, card(applicant="Başqası", summary="Vətəndaşlıq"))
    assert [line.number for line in cases_of(desk, "appeal", "all", text)] == [number]


@pytest.mark.parametrize("text", ["Əliyev", "eliyev", "Aliyev", "Алиев", "əl", "ƏLİYEV"])
def test_search_takes_e_and_a_for_the_letter_ə(desk: Desk, text: str) -> None:
    number = register_appeal(desk, card(applicant="Əliyev Vüqar", summary="Pasport")).number
    register_appeal(desk, card(applicant="Quliyev", summary="Vətəndaşlıq"))
    assert number in [line.number for line in cases_of(desk, "appeal", "all", text)]


def test_single_letter_narrows_nothing_and_a_search_stays_in_its_register(desk: Desk) -> None:
    first = register_appeal(desk, card(applicant="Nümunə A")).number
    second = register_complaint(desk, complaint(complainant="Nümunə B")).number
    assert [line.number for line in cases_of(desk, "appeal", "all", "q")] == [first]
    assert [line.number for line in cases_of(desk, "appeal", "all", "nümunə")] == [first]
    assert [line.number for line in cases_of(desk, "council", "all", "nümunə")] == [second]


@pytest.mark.parametrize("text", ['"', "*", "a OR b", "NEAR(", "-", "^x", "(((", "' --", "\x00"])
def test_search_takes_anything_that_is_typed(desk: Desk, text: str) -> None:
    register_appeal(desk, card())
    assert len(cases_of(desk, "appeal", "all", text)) <= 1


@pytest.mark.usefixtures("time_passes")
def test_case_stays_readable_when_the_clock_is_set_back(desk: Desk) -> None:
    with at(date(2026, 6, 3)):
        case_id = register_appeal(desk, card(received_on="01.06.2026")).case_id
        take_step(desk, case_id, "forwarded", Forwarded(bodies=["A"], on=date(2026, 6, 2)))
    with at(date(2020, 1, 1)):
        assert view_case(desk, case_id).state == "forwarded"
        with pytest.raises(ValidationError):
            Forwarded(bodies=["A"], on=date(2026, 6, 2))


def test_collective_appeal_and_numbers_in_series(desk: Desk) -> None:
    first = register_appeal(desk, card(applicants=14))
    second = register_complaint(desk, complaint())
    third = register_appeal(desk, card())
    stems = [receipt.number.rpartition("-")[0].split("-", 1) for receipt in (first, second, third)]
    assert [(series, stem[-6:]) for series, stem in stems] == [
        ("A", "000001"),
        ("AS", "000001"),
        ("A", "000002"),
    ]
    assert "collective, 14 persons" in view_case(desk, first.case_id).heading


def test_mine_is_what_i_have_to_do(desk: Desk) -> None:
    case_id = register_appeal(desk, card()).case_id
    register_appeal(desk, card())
    take_step(desk, case_id, "assigned", ASSIGNED)
    assert [line.case_id for line in cases_of(desk, "appeal", "mine")] == [case_id]


def test_printed_number_finds_its_case_only(desk: Desk) -> None:
    first, second = register_appeal(desk, card()), register_appeal(desk, card())
    assert [line.number for line in cases_of(desk, "appeal", "all", first.number)] == [first.number]
    assert [line.number for line in cases_of(desk, "appeal", "all", second.number.lower())] == [second.number]
