"""Pages of the feed and of the present state, as JSON that PostgreSQL makes.

Each is one statement, so that events, cursor and head are of one moment.
"""

from collections.abc import Mapping

from psycopg import Connection
from psycopg.rows import TupleRow

EVENT = """
concat('{"n":', n, ',"scope":', to_json(scope), ',"kind":', to_json(kind), ',"stream":', to_json(stream),
    ',"change_id":"', change_id, '","body":', to_json(body), '}')
"""
"""An event as JSON; twice as quick as row_to_json, which looks up each column's type anew for each row."""
PULL = f"""
select 0::bigint as place, n as head, concat('{{"epoch":"', epoch, '","head":', n,
    ',"as_of":', to_json(date_trunc('milliseconds', statement_timestamp())), ',"next":') as told
from feed_head where epoch::text = %(epoch)s
union all
select n, null, {EVENT} from (
    select n, scope, kind, stream, change_id, body from feed where scope = %(scope)s and n > %(after)s
    order by n limit %(limit)s
) page where (select epoch from feed_head)::text = %(epoch)s
order by place
"""  # noqa: S608
"""The page's head, then an event a row: PostgreSQL sends the first ones while it makes the next."""

SNAPSHOT = """
with records as (
    select f.n, r.scope, r.kind, r.stream, r.change_id, r.body, r.entity, r.id
    from record r join feed f on f.change_id = r.change_id
    where %(acts)s::bigint is null and r.scope = %(scope)s and (r.entity, r.id) > (%(entity)s, %(id)s)
        and r.entity not in ('change', 'conflict')
    order by r.entity, r.id limit %(limit)s
), acts as (
    select f.n, f.scope, f.kind, f.stream, f.change_id, f.body, '~' as entity, f.n::text as id
    from feed f
    where f.scope = %(scope)s and f.n > coalesce(%(acts)s::bigint, 0)
        and (f.kind like '%%.conflict' or f.kind like 'change.%%' or f.kind like 'conflict.%%')
        and not (f.kind = 'change.handed'
            and exists (select 1 from feed o where o.change_id = (f.body::json ->> 'change_id')::uuid))
    order by f.n limit %(limit)s - (select count(*) from records)
), page as (
    select *, row_number() over (order by part, entity, id) as place
    from (select 1 as part, records.* from records union all select 2, acts.* from acts) both_parts
)
select convert_to(json_build_object(
    'epoch', h.epoch,
    'pin', coalesce(%(pin)s::bigint, h.n),
    'events', coalesce((select json_agg(json_build_object(
        'n', n, 'scope', scope, 'kind', kind, 'stream', stream, 'change_id', change_id, 'body', body
        ) order by place) from page), '[]'),
    'next_key', case when (select count(*) from page) = %(limit)s
                     then (select entity || '/' || id from page order by place desc limit 1)
                     else '' end,
    'as_of', date_trunc('milliseconds', statement_timestamp())
)::text, 'UTF8') from feed_head h
"""
"""Records by key, as they are now; after them, in the order of the feed, the acts that are no record's state:
conflicts, their settling, and what was handed to a supervisor and is not applied since."""

COPY_OF = """
select convert_to(json_build_object('kind', r.kind, 'stream', r.stream, 'scope', r.scope, 'n', f.n,
    'change_id', r.change_id, 'body', r.body)::text, 'UTF8')
from record r join feed f on f.change_id = r.change_id
where r.entity = %(entity)s and r.id = %(id)s and r.scope = any(%(scopes)s)
"""


BUCKET = """
with page as (
    select f.n, r.scope, r.kind, r.stream, r.change_id, r.body, r.entity, r.id
    from record r join feed f on f.change_id = r.change_id
    where r.scope = %(scope)s and r.entity = any(%(entities)s) and (r.entity, r.id) > (%(entity)s, %(id)s)
        and get_byte(sha256(convert_to(r.entity || '/' || r.id, 'UTF8')), 0) = %(bucket)s
    order by r.entity, r.id limit %(limit)s
)
select convert_to(json_build_object(
    'epoch', h.epoch,
    'pin', h.n,
    'events', coalesce((select json_agg(json_build_object(
        'n', n, 'scope', scope, 'kind', kind, 'stream', stream, 'change_id', change_id, 'body', body
        ) order by entity, id) from page), '[]'),
    'next_key', case when (select count(*) from page) = %(limit)s
                     then (select entity || '/' || id from page order by entity desc, id desc limit 1)
                     else '' end,
    'as_of', date_trunc('milliseconds', statement_timestamp())
)::text, 'UTF8') from feed_head h
"""
"""The rows of one bucket of a scope's digest, in the form of a snapshot."""


def pull(db: Connection[TupleRow], wish: Mapping[str, object]) -> bytes | None:
    """A page of a scope's events after a cursor in UTF-8; None where the cursor is of another epoch."""
    found = db.execute(PULL.encode(), wish).pgresult
    if found is None or not found.ntuples:
        return None
    # Bytes as they came: what PostgreSQL made need not be decoded to be sent on.
    told = [found.get_value(row, 2) or b"" for row in range(found.ntuples)]
    last, head = int(found.get_value(found.ntuples - 1, 0) or 0), int(found.get_value(0, 1) or 0)
    is_full = len(told) > int(str(wish["limit"]))
    following = last if is_full else max(head, int(str(wish["after"])))
    return b'%b%d,"events":[%b]}' % (told[0], following, b",".join(told[1:]))


def one(db: Connection[TupleRow], query: str, parameters: Mapping[str, object]) -> bytes | None:
    """The one JSON text that the query makes, in UTF-8, or None."""
    with db.cursor(binary=True) as cursor:
        row = cursor.execute(query, parameters).fetchone()
    return bytes(row[0]) if row else None
