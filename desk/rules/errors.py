"""What can be wrong when the law is asked: an unknown rule, a date that no version covers, a missing year."""

from desk.lang import N_, _

SENTENCES = {
    "rule_unknown": N_("There is no rule “{id}” in the tables of law."),
    "rule_outside": N_("The tables of law have no version of the rule “{id}” for {date}."),
    "rule_not_deadline": N_("The rule “{id}” is not a term from which a date follows."),
    "rule_not_applicable": N_("Citizens of Azerbaijan need no registration at the place of stay."),
    "calendar_missing": N_("The working-day calendar of {year} is not there: the date cannot be told."),
    "fee_unknown": N_("No price is known for this choice on {date}."),
    "ground_unknown": N_("There is no ground “{code}” in the tables of law."),
}


class LawError(Exception):
    """A question that the tables of law cannot answer; never a guess instead of it."""

    def __init__(self, code: str, /, **context: object) -> None:
        super().__init__(code, context)
        self.code = code
        self.context = context

    @property
    def text(self) -> str:
        """The sentence in the language in use."""
        return _(SENTENCES[self.code]).format(**self.context)


class RuleUnknown(LawError):
    """No rule has this id."""


class RuleOutsideDates(LawError):
    """The rule exists, but no version of it covers the event's date."""


class RuleNotApplicable(LawError):
    """The rule does not bind this person, or no date follows from it."""


class CalendarMissing(LawError):
    """The working days of a year are not known."""


class FeeUnknown(LawError):
    """No price is known for the choice on that date."""


class GroundUnknown(LawError):
    """No ground has this code."""
