"""Histories that chance seldom meets because several disasters must fall together;
they run in every world too."""

from tests.protocol.driver import Step
from tests.protocol.wire import Flaw, Kind
from tests.protocol.world import Act, Directive, Link, Plan, Rescue

OPEN = Act(Kind.OPEN)
FACT = Act(Kind.FACT, value="a fact")
BROKEN = Act(Kind.FACT, value="a broken fact", flaw=Flaw.BROKEN_RULE)
WELL = Plan()


def step(verb: str, *args: object) -> Step:
    """A step without options."""
    return Step(verb, args)


CORRECT_A = Step("correct", ("A", 0), (("good", True),))

SCENARIOS = {
    "a push for the former life of central arrives after its restore": [
        step("act", "A", OPEN),
        step("sync", "A", WELL),
        step("back_up_central"),
        step("act", "A", FACT),
        step("sync", "A", WELL),
        step("act", "A", FACT),
        step("sync", "A", Plan((Link.OK, Link.LATE))),
        step("restore_central"),
        step("deliver_late", 0),
    ],
    "a correction is lost at the desk and then at central": [
        step("act", "A", OPEN),
        step("act", "A", BROKEN),
        step("sync", "A", WELL),
        step("back_up_central"),
        step("back_up_desk", "A"),
        CORRECT_A,
        step("sync", "A", WELL),
        step("restore_desk", "A", Rescue.SPARE),
        step("sync", "A", WELL),
        step("restore_central"),
    ],
    "central forgets a desk code that it has given out": [
        step("back_up_central"),
        step("restore_desk", "A", Rescue.COMMAND),
        step("sync", "A", WELL),
        step("act", "A", OPEN),
        step("restore_central"),
        step("restore_desk", "B", Rescue.COMMAND),
        step("sync", "B", WELL),
        step("act", "B", OPEN),
    ],
    "a rejected change arrives late, after its correction and after the rule was relaxed": [
        step("act", "A", OPEN),
        step("act", "A", BROKEN),
        step("sync", "A", Plan((Link.OK, Link.LATE))),
        step("sync", "A", WELL),
        CORRECT_A,
        step("sync", "A", WELL),
        step("headquarters", Directive("lenient")),
        step("deliver_late", 0),
    ],
    "a rejected change is accepted late, before its correction leaves": [
        step("act", "A", OPEN),
        step("act", "A", BROKEN),
        step("sync", "A", Plan((Link.OK, Link.LATE))),
        step("sync", "A", WELL),
        CORRECT_A,
        step("headquarters", Directive("lenient")),
        step("deliver_late", 0),
    ],
    "a desk is wiped and central then falls back behind the wipe": [
        step("act", "A", OPEN),
        step("act", "A", BROKEN),
        step("act", "A", FACT),
        step("headquarters", Directive("wipe", "order", 0)),
        step("sync", "A", WELL),
        step("back_up_central"),
        step("sync", "A", WELL),
        step("restore_central"),
    ],
    "a rejected change turns up again beside its rejected correction": [
        step("act", "A", Act(Kind.OPEN, flaw=Flaw.BROKEN_RULE)),
        step("sync", "A", WELL),
        step("back_up_central"),
        Step("correct", ("A", 0), (("good", False),)),
        step("sync", "A", WELL),
        step("restore_desk", "A", Rescue.SPARE),
        step("sync", "A", WELL),
        step("restore_central"),
    ],
    "two clerks edit one field, neither seeing the other": [
        step("act", "A", OPEN),
        step("sync", "A", WELL),
        step("sync", "B", WELL),
        step("act", "A", Act(Kind.EDIT, value="one")),
        step("act", "B", Act(Kind.EDIT, value="other")),
        step("sync", "A", WELL),
        step("sync", "B", WELL),
    ],
    "a snapshot is cut between its pages, and a case comes before the cut meanwhile": [
        *(step("headquarters", Directive("create", f"h{i}", office="north")) for i in range(1, 6)),
        step("sync", "A", Plan((Link.OK, Link.OK, Link.LOST_REQUEST))),
        step("headquarters", Directive("create", "h0", office="north")),
        step("sync", "A", WELL),
    ],
    "an acknowledged change comes again with another body": [
        step("act", "A", OPEN),
        step("sync", "A", WELL),
        step("forge", "A", 0),
    ],
    "a desk falls back twice to the same backup": [
        step("back_up_desk", "A"),
        step("restore_desk", "A", Rescue.FILE_COPY),
        step("act", "A", OPEN),
        step("restore_desk", "A", Rescue.FILE_COPY),
        step("sync", "A", WELL),
        step("act", "A", OPEN),
        step("restore_desk", "A", Rescue.FILE_COPY),
        step("sync", "A", WELL),
        step("act", "A", OPEN),
    ],
}
"""Steps by what befalls; the driver adds rest and mending."""
