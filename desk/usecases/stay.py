"""By when a foreigner registers at the place of stay: the answer in words, with the version of the law."""

from desk.lang import N_, _, day, ngettext
from desk.records.countries import country_name
from desk.records.errors import Issue
from desk.records.stay import StayForm
from desk.rules.deadlines import Registration, stay_registration
from desk.rules.errors import RuleNotApplicable, RuleOutsideDates
from desk.rules.laws import law_text
from desk.usecases.answer_line import AnswerLine


def last_registration(form: StayForm) -> Registration | Issue:
    """The safe and the latest day, or at which field there is none to tell, and why."""
    try:
        return stay_registration(form.citizenship, form.arrival)
    except RuleNotApplicable:
        return Issue("citizenship", "stay_not_needed")
    except RuleOutsideDates:
        return Issue("arrival", "stay_no_rule", {"date": day(form.arrival)})


def lines_of(form: StayForm, found: Registration) -> list[AnswerLine]:
    """The answer line by line, in the language in use; it names whom it is for."""
    version, n = found.rule, found.rule.value
    term = ngettext("{n} day", "{n} days", n).format(n=n)
    person = _("{country}, arrival {date}").format(
        country=country_name(form.citizenship), date=day(form.arrival)
    )
    lines = [
        AnswerLine(N_("For"), person),
        AnswerLine(N_("Register by"), _("{date} (safe)").format(date=day(found.safe))),
        AnswerLine(N_("Latest date"), _("{date} (arrival not counted)").format(date=day(found.latest)), True),
        AnswerLine(N_("Term"), _("{term}; needed only for a longer stay").format(term=term)),
        AnswerLine(N_("Basis"), law_text(version.basis)),
    ]
    if not found.confirmed:
        lines.append(
            AnswerLine(N_("Not confirmed"), _("The term itself is not confirmed in an official text."), True)
        )
    counted = _("Whether arrival is the first day was not found in an official text: use the safe date.")
    return [*lines, AnswerLine(N_("Not confirmed"), counted, True), AnswerLine(N_("Rule"), version.version)]
