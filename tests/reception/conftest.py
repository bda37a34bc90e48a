"""Real desks with their people, and the real central with desks enrolled there."""

from tests.central.fixtures import central_cluster, central_dsn, central_url
from tests.central.world import db, world
from tests.sync.conftest import enrolled

__all__ = ["central_cluster", "central_dsn", "central_url", "db", "enrolled", "world"]
