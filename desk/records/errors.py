"""Every way in which a typed value can be wrong: its code and the sentence that the clerk reads."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from desk.lang import N_, _
from desk.records.roles import in_words

SENTENCES = {
    "missing": N_("Fill this in."),
    "string_too_short": N_("Fill this in."),
    "string_too_long": N_("Too long: at most {max_length} characters."),
    "too_short": N_("Fill this in."),
    "too_long": N_("Too long: at most {max_length} characters."),
    "string_type": N_("Fill this in."),
    "enum": N_("Choose one from the list."),
    "choice_unknown": N_("“{text}” is not in the list. F3 shows the list."),
    "choice_ambiguous": N_("Several fit: write more, or F3 lists them."),
    "text_control": N_("Character {place} (U+{code}) cannot be used in text."),
    "date_form": N_("Write the date as 31.12.1990."),
    "date_impossible": N_("There is no such date."),
    "date_future": N_("This date is in the future."),
    "time_future": N_("This time is in the future."),
    "date_too_early": N_("This date is too long ago."),
    "name_digit": N_("“{text}” is a digit: does the document have it so?"),
    "document_letters": N_("“{text}” is no Latin letter: does the document have it so?"),
    "document_length": N_("A document number has 3 to 20 letters and digits."),
    "fin_letters": N_("“{text}” cannot stand here: Latin letters and digits only."),
    "fin_length": N_("7 characters, not {length}."),
    "fin_look_alike": N_("A FIN has no letters I and O: did you mean {offer}?"),
    "phone_form": N_("Write the number with digits, for example +994501234567."),
    "country_unknown": N_("There is no such country code."),
    "foreigners_only": N_("Only foreigners and stateless persons apply for this procedure."),
    "document_expired": N_("The document expired on {date}."),
    "document_pattern": N_("Unusual for such a document; the usual form is {form}."),
    "lookup_empty": N_("Write a name, a document number or a FIN."),
    "lookup_no_letters": N_("There is no letter in the name: nothing can be looked up by it."),
    "lookup_too_short": N_("One letter or initials alone are too little: write the whole surname."),
    "lookup_too_long": N_("No name is as long as this: write the surname and the given name only."),
    "lookup_only_patronymic": N_(
        "A patronymic alone is not enough: write the surname or the given name too."
    ),
    "lookup_birth_date": N_("Write the date as 31.12.1990, 12.1990 or 1990."),
    "lookup_number_short": N_("A number of less than four characters cannot be looked up."),
    "stay_not_needed": N_("Citizens of Azerbaijan need no registration at the place of stay."),
    "stay_no_rule": N_("The tables of law have no term for an arrival on {date}."),
    "int_parsing": N_("Write a whole number."),
    "greater_than_equal": N_("At least {ge}."),
    "less_than_equal": N_("At most {le}."),
    "email_form": N_("Write the address as name@example.az."),
    "voen_form": N_("A VÖEN has ten digits; the last is 1 or 2."),
    "voen_check": N_("The check digit of the VÖEN does not fit: one digit was misread."),
    "voen_needed": N_("No VÖEN: ask for it."),
    "voen_kind": N_("The last digit of the VÖEN says otherwise: 1 a legal person, 2 a natural one."),
    "application_other": N_("The application of this receipt says otherwise."),
    "appeal_anonymous": N_("No name or address, letterhead or contact: anonymous by 6.4, not considered."),
    "appeal_unnamed": N_("The name is missing; it is not anonymous, for there is a contact."),
    "authority_missing": N_("A representative shows an authority."),
    "registered_late": N_("Received on {date}: an appeal is registered the day it comes in."),
    "lodged_late": N_("Later than {date}; the term is an internal target, not confirmed."),
    "day_past": N_("This day has passed."),
    "day_off": N_("Not a working day."),
    "step_before": N_("Before the step of {date}."),
    "session_other_day": N_("The agenda has {date}."),
    "calendar_missing": N_("Check the year: there is no calendar of {year}."),
    "reason_needed": N_("Say why."),
    "answer_twice": N_("The same answer stands here twice."),
    "answers_differ": N_("As many answers as in Azerbaijani, in the same order."),
    "tally_empty": N_("Nobody is counted here."),
    "clause_form": N_("Write the clause as 8.6 or 4.1.1."),
    "language_form": N_("Write languages as two-letter codes: az ru en."),
    "number_typed": N_("Write a number."),
    "number_places": N_("At most two decimal places."),
    "less_than": N_("Too large a number."),
    "detail_kind": N_("This kind of measure has no such detail."),
    "ends_first": N_("The end is before the beginning."),
    "starts_after_year": N_("Begins after the year in which it counts."),
    "begun_before": N_("Began before the year in which it counts."),
    "unit_unknown": N_("No employee of such a unit is known: {unit}"),
    "time_form": N_("Write the time as 09:30."),
    "time_first": N_("The end is before the beginning."),
    "badge_form": N_("A badge code has Latin letters, digits and hyphens."),
    "number_form": N_("This is not a number that a desk prints."),
    "number_check": N_("The check character does not fit: one character was misread."),
    "number_other_desk": N_("This number was printed by another desk, {desk}; it is not known here."),
    "number_unknown": N_("This desk has not given out this number."),
    "application_empty": N_("The receipt number, or passport, birth date and citizenship."),
    "application_all_three": N_("Document, birth date and citizenship are asked together."),
    "handover_other_name": N_("The application is in another name: {name}."),
    "handover_other_document": N_("The application names another document: {number}."),
    "mrz_form": N_("This is not a machine-readable zone of two or three lines."),
    "mrz_check": N_("The check digit of the {part} does not fit: scan again."),
    "scan_differs": N_("scan says {text}"),
    "mrz_date": N_("The date in the machine-readable zone is impossible: scan again."),
    "amount_form": N_("Write the amount as 30 or 30.50."),
    "payment_way": N_("Say how it was paid. F3 shows the list."),
    "payment_amount": N_("Write the amount that was paid."),
    "payment_reference": N_("Write the reference on the slip of the terminal or the portal."),
    "file_missing": N_("There is no such file."),
    "file_folder": N_("This is a folder: write the path of a file."),
    "file_unreadable": N_("The file cannot be read by this user."),
    "blob_empty": N_("The file is empty."),
    "blob_large": N_("The file is too large: at most {limit} MB."),
    "blob_type": N_("Only PDF, JPEG and PNG can be attached; what this file holds is none of them."),
    "schema_newer": N_("Written by a newer version of the program."),
    "body_invalid": N_("Central could not read the record."),
    "number_taken": N_("The number {number} belongs to another record."),
    "change_reused": N_("Another record was sent earlier under the same identifier."),
    "not_permitted": N_("This desk may not do that."),
    "record_erased": N_("The record was erased on a supervisor's word."),
    "clerk_unknown": N_("Central's register of clerks does not have who wrote this."),
    "clerk_inactive": N_("Who wrote this did not work there any more, by central's register."),
    "role_needed": N_("This needs the role: {roles}. Who wrote it did not have it."),
    "stream_blocked": N_("Waits for an earlier change that was not accepted."),
    "conflict": N_("Somebody else changed this in the meantime."),
}


_TOLD: dict[str, Callable[[str], str]] = {"part": _, "roles": in_words}
"""How the parts of a sentence are told that are codes or messages themselves."""


def refusal(code: str, /, **context: object) -> PydanticCustomError:
    """The error that a validator raises: a key of SENTENCES with what fills its gaps."""
    return PydanticCustomError(code, code, context)


@dataclass(frozen=True)
class Issue:
    """One thing wrong with one field: `code` is a key of SENTENCES, `context` fills its gaps."""

    field: str
    code: str
    context: dict[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def text(self) -> str:
        """The sentence in the language in use."""
        return sentence(self.code, self.context)


def sentence(code: str, context: dict[str, Any]) -> str:
    """The sentence for a code in the language in use; an unknown code says so with the code itself."""
    template = SENTENCES.get(code)
    if template is None:
        return _("Not accepted ({code}).").format(code=code)
    parts = {name: _TOLD[name](value) if name in _TOLD else value for name, value in context.items()}
    try:
        return _(template).format(**parts)
    except (KeyError, IndexError):
        return _("Not accepted ({code}).").format(code=code)


def issues(error: ValidationError) -> list[Issue]:
    """A validation error as issues, one a field, in the order of the form."""
    found: dict[str, Issue] = {}
    for detail in error.errors(include_url=False, include_input=False):
        name = str(detail["loc"][0]) if detail["loc"] else ""
        found.setdefault(name, Issue(name, detail["type"], dict(detail.get("ctx") or {})))
    return list(found.values())
