"""Bodies of older versions, brought to the form of now: a desk may be updated last and still deliver.

When the form of a record changes so that bodies written before would not be read any more, SCHEMA_VERSION
rises by one and a function from the version before is entered here. Fields that are new and have a default
need none. What was sent is kept as it was sent; only the record is brought up.
"""

import json
from collections.abc import Callable, Mapping

from pydantic import JsonValue

from desk.records.base import canonical_json
from desk.records.wire import SCHEMA_VERSION

Body = dict[str, JsonValue]
UPCASTS: Mapping[tuple[str, int], Callable[[Body], Body]] = {}
"""By kind and version: a body of that version as one of the next."""


def upcast(kind: str, version: int, body: str) -> str:
    """The body in the form of now; the same text where nothing changed since its version.

    Raises ValueError for a text that is no JSON object, KeyError or TypeError where an upcast meets a body
    that never was of its version.
    """
    steps = [UPCASTS[kind, at] for at in range(version, SCHEMA_VERSION) if (kind, at) in UPCASTS]
    if not steps:
        return body
    said = json.loads(body)
    if not isinstance(said, dict):
        raise ValueError(kind)
    for step in steps:
        said = step(said)
    return canonical_json(said)
