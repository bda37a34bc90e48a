"""Real desks enrolled at the real central, for use cases that need both."""

from tests.central.fixtures import central_cluster, central_dsn, central_url
from tests.central.world import db, world
from tests.sync.conftest import enrolled, house

__all__ = ["central_cluster", "central_dsn", "central_url", "db", "enrolled", "house", "world"]
