"""Files of an appeal or a complaint: every office knows of them, and the bundle of the case holds them."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from desk.config import Settings
from desk.db import attachments, blobs, case_lists
from desk.db.log_tables import BlobState
from desk.records.reference import Role
from desk.usecases.attach import attach_file, attachments_of, take_out
from desk.usecases.case_bundle import case_bundle
from desk.usecases.case_view import view_case
from desk.usecases.erase import erase
from desk.usecases.register_case import CaseReceipt, register_appeal, register_complaint
from desk.usecases.verify_bundle import BundleFaulty, verify_bundle
from tests.cases.cards import card, complaint
from tests.cases.test_exports import altered, resigned
from tests.central.world import World
from tests.sync.house import House

Enrol = Callable[..., House]
PDF = b"%PDF-1.7 evidence"


@pytest.fixture
def scan(tmp_path: Path) -> str:
    path = tmp_path / "sübut 1.pdf"
    path.write_bytes(PDF)
    return str(path)


@pytest.fixture
def number(house: House, scan: str) -> str:
    """A complaint with a file."""
    receipt = register_complaint(house.desk, complaint())
    attach_file(house.desk, receipt.number, scan)
    return receipt.number


@pytest.fixture
def house(enrolled: Enrol) -> House:
    return enrolled("GNC")


def settings_of(house: House) -> Settings:
    return Settings(house.opened.store.path.parent, language="en")


@pytest.mark.parametrize(("register", "form"), [(register_appeal, card), (register_complaint, complaint)])
def test_file_of_a_case_is_listed_at_another_office_and_taken_out_there(
    enrolled: Enrol,
    world: World,
    house: House,
    scan: str,
    register: Callable[..., CaseReceipt],
    form: Callable[[], object],
) -> None:
    other = enrolled("BAK")
    receipt = register(house.desk, form())
    attach_file(house.desk, receipt.number, scan)
    assert attach_file(house.desk, receipt.number, scan).record.name == "sübut 1.pdf"
    for one in (house, other):
        assert one.sync().rejected == 0
    (line,) = attachments_of(other.desk, receipt.number)
    assert (line.name, line.size, line.state) == ("sübut 1.pdf", len(PDF), "at central")
    moment = view_case(other.desk, receipt.case_id).timeline[0]
    assert (moment.what, moment.details) == ("File attached", "sübut 1.pdf")
    assert take_out(other.desk, settings_of(other), line.name, line).path is None
    other.sync()
    done = take_out(other.desk, settings_of(other), receipt.number, line).path
    assert done is not None
    assert (done.read_bytes(), done.stat().st_mode & 0o777) == (PDF, 0o600)
    assert (done.name[: len(receipt.number)], done.suffix) == (receipt.number, ".pdf")
    rows = world.db.execute("select scope from record where entity = 'case_file'").fetchall()
    assert rows == [("cases",)]


def test_bundle_holds_the_files_as_the_log_names_them(house: House, number: str) -> None:
    made = case_bundle(house.desk, number, "Məhkəmə")
    found = verify_bundle(made.packed)
    assert (made.absent, found.chained, found.files, found.absent) == ((), 2, 1, ())
    with ZipFile(BytesIO(made.packed)) as archive:
        assert archive.read("files/01-sübut_1.pdf") == PDF


def test_bundle_with_an_altered_file_is_refused_even_when_it_is_signed_anew(
    house: House, number: str
) -> None:
    made = case_bundle(house.desk, number, "Məhkəmə").packed
    name = "files/01-sübut_1.pdf"
    other = altered(made, lambda files: files.update({name: PDF + b"!"}))
    with pytest.raises(BundleFaulty) as faulty:
        verify_bundle(other)
    assert (faulty.value.code, faulty.value.context) == ("file", {"name": name})
    with pytest.raises(BundleFaulty) as faulty:
        verify_bundle(resigned(house.desk, other, lambda proof: None))
    assert (faulty.value.code, faulty.value.context) == ("attachment", {"name": name})

    def without(files: dict[str, bytes]) -> None:
        del files[name]

    with pytest.raises(BundleFaulty) as faulty:
        verify_bundle(altered(made, without))
    assert faulty.value.code == "file"
    left_out = resigned(house.desk, altered(made, without), lambda proof: None)
    assert verify_bundle(left_out).absent == ("sübut 1.pdf",)


def test_bundle_at_another_office_says_what_is_not_there_and_has_it_after_a_contact(
    enrolled: Enrol, house: House, number: str
) -> None:
    other = enrolled("BAK")
    for one in (house, other):
        one.sync()
    made = case_bundle(other.desk, number, "Məhkəmə")
    assert made.absent == ("sübut 1.pdf",) == verify_bundle(made.packed).absent
    other.sync()
    made = case_bundle(other.desk, number, "Məhkəmə")
    found = verify_bundle(made.packed)
    assert (made.absent, found.files, found.from_others) == ((), 1, 2)


def test_files_of_an_erased_case_are_gone_everywhere(
    enrolled: Enrol, world: World, house: House, number: str
) -> None:
    other = enrolled("GNC")
    for one in (house, other):
        one.sync()
    clerk = house.desk.clerk.model_copy(update={"roles": [Role.clerk, Role.supervisor]})
    erase(house.desk.signed_in(clerk), settings_of(house), number, "Ərizə əsasında")
    house.sync()
    other.sync()
    for one in (house, other):
        with one.opened.store.read() as connection:
            assert connection.execute(text("select count(*) from attachment")).scalar() == 0
            assert blobs.waiting(connection, BlobState.sent) == []
    assert world.count("select count(*) from blob") == 0


def test_a_desk_that_lost_the_row_of_a_file_gets_it_again(house: House, number: str, enrolled: Enrol) -> None:
    other = enrolled("BAK")
    for one in (house, other):
        one.sync()
    with other.opened.store.write() as connection:
        connection.execute(text("delete from attachment"))
    other.sync()
    with other.opened.store.read() as connection:
        assert len(attachments.rows_of(connection, _case(house, number))) == 1


def _case(house: House, number: str) -> UUID:
    with house.opened.store.read() as connection:
        return UUID(str(case_lists.by_number(connection, number).id))  # type: ignore[union-attr]
