"""What one worker is told when it starts."""

from dataclasses import dataclass, field
from pathlib import Path

from desk.records.blob import BLOB_BYTES

MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Settings:
    """Where the database is, and the limits of the edge; times in seconds, sizes in bytes."""

    dsn: str
    data: Path | None = None
    """The folder of central's keys; a worker without it countersigns nothing."""
    dev: bool = False
    """Serve the interactive documentation and the OpenAPI."""
    hosts: list[str] = field(default_factory=lambda: ["127.0.0.1", "localhost", "[::1]", "testserver"])
    body_limit: int = 2 * MEBIBYTE
    body_seconds: float = 10.0
    blob_limit: int = BLOB_BYTES
    token_seconds: int = 15 * 60
    clock_seconds: int = 5 * 60
    """How far the time in a signed statement may be from central's."""
    rate: float = 50.0
    burst: float = 100.0
    enrol_rate: float = 0.2
    enrol_burst: float = 10.0
    connections: int = 8
