"""What headquarters may see of a desk to help from afar: states and codes, nothing of a person."""

import json

from sqlalchemy import select

from desk import __version__
from desk.db import changes
from desk.db.log_tables import change
from desk.db.store import Store
from desk.records.base import canonical_json, utc_now
from desk.usecases.desk import Identity

FORM = "desk_log"
_ROWS = 500
_SHOWN = ("n", "change_id", "kind", "at", "clock_offset", "state", "attempts", "feed_n")


def log_slice(store: Store, identity: Identity) -> bytes:
    """The newest changes without bodies, streams or names, and the counters, as JSON."""
    with store.read() as connection:
        rows = connection.execute(select(change).order_by(change.c.n.desc()).limit(_ROWS)).all()
        states = changes.counts(connection)
    told = [{name: str(getattr(row, name)) for name in _SHOWN} | _verdict(row.result) for row in rows]
    return canonical_json(
        {
            FORM: 1,
            "desk": identity.desk,
            "at": utc_now().isoformat(),
            "program": __version__,
            "open": {str(state): n for state, n in states.items()},
            "changes": told,
        }
    ).encode()


def _verdict(result: str) -> dict[str, str]:
    """Central's code and the field's name; never the value."""
    found = json.loads(result) if result else {}
    return {"code": str(found.get("code", "")), "field": str(found.get("field", ""))}
