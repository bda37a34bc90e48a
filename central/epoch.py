"""The epoch of the feed: a new one whenever the database is not what desks last saw."""

from uuid import UUID

from central.db.rows import only
from central.desks import Db

SPARE_CODES = 20
"""Desk codes skipped in each office beyond those that are known of: the lost days may have issued some."""


NEW_EPOCH = f"""
update desk_series set last = last + {SPARE_CODES};
delete from token;
delete from nonce;
update feed_head set epoch = gen_random_uuid();
"""  # noqa: S608
"""What belongs into the transaction that puts a backup back."""


def new_epoch(db: Db) -> UUID:
    """Begin a new epoch after a restore: desks read everything again and send again what central lacks."""
    with db.transaction():
        db.execute(NEW_EPOCH.encode())
        (epoch,) = only(db.execute("select epoch from feed_head"))
    return UUID(str(epoch))
