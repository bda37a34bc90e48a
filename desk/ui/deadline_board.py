"""The home screen's board of what is due: three counts a register, and the five nearest cases."""

from textual.content import Content

from desk.lang import _, day
from desk.ui.steady import Steady
from desk.ui.text import visible
from desk.usecases.deadline_board import REGISTERS, ROWS, Board, Near

WIDTHS = {"appeal": 12, "council": 8}


class DeadlineBoard(Steady):
    """Thirty-two cells wide; says in words that nothing is due."""

    def show(self, board: Board) -> None:
        """Show a board."""
        if board.empty:
            self.tell(Content(_("Nothing is due in the registers.")))
            return
        heads = [f"{_(name):>{WIDTHS[code]}}" for code, name in REGISTERS.items()]
        lines = [Content.assemble((f"{_('Deadlines'):10}{''.join(heads)}", "bold"))]
        for code, label in ROWS.items():
            numbers = "".join(f"{board.counts[register][code]:{WIDTHS[register]}}" for register in REGISTERS)
            late = code == "overdue" and any(counts[code] for counts in board.counts.values())
            lines.append(Content.assemble((f"{_(label):10}{numbers}", "$text-error" if late else "")))
        self.tell(Content("\n").join([*lines, Content(""), *map(_near, board.nearest)]))


def _near(case: Near) -> Content:
    """Number and date; ▲ before one that is overdue, * behind a date that is not confirmed."""
    mark, doubt = "▲" if case.overdue else " ", "" if case.confirmed else "*"
    text = f"{mark}{visible(case.number):19} {day(case.due_on)}{doubt}"
    return Content.assemble((text, "$text-error" if case.overdue else ""))
