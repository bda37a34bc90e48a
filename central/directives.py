"""What headquarters asks of a desk and hears of each: wishes, heartbeat and the daily stuck summary."""

from secrets import token_hex
from typing import Any

from psycopg.rows import dict_row

from central.desks import Db
from desk.lang import _
from desk.records.wire import SCHEMA_VERSION

WISHES = ("freeze", "thaw", "resync", "send_logs", "wipe", "none")
CLOCK_MS = 120_000
_LOG = b'"desk_log":1'
_HEARTBEAT = """
select (select code from desk_code where desk_id = d.id order by issued_at desc, code desc limit 1) as desk,
    d.office, d.seen_at,
    extract(epoch from now() - coalesce(d.seen_at, d.enrolled_at))::bigint as silent_seconds,
    d.unsent, d.rejected, d.clock_ms, d.app_version, d.schema_version, d.head_n, d.directives,
    (select extract(epoch from now() - min(l.at))::bigint from dead_letter l
        where l.desk_id = d.id and l.state = 'open' and l.code <> 'stream_blocked') as oldest_rejected_seconds
from desk d where not d.revoked order by 1
"""


def direct(db: Db, code: str, wish: str, scope: str = "") -> list[str]:
    """Ask something of the desk with this code; what is asked of it now. Raises ValueError.

    `freeze` lasts until `thaw`; `resync` needs a scope; `none` takes everything back.
    """
    if wish not in WISHES or (wish == "resync") != bool(scope):
        raise ValueError(_("A directive is freeze, thaw, resync with --scope, send_logs, wipe or none."))
    with db.transaction():
        row = db.execute(
            "select d.id, d.directives, d.office from desk d join desk_code c on c.desk_id = d.id"
            " where c.code = %s for update of d",
            (code,),
        ).fetchone()
        if row is None:
            raise ValueError(_("There is no desk {code}.").format(code=code))
        if scope and scope not in ("all", "restrictions", "cases", f"office:{row[2]}", f"queue:{row[2]}"):
            raise ValueError(_("The desk does not read the scope {scope}.").format(scope=scope))
        asked = _after(list(row[1]), wish, scope)
        db.execute("update desk set directives = %s where id = %s", (asked, row[0]))
    return asked


def _after(asked: list[str], wish: str, scope: str) -> list[str]:
    if wish == "none":
        return []
    name = f"{wish}:{scope}" if scope else wish
    kept = [one for one in asked if one.partition("#")[0] not in (name, "freeze" if wish == "thaw" else name)]
    return kept if wish == "thaw" else [*kept, f"{name}#{token_hex(4)}"]


def heartbeat(db: Db) -> list[dict[str, Any]]:
    """How each desk was when it last said hello; `clock_ms` is how far its clock was behind central's."""
    with db.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_HEARTBEAT).fetchall()
    return [row | {"seen_at": row["seen_at"] and row["seen_at"].isoformat()} for row in rows]


def stuck(db: Db, hours: float = 24.0) -> list[dict[str, Any]]:
    """Desks that somebody must look at, each with its reasons; for a daily message."""
    found = []
    for row in heartbeat(db):
        reasons = _reasons(row, hours * 3600)
        if reasons:
            found.append({"desk": row["desk"], "office": row["office"], "reasons": reasons})
    return found


def _reasons(row: dict[str, Any], limit: float) -> list[str]:
    silent = row["silent_seconds"] >= limit
    days = {"hours": row["silent_seconds"] // 3600, "n": row["unsent"]}
    told = []
    if silent and row["unsent"]:
        told.append(_("silent for {hours} h with {n} changes unsent").format(**days))
    elif silent:
        told.append(_("silent for {hours} h").format(**days))
    if row["oldest_rejected_seconds"] is not None and row["oldest_rejected_seconds"] >= limit:
        told.append(
            _("rejected changes wait for {hours} h").format(hours=row["oldest_rejected_seconds"] // 3600)
        )
    if abs(row["clock_ms"]) > CLOCK_MS:
        told.append(_("its clock is {seconds} s off").format(seconds=abs(row["clock_ms"]) // 1000))
    if row["schema_version"] < SCHEMA_VERSION:
        told.append(_("an old program ({version})").format(version=row["app_version"]))
    if any(one.startswith("wipe#") for one in row["directives"]):
        told.append(_("asked to wipe itself and not heard of since, or not done"))
    return told


def logs(db: Db, code: str) -> bytes:
    """The newest log that the desk sent when it was asked to; raises ValueError where there is none."""
    rows = db.execute(
        "select p.content from blob b join blob_part p on p.sha256 = b.sha256 and p.start = 0"
        " where b.complete and b.desk_id = (select desk_id from desk_code where code = %s)"
        " order by b.at desc",
        (code,),
    )
    for (content,) in rows:
        if _LOG in bytes(content):
            return bytes(content)
    raise ValueError(_("The desk {code} has sent no log.").format(code=code))
