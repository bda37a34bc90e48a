"""A report as plain values: sections by clause, figures that name the entries behind them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

Value = int | float | bool | str


@dataclass(frozen=True)
class Source:
    """An entry of a register that stands behind a figure; `register` says where it is kept."""

    id: UUID
    register: str
    """`measure`, `training`, `survey` or `council`."""
    text: str
    on: date | None = None


@dataclass(frozen=True)
class Figure:
    """One number of a clause: its name in exports, its value, its sentence, and what it was computed from.

    A figure that somebody stated is kept as it was stated; `computed` is then what the registers give.
    """

    key: str
    value: Value
    text: str
    entries: tuple[UUID, ...] = ()
    stated: bool = False
    computed: int | float | None = None
    computed_text: str = ""
    """Says what the computed figure is, and that the two differ where they do."""

    @property
    def differs(self) -> bool:
        """Whether the stated figure is another than the computed one."""
        return self.computed is not None and self.computed != self.value


@dataclass(frozen=True)
class Paragraph:
    """A text that was entered, in its own words."""

    text: str
    entries: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Chart:
    """Horizontal bars in percent: each with its label, its length and the text beside it."""

    title: str
    bars: tuple[tuple[str, float, str], ...]


@dataclass(frozen=True)
class Table:
    """A table with its heading; every cell is text."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    """Parts of the page's width, one a column; all equal where left out."""
    more: int = 0
    """Rows that are left out here."""
    chart: Chart | None = None
    """The same as bars, drawn below it."""


@dataclass(frozen=True)
class Question:
    """A survey's question with its counts and percentages, by the answers' names."""

    text: str
    days: int
    respondents: int
    counts: dict[str, int]
    """Blanks last, under `blank`."""
    percent: dict[str, float]
    """Rounded each for itself."""
    percent_even: dict[str, float]
    """Adding up to 100."""


@dataclass(frozen=True)
class Section:
    """One clause: its heading in the words of the plan, and what was done under it."""

    clause: str
    heading: str
    title: str
    paragraphs: tuple[Paragraph, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    questions: tuple[Question, ...] = ()
    remarks: tuple[str, ...] = ()
    """What a reader must know of the section: that nothing was entered, that something is contested."""
    sources: tuple[Source, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered under the clause."""
        return not self.sources

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The charts of its tables."""
        return tuple(table.chart for table in self.tables if table.chart is not None)

    @property
    def states(self) -> dict[str, Value]:
        """The figures by their names."""
        return {figure.key: figure.value for figure in self.figures}


@dataclass(frozen=True)
class Report:
    """A year's report in one language."""

    year: int
    language: str
    title: str
    body: str
    plan: str
    plan_code: str
    due_on: date
    due_confirmed: bool
    made_at: datetime
    sections: tuple[Section, ...] = field(default_factory=tuple)

    @property
    def missing(self) -> tuple[str, ...]:
        """The clauses under which nothing was entered."""
        return tuple(section.clause for section in self.sections if section.is_empty)
