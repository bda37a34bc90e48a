"""Every place of Textual on which the program could show data, filled through the functions of ui/text.py."""

from collections.abc import Callable

from rich.text import Text
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import (
    Button,
    Checkbox,
    Collapsible,
    DataTable,
    Digits,
    Header,
    Input,
    Label,
    Link,
    ListItem,
    ListView,
    Log,
    OptionList,
    Pretty,
    RadioButton,
    RichLog,
    Select,
    SelectionList,
    Static,
    Tab,
    TabbedContent,
    TabPane,
    Tabs,
    TextArea,
    Tree,
)
from textual.widgets.option_list import Option

Plain = Callable[[object], Content]
Cell = Callable[[object], Text]


def titled(data: Content) -> Widget:
    widget = Static(Content("x"))
    widget.styles.border = ("solid", "red")
    widget.border_title = data
    widget.border_subtitle = data
    return widget


def table(cell: Text) -> Widget:
    widget: DataTable[Text] = DataTable()
    widget.add_column(cell)
    widget.add_row(cell, label=cell)
    return widget


def tree(cell: Text) -> Widget:
    widget: Tree[None] = Tree(cell)
    widget.root.expand().add_leaf(cell)
    return widget


def select(data: Content) -> Widget:
    return Select([(data, 1)], value=1, prompt="-")


def log(text: str) -> Widget:
    widget = Log()
    widget.call_after_refresh(widget.write_line, text)
    return widget


def rich_log(text: Text) -> Widget:
    widget = RichLog()
    widget.call_after_refresh(widget.write, text)
    return widget


def tabbed(data: Content) -> Widget:
    content = TabbedContent()
    content._tab_content = [TabPane(data, Label(data))]
    return content


def sinks(raw: str, plain: Plain, cell: Cell) -> list[Widget]:
    """One widget of each kind, all of the same data; the last ones take a `str` that is no markup."""
    data, in_cell, text = plain(raw), cell(raw), plain(raw).plain
    return [
        Static(data),
        Label(data),
        Button(data),
        Checkbox(data),
        RadioButton(data),
        Collapsible(title=data),  # type: ignore[arg-type]  # shown as it is, typed str
        OptionList(Option(data)),
        select(data),
        SelectionList[int]((data, 1)),
        ListView(ListItem(Label(data))),
        Tabs(Tab(data)),
        tabbed(data),
        titled(data),
        table(in_cell),
        tree(in_cell),
        rich_log(in_cell),
        log(text),
        Input(text, compact=True),
        Input(placeholder=text, compact=True),
        TextArea(text),
        Link(text, url="x"),
        Digits(text),
        Pretty(text),
    ]


class Everything(Screen[None]):
    def __init__(self, widgets: Callable[[], list[Widget]]) -> None:
        super().__init__()
        self.widgets = widgets

    def compose(self) -> ComposeResult:
        yield Header()
        with VerticalScroll():
            for widget in self.widgets():
                widget.styles.height = "auto"
                widget.styles.max_height = 6
                yield widget


class Shown(App[None]):
    """All sinks on one tall screen, a notification and the title of the app."""

    def __init__(self, raw: str, plain: Plain, cell: Cell, filters: list[LineFilter]) -> None:
        super().__init__()
        self.raw, self.plain, self.cell, self.filters = raw, plain, cell, filters

    def on_mount(self) -> None:
        self.title = self.plain(self.raw).plain
        self.notify(self.plain(self.raw).plain, title=self.plain(self.raw).plain, markup=False, timeout=60)
        self.push_screen(Everything(lambda: sinks(self.raw, self.plain, self.cell)))

    def get_line_filters(self) -> list[LineFilter]:
        return [*super().get_line_filters(), *self.filters]

    def drawn(self) -> list[str]:
        """The lines as they go to the terminal's driver, with hyperlinks."""
        return [
            "".join(part.text + (part.style.link or "" if part.style else "") for part in strip)
            for strip in self.screen._compositor.render_strips()
        ]

    def actions(self) -> set[str]:
        """What a click on any drawn character would run."""
        styles = [part.style for strip in self.screen._compositor.render_strips() for part in strip]
        return {str(style.meta["@click"]) for style in styles if style and "@click" in style.meta}
