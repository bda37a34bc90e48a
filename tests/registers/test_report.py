"""The year's report: every stated figure comes back from the registers, traceable, in each form."""

import csv
import json
import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from central.sample.catalogue import plans as sample_plans
from desk.db import references
from desk.demo.year import enter_year
from desk.documents.report.as_docx import docx
from desk.documents.report.as_html import html
from desk.documents.report.as_json import as_json, members
from desk.documents.report.as_pdf import pdf
from desk.documents.report.model import Report, Section
from desk.documents.report.numerals import in_words
from desk.documents.report.portal import COLUMNS, portal_csv, portal_json
from desk.documents.report.words import value_text
from desk.lang import speaking, use_language
from desk.records.base import canonical
from desk.usecases.desk import Desk
from desk.usecases.measures import correct_measure, enter_measure, open_measure
from desk.usecases.report import build
from desk.usecases.report.build import PlanMissing, build_report
from desk.usecases.trainings import enter_training
from tests.desks import Made, make
from tests.registers.cards import measure, training

STATED: dict[str, Any] = json.loads(
    Path(__file__).with_name("figures-2018.json").read_text(encoding="utf-8")
)["clauses"]
STATES = [(clause, key) for clause, told in STATED.items() for key in told["states"]]


@pytest.fixture(scope="module")
def year_of_2018(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    use_language("en")
    made: Made = make(tmp_path_factory.mktemp("year") / "desk")
    desk = made.open()
    enter_year(desk, 2018)
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def told(year_of_2018: Desk) -> dict[str, Any]:
    """The report as JSON has it."""
    return dict(json.loads(as_json(build_report(year_of_2018, 2018, "az"))))


@pytest.fixture(scope="module")
def written(year_of_2018: Desk) -> str:
    """The text of the Azerbaijani DOCX, tables included."""
    return text_of(docx(build_report(year_of_2018, 2018, "az")))


def text_of(file: bytes) -> str:
    opened = Document(BytesIO(file))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in opened.paragraphs), *cells])


@pytest.mark.parametrize(("clause", "key"), STATES)
def test_json_has_every_stated_value_under_its_clause(told: dict[str, Any], clause: str, key: str) -> None:
    assert told["clauses"][clause]["states"][key] == STATED[clause]["states"][key]


@pytest.mark.parametrize(("clause", "key"), STATES)
def test_docx_has_every_stated_value_as_a_sentence_in_figures_and_in_words(
    told: dict[str, Any], written: str, clause: str, key: str
) -> None:
    (figure,) = [one for one in told["clauses"][clause]["figures"] if one["key"] == key]
    value = STATED[clause]["states"][key]
    assert figure["text"] in written
    with speaking("az"):
        shown, words = value_text(value), in_words(value)
    if not isinstance(value, bool):
        assert re.search(rf"(?<![\d,]){re.escape(shown)}(?![\d,])", figure["text"])
        assert f"{shown} ({words})" in written


def test_every_clause_of_the_file_has_a_section_of_its_own_and_no_other(told: dict[str, Any]) -> None:
    assert set(told["clauses"]) == set(STATED)
    assert told["missing"] == []


def test_survey_gives_the_stated_percentages_and_its_three_blanks(told: dict[str, Any]) -> None:
    section = told["clauses"]["11.6"]
    for place, (asked, question) in enumerate(
        zip(STATED["11.6"]["surveys"], section["surveys"], strict=True), 1
    ):
        assert question["respondents"] == asked["respondents"]
        assert question["counts"] == asked["counts"]
        percent = {key: question["percent"][key] for key in asked["percent_stated"]}
        assert percent == asked["percent_stated"]
        assert {key: section["states"][f"percent_{place}_{key}"] for key in asked["percent_stated"]} == asked[
            "percent_stated"
        ]
        assert question["days"] == asked["days"]
    assert section["surveys"][0]["counts"]["blank"] == 3
    assert section["states"]["blank_1"] == 3


def test_stated_total_stands_beside_the_computed_one_and_says_that_they_differ(
    told: dict[str, Any], written: str
) -> None:
    figures = {one["key"]: one for one in told["clauses"]["10.2"]["figures"]}
    stated = figures["programme_employees"]
    assert (stated["value"], stated["stated"], stated["computed"], stated["differs"]) == (143, True, 13, True)
    assert "13" in stated["computed_text"]
    assert "143" in stated["computed_text"]
    assert f"{stated['text']} {stated['computed_text']}" in written


def test_headings_have_the_ordinals_of_the_language(told: dict[str, Any], year_of_2018: Desk) -> None:
    heads = {clause: section["heading"] for clause, section in told["clauses"].items()}
    assert heads["5.6"].startswith("5.6-cı bəndin icrasına dair (Büdcə")
    assert heads["2.4"].startswith("2.4-cü bəndin")
    assert heads["4.1.1"].startswith("4.1.1-ci yarımbəndin")
    assert heads["11.6"].startswith("11.6-cı bəndin")
    russian = build_report(year_of_2018, 2018, "ru").sections
    assert russian[3].heading.startswith("Об исполнении подпункта 4.1.1 (")


def test_every_figure_names_entries_that_its_section_lists(year_of_2018: Desk) -> None:
    for section in build_report(year_of_2018, 2018, "en").sections:
        listed = {source.id for source in section.sources}
        for figure in section.figures:
            assert figure.entries
            assert set(figure.entries) <= listed


def test_same_figures_in_every_language_with_texts_of_its_own(year_of_2018: Desk) -> None:
    az, ru, en = (build_report(year_of_2018, 2018, code) for code in ("az", "ru", "en"))
    for one, two, three in zip(az.sections, ru.sections, en.sections, strict=True):
        assert one.states == two.states == three.states
        assert len({one.heading, two.heading, three.heading}) == 3
    assert "9 тендеров" in " ".join(figure.text for figure in _section(ru, "5.6").figures)
    assert "2 жалобы" in " ".join(figure.text for figure in _section(ru, "8.7").figures)
    assert "1 complaint was" in " ".join(figure.text for figure in _section(en, "8.7").figures)


def _section(report: Report, clause: str) -> Section:
    return next(section for section in report.sections if section.clause == clause)


def test_second_year_with_other_clauses_is_reported_by_the_same_code(desk: Desk) -> None:
    with desk.store.write() as connection:
        rows: list[dict[str, str | int]] = [
            {"kind": "plan.set", "stream": f"plan:{plan.code}", "body": canonical(plan), "feed_n": 1}
            for plan in sample_plans()
        ]
        references.put(connection, rows)
    enter_year(desk, 2026)
    report = build_report(desk, 2026, "en")
    assert not {section.clause for section in report.sections} & set(STATED)
    states = {section.clause: section.states for section in report.sections}
    assert states["3.4"] == {"mobile_service_days": 12}
    assert states["2.1.2"]["facebook"] == 318
    assert states["4.3"] == {"sessions": 2, "employees": 20, "stated_employees": 20}
    question = _section(report, "1.2").questions[0]
    assert list(question.percent.values())[:3] == [33.3, 33.3, 33.3]
    assert list(question.percent_even.values())[:3] == [33.4, 33.3, 33.3]
    table = next(table for table in _section(report, "1.2").tables if table.chart)
    assert len(table.columns) == 4


def test_clause_without_entries_says_so_in_every_form(desk: Desk) -> None:
    enter_measure(desk, measure())
    report = build_report(desk, 2018, "en")
    empty = _section(report, "5.6")
    assert empty.is_empty
    assert empty.remarks == ("Nothing was entered under this clause for 2018.",)
    assert "5.6" in report.missing
    assert "1.3" not in report.missing
    assert members(report)["clauses"]["5.6"]["empty"] is True
    for text in (html(report), text_of(docx(report)), portal_csv(report).decode()):
        assert empty.remarks[0] in text


def test_entry_under_a_clause_that_the_plan_lacks_is_not_lost(desk: Desk) -> None:
    enter_measure(desk, measure(clause="9.9"))
    section = build_report(desk, 2018, "az").sections[-1]
    assert (section.clause, section.states) == ("9.9", {"mobile_service_days": 23})
    assert section.heading.startswith("9.9-cu bənd")


def test_corrected_and_contested_entries(desk: Desk) -> None:
    entry = enter_measure(desk, measure()).entry
    seen = open_measure(desk, entry)
    for quantity in (24, 25):
        correct_measure(
            desk, seen, open_measure(desk, entry).form.model_copy(update={"quantity": quantity}), "x"
        )
    section = _section(build_report(desk, 2018, "en"), "1.3")
    assert section.states == {"mobile_service_days": 25}
    assert any("Two offices" in remark for remark in section.remarks)


def test_clause_with_something_to_come_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    enter_measure(desk, measure(year=2018, starts_on="14.12.2018"))
    enter_training(desk, training(starts_on="14.12.2018"))
    for day, remarks in ((13, 1), (14, 0)):
        monkeypatch.setattr(build, "today", lambda day=day: date(2018, 12, day))
        report = build_report(desk, 2018, "en")
        for clause in ("1.3", "8.6"):
            assert sum("has not come yet" in told for told in _section(report, clause).remarks) == remarks


def test_year_without_a_plan_has_no_report(desk: Desk) -> None:
    with pytest.raises(PlanMissing):
        build_report(desk, 1999, "az")
    with pytest.raises(ValueError, match="xx"):
        build_report(desk, 2018, "xx")


def test_progress_rises_to_all_its_steps(desk: Desk) -> None:
    steps: list[tuple[int, int]] = []
    build_report(desk, 2018, "az", lambda done, steps_in_all: steps.append((done, steps_in_all)))
    assert [done for done, _all in steps] == list(range(1, len(steps) + 1))
    assert steps[-1][0] == steps[-1][1]


HOSTILE = '=1+2 <script>alert("x")</script> [/b] #set'


def test_hostile_text_is_text_in_every_form(desk: Desk) -> None:
    enter_measure(desk, measure(title=HOSTILE, text="=cmd|' /C calc'!A0", places=["<b>x</b>"]))
    report = build_report(desk, 2018, "en")
    page = html(report)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert HOSTILE in text_of(docx(report))
    assert pdf(report).startswith(b"%PDF")


def test_page_loads_and_runs_nothing(year_of_2018: Desk) -> None:
    page = html(build_report(year_of_2018, 2018, "az"))
    assert "default-src 'none'" in page
    assert not re.search(r"(src|href)=", page)
    assert page.count("<svg") == 2


def test_portal_has_its_documented_columns_and_no_formula(year_of_2018: Desk) -> None:
    report = build_report(year_of_2018, 2018, "az")
    rows = list(csv.DictReader(StringIO(portal_csv(report).decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    found = {(row["clause"], row["figure"]): row for row in rows}
    assert found["10.2", "programme_employees"]["computed"] == "13"
    assert found["8.6", "asan_index_percent"]["value"] == "68.98"
    documented = (Path(__file__).parents[2] / "docs" / "report.md").read_text("utf-8")
    assert [name for name in COLUMNS if f"`{name}`" not in documented] == []
    as_rows = json.loads(portal_json(report))["rows"]
    assert [tuple(row) for row in as_rows] == [COLUMNS] * len(rows)


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_cell_that_a_sheet_would_obey_is_written_as_text(desk: Desk, start: str) -> None:
    channel = f"{start}HYPERLINK(1)"
    enter_measure(desk, measure(clause="2.4", kind="publication", detail="social", channels=[channel]))
    found = list(csv.reader(StringIO(portal_csv(build_report(desk, 2018, "az")).decode("utf-8-sig"))))
    assert [cell for row in found for cell in row if cell.startswith(f"'{channel} ")]
    assert not [cell for row in found for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_docx_has_real_headings_lists_tables_and_charts(year_of_2018: Desk) -> None:
    opened = Document(BytesIO(docx(build_report(year_of_2018, 2018, "az"))))
    styles = [paragraph.style.name for paragraph in opened.paragraphs if paragraph.style]
    assert styles.count("Heading 1") == len(STATED) + 1
    assert styles.count("List Bullet") > 40
    assert len(opened.inline_shapes) == 2
    assert opened.core_properties.language == "az"
    assert "python-docx" not in opened.core_properties.comments
