"""One line of an answer by the law, as screens and commands show it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AnswerLine:
    """A title, marked for translation, with its text; a doubtful one is shown as a warning."""

    title: str
    text: str
    doubtful: bool = False
