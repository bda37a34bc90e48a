"""A reception day in the demo: visitors at three desks of one office, and the line down for its middle third.

Each desk is a folder of its own, enrolled at the demo's central. In the evening all is synchronised, every
desk closes its day, and what the day sheets say must be what central holds.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from desk.config import Settings
from desk.demo.ground import OFFICE, Ground, synchronise
from desk.demo.people import visitors
from desk.documents.paper import Paper
from desk.lang import today
from desk.records.closing import ClosingForm, DayTotals
from desk.records.lookup import LookupForm
from desk.records.reference import Procedure, Role
from desk.records.service import PaymentForm, PayWay, Service
from desk.records.ticket import TicketForm
from desk.records.visit import VisitForm
from desk.usecases.attach import attach_file
from desk.usecases.catalogue import clerks, services
from desk.usecases.close_day import close_day
from desk.usecases.day_sheet import day_sheet
from desk.usecases.day_sheet_text import lines_of
from desk.usecases.desk import Desk
from desk.usecases.lookup import look_up
from desk.usecases.papers import receipt_of
from desk.usecases.people import DEMO_PASSWORD, read_staff
from desk.usecases.print_paper import language_of, print_paper
from desk.usecases.queue import call_next, issue_ticket, no_show, serve
from desk.usecases.register_visit import register_visit
from desk.usecases.service import prices, service_of, working_days
from desk.usecases.sign_in import sign_in

Tell = Callable[[str], None]
VISITORS, DESKS = 60, 3
ABSENT = 15
"""Of so many tickets one is called in vain."""
ATTACHED = 7
"""To the visit of one in so many visitors a scan is attached."""
LOOKED_UP = 4
"""Of so many visitors one is looked up in the list of restrictions."""
WAYS = (PayWay.cash, PayWay.terminal, PayWay.portal)


@dataclass(frozen=True)
class Place:
    """A desk of the day with its settings."""

    desk: Desk
    settings: Settings


def reception_day(ground: Ground, tell: Tell, count: int = VISITORS) -> int:
    """Play the day; 0 when every day sheet equals central's count, 1 otherwise."""
    link = ground.link
    if link is None:
        raise RuntimeError("the demo has not started")
    with ExitStack() as open_desks:
        places = list(_places(ground, open_desks))
        tell(f"day: {DESKS} desks open: {', '.join(place.desk.identity.desk for place in places)}")
        for n, form in enumerate(visitors(count)):
            if n == count // 3:
                link.cut()
                tell(f"day: {n} visitors served; the line is cut")
            elif n == 2 * count // 3:
                link.mend()
                tell(f"day: {n} visitors served; the line is back, {_unsent(places)} unsent")
            _serve(places[n % DESKS], n, form)
            if n % 10 == 9:
                _synchronise(places)
        tell(f"day: {count} visitors served")
        return _evening(ground, places, tell)


def _places(ground: Ground, open_desks: ExitStack) -> Iterator[Place]:
    for n in range(1, DESKS + 1):
        settings = ground.settings(f"desk-of-the-day-{n}")
        ground.enrol(settings)
        person = read_staff(settings).people[n % 2]
        desk = sign_in(settings, person.id, DEMO_PASSWORD)
        open_desks.callback(desk.close)
        yield Place(desk, settings)


def _serve(place: Place, n: int, form: VisitForm) -> None:
    """One visitor from the ticket to the receipt; without a line a desk calls only its own tickets."""
    desk = place.desk
    if n % ABSENT == ABSENT - 1:
        issue_ticket(desk, TicketForm(purpose="other"))
        called = call_next(desk, own_only=True)
        if called is not None:
            no_show(desk, called.ticket_id)
    issue_ticket(desk, TicketForm(purpose=form.procedure))
    called = call_next(desk, own_only=True)
    if called is None:
        raise RuntimeError("nobody waits who was just given a ticket")
    if n % LOOKED_UP == 0:
        asked = LookupForm(purpose="reception", surname=form.surname, given_name=form.given_name)
        look_up(desk, place.settings, asked.model_copy(update={"birth_date": form.birth_date.isoformat()}))
    procedure = services(desk)[form.procedure]
    receipt = register_visit(desk, form, ticket=called.ticket_id, service=_service(desk, procedure, n, form))
    paper: Paper = receipt_of(desk, receipt.number)
    print_paper(desk, place.settings, paper, language_of(form.citizenship))
    if n % ATTACHED == 0:
        scan = place.settings.folder / f"scan-{n}.pdf"
        scan.write_bytes(b"%PDF-1.7\n" + bytes(str(n), "ascii") * 50_000)
        attach_file(desk, receipt.number, str(scan))
    serve(desk, called.ticket_id)


def _service(desk: Desk, procedure: Procedure, n: int, form: VisitForm) -> Service:
    """All documents but, for every fourth visitor, the last; the first price, paid in turn by each way."""
    days = working_days(desk)
    offered = prices(procedure, today(), days, form.birth_date)
    version = next(iter(offered), "")
    way = WAYS[n // DESKS % len(WAYS)]
    payment = (
        PaymentForm(way=way, amount=str(offered[version].fee.amount), reference=f"{way}-{n:04d}")
        if version
        else None
    )
    there = range(len(procedure.documents) - (n % 4 == 3))
    return service_of(procedure, today(), days, form.birth_date, set(there), version, payment)


def _evening(ground: Ground, places: list[Place], tell: Tell) -> int:
    """Send the rest, close each day, compare with central, and print a sheet."""
    _synchronise(places)
    for place in places:
        close_day(_supervised(place.desk), today(), ClosingForm())
    _synchronise(places)
    _synchronise(places)
    held = {
        row["desk"]: row
        for row in ground.central.command("totals", "--office", OFFICE, "--date", today().isoformat())
    }
    different = [place for place in places if _differs(place, held.get(place.desk.identity.desk, {}), tell)]
    for line in lines_of(day_sheet(places[0].desk, today())):
        if line.title:
            tell(f"day sheet: {line.title}: {line.text}")
    tell(f"day: {DESKS} day sheets, {len(different)} different from central")
    return 1 if different else 0


def _differs(place: Place, held: dict[str, Any], tell: Tell) -> bool:
    totals = day_sheet(place.desk, today()).totals
    ours = _comparable(totals)
    theirs = {name: held.get(name) for name in ours}
    is_same = ours == theirs and totals.unsent == totals.rejected == totals.conflicts == 0
    desk = place.desk.identity.desk
    paid = ", ".join(f"{way} {amount}" for way, amount in totals.paid.items())
    tell(
        f"central: {desk} has {held.get('visits', 0)} visits, the day sheet {totals.visits} ({paid} AZN): "
        f"{'equal' if is_same else f'DIFFERENT: {ours} / {theirs}, unsent {totals.unsent}'}"
    )
    return not is_same


def _comparable(totals: DayTotals) -> dict[str, Any]:
    """What central counts too."""
    names = ("visits", "by_procedure", "tickets", "lookups", "papers", "attachments", "paid")
    told = totals.model_dump(mode="json")
    return {name: told[name] for name in names}


def _supervised(desk: Desk) -> Desk:
    """The same desk with a supervisor of the office, who signs the day off."""
    return desk.signed_in(next(one for one in clerks(desk) if Role.supervisor in one.roles))


def _synchronise(places: list[Place]) -> None:
    for place in places:
        asyncio.run(synchronise(place.desk, place.settings))


def _unsent(places: list[Place]) -> int:
    return sum(day_sheet(place.desk, today()).totals.unsent for place in places)
