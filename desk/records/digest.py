"""How records are hashed, so that a desk and central can compare what they hold without sending it."""

from collections.abc import Iterable
from hashlib import sha256

BUCKETS = 256


def bucket_of(entity: str, record_id: str) -> int:
    """The bucket of a record, by its key alone."""
    return sha256(f"{entity}/{record_id}".encode()).digest()[0]


def row_digest(entity: str, record_id: str, body: str) -> str:
    """Hex SHA-256 of one record: its key and its body's exact text."""
    return sha256(f"{entity}/{record_id}\n{body}".encode()).hexdigest()


def bucket_digest(rows: Iterable[str]) -> str:
    """Hex SHA-256 over the digests of a bucket's rows in their order; empty for none."""
    ordered = sorted(rows)
    return sha256("".join(ordered).encode()).hexdigest() if ordered else ""


def scope_digest(buckets: Iterable[str]) -> str:
    """Hex SHA-256 over the digests of all buckets in their order."""
    return sha256("\n".join(buckets).encode()).hexdigest()
