"""Access ends by trusted time or by central's word, and never takes written work with it."""

import io
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from desk.commands import session
from desk.crypto.lockout import Lockout
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
from tests.desks import CHEAP, Made, form

NEW = "dörd nar ağacı və bir alma"


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


def test_a_contact_renews_the_access_for_14_days_by_trusted_time(made: Made) -> None:
    valid_for(made, days=2)
    desk = opened(made)
    assert "ends on" in warning(desk)
    follow_register(desk, made.settings)
    until = Slots.load(made.settings.slots, "GNC2").people["aysel"]
    assert abs(until - datetime.now(UTC) - VALID) < timedelta(minutes=1)
    assert warning(desk) == ""
    written = made.settings.slots.stat().st_mtime_ns
    follow_register(desk, made.settings)
    assert made.settings.slots.stat().st_mtime_ns == written
    desk.close()
    opened(made).close()


def test_an_expired_person_may_deliver_and_signs_in_once_central_was_heard(made: Made) -> None:
    valid_for(made, days=-1)
    with pytest.raises(DeliversOnly) as refused:
        opened(made)
    desk = refused.value.desk
    assert desk.clerk.id == "-"
    follow_register(desk, made.settings)
    assert desk.access.renewed
    sign_in(made.settings, "aysel", DEMO_PASSWORD, desk)
    desk.close()


def test_an_expired_person_may_still_carry_the_work_out_of_the_house(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    valid_for(made, days=-30)
    monkeypatch.setattr("sys.stdin", io.StringIO(2 * f"{DEMO_PASSWORD}\n"))
    assert session.data_key(made.settings, "aysel") == made.data_key
    with pytest.raises(StoreRefused, match="access_expired"):
        session.at_work(made.settings, "aysel", "export")


def test_access_that_ends_during_work_stops_new_business_only(made: Made) -> None:
    valid_for(made, seconds=60)
    desk = opened(made)
    register_visit(desk, form())
    desk.clock.trusted.at_least(datetime.now(UTC) + timedelta(hours=1))
    with pytest.raises(StoreFailed, match="access_expired"):
        register_visit(desk, form())
    assert "ended on" in warning(desk)
    leave(desk, Leaving.signed_out)
    assert kinds(desk) == ["session.opened", "visit.registered", "session.closed"]
    desk.close()


def test_a_revoked_persons_slot_goes_at_the_next_contact_and_their_work_stays(made: Made) -> None:
    desk = opened(made)
    register_visit(desk, form())
    register(desk, active=False)
    follow_register(desk, made.settings)
    assert desk.access.revoked
    with pytest.raises(StoreFailed, match="access_revoked"):
        register_visit(desk, form())
    assert set(Slots.load(made.settings.slots, "GNC2").people) == {"rashad"}
    assert [person.id for person in read_staff(made.settings).people] == ["rashad"]
    desk.close()
    with pytest.raises(StoreRefused):
        opened(made)
    other = opened(made, person="rashad")
    assert kinds(other).count("visit.registered") == 1
    other.close()


def test_a_person_who_moved_to_another_office_loses_the_slot_and_one_never_named_keeps_it(
    made: Made,
) -> None:
    desk = opened(made)
    slots = Slots.load(made.settings.slots, "GNC2")
    slots.add("visitor", DEMO_PASSWORD, made.data_key, datetime.now(UTC) + VALID, CHEAP)
    register(desk, office="BAK")
    follow_register(desk, made.settings)
    assert set(Slots.load(made.settings.slots, "GNC2").people) == {"rashad", "visitor"}
    desk.close()


def test_new_roles_hold_at_once_for_who_works_here(made: Made) -> None:
    desk = opened(made)
    register(desk, roles=[Role.organiser])
    desk = of_now(desk)
    with pytest.raises(RoleNeeded) as refused:
        register_visit(desk, form())
    assert refused.value.context == {"roles": "clerk, supervisor"}
    desk.close()


def test_a_password_is_changed_in_the_slot_and_in_the_log(made: Made) -> None:
    desk = opened(made)
    change_password(desk, made.settings, DEMO_PASSWORD, NEW, NEW)
    assert kinds(desk)[-1] == "password.changed"
    follow_register(desk, made.settings)
    desk.close()
    with pytest.raises(StoreRefused, match="password_wrong"):
        opened(made)
    opened(made, NEW).close()


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
def test_a_bad_new_password_is_refused_in_words(made: Made, new: str, again: str, code: str) -> None:
    desk = opened(made)
    with pytest.raises(PasswordRefused) as refused:
        change_password(desk, made.settings, DEMO_PASSWORD, new, again)
    assert refused.value.code == code
    assert "{" not in refused.value.text
    desk.close()


def test_a_wrong_old_password_counts_like_a_sign_in(made: Made) -> None:
    desk = opened(made)
    with pytest.raises(StoreRefused, match="password_wrong"):
        change_password(desk, made.settings, "wrong", NEW, NEW)
    assert Lockout(made.settings.lockout).failures("aysel") == 1
    assert "password.changed" not in kinds(desk)
    desk.close()


def test_a_supervisor_lets_in_whoever_lost_the_password_and_a_clerk_cannot(made: Made) -> None:
    desk = opened(made)
    with pytest.raises(RoleNeeded):
        admit(desk, made.settings, made.data_key, "aysel", NEW, NEW)
    desk = sign_in(made.settings, "rashad", DEMO_PASSWORD, desk)
    with pytest.raises(PersonUnknown):
        admit(desk, made.settings, made.data_key, "nobody", NEW, NEW)
    lockout = Lockout(made.settings.lockout)
    for _ in range(3):
        lockout.begin("aysel")
    admit(desk, made.settings, made.data_key, "aysel", NEW, NEW)
    assert Lockout(made.settings.lockout).failures("aysel") == 0
    desk.close()
    opened(made, NEW).close()


def test_a_given_password_opens_no_command(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = sign_in(made.settings, "rashad", DEMO_PASSWORD)
    admit(desk, made.settings, made.data_key, "aysel", NEW, NEW)
    desk.close()
    typed = [NEW]
    monkeypatch.setattr(session, "ask_password", lambda person: typed[-1])
    with (
        pytest.raises(StoreRefused, match="password_given"),
        session.opened(made.settings, "aysel", "receipt"),
    ):
        pass
    desk = opened(made, NEW)
    typed.append("yeddi gümüş açar itib tapıldı")
    change_password(desk, made.settings, NEW, typed[-1], typed[-1])
    desk.close()
    with session.opened(made.settings, "aysel", "receipt") as working:
        assert working.clerk.id == "aysel"


def test_renewed_desk_lets_its_clerk_leave_the_kiosk(made: Made) -> None:
    desk = set_up.open_desk(made.settings.database, made.data_key)
    set_up.begin_renewal(desk.store)
    told = Enrolled(
        desk="GNC9",
        desk_id=desk.identity.desk_id,
        office="GNC",
        epoch=uuid4(),
        recovery_key=made.recovery.public.text,
        server_time=utc_now(),
    )
    set_up.complete_renewal(desk, made.data_key, told).store.close()
    working = opened(made)
    assert working.identity.desk == "GNC9"
    may_leave(working, made.settings, DEMO_PASSWORD)
    with pytest.raises(StoreRefused, match="password_wrong"):
        may_leave(working, made.settings, "wrong")
    working.close()


@pytest.mark.parametrize(("content", "code"), [(None, "keys_missing"), (b"{}", "slots_damaged")])
def test_slots_that_do_not_read_are_no_wrong_password(made: Made, content: bytes | None, code: str) -> None:
    made.settings.slots.unlink()
    if content is not None:
        made.settings.slots.write_bytes(content)
    with pytest.raises(StoreRefused, match=code):
        opened(made)
    assert Lockout(made.settings.lockout).failures("aysel") == 0
