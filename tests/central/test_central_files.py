"""docs/central-files.md: its examples are read as they stand, and its tables name every field."""

import re
from pathlib import Path

import pytest

from central.desks import Db
from central.imports import import_file
from central.references import checked_lines, set_references
from desk.records.kinds import REFERENCES

GUIDE = (Path(__file__).parents[2] / "docs" / "central-files.md").read_text("utf-8")
ROWS = {
    name: cells for name, *cells in re.findall(r"^\| `?([a-z_.]+)`?[^|]* \| (.+?) \|", GUIDE, re.MULTILINE)
}


def example(form: str, folder: Path) -> Path:
    (text,) = re.findall(rf"```{form}\n(.*?)```", GUIDE, re.DOTALL)
    (file := folder / f"example.{form}").write_text(text, "utf-8")
    return file


def test_examples_of_the_guide_are_taken_in(db: Db, tmp_path: Path) -> None:
    assert set_references(db, checked_lines(db, example("jsonl", tmp_path))) == (5, 5)
    assert import_file(db, "bookings", example("csv", tmp_path))["changed"] == 1


@pytest.mark.parametrize(
    ("row", "kind", "more"),
    [
        *((kind, kind, ()) for kind in REFERENCES if f"| `{kind}` |" in GUIDE),
        ("bookings", "booking.set", ()),
        ("applications", "application.set", ()),
        ("restrictions", "restriction.set", ("reference",)),
    ],
)
def test_table_of_the_guide_names_every_field(row: str, kind: str, more: tuple[str, ...]) -> None:
    told = re.sub(r"\([^)]*\)", "", ROWS[row][0])
    fields = REFERENCES[kind].model_fields
    needed = {name for name, field in fields.items() if field.is_required()}
    if kind == "restriction.set":
        needed.remove("id")  # made of what the row says
    names = [name.strip() for name in told.split(",")]
    assert {name.removesuffix("\\*") for name in names} == {*fields, *more}
    assert {name.removesuffix("\\*") for name in names if name.endswith("\\*")} == needed
