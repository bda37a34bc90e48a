"""The list of documents, the fee and the payment of a visit, gone through before it is saved."""

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal

from pydantic import Field, ValidationError
from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, SelectionList, Static
from textual.widgets.selection_list import Selection

from desk.lang import N_, _, amount, day, in_language
from desk.records.base import Record
from desk.records.errors import Issue, issues
from desk.records.reference import Procedure
from desk.records.service import PAY_WAYS, PaymentForm, Service
from desk.rules.calendar import Calendar
from desk.rules.laws import law_text
from desk.ui.base import bind
from desk.ui.fields import ChoiceField, TextField, raw_of
from desk.ui.modal import DeskModal
from desk.ui.picker import PickerModal
from desk.ui.text import lines, plain
from desk.ui.tick_list import TickList
from desk.usecases.service import Price, kept_names, prices


class Chosen(Record):
    """What the clerk noted: places of the documents that are there, the fee's version, the payment."""

    procedure: str
    ticked: tuple[int, ...] = ()
    fee_version: str = ""
    payment: PaymentForm = Field(default_factory=PaymentForm)
    finished: bool = True
    """False where the clerk went back to the form: kept for the next time, and asked again."""
    offered: tuple[str, ...] = ()
    """Versions of the fees that there were to choose from."""

    def fits(self, offered: Collection[str]) -> bool:
        """Whether the fee, or that there is none, still holds where these versions are to choose from."""
        return self.fee_version in offered if self.fee_version else self.offered == tuple(offered)


def noted_in(told: Service, procedure: Procedure, offered: Collection[str]) -> Chosen:
    """What was noted of a visit that keeps this of its procedure."""
    return Chosen(
        procedure=procedure.code,
        ticked=tuple(place for place, name in enumerate(kept_names(procedure)) if name in told.shown),
        fee_version=told.fee_rule,
        payment=PaymentForm(way=told.way, amount=told.amount, reference=told.reference),
        offered=tuple(offered),
    )


class ServiceModal(DeskModal[Chosen | None]):
    """Space ticks a document; F2 goes on with the visit."""

    BINDINGS = [
        bind("back", "leave", N_("Back")),
        bind("save", "take", N_("Next")),
        bind("find", "choose", N_("List")),
    ]

    def __init__(
        self, procedure: Procedure, days: Calendar, born: date | None, before: Chosen | None, on: date
    ) -> None:
        super().__init__()
        self._procedure, self._before = procedure, before
        self._prices = prices(procedure, on, days, born)
        self._outdated = before is not None and not before.fits(self._prices)
        self._told: list[str] = []
        self._began: Chosen | None = None

    def body(self) -> Iterator[Widget]:
        """The documents to tick, then fee and payment line by line."""
        before = self._before or Chosen(procedure=self._procedure.code)
        ticked = [
            Selection(plain(in_language(texts)), place, place in before.ticked)
            for place, texts in enumerate(self._procedure.documents)
        ]
        fees = {version: price.text for version, price in self._prices.items()}
        ways = {str(way): _(name) for way, name in PAY_WAYS.items()}
        with Vertical(classes="dialog"):
            yield Static(plain(in_language(self._procedure.names)).stylize("bold"), classes="dialog-title")
            if ticked:
                yield Static(Content(_("Documents brought: Space ticks, Tab goes on to the fee")))
                yield TickList[int](*ticked, id="documents", compact=True)
            with Horizontal(id="rows"):
                yield Static(id="labels")
                with Vertical(id="inputs"):
                    if fees:
                        yield ChoiceField("fee", fees)
                    yield ChoiceField("way", ways)
                    yield TextField("amount")
                    yield TextField("reference")
            yield Static(id="told")

    def on_mount(self) -> None:
        """Name the lines, and put back what was noted before."""
        names = [*(["fee"] if self._prices else []), *PaymentForm.model_fields]
        self.query_one("#labels", Static).update(lines(map(self._title, names)))
        if self._before is not None:
            self._put(self._before)
        elif len(self._prices) == 1:
            self.query_one("#fee", ChoiceField).put(next(iter(self._prices)))
        if self._outdated:
            self._tell_fee()
        self._began = self._left()
        self.query_one("#fee" if self._outdated and self._prices else "#documents, #way").focus()

    def _title(self, name: str) -> str:
        return _("Fee") if name == "fee" else _(PaymentForm.model_fields[name].title or name)

    def _put(self, before: Chosen) -> None:
        if self._prices:
            self.query_one("#fee", ChoiceField).put("" if self._outdated else before.fee_version)
        for name, value in before.payment.model_dump(mode="json").items():
            self.query_one(f"#{name}", TextField).put(value or "")
        self.query_one("#amount", TextField).select_on_focus = True

    def _price(self) -> Price | None:
        """The fee that is chosen, where there are fees."""
        return self._prices.get(self.query_one("#fee", ChoiceField).raw_code) if self._prices else None

    @on(Input.Changed, "#fee")
    def _tell_fee(self) -> None:
        """Say what the chosen fee is by; without one, that another has to be chosen than before."""
        price = self._price()
        if price is not None:
            since = _("in force since {date}").format(date=day(price.fee.valid_from))
            told = plain(f"{price.text} · {law_text(price.fee.basis)}, {since}")
        elif self._outdated:
            again = _("Other fees apply to this visitor now: check fee and payment again.")
            told = Content.assemble(("▲ ", "$text-warning"), (again, "$text-warning"))
        else:
            told = Content("")
        self.query_one("#told", Static).update(told)

    @on(Input.Changed, "#way")
    def _offer(self) -> None:
        """The chosen fee is the amount, once a way of payment is given."""
        paid, price = self.query_one("#amount", TextField), self._price()
        if price is not None and not paid.raw and self.query_one("#way", ChoiceField).raw:
            paid.put(str(price.fee.amount))
            paid.select_on_focus = True  # what is typed takes the place of what was offered

    def action_choose(self) -> None:
        """List the values of the focused field."""
        chosen = self.focused
        if isinstance(chosen, ChoiceField):
            picker = PickerModal(self._title(str(chosen.id)), chosen.choices)
            self.app.push_screen(picker, chosen.take)
        else:
            self.query_one("#told", Static).update(
                plain(_("This field has no list to choose from: type it in."))
            )

    def action_take(self) -> None:
        """Go on with the visit; where the payment lacks something, say what."""
        form, wrong = self._payment()
        fee = self.query_one("#fee", ChoiceField) if self._prices else None
        if fee is not None and fee.raw and not fee.matches():
            wrong = [Issue("fee", "choice_unknown", {"text": fee.raw})]
        if wrong or form is None:
            text = f"{self._title(wrong[0].field)}: {wrong[0].text}"
            told = Content.assemble(("✖ ", "bold $text-error"), (text, "$text-error"))
            self.query_one("#told", Static).update(told)
            self.query_one(f"#{wrong[0].field}").focus()
            return
        if unusual := self._unusual(form):
            text = " ".join(["▲", *unusual, _("F2 once more takes it as it is.")])
            self.query_one("#told", Static).update(plain(text).stylize("$text-warning"))
            return
        self.dismiss(self._noted(form, finished=True))

    def _unusual(self, form: PaymentForm) -> list[str]:
        """Once for each: that no document is ticked, that what is paid is not the fee, or there is none."""
        price, found = self._price(), list[str]()
        if self._procedure.documents and not self._ticked():
            found.append(_("No document is ticked."))
        if form.amount and price is None and self._prices:
            found.append(_("Paid {paid} AZN, but no fee is chosen.").format(paid=amount(form.amount)))
        elif form.amount and price is None:
            told = _("Paid {paid} AZN, but no fee is known for this procedure.")
            found.append(told.format(paid=amount(form.amount)))
        elif form.amount and price is not None and Decimal(form.amount) != price.fee.amount:
            told = _("Paid {paid} AZN, the fee is {fee} AZN.")
            found.append(told.format(paid=amount(form.amount), fee=amount(price.fee.amount)))
        before, self._told = self._told, found
        return found if found != before else []

    def action_leave(self) -> None:
        """Back to the form; what was altered of ticks and payment is there the next time."""
        left = self._left()
        self.dismiss(left if left != self._began else None)

    def _left(self) -> Chosen:
        """What stands here now, not gone through to the end; a payment that cannot be read is as it was."""
        form, _wrong = self._payment()
        before = self._before.payment if self._before is not None else PaymentForm()
        return self._noted(form or before, finished=False)

    def _noted(self, payment: PaymentForm, *, finished: bool) -> Chosen:
        version = self.query_one("#fee", ChoiceField).raw_code if self._prices else ""
        version = version if version in self._prices else ""
        return Chosen(
            procedure=self._procedure.code,
            ticked=self._ticked(),
            fee_version=version,
            payment=payment,
            finished=finished,
            offered=tuple(self._prices),
        )

    def _ticked(self) -> tuple[int, ...]:
        lists = self.query(SelectionList)
        return tuple(sorted(lists.first().selected)) if lists else ()

    def _payment(self) -> tuple[PaymentForm | None, list[Issue]]:
        typed = {name: raw_of(self.query_one(f"#{name}", TextField)) for name in PaymentForm.model_fields}
        try:
            form = PaymentForm.model_validate({name: value for name, value in typed.items() if value})
        except ValidationError as error:
            return None, issues(error)
        return form, form.remarks()
