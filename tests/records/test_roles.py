"""The table of roles is whole: everything that a person does has a row, and the roles are the register's."""

import argparse

import pytest

from desk.app import DeskApp
from desk.command_line import parser
from desk.records import appeal_steps, council_steps
from desk.records.kinds import EDITABLE, FACTS
from desk.records.reference import Role
from desk.records.roles import (
    COMMANDS,
    NAMES,
    SCREENS,
    STEPS,
    for_change,
    for_command,
    for_screen,
    has_one,
)

OF_ANYBODY = {"run", "demo", "stay", "chaos", "enrol", "verify-bundle"}
"""Commands that open no desk of their own, or that become one."""


def test_the_roles_of_the_table_are_those_of_the_register() -> None:
    assert list(NAMES) == [role.value for role in Role]


@pytest.mark.parametrize("kind", [*FACTS, *(f"{entity}.edited" for entity in EDITABLE)])
def test_every_kind_of_change_says_who_may_write_it(kind: str) -> None:
    assert for_change(kind) <= frozenset(NAMES)
    assert for_change(kind), f"give {kind} a row in desk/records/roles.py"


@pytest.mark.parametrize("name", DeskApp.SCREENS)
def test_every_screen_says_who_may_open_it(name: str) -> None:
    assert for_screen(name), f"give the screen {name} a row in desk/records/roles.py"


def test_every_command_says_who_may_run_it() -> None:
    (commands,) = (
        action.choices for action in parser()._actions if isinstance(action, argparse._SubParsersAction)
    )
    missing = [name for name in commands if name not in OF_ANYBODY and not for_command(name)]
    assert missing == [], "give these commands a row in desk/records/roles.py"


def test_every_step_of_the_table_is_a_step_of_a_case() -> None:
    acts = {f"appeal.{act}" for act in appeal_steps.FORMS} | {f"council.{act}" for act in council_steps.FORMS}
    assert set(STEPS) <= acts
    for step in acts:
        register, _, act = step.partition(".")
        assert for_change(f"{register}.event", act), step


def test_every_row_names_known_roles_and_somebody() -> None:
    for table in (SCREENS, COMMANDS, STEPS):
        for name, needed in table.items():
            assert needed, name
            assert needed <= frozenset(NAMES), name


@pytest.mark.parametrize(
    "kind",
    [
        *("ticket.taken", "ticket.called", "document.handed_over", "day.closed", "attendance.marked"),
        *("measure.reported", "survey.answered", "council.session_held"),
    ],
)
def test_kinds_that_are_to_come_have_their_family(kind: str) -> None:
    assert for_change(kind)
    assert Role.administrator not in for_change(kind)


def test_what_stands_in_no_row_is_for_nobody() -> None:
    assert not has_one(list(Role), for_change("restriction.set"))
    assert not has_one(list(Role), for_screen("nothing"))
    assert not has_one(list(Role), for_command("nothing"))
