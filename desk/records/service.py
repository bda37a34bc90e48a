"""What was told and taken for a procedure at the desk: its documents, the due date, the fee, the payment."""

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from desk.lang import N_
from desk.records.base import Record
from desk.records.errors import Issue, refusal
from desk.records.text import Length, Line

_AMOUNT = re.compile(r"\d{1,6}([.,]\d{1,2})?")


class PayWay(StrEnum):
    """Where the fee was paid."""

    cash = "cash"
    terminal = "terminal"
    portal = "portal"


PAY_WAYS = {
    PayWay.cash: N_("cash"),
    PayWay.terminal: N_("terminal"),
    PayWay.portal: N_("payment portal"),
}


def _amount(text: str) -> str:
    plain = text.strip()
    if not plain:
        return ""
    if not _AMOUNT.fullmatch(plain):
        raise refusal("amount_form")
    return str(Decimal(plain.replace(",", ".")).quantize(Decimal("0.01")))


Amount = Annotated[str, AfterValidator(_amount), Length(12)]
"""Manats with two decimals as text, or nothing."""


class PaymentForm(Record):
    """What the clerk types of a payment; all of it or nothing."""

    way: PayWay | None = Field(None, title=N_("Paid by"))
    amount: Amount = Field("", title=N_("Amount, AZN"))
    reference: Line = Field("", title=N_("Reference"))

    def remarks(self) -> list[Issue]:
        """What a payment lacks: a way, an amount, and the reference of what left no cash here."""
        if self.way is None:
            return [Issue("way", "payment_way")] if self.amount or self.reference else []
        lacking = [] if self.amount else [Issue("amount", "payment_amount")]
        if self.way is not PayWay.cash and not self.reference:
            lacking.append(Issue("reference", "payment_reference"))
        return lacking


class Service(PaymentForm):
    """Kept with a visit, in the words and by the versions of the law that its day had."""

    walked: bool = False
    """Whether the clerk went through the list of documents."""
    shown: list[Line] = Field(default_factory=list, max_length=50)
    """The documents that the visitor brought, as the catalogue names them in Azerbaijani."""
    missing: list[Line] = Field(default_factory=list, max_length=50)
    due_on: date | None = None
    due_rule: Line = ""
    due_confirmed: bool = False
    fee: Amount = ""
    fee_rule: Line = ""
    """Version of the price; nothing where no fee is known or several are possible."""
    fee_confirmed: bool = False
