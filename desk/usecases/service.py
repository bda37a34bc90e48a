"""The documents, the due date, the fee and the payment of a procedure, as they go into a visit."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from desk.db import calendar_days
from desk.db.store import StoreFailed
from desk.documents.words import text_in
from desk.lang import _, amount, day, in_language
from desk.records.reference import Procedure
from desk.records.service import PAY_WAYS, PaymentForm, Service
from desk.rules.calendar import Calendar
from desk.rules.fees import Fee, period_text
from desk.rules.services import decisions, other_fees
from desk.usecases.desk import Desk
from desk.usecases.guide import payer, term_text


@dataclass(frozen=True)
class Price:
    """A fee that may be charged, with its words in the language in use."""

    fee: Fee
    text: str


def working_days(desk: Desk) -> Calendar:
    """The working days as this desk knows them, central's overrides included."""
    with desk.store.read() as connection:
        return calendar_days.calendar(connection)


def prices(procedure: Procedure, on: date, days: Calendar, born: date | None) -> dict[str, Price]:
    """The fees of the procedure for this visitor, by version, the ordinary speed first."""
    whose, found = payer(born, on), dict[str, Price]()
    for speed in decisions(procedure, on, whose, days):
        for fee in speed.fees:
            found[fee.version] = Price(fee, _price_text(fee, term_text(speed.due.rule)))
    for fee in other_fees(procedure, on, whose):
        found[fee.version] = Price(fee, _price_text(fee, ""))
    return found


def _price_text(fee: Fee, term: str) -> str:
    told = [_("{amount} AZN").format(amount=amount(fee.amount)), period_text(fee.period), term]
    if not fee.verified:
        told.append(_("not confirmed"))
    return " · ".join(part for part in told if part)


def kept_names(procedure: Procedure) -> list[str]:
    """The documents of the procedure as a visit names them."""
    return [text_in(texts, "az")[:200] for texts in procedure.documents]


def names_of(procedures: Iterable[Procedure]) -> dict[str, str]:
    """What a visit names a document -> its name in the language in use."""
    return {
        kept: in_language(texts)
        for procedure in procedures
        for kept, texts in zip(kept_names(procedure), procedure.documents, strict=True)
    }


def refuse_uncounted(told: Service | None) -> None:
    """Raises StoreFailed for an amount of which nobody said how it was paid: it would be in no total."""
    if told is not None and told.amount and told.way is None:
        raise StoreFailed("payment_uncounted")


def service_of(
    procedure: Procedure,
    on: date,
    days: Calendar,
    born: date | None,
    ticked: Collection[int] | None = None,
    fee_version: str = "",
    payment: PaymentForm | None = None,
) -> Service:
    """What is kept with the visit; `ticked` are places in the list of documents, None if it was not walked.

    The one price that is possible is taken without asking. The due date follows the speed that is paid for.
    """
    offered = prices(procedure, on, days, born)
    if ticked is not None and payment and payment.amount and procedure.payment_proof is not None:
        ticked = {*ticked, procedure.payment_proof}  # it was paid here, or its reference was seen
    if not fee_version and len(offered) == 1:
        fee_version = next(iter(offered))
    price = offered.get(fee_version)
    speeds = decisions(procedure, on, payer(born, on), days)
    wanted = price.fee.speed if price else ""
    due = next((one.due for one in speeds if one.due.rule.id == wanted), speeds[0].due if speeds else None)
    names = kept_names(procedure)
    return Service(
        **dict(payment or PaymentForm()),
        walked=ticked is not None,
        shown=[name for place, name in enumerate(names) if place in (ticked or ())],
        missing=[name for place, name in enumerate(names) if ticked is not None and place not in ticked],
        due_on=due.on if due else None,
        due_rule=due.rule.version if due else "",
        due_confirmed=bool(due and due.confirmed),
        fee=str(price.fee.amount) if price else "",
        fee_rule=price.fee.version if price else "",
        fee_confirmed=bool(price and price.fee.verified),
    )


def corrected_service(before: Service | None, told: Service) -> Service:
    """What is kept now; where the fee stays the same, its price and due date stay as the visitor was told."""
    if before is None or before.fee_rule != told.fee_rule:
        return told
    kept = ("due_on", "due_rule", "due_confirmed", "fee", "fee_confirmed")
    return told.model_copy(update={name: getattr(before, name) for name in kept})


def service_text(told: Service, names: Mapping[str, str]) -> str:
    """What was told and taken, in one line: fee, payment, due date, what is still missing.

    `names` are those of the documents, by names_of; one that left the catalogue stands as the visit has it.
    """
    found = []
    if told.fee:
        found.append(f"{_('Fee')}: {_('{amount} AZN').format(amount=amount(told.fee))}")
    if told.amount:
        paid = [_("{amount} AZN").format(amount=amount(told.amount))]
        paid += [_(PAY_WAYS[told.way])] if told.way else []
        found.append(f"{_('Paid')}: {', '.join([*paid, *filter(None, [told.reference])])}")
    if told.due_on:
        found.append(f"{_('Decided by')}: {day(told.due_on)}")
    if told.missing:
        missing = ", ".join(names.get(name, name) for name in told.missing)
        found.append(f"{_('Still to be brought')}: {missing}")
    return " · ".join(found) or _("(empty)")
