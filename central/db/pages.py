"""Pages of the feed and of the present state, as JSON that PostgreSQL makes.

Each is one statement, so that events, cursor and head are of one moment.
"""

from collections.abc import Mapping

from psycopg import Connection
from psycopg.rows import TupleRow

PULL = """
with page as materialized (
    select n, scope, kind, stream, change_id, body from feed where scope = %(scope)s and n > %(after)s
    order by n limit %(limit)s
), told as (
    select coalesce(json_agg(page)::text, '[]') as events, count(*) as found, max(n) as last from page
)
select convert_to('{"epoch":"' || h.epoch
    || '","next":' || case when t.found = %(limit)s then t.last else greatest(h.n, %(after)s) end
    || ',"head":' || h.n
    || ',"as_of":' || to_json(date_trunc('milliseconds', statement_timestamp()))
    || ',"events":' || t.events || '}', 'UTF8')
from feed_head h, told t where h.epoch::text = %(epoch)s
"""

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


def one(db: Connection[TupleRow], query: str, parameters: Mapping[str, object]) -> bytes | None:
    """The one JSON text that the query makes, in UTF-8, or None."""
    with db.cursor(binary=True) as cursor:
        row = cursor.execute(query, parameters).fetchone()
    return bytes(row[0]) if row else None
