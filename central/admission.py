"""Who asks, and whether they may ask already: one statement before every request of a desk."""

from central.desks import Db, Desk
from central.limits import REFILL, Buckets
from central.problem import Problem
from central.security import token_hash

ADMIT = f"""
with who as materialized (
    select d.id, d.office, d.public_key, d.device,
        (select array_agg(code) from desk_code where desk_id = d.id) as codes
    from token t join desk d on d.id = t.desk_id
    where t.token_sha256 = %(token)s and t.expires_at > now() and not d.revoked
), paid as (
    insert into bucket as b (key, level, at)
    select %(name)s || ':' || id, %(burst)s - 1, clock_timestamp() from who {REFILL}
)
select id, office, public_key, codes, device, level from who, paid
"""  # noqa: S608


def admitted(db: Db, token: str, buckets: Buckets) -> Desk:
    """The desk that holds the token, which pays for the request from its bucket.

    Raises 401 `token_invalid`, or 429 with Retry-After where the bucket is empty.
    """
    row = db.execute(ADMIT.encode(), buckets.terms(db) | {"token": token_hash(token)}).fetchone()
    if row is None:
        raise Problem(401, "token_invalid")
    desk_id, office, public_key, codes, device, level = row
    buckets.judge(level)
    return Desk(desk_id, office, public_key, frozenset(codes), device)
