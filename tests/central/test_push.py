"""A push: applied once, in order, one rejected change apart."""

from tests.central.double import Double
from tests.central.world import World


def codes(desk: Double, *changes: object) -> list[str]:
    return [result.code or result.outcome.value for result in desk.push(*changes).results]  # type: ignore[arg-type]


def test_i1_a_change_alters_central_at_most_once(world: World) -> None:
    desk = world.desk()
    changes = [desk.register() for _ in range(5)]
    first = desk.push(*changes)
    again = desk.push(*changes)
    assert [result.feed_n for result in first.results] == [3, 4, 5, 6, 7]
    assert again.results == first.results
    assert world.count("select count(*) from record where entity = 'visit'") == 5
    assert world.count("select count(*) from feed where kind = 'visit.registered'") == 5


def test_a_lost_response_sent_again_with_new_changes_gives_the_same_results(world: World) -> None:
    desk = world.desk()
    lost = [desk.register(), desk.write("visit.registered", "{}", "visit:x")]
    before = desk.push(*lost).results
    assert desk.push(*lost, desk.register()).results[:2] == before


def test_i11_the_same_id_with_another_body_is_refused_and_alarmed(world: World) -> None:
    desk = world.desk()
    change = desk.register()
    desk.push(change)
    forged = desk.write("visit.registered", desk.visit(), change.stream, change_id=change.change_id)
    assert codes(desk, forged) == ["change_reused"]
    assert "change_reused" in world.alarms()
    assert world.count("select count(*) from record where entity = 'visit'") == 1


def test_i11_two_bodies_under_one_id_in_one_push(world: World) -> None:
    desk = world.desk()
    change = desk.register()
    other = desk.write("visit.registered", desk.visit(), "visit:other", change_id=change.change_id)
    assert codes(desk, change, other, change) == ["applied", "change_reused", "applied"]


def test_another_desks_change_id_is_refused_and_tells_nothing(world: World) -> None:
    mine, other = world.desk(), world.desk("BAK")
    change = mine.register()
    mine.push(change)
    assert codes(other, other.write("visit.registered", "{}", "visit:x", change_id=change.change_id)) == [
        "change_reused"
    ]


def test_i4_a_printed_number_belongs_to_one_record(world: World) -> None:
    desk = world.desk()
    number = desk.next_number()
    first, second = desk.register(number=number), desk.register(number=number)
    third = desk.register()
    result = desk.push(first, second, third).results
    assert [one.code for one in result] == ["", "number_taken", ""]
    assert result[1].field == "number"
    assert result[1].context == {"number": number}
    assert codes(desk, desk.register(number=number)) == ["number_taken"]


def test_i3_and_i10_a_rejected_change_holds_up_its_own_stream_only(world: World) -> None:
    desk = world.desk()
    bad = desk.write("visit.registered", "{}", "visit:a")
    later = desk.write("visit.registered", desk.visit(), "visit:a")
    free = desk.register()
    assert codes(desk, bad, later, free) == ["missing", "stream_blocked", "applied"]
    assert codes(desk, later) == ["stream_blocked"]


def test_i3_a_correction_takes_the_turn_of_what_it_supersedes(world: World) -> None:
    desk = world.desk()
    bad = desk.write("visit.registered", "{}", "visit:a")
    later = desk.write("visit.registered", desk.visit(), "visit:a")
    desk.push(bad, later)
    worse = desk.write("visit.registered", "[]", "visit:a", supersedes=bad.change_id)
    assert codes(desk, worse, later) == ["body_invalid", "stream_blocked"]
    better = desk.write("visit.registered", desk.visit(), "visit:a", supersedes=worse.change_id)
    assert codes(desk, better, later) == ["applied", "applied"]
    order = world.db.execute("select change_id from feed where stream = 'visit:a' order by n").fetchall()
    assert [row[0] for row in order] == [better.change_id, later.change_id]
    assert world.count("select count(*) from dead_letter where state = 'open'") == 0


def test_a_rejected_change_is_judged_again_when_it_is_sent_as_it_is(world: World) -> None:
    desk = world.desk()
    desk.clerk = "newcomer"
    change = desk.register()
    assert codes(desk, change) == ["clerk_unknown"]
    world.db.execute(
        "update record set id = 'newcomer' where entity = 'clerk' and id = %s", (f"clerk-{desk.me.office}",)
    )
    assert codes(desk, change) == ["applied"]
    assert world.count("select count(*) from dead_letter where state = 'applied'") == 1


def test_i5_a_rejected_change_is_kept_with_its_body(world: World) -> None:
    desk = world.desk()
    bad = desk.write("visit.registered", '{"surname":"Məhəmməd"}', "visit:a")
    desk.push(bad)
    rows = world.db.execute("select change_id, body, state from dead_letter").fetchall()
    assert rows == [(bad.change_id, bad.body, "open")]
    assert [result.change_id for result in desk.hello().results] == [bad.change_id]


def test_a_change_that_speaks_for_another_desk_office_or_clerk_is_not_permitted(world: World) -> None:
    desk, other = world.desk(), world.desk("BAK")
    wrong = {"desk": other.me.desk, "office": other.me.office, "clerk": other.clerk}
    for name, value in wrong.items():
        result = desk.push(desk.register(**{name: value})).results[0]
        code = "clerk_unknown" if name == "clerk" else "not_permitted"
        assert (result.code, result.field) == (code, name)
    assert codes(desk, desk.register(number=other.next_number())) == ["number_other_desk"]
    assert codes(desk, desk.write("restriction.set", "{}", "restriction:x")) == ["not_permitted"]


def test_a_number_that_no_desk_prints_so_is_refused(world: World) -> None:
    desk = world.desk()
    good = desk.next_number()
    misread = good[:-1] + ("1" if good[-1] == "0" else "0")
    for number in (good.lower(), good.replace("-", ""), f" {good}", good.replace("-", "", 1)):
        assert codes(desk, desk.register(number=number)) == ["number_form"]
    assert codes(desk, desk.register(number=misread)) == ["number_check"]
    assert codes(desk, desk.register(number=good)) == ["applied"]


def test_a_body_that_does_not_fit_its_commitment_is_rejected(world: World) -> None:
    desk = world.desk()
    change = desk.register()
    altered = change.model_copy(update={"body": change.body.replace("TUR", "RUS")})
    assert codes(desk, altered) == ["body_invalid"]


def test_a_body_of_a_newer_schema_is_kept_until_central_can_read_it(world: World) -> None:
    desk = world.desk()
    assert codes(desk, desk.write("visit.registered", "{}", "visit:x", schema_version=99)) == ["schema_newer"]


def test_the_sign_in_trail_is_applied_like_any_other_change(world: World) -> None:
    from desk.records.base import new_id, utc_now
    from desk.records.kinds import SignIn

    desk = world.desk()
    opened = SignIn(
        id=new_id(), clerk=desk.clerk, clerk_name="N", office="GNC", desk=desk.me.desk, at=utc_now()
    )
    assert codes(desk, desk.write("session.opened", opened, f"session:{opened.id}")) == ["applied"]
    copy = desk.line.get(f"/records/session/{opened.id}").json()
    assert copy["body"] == desk.log[-1].body
