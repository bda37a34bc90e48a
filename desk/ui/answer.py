"""A line of an answer by the law: its title bold, a doubtful one in the colour of warnings."""

from textual.content import Content

from desk.lang import _
from desk.ui.text import plain
from desk.usecases.answer_line import AnswerLine


def answer_line(line: AnswerLine) -> Content:
    """The line as content; its words say the doubt too, never the colour alone."""
    text = plain(line.text)
    told = text.stylize("$text-warning") if line.doubtful else text
    return Content.assemble((_(line.title), "bold"), ": ", told) if line.title else told
