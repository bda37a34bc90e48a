"""Enrolment and tokens: one code, one desk, one code of its own for ever."""

from datetime import timedelta

import pytest

from central.desks import invite, revoke
from desk.crypto.signing import DeskKey
from desk.records.base import canonical, new_id, utc_now
from desk.records.enrolment import Enrol
from tests.central.double import Double
from tests.central.world import World


def test_desk_codes_are_issued_once_and_counted_for_each_office(world: World) -> None:
    desks = [world.desk(), world.desk("BAK"), world.desk()]
    assert [desk.me.desk for desk in desks] == ["GNC1", "BAK1", "GNC2"]
    assert len({desk.me.desk_id for desk in desks}) == 3
    assert desks[0].me.recovery_key


def test_an_enrolment_code_is_good_once_and_for_a_while(world: World) -> None:
    code = invite(world.db, "GNC")
    Double.enrol(world.url, code.lower().replace("-", " "))
    for used in (code, "AAAA-AAAA", "", invite(world.db, "GNC", seconds=-1)):
        wish = Enrol(code=used, public_key=DeskKey.generate().public, incarnation=new_id())
        reply = world.desk().line.post("/enrol", content=canonical(wish))
        assert (reply.status_code, reply.json()["code"]) == (403, "enrolment_invalid")


def test_an_enrolment_whose_answer_was_lost_gets_the_same_answer(world: World) -> None:
    code, key = invite(world.db, "GNC"), DeskKey.generate()
    first = Double.enrol(world.url, code, key).me
    again = Double.enrol(world.url, code, key).me
    assert (again.desk, again.desk_id) == (first.desk, first.desk_id)


def test_a_restored_desk_keeps_its_identity_and_takes_a_new_code(world: World) -> None:
    key = DeskKey.generate()
    before, after = world.desk(key=key), world.desk(key=key)
    assert before.me.desk_id == after.me.desk_id
    assert (before.me.desk, after.me.desk) == ("GNC1", "GNC2")
    assert after.push(before.register()).results[0].code == "", (
        "what it wrote under the old code is still its own"
    )


def test_a_statement_is_good_once_for_its_key_and_about_now(world: World) -> None:
    desk = world.desk()
    used = desk.token_request()
    assert desk.line.post("/token", content=canonical(used)).status_code == 200
    replies = [
        (used, "nonce_used"),
        (desk.token_request(at=utc_now() - timedelta(hours=1)), "clock"),
        (desk.token_request().model_copy(update={"nonce": "another-nonce-of-it"}), "desk_unknown"),
        (desk.token_request().model_copy(update={"desk_id": new_id()}), "desk_unknown"),
        (desk.token_request().model_copy(update={"signature": "ə"}), "desk_unknown"),
    ]
    for request, code in replies:
        reply = desk.line.post("/token", content=canonical(request))
        assert (reply.status_code, reply.json()["code"]) == (401, code)
        assert ("server_time" in reply.json()) == (code == "clock")


def test_no_secret_is_stored_as_it_is(world: World) -> None:
    desk = world.desk()
    token = desk.line.headers["Authorization"].removeprefix("Bearer ")
    for table in ("token", "enrolment", "nonce", "desk"):
        stored = str(world.db.execute(f"select * from {table}".encode()).fetchall())
        assert token not in stored


def test_an_expired_token_and_a_revoked_desk_are_refused(world: World) -> None:
    desk, other = world.desk(), world.desk()
    world.db.execute("update token set expires_at = now() where desk_id = %s", (desk.me.desk_id,))
    assert desk.line.get("/snapshot", params={"scope": "all"}).status_code == 401
    revoke(world.db, other.me.desk)
    assert other.line.get("/snapshot", params={"scope": "all"}).status_code == 401
    assert other.line.post("/token", content=canonical(other.token_request())).status_code == 401


def test_enrolment_attempts_are_limited(central_serving: object, world: World) -> None:
    with central_serving(enrol_burst=3) as url:  # type: ignore[operator]
        wish = canonical(Enrol(code="AAAA-AAAA", public_key=DeskKey.generate().public, incarnation=new_id()))
        line = world.desk().line
        statuses = [line.post(f"{url}/v1/enrol", content=wish).status_code for _ in range(5)]
    assert statuses == [403, 403, 403, 429, 429]


def test_an_office_code_that_no_number_could_carry_is_refused(world: World) -> None:
    with pytest.raises(ValueError, match="2 to 4"):
        invite(world.db, "Gəncə")


def test_hello_tells_what_central_holds_and_notes_how_the_desk_is(world: World) -> None:
    desk = world.desk()
    desk.push(*[desk.register() for _ in range(3)])
    reply = desk.hello(unsent=7)
    assert (reply.held_n, reply.epoch, reply.results) == (3, desk.me.epoch, [])
    assert world.count("select unsent from desk") == 7
