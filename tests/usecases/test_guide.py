"""What the clerk tells of a procedure: never a date or a fee without its rule, its doubts said."""

from datetime import date

import pytest

from central.sample.catalogue import procedures
from desk.usecases.answer_line import AnswerLine
from desk.usecases.guide import asked_event, filing_line, guide, summary

SERVICES = {one.code: one for one in procedures()}
ON = date(2026, 11, 20)
CHILD = date(2015, 1, 1)


def _told(lines: list[AnswerLine], title: str) -> list[str]:
    return [line.text for line in lines if line.title == title]


def test_guide_lists_documents_dates_and_fees_with_their_rules() -> None:
    lines = guide(SERVICES["stay_extension"], ON)
    assert [line.text.strip() for line in lines if not line.title] == [
        "☐ Application form",
        "☐ Copy of the passport with the visa and the page of the last entry",
        "☐ Document that proves the ground of the application",
        "☐ Proof that the state fee was paid",
    ]
    assert _told(lines, "Decided by") == [
        "25.11.2026 (3 working days) · stay.extend_decide@2013-08-01",
        "23.11.2026 (1 working day) · stay.extend_decide.2@2019-07-24",
    ]
    assert _told(lines, "Fee") == [
        "30 days 30 · 60 days 60 AZN (adult), not confirmed",
        "30 days 50 · 60 days 100 AZN (adult), not confirmed",
    ]


def test_fee_is_the_childs_once_the_birth_date_is_known() -> None:
    assert _told(guide(SERVICES["stay_extension"], ON, CHILD), "Fee")[0].startswith("30 days 15 · 60 days 30")


def test_fee_that_was_not_found_is_said_to_be_unknown() -> None:
    assert _told(guide(SERVICES["permanent_residence"], ON), "Fee") == ["not known for 20.11.2026"]


def test_doubt_of_a_term_stands_beside_its_date() -> None:
    lines = guide(SERVICES["work_permit"], ON)
    place = [line.title for line in lines].index("Decided by")
    assert lines[place + 1].title == "Not confirmed"
    assert "not confirmed in an official text" in lines[place + 1].text


def test_year_without_a_calendar_gives_no_date() -> None:
    told = _told(guide(SERVICES["temporary_residence"], date(2040, 1, 2)), "Decided by")
    assert told[0].startswith("— (20 working days)")


@pytest.mark.parametrize(
    ("code", "event", "told"),
    [
        ("temporary_residence", date(2026, 12, 31), "01.12.2026 · temp.apply@2013-08-01"),
        ("temporary_residence", date(2026, 12, 1), "01.11.2026 · temp.apply@2013-08-01: that day has passed"),
        ("lost_card", ON, "04.12.2026 · card.report_change@2013-08-01, not confirmed"),
        (
            "stay_registration",
            date(2010, 1, 1),
            "The tables of law have no version of the rule “stay.register”",
        ),
    ],
)
def test_last_day_to_apply_is_told_with_its_rule(code: str, event: date, told: str) -> None:
    assert filing_line(SERVICES[code], event, ON, "TUR").text.startswith(told)


def test_no_date_is_asked_for_where_no_term_is_known() -> None:
    assert asked_event(SERVICES["work_permit"], ON) == ("", "")
    assert asked_event(SERVICES["temporary_residence"], ON)[1] == "Apply at least 30 days before it."


def test_summary_fits_one_line_of_the_screen() -> None:
    for service in SERVICES.values():
        assert len(summary(service, ON)) <= 78
    assert summary(SERVICES["temporary_residence"], ON) == (
        "7 documents · by 18.12.2026 · 30–480 AZN · not all confirmed · F6: all"
    )
