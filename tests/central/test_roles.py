"""Central judges each change by its own register of clerks, as it was when the change was written."""

from datetime import timedelta

import pytest

from central.references import set_references
from desk.records.audit import Leaving, SessionClosed
from desk.records.base import new_id, utc_now
from desk.records.errors import sentence
from desk.records.lookup import ScreeningRaised
from desk.records.reference import Clerk, Role
from desk.records.wire import Result
from tests.central.double import Double
from tests.central.golden_bodies import body_of, identifier
from tests.central.world import World


def set_clerk(world: World, clerk_id: str, *roles: Role, office: str = "GNC", active: bool = True) -> None:
    clerk = Clerk(id=clerk_id, name="Nümunə", office=office, roles=list(roles), active=active)
    set_references(world.db, [("clerk.set", clerk)])


def begun(world: World, clerk_id: str, days_ago: int) -> None:
    """Let the newest term of a clerk have begun so long ago."""
    world.db.execute(
        "update clerk_term set valid_from = now() - make_interval(days => %s)"
        " where n = (select max(n) from clerk_term where id = %s)",
        (days_ago, clerk_id),
    )


def only(desk: Double, *changes: object) -> Result:
    return desk.push(*changes).results[0]  # type: ignore[arg-type]


def desk_of(world: World, clerk_id: str) -> Double:
    desk = world.desk()
    desk.clerk = clerk_id
    return desk


def test_a_change_that_needs_another_role_goes_into_quarantine_with_its_reason(world: World) -> None:
    set_clerk(world, "organiser", Role.organiser)
    desk = desk_of(world, "organiser")
    result = only(desk, desk.register())
    assert (result.code, result.context) == ("role_needed", {"roles": "clerk,supervisor"})
    assert "clerk, supervisor" in sentence(result.code, dict(result.context))
    assert world.count("select count(*) from dead_letter where code = 'role_needed' and body <> ''") == 1
    assert world.count("select count(*) from record where entity = 'visit'") == 0


def test_registers_are_read_only_where_somebody_organises(world: World) -> None:
    organising, other = world.desk("GNC"), world.desk("BAK")
    entry = organising.write("measure.entered", body_of("measure.entered"), "measure:1")
    assert organising.push(entry).results[0].code == ""
    set_clerk(world, "clerk-BAK", Role.clerk, Role.supervisor, office="BAK")
    set_clerk(world, "was-BAK", Role.organiser, office="BAK", active=False)
    wish: dict[str, str | int] = {
        "scope": "registers",
        "epoch": str(other.me.epoch),
        "after": 0,
        "entities": "measure",
        "bucket": 0,
    }
    record = f"/records/measure.entered/{identifier('measure.entered')}"
    for path in ("/pull", "/snapshot", "/digest", "/digest/rows", record):
        assert other.line.get(path, params=wish).status_code == (404 if path == record else 403), path
        assert organising.line.get(path, params=wish).status_code == 200, path
    set_clerk(world, "new-BAK", Role.organiser, office="BAK")
    assert [event.stream for event in other.pull("registers").events] == ["measure:1"]
    set_clerk(world, "new-BAK", Role.organiser, office="GNC")
    assert other.line.get("/pull", params=wish).status_code == 403


def test_an_edit_is_judged_like_a_registration(world: World) -> None:
    desk = world.desk()
    visit = desk.visit()
    desk.push(desk.write("visit.registered", visit, f"visit:{visit.id}"))
    set_clerk(world, "secretary", Role.secretary)
    desk.clerk = "secretary"
    assert only(desk, desk.edit(visit.id, note=("", "x"))).code == "role_needed"
    desk.clerk = "nobody"
    assert only(desk, desk.write("visit.edited", desk.log[-1].body, "visit:other")).code == "clerk_unknown"


def test_an_actor_whom_the_register_does_not_have_is_refused_whoever_the_body_names(world: World) -> None:
    desk = world.desk()
    visit = desk.visit()
    change = desk.write("visit.registered", visit, f"visit:{visit.id}", actor="nobody")
    assert (only(desk, change).code, only(desk, change).field) == ("clerk_unknown", "actor")


def test_the_roles_count_that_were_valid_when_the_change_was_written(world: World) -> None:
    set_clerk(world, "mover", Role.clerk)
    begun(world, "mover", 30)
    set_clerk(world, "mover", Role.organiser)
    begun(world, "mover", 10)
    desk = desk_of(world, "mover")
    visits = [desk.visit() for _ in range(2)]
    then, now = utc_now() - timedelta(days=20), utc_now()
    before, after = (
        desk.write("visit.registered", visit, f"visit:{visit.id}", at=at)
        for visit, at in zip(visits, (then, now), strict=True)
    )
    assert [result.code for result in desk.push(before, after).results] == ["", "role_needed"]


def test_who_left_is_refused_from_that_day_on_and_what_was_written_before_arrives(world: World) -> None:
    set_clerk(world, "leaver", Role.clerk)
    begun(world, "leaver", 30)
    set_clerk(world, "leaver", Role.clerk, active=False)
    begun(world, "leaver", 5)
    desk = desk_of(world, "leaver")
    visits = [desk.visit() for _ in range(2)]
    early, late = (
        desk.write("visit.registered", visit, f"visit:{visit.id}", at=utc_now() - timedelta(days=days))
        for visit, days in zip(visits, (6, 4), strict=True)
    )
    assert [result.code for result in desk.push(early, late).results] == ["", "clerk_inactive"]


def test_a_clock_set_ahead_gains_nothing(world: World) -> None:
    set_clerk(world, "leaver", Role.clerk, active=False)
    desk = desk_of(world, "leaver")
    visit = desk.visit()
    ahead = desk.write(
        "visit.registered", visit, f"visit:{visit.id}", at=utc_now() + timedelta(days=400), clock_offset=2**52
    )
    assert only(desk, ahead).code == "clerk_inactive"


def test_an_administrator_is_of_every_office(world: World) -> None:
    from desk.records.kinds import SignIn

    set_clerk(world, "admin", Role.administrator, office="BAK")
    desk = desk_of(world, "admin")
    opened = SignIn(id=new_id(), clerk="admin", clerk_name="N", office="GNC", desk=desk.me.desk, at=utc_now())
    assert only(desk, desk.write("session.opened", opened, f"session:{opened.id}")).code == ""
    assert only(desk, desk.register()).code == "role_needed"


def test_a_task_that_the_list_raised_is_taken_whoever_left_meanwhile(world: World) -> None:
    set_clerk(world, "leaver", Role.clerk)
    desk = desk_of(world, "leaver")
    set_clerk(world, "leaver", Role.clerk, office="BAK", active=False)
    said = {"desk": desk.me.desk, "clerk": "leaver"}
    task = ScreeningRaised.model_validate_json(body_of("screening.raised")).model_copy(update=said)
    assert only(desk, desk.write("screening.raised", task, f"lookup:{task.lookup}")).code == ""
    desk.clerk = "nobody"
    other = task.model_copy(update={"id": new_id()})
    assert only(desk, desk.write("screening.raised", other, f"lookup:{new_id()}")).code == "clerk_unknown"


@pytest.mark.parametrize("office", ["GNC", "BAK"])
def test_the_sign_out_of_who_has_no_access_any_more_is_taken(world: World, office: str) -> None:
    set_clerk(world, "leaver", Role.clerk)
    desk = desk_of(world, "leaver")
    set_clerk(world, "leaver", Role.clerk, office=office, active=office != "GNC")
    said = {"id": new_id(), "clerk": "leaver", "clerk_name": "N", "office": "GNC", "desk": desk.me.desk}
    closed = SessionClosed(**said, at=utc_now(), why=Leaving.revoked)
    assert only(desk, desk.write("session.closed", closed, f"session:{closed.id}")).code == ""
    assert only(desk, desk.register()).code in ("clerk_inactive", "clerk_unknown")


def test_a_desk_that_claims_a_role_for_its_clerk_is_not_asked(world: World) -> None:
    from desk.records.settling import LimitOverridden

    set_clerk(world, "plain", Role.clerk)
    desk = desk_of(world, "plain")
    told = LimitOverridden(
        id=new_id(),
        clerk="plain",
        clerk_name="N",
        office="GNC",
        desk=desk.me.desk,
        at=utc_now(),
        function="intake",
        reason="x",
        age_hours=1,
    )
    result = only(desk, desk.write("limit.overridden", told, f"limit:{told.id}"))
    assert (result.code, result.context) == ("role_needed", {"roles": "supervisor"})
