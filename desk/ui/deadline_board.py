"""The home screen's board of what is due: three counts a register, and the five nearest cases."""

from textual.content import Content
from textual.widgets import Static

from desk.lang import _, day
from desk.ui.text import visible
from desk.usecases.deadline_board import REGISTERS, ROWS, Board, Near


class DeadlineBoard(Static):
    """Thirty cells wide; says in words that nothing is due."""

    def show(self, board: Board) -> None:
        """Show a board."""
        if board.empty:
            self.update(Content(_("Nothing is due in the registers.")))
            return
        heads = [f"{_(name):>9}" for name in REGISTERS.values()]
        lines = [Content.assemble((f"{_('Deadlines'):12}{''.join(heads)}", "bold"))]
        for code, label in ROWS.items():
            numbers = "".join(f"{board.counts[register][code]:9}" for register in REGISTERS)
            late = code == "overdue" and any(counts[code] for counts in board.counts.values())
            lines.append(Content.assemble((f"{_(label):12}{numbers}", "$text-error" if late else "")))
        self.update(Content("\n").join([*lines, Content(""), *map(_near, board.nearest)]))


def _near(case: Near) -> Content:
    """Number and date; ▲ before one that is overdue, * behind a date that is not confirmed."""
    mark, doubt = "▲" if case.overdue else " ", "" if case.confirmed else "*"
    text = f"{mark}{visible(case.number):19} {day(case.due_on)}{doubt}"
    return Content.assemble((text, "$text-error" if case.overdue else ""))
