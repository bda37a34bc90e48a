"""Fixtures of central's tests."""

from tests.central.fixtures import central_cluster, central_dsn, central_serving, central_url
from tests.central.world import db, world

__all__ = ["central_cluster", "central_dsn", "central_serving", "central_url", "db", "world"]
