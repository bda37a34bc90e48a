"""Access ends by trusted time or by central's word, and never takes written work with it."""

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from desk.commands import session
from desk.crypto import refused_tries
from desk.crypto.lockout import Lockout
from desk.crypto.refused_tries import TriesAlteredError
from desk.crypto.slots import Slots
from desk.db import references
from desk.db.log_tables import change
from desk.db.store import RoleNeeded, StoreFailed, StoreRefused
from desk.records.audit import Leaving
from desk.records.base import canonical, utc_now
from desk.records.enrolment import Enrolled
from desk.records.reference import Clerk, Role
from desk.usecases import set_up
from desk.usecases.access import VALID, follow_register, of_now, warning
from desk.usecases.desk import Desk
from desk.usecases.kiosk import may_leave
from desk.usecases.passwords import PasswordRefused, PersonUnknown, admit, change_password
from desk.usecases.people import DEMO_PASSWORD, read_staff
from desk.usecases.refused import leave
from desk.usecases.register_visit import register_visit
from desk.usecases.sign_in import DeliversOnly, sign_in
from tests.desks import CHEAP, Made, form, make

NEW = "dörd nar ağacı və bir alma"


@pytest.fixture
def closed(tmp_path: Path) -> Made:
    return make(tmp_path / "desk")


def valid_for(made: Made, **span: float) -> datetime:
    """Give the clerk a slot that is good for so long from now."""
    until = datetime.now(UTC) + timedelta(**span)
    slots = Slots.load(made.settings.slots, "GNC2")
    slots.reset_password("aysel", DEMO_PASSWORD, made.data_key, until, CHEAP)
    return until


def opened(made: Made, password: str = DEMO_PASSWORD, person: str = "aysel") -> Desk:
    return sign_in(made.settings, person, password)


def register(desk: Desk, **changed: object) -> None:
    """Central's register has the clerk otherwise from now on."""
    clerk = Clerk.model_validate(
        {"id": "aysel", "name": "Aysel", "office": "GNC", "roles": [Role.clerk]} | changed
    )
    with desk.store.write() as connection:
        body = canonical(clerk)
        references.put(connection, [{"kind": "clerk.set", "stream": "aysel", "body": body, "feed_n": 9}])


def kinds(desk: Desk) -> list[str]:
    with desk.store.read() as connection:
        return list(connection.execute(select(change.c.kind).order_by(change.c.n)).scalars())


def test_a_contact_renews_the_access_for_14_days_by_trusted_time(closed: Made) -> None:
    valid_for(closed, days=2)
    desk = opened(closed)
    assert "ends on" in warning(desk)
    follow_register(desk, closed.settings)
    until = Slots.load(closed.settings.slots, "GNC2").people["aysel"]
    assert abs(until - datetime.now(UTC) - VALID) < timedelta(minutes=1)
    assert warning(desk) == ""
    written = closed.settings.slots.stat().st_mtime_ns
    follow_register(desk, closed.settings)
    assert closed.settings.slots.stat().st_mtime_ns == written
    desk.close()
    opened(closed).close()


def test_an_expired_person_may_deliver_and_signs_in_once_central_was_heard(closed: Made) -> None:
    valid_for(closed, days=-1)
    with pytest.raises(DeliversOnly) as refused:
        opened(closed)
    desk = refused.value.desk
    assert desk.clerk.id == "-"
    follow_register(desk, closed.settings)
    assert desk.access.renewed
    sign_in(closed.settings, "aysel", DEMO_PASSWORD, desk)
    desk.close()


def test_an_expired_person_may_still_carry_the_work_out_of_the_house(
    closed: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    valid_for(closed, days=-30)
    monkeypatch.setattr("sys.stdin", io.StringIO(2 * f"{DEMO_PASSWORD}\n"))
    assert session.data_key(closed.settings, "aysel") == closed.data_key
    with pytest.raises(StoreRefused, match="access_expired"):
        session.at_work(closed.settings, "aysel", "export")


def test_access_that_ends_during_work_stops_new_business_only(closed: Made) -> None:
    valid_for(closed, seconds=60)
    desk = opened(closed)
    register_visit(desk, form())
    desk.clock.trusted.at_least(datetime.now(UTC) + timedelta(hours=1))
    with pytest.raises(StoreFailed, match="access_expired"):
        register_visit(desk, form())
    assert "ended on" in warning(desk)
    leave(desk, Leaving.signed_out)
    assert kinds(desk) == ["session.opened", "visit.registered", "session.closed"]
    desk.close()


def test_a_revoked_persons_slot_goes_at_the_next_contact_and_their_work_stays(closed: Made) -> None:
    desk = opened(closed)
    register_visit(desk, form())
    register(desk, active=False)
    follow_register(desk, closed.settings)
    assert desk.access.revoked
    with pytest.raises(StoreFailed, match="access_revoked"):
        register_visit(desk, form())
    assert set(Slots.load(closed.settings.slots, "GNC2").people) == {"rashad"}
    assert [person.id for person in read_staff(closed.settings).people] == ["rashad"]
    desk.close()
    with pytest.raises(StoreRefused):
        opened(closed)
    other = opened(closed, person="rashad")
    assert kinds(other).count("visit.registered") == 1
    other.close()


def test_a_person_who_moved_to_another_office_loses_the_slot_and_one_never_named_keeps_it(
    closed: Made,
) -> None:
    desk = opened(closed)
    slots = Slots.load(closed.settings.slots, "GNC2")
    slots.add("visitor", DEMO_PASSWORD, closed.data_key, datetime.now(UTC) + VALID, CHEAP)
    register(desk, office="BAK")
    follow_register(desk, closed.settings)
    assert set(Slots.load(closed.settings.slots, "GNC2").people) == {"rashad", "visitor"}
    desk.close()


def test_new_roles_hold_at_once_for_who_works_here(closed: Made) -> None:
    desk = opened(closed)
    register(desk, roles=[Role.organiser])
    desk = of_now(desk)
    with pytest.raises(RoleNeeded) as refused:
        register_visit(desk, form())
    assert refused.value.context == {"roles": "clerk, supervisor"}
    desk.close()


def test_a_password_is_changed_in_the_slot_and_in_the_log(closed: Made) -> None:
    desk = opened(closed)
    change_password(desk, closed.settings, DEMO_PASSWORD, NEW, NEW)
    assert kinds(desk)[-1] == "password.changed"
    follow_register(desk, closed.settings)
    desk.close()
    with pytest.raises(StoreRefused, match="password_wrong"):
        opened(closed)
    opened(closed, NEW).close()


@pytest.mark.parametrize(
    ("new", "again", "code"),
    [
        (NEW, NEW + "x", "password_again"),
        ("qısa", "qısa", "password_short"),
        ("password password1", "password password1", "password_common"),
        ("Aysel Nərimanova GNC", "Aysel Nərimanova GNC", "password_personal"),
        (DEMO_PASSWORD, DEMO_PASSWORD, "password_same"),
    ],
)
def test_a_bad_new_password_is_refused_in_words(closed: Made, new: str, again: str, code: str) -> None:
    desk = opened(closed)
    with pytest.raises(PasswordRefused) as refused:
        change_password(desk, closed.settings, DEMO_PASSWORD, new, again)
    assert refused.value.code == code
    assert "{" not in refused.value.text
    desk.close()


def test_a_wrong_old_password_counts_like_a_sign_in(closed: Made) -> None:
    desk = opened(closed)
    with pytest.raises(StoreRefused, match="password_wrong"):
        change_password(desk, closed.settings, "wrong", NEW, NEW)
    assert Lockout(closed.settings.lockout).failures("aysel") == 1
    assert "password.changed" not in kinds(desk)
    desk.close()


def test_a_supervisor_lets_in_whoever_lost_the_password_and_a_clerk_cannot(closed: Made) -> None:
    desk = opened(closed)
    with pytest.raises(RoleNeeded):
        admit(desk, closed.settings, closed.data_key, "aysel", NEW, NEW)
    desk = sign_in(closed.settings, "rashad", DEMO_PASSWORD, desk)
    with pytest.raises(PersonUnknown):
        admit(desk, closed.settings, closed.data_key, "nobody", NEW, NEW)
    lockout = Lockout(closed.settings.lockout)
    for _ in range(3):
        lockout.begin("aysel")
    admit(desk, closed.settings, closed.data_key, "aysel", NEW, NEW)
    assert Lockout(closed.settings.lockout).failures("aysel") == 0
    desk.close()
    opened(closed, NEW).close()


def test_a_given_password_opens_no_command(closed: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = sign_in(closed.settings, "rashad", DEMO_PASSWORD)
    admit(desk, closed.settings, closed.data_key, "aysel", NEW, NEW)
    desk.close()
    typed = [NEW]
    monkeypatch.setattr(session, "ask_password", lambda person: typed[-1])
    with (
        pytest.raises(StoreRefused, match="password_given"),
        session.opened(closed.settings, "aysel", "receipt"),
    ):
        pass
    desk = opened(closed, NEW)
    typed.append("yeddi gümüş açar itib tapıldı")
    change_password(desk, closed.settings, NEW, typed[-1], typed[-1])
    desk.close()
    with session.opened(closed.settings, "aysel", "receipt") as working:
        assert working.clerk.id == "aysel"


def test_refused_sign_ins_are_in_the_log_after_the_next_opening_once(closed: Made) -> None:
    opened(closed).close()
    for _ in range(2):
        with pytest.raises(StoreRefused):
            opened(closed, "wrong")
    desk = opened(closed, person="rashad")
    with desk.store.read() as connection:
        refused = select(change.c.body, change.c.actor).where(change.c.kind == "session.refused")
        rows = connection.execute(refused).all()
    assert [(json.loads(row.body)["person"], row.actor) for row in rows] == [("aysel", "rashad")] * 2
    desk.close()
    desk = opened(closed)
    assert kinds(desk).count("session.refused") == 2
    desk.close()


def test_the_refused_sign_ins_are_written_once_when_the_new_file_did_not_come(closed: Made) -> None:
    opened(closed).close()
    with pytest.raises(StoreRefused):
        opened(closed, "wrong")
    before = closed.settings.refused.read_bytes()
    opened(closed).close()
    closed.settings.refused.write_bytes(before)
    with pytest.raises(StoreRefused):
        opened(closed, "wrong")
    desk = opened(closed)
    assert kinds(desk).count("session.refused") == 2
    assert "session.altered" not in kinds(desk)
    desk.close()


@pytest.mark.parametrize("tamper", ["remove", "cut", "edit", "empty"])
def test_a_tampered_file_of_refused_sign_ins_is_told_in_the_log(closed: Made, tamper: str) -> None:
    opened(closed).close()
    for _ in range(3):
        with pytest.raises(StoreRefused):
            opened(closed, "wrong")
    path = closed.settings.refused
    values = json.loads(path.read_text())
    if tamper == "cut":
        del values["tries"][-1]
    elif tamper == "edit":
        values["tries"][0]["person"] = "rashad"
    path.write_text(json.dumps(values))
    if tamper == "remove":
        path.unlink()
    elif tamper == "empty":
        path.write_text("")
    desk = opened(closed)
    assert kinds(desk)[-1] == "session.altered"
    desk.close()


def test_a_key_of_an_earlier_entry_cannot_be_computed_from_the_file(tmp_path: Path) -> None:
    path, first = tmp_path / "refused.json", bytes(32)
    refused_tries.begin(path, first)
    refused_tries.add(path, "aysel", datetime.now(UTC))
    assert first.hex() not in path.read_text()
    with pytest.raises(TriesAlteredError):
        refused_tries.read(path, bytes.fromhex(json.loads(path.read_text())["key"]))
    assert [one.person for one in refused_tries.read(path, first)] == ["aysel"]


def test_renewed_desk_lets_its_clerk_leave_the_kiosk(closed: Made) -> None:
    desk = set_up.open_desk(closed.settings.database, closed.data_key)
    set_up.begin_renewal(desk.store)
    told = Enrolled(
        desk="GNC9",
        desk_id=desk.identity.desk_id,
        office="GNC",
        epoch=uuid4(),
        recovery_key=closed.recovery.public.text,
        server_time=utc_now(),
    )
    set_up.complete_renewal(desk, closed.data_key, told).store.close()
    working = opened(closed)
    assert working.identity.desk == "GNC9"
    may_leave(working, closed.settings, DEMO_PASSWORD)
    with pytest.raises(StoreRefused, match="password_wrong"):
        may_leave(working, closed.settings, "wrong")
    working.close()


@pytest.mark.parametrize(("content", "code"), [(None, "keys_missing"), (b"{}", "slots_damaged")])
def test_slots_that_do_not_read_are_no_wrong_password(closed: Made, content: bytes | None, code: str) -> None:
    closed.settings.slots.unlink()
    if content is not None:
        closed.settings.slots.write_bytes(content)
    with pytest.raises(StoreRefused, match=code):
        opened(closed)
    assert Lockout(closed.settings.lockout).failures("aysel") == 0
