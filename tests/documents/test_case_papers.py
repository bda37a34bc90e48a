"""The papers of a case: which its state allows, what they say, in whichever language; data is only text."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from desk.documents import case_paper
from desk.lang import use_language
from desk.records import appeal_steps
from desk.records.case_event import Nothing, Why
from desk.records.council_steps import Declined, PutOnAgenda
from desk.usecases.case_papers import (
    BY_TEMPLATE,
    CARD,
    case_pdf,
    languages_of,
    papers_of,
    print_case_paper,
)
from desk.usecases.desk import Desk
from desk.usecases.register_case import register_appeal, register_complaint
from desk.usecases.take_step import take_step
from tests.cases.cards import card, complaint, decided
from tests.cases.said import COUNCIL_SAID, SAID
from tests.desks import Made
from tests.usecases.test_print_paper import papers_in_log

HOSTILE = '#panic("x") [/bold] *x* $x$ @x <x> \\ " // /* #read("/etc/passwd") = x'
WAYS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "appeal-forwarded": ({}, ["forwarded"]),
    "appeal-unconsidered": ({}, ["left_unconsidered"]),
    "appeal-extended": ({}, ["assigned", "extended"]),
    "appeal-reply": ({}, ["assigned", "answered"]),
    "appeal-act": ({}, ["act_drawn_up"]),
    "appeal-reception": ({"manner": "oral"}, ["answered_orally"]),
    "case-card": ({}, ["act_drawn_up", "assigned", "extended", "answered"]),
}


def appeal_after(desk: Desk, acts: list[str], **changed: Any) -> UUID:
    case_id = register_appeal(desk, card(**changed)).case_id
    for act in acts:
        take_step(desk, case_id, act, appeal_steps.FORMS[act].model_validate(SAID[act]))
    return case_id


def names(desk: Desk, case_id: UUID) -> set[str]:
    return {kind.template for kind in papers_of(desk, case_id)}


def test_papers_are_those_that_the_state_allows(desk: Desk) -> None:
    fresh = appeal_after(desk, [])
    assert names(desk, fresh) == {"case-card"}
    answered = appeal_after(desk, ["assigned", "extended", "answered"])
    assert names(desk, answered) == {"case-card", "appeal-extended", "appeal-reply"}
    take_step(desk, answered, "reopened", Why(reason="Yeni fakt"))
    assert names(desk, answered) == {"case-card"}
    oral = appeal_after(desk, ["answered_orally"], manner="oral")
    assert names(desk, oral) == {"case-card", "appeal-reply", "appeal-reception"}
    left = {"ground": "anonymous", "reason": "6.4"}
    nobody = register_appeal(desk, card(applicant="", address="")).case_id
    take_step(desk, nobody, "left_unconsidered", appeal_steps.LeftUnconsidered.model_validate(left))
    assert names(desk, nobody) == {"case-card"}


def test_councils_papers_are_decision_or_notice(desk: Desk) -> None:
    declined = register_complaint(desk, complaint()).case_id
    take_step(desk, declined, "out_of_remit", Declined.model_validate(COUNCIL_SAID["out_of_remit"]))
    assert names(desk, declined) == {"case-card", "council-declined"}
    heard = register_complaint(desk, complaint()).case_id
    take_step(desk, heard, "admitted", Nothing())
    take_step(desk, heard, "put_on_agenda", PutOnAgenda.model_validate({"session_on": "2026-11-20"}))
    take_step(desk, heard, "decided", decided())
    assert names(desk, heard) == {"case-card", "council-decision"}
    for case_id in (declined, heard):
        for kind in papers_of(desk, case_id):
            assert case_pdf(desk, case_id, kind, "ru")[1].startswith(b"%PDF")


@pytest.mark.parametrize("template", WAYS)
def test_paper_is_made_in_each_of_its_languages(desk: Desk, template: str) -> None:
    changed, acts = WAYS[template]
    case_id = appeal_after(desk, acts, language="ru", enclosures="Surət", **changed)
    kind = BY_TEMPLATE[template]
    languages = list(languages_of(desk, case_id, kind))
    assert languages == (["ru", "az", "en", "ar"] if kind.for_applicant else ["az"])
    for spoken in languages:
        assert case_pdf(desk, case_id, kind, spoken)[1].startswith(b"%PDF")


@pytest.mark.parametrize("template", WAYS)
def test_hostile_text_is_only_text(desk: Desk, template: str) -> None:
    changed, acts = WAYS[template]
    hostile = {"applicant": HOSTILE, "address": HOSTILE, "summary": HOSTILE, "enclosures": HOSTILE}
    case_id = register_appeal(desk, card(**hostile | changed)).case_id
    for act in acts:
        texts = {name: HOSTILE for name, value in SAID[act].items() if name in ("reason", "summary", "text")}
        said = SAID[act] | texts | ({"bodies": [HOSTILE]} if "bodies" in SAID[act] else {})
        take_step(desk, case_id, act, appeal_steps.FORMS[act].model_validate(said))
    assert case_pdf(desk, case_id, BY_TEMPLATE[template], "en")[1].startswith(b"%PDF")


def test_card_speaks_the_state_language_whatever_the_program_speaks(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = appeal_after(desk, ["assigned"])
    seen: list[Any] = []
    original = case_paper.card

    def spy(*arguments: Any) -> Any:
        seen.append(original(*arguments))
        return seen[-1]

    monkeypatch.setattr(case_paper, "card", spy)
    use_language("ru")
    case_pdf(desk, case_id, CARD, "az")
    use_language("en")
    assert ("Növü", "şikayət") in seen[0]["rows"]
    assert seen[0]["history"][0][1] == "İcraçı təyin edilib"


def test_paper_of_a_case_is_in_the_log_before_it_is_kept(desk: Desk, made: Made) -> None:
    case_id = appeal_after(desk, ["assigned", "answered"])
    printed = print_case_paper(desk, made.settings, case_id, BY_TEMPLATE["appeal-reply"], "en")
    assert printed.path is not None
    assert printed.path.name.endswith("-appeal-reply-en.pdf")
    (noted,) = papers_in_log(desk)
    assert (noted.document, noted.language) == ("appeal-reply", "en")


def test_paper_that_the_state_does_not_allow_is_refused(desk: Desk, made: Made) -> None:
    case_id = appeal_after(desk, [])
    with pytest.raises(LookupError):
        print_case_paper(desk, made.settings, case_id, BY_TEMPLATE["appeal-reply"], "en")
    assert papers_in_log(desk) == []
    assert not Path(made.settings.papers).exists()
