"""The door of a training session: who comes and leaves, by scan or by name."""

import asyncio
from collections.abc import Iterator
from datetime import date, time

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from desk.lang import N_, _, day, in_language, today
from desk.records.appeal_steps import YesNo
from desk.records.attendance import AttendanceCorrection, Mark, Means
from desk.records.training import EmployeeForm, TrainingForm
from desk.ui.allowed import may_write
from desk.ui.attendance_forms import CorrectMarkScreen, WalkInScreen
from desk.ui.base import DeskScreen, bind
from desk.ui.details import DetailsModal
from desk.ui.door_line import DoorLine
from desk.ui.list_table import ListTable
from desk.ui.paper import ask_and_print_paper
from desk.ui.picker import PickerModal
from desk.ui.saving import saved, warn
from desk.ui.scanner import Scanned
from desk.ui.text import plain, visible
from desk.usecases.attendance import Attended, Marked, attendance_of, correct_mark, mark, marks_seen
from desk.usecases.change_details import Details
from desk.usecases.door import closed, days_of, expected_text, find_at_door
from desk.usecases.employees import Employee, set_employee
from desk.usecases.entries import Opened
from desk.usecases.training_papers import certificates_of, sheet_of

COLUMNS = (
    (N_("Surname, names"), 23),
    (N_("Unit"), 13),
    (N_("Came"), 5),
    (N_("Left"), 5),
    (N_("Remark"), 22),
)


class AttendanceScreen(DeskScreen):
    """The session that was chosen last; the line takes badges and names."""

    NAME = N_("Attendance")
    TAKES_SCANS = True
    AUTO_FOCUS = "#find"
    HELP = N_(
        "Scan a badge, or type a badge or part of a name and press Enter: the person is marked with the "
        "time. F6 changes between coming and leaving, F7 chooses the day of a session of several days.\n"
        "F4 takes in somebody who is in no list. F8 corrects the chosen mark, with a reason. F9 prints the "
        "sheet and certificates."
    )
    BINDINGS = [
        bind("new", "walk_in", N_("New person"), N_("Take in somebody who is in no list")),
        bind("next_section", "turn", N_("Come/leave"), N_("Change between coming and leaving")),
        bind("lookup", "day", N_("Day"), N_("Choose the day of the session")),
        bind("duplicates", "correct", N_("Correct"), N_("Correct the chosen mark, with a reason")),
        bind("print", "print", N_("Print"), N_("Print the attendance sheet or certificates")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._seen: Opened[TrainingForm] | None = None
        self._act = Mark.came
        self._on: date = today()
        self._rows: list[Attended] = []

    def body(self) -> Iterator[Widget]:
        """The session, the line for badges and names, who is there."""
        yield Static(id="case-head")
        yield DoorLine(placeholder=_("Badge or name"), compact=True, id="find")
        yield ListTable(COLUMNS)
        yield Static(id="count")

    async def reload(self) -> None:
        """Read who is there anew."""
        subject = self.host.subject
        is_new = subject is not self._seen  # the same session opened anew begins anew
        if is_new and isinstance(subject, Opened) and isinstance(subject.form, TrainingForm):
            self._seen, self._act = subject, Mark.came
            days = days_of(subject.form)
            self._on = today() if today() in days else days[0]
            self.query_one("#find").focus()
        if self._seen is None:
            self.query_one("#case-head", Static).update(plain(_("Choose a session in the list first.")))
            return
        self._rows = await asyncio.to_thread(
            attendance_of, self.host.desk, self._seen.id, self._seen.form, self._on
        )
        self.query_one(ListTable).refill(
            (one.employee.name, one.employee.unit, _clock(one.came_at), _clock(one.left_at), _remark(one))
            for one in self._rows[:200]
        )
        await self._tell(self._seen)

    async def _tell(self, seen: Opened[TrainingForm]) -> None:
        form = seen.form
        mode = _("COMING") if self._act is Mark.came else _("LEAVING")
        hours = f" {_clock(form.starts_at)}–{_clock(form.ends_at)}" if form.starts_at else ""
        topic = visible(in_language(form.topics()))
        head = Content.assemble((f" {mode} ", "reverse"), f" {day(self._on)}{hours}\n", (topic, "bold"))
        self.query_one("#case-head", Static).update(head)
        told = await asyncio.to_thread(expected_text, self.host.desk, form, self._rows)
        self.query_one("#count", Static).update(plain(closed(seen, self._on) or told))

    async def on_scanned(self, scanned: Scanned) -> None:
        """A badge was scanned."""
        await self._take(scanned.text, Means.scanned)

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """A badge or a name was typed; a short badge may have been scanned, too."""
        if event.value.strip():
            await self._take(event.value.strip(), Means.typed)

    async def on_door_line_pasted(self, event: DoorLine.Pasted) -> None:
        """A list was pasted: who is found by a line is marked, the other lines stay to be read."""
        if not self._may_mark():
            return
        left = []
        for text in event.lines:
            found = await asyncio.to_thread(find_at_door, self.host.desk, text)
            if len(found) != 1:
                left.append((_("several are found") if found else _("nobody is found"), text))
            elif not await self._mark(found[0], Means.typed):
                left.append((_("not saved"), text))
        if left:
            title = _("Not marked: {n}").format(n=len(left))
            self.app.push_screen(DetailsModal(Details(title, left)))

    def _may_mark(self) -> bool:
        if self._seen is None:
            return False
        if why := closed(self._seen, self._on):
            self.app.notify(visible(why), severity="warning", markup=False)
        return not why

    async def _take(self, text: str, means: Means) -> None:
        if not self._may_mark():
            return
        found = await asyncio.to_thread(find_at_door, self.host.desk, text)
        if len(found) == 1:
            await self._mark(found[0], means)
        elif found:
            self._choose(found, means)
        else:
            told = _("Nobody has this badge or name: {text}. F4 takes in a new person.").format(text=text)
            self.app.notify(visible(told), severity="warning", markup=False)

    def _choose(self, found: list[Employee], means: Means) -> None:
        by_id = {str(who.id): who for who in found}

        async def taken(code: str | None) -> None:
            if code:
                await self._mark(by_id[code], means)

        choices = {key: f"{who.name}, {who.unit} {who.badge}" for key, who in by_id.items()}
        self.app.push_screen(PickerModal(_("Who is it?"), choices), taken)

    async def _mark(self, who: Employee, means: Means, *, walk_in: bool | None = None) -> bool:
        seen = self._seen
        if seen is None:
            return False
        done = await saved(
            self,
            mark,
            self.host.desk,
            seen.id,
            seen.form,
            who,
            self._act,
            means,
            on=self._on,
            walk_in=walk_in,
        )
        if done is None:
            return False
        warn(self, done.warning)
        self.query_one("#find", Input).value = ""
        self.app.notify(visible(_told(done)), markup=False, timeout=4)
        await self.reload()
        return True

    def action_turn(self) -> None:
        """Between coming and leaving."""
        self._act = Mark.left if self._act is Mark.came else Mark.came
        self.call_later(self.reload)

    def action_day(self) -> None:
        """Choose the day of a session of several days."""
        if self._seen is None:
            return
        days = {one.isoformat(): day(one) for one in days_of(self._seen.form)}

        async def taken(code: str | None) -> None:
            if code:
                self._on = date.fromisoformat(code)
                await self.reload()

        self.app.push_screen(PickerModal(_("Which day?"), days), taken)

    def action_walk_in(self) -> None:
        """Take in somebody who is in no list."""
        if self._seen is None or not may_write(self, "attendance.marked") or not self._may_mark():
            return

        async def done(form: EmployeeForm) -> bool:
            who = await saved(self, set_employee, self.host.desk, form)
            if who is None:
                return False
            person = Employee(who, form.name, form.unit, form.badge)
            return await self._mark(person, Means.typed, walk_in=True)

        text = self.query_one("#find", Input).value.strip()
        self.app.push_screen(WalkInScreen(done, {"name": text}, f"walk_in:{self._seen.id}"))

    async def action_correct(self) -> None:
        """Correct the chosen mark."""
        one, seen = self.query_one(ListTable).chosen(self._rows), self._seen
        if seen is None or one is None:
            return
        if not may_write(self, "attendance.corrected"):
            return
        desk, who = self.host.desk, one.employee.id
        marks = await asyncio.to_thread(marks_seen, desk, seen.id, who, one.on)

        async def done(form: AttendanceCorrection) -> bool:
            return bool(await saved(self, correct_mark, desk, seen.id, who, one.on, form, marks))

        values = {
            "present": YesNo.yes if one.present else YesNo.no,
            "came_at": _clock(one.came_at),
            "left_at": _clock(one.left_at),
        }
        draft = f"mark:{seen.id}:{who}:{one.on}"
        self.app.push_screen(CorrectMarkScreen(done, values, draft, one.on))

    def action_print(self) -> None:
        """Choose between the sheet, the certificate of the chosen person and those of all."""
        seen, marked = self._seen, self.query_one(ListTable).chosen(self._rows)
        if seen is None:
            return
        there = [] if seen.withdrawn else [row.employee for row in self._rows if row.present]
        one = marked.employee if marked is not None and marked.employee in there else None
        papers = {"sheet": _("Attendance sheet")}
        if one is not None:
            papers["one"] = _("Certificate: {name}").format(name=one.name)
        if there:
            papers["all"] = _("Certificates of everybody who was there")

        async def chosen(paper: str | None) -> None:
            if paper == "sheet":
                await ask_and_print_paper(self.app, sheet_of, seen, self._on)
            elif paper is not None:
                who = one.id if one is not None and paper == "one" else None
                await ask_and_print_paper(self.app, certificates_of, seen, who)

        self.app.push_screen(PickerModal(_("Which paper?"), papers), chosen)


def _clock(value: time | None) -> str:
    return "" if value is None else value.strftime("%H:%M")


def _remark(one: Attended) -> str:
    there = one.present
    words = [
        (not there, N_("was not there")),
        (one.contested, N_("⚠ contested")),
        (there and one.late, N_("late")),
        (there and one.left_early, N_("left early")),
        (there and one.walk_in, N_("walk-in")),
    ]
    return ", ".join(_(word) for holds, word in words if holds)


def _told(done: Marked) -> str:
    if done.again:
        return _("{name} is marked already.").format(name=done.employee.name)
    what = _("came") if done.act is Mark.came else _("left")
    told = " ".join(part for part in (what, _clock(done.at)) if part)
    return f"{done.employee.name}: {told}" + (f", {_('walk-in')}" if done.walk_in else "")
