"""Golden bodies: one of every kind as each released version wrote it, kept for ever.

`python -m tests.central.golden_bodies` writes the files that are missing for the version of now, and never
alters one that is there.
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from desk.records.base import canonical
from desk.records.kinds import EDITABLE, FACTS, REFERENCES
from desk.records.number import Number
from desk.records.wire import SCHEMA_VERSION, Edit
from tests.cases.cards import ASSIGNED, card, complaint

FOLDER = Path(__file__).parent / "golden"
SPACE = UUID("6f2b0c52-4f9e-4d8e-9a55-6a1f3b0d8a01")
AT = "2026-11-20T06:05:00.123Z"
DESK, OFFICE, CLERK = "GNC1", "GNC", "clerk-GNC"
"""The first desk and the clerk of a test's central."""
COMMON: dict[str, Any] = {"desk": DESK, "office": OFFICE, "clerk": CLERK, "clerk_name": "Nümunə Klerk"}
MEASURE = {"form": {"clause": "1.1", "kind": "awareness_event", "title": "Nümunə", "year": 2026}}
TRAINING = {"form": {"topic": "Nümunə", "starts_on": "2026-11-20"}}
NAMED: dict[str, dict[str, Any]] = {
    "visit.registered": {"procedure": "registration", "citizenship": "TUR", "document_number": "U12345678"},
    "appeal.registered": card().model_dump(mode="json") | {"received_on": "2026-11-20"},
    "appeal.event": {"act": "assigned", "details": ASSIGNED.model_dump(mode="json")},
    "council.registered": complaint().model_dump(mode="json") | {"received_on": "2026-11-20"},
    "council.event": {"act": "admitted"},
    "council.session": {"act": "noted", "details": {"text": "Nümunə"}},
    "ticket.issued": {"label": "A-001"},
    "ticket.event": {"act": "called"},
    "record.erased": {"entity": "visit"},
    "survey.set": {"answers": ["Bəli", "Xeyr"], "codes": ["yes", "no"]},
    "survey.answered": {"counts": {"yes": 2, "no": 1}},
    **dict.fromkeys(("measure.entered", "measure.corrected", "measure.withdrawn"), MEASURE),
    **dict.fromkeys(("training.entered", "training.corrected", "training.withdrawn"), TRAINING),
}
"""What a body of a kind needs that its schema does not tell."""
TEXTS = {"citizenship": "TUR", "document_number": "U12345678"}
"""Values of fields whose form the schema does not tell."""
KINDS = sorted({*FACTS, *REFERENCES, *(f"{entity}.edited" for entity in EDITABLE)})


def identifier(kind: str) -> str:
    """The same identifier for a kind whenever it is asked for."""
    return str(uuid5(SPACE, kind))


def body_of(kind: str) -> str:
    """A body of the version of now."""
    entity, _, act = kind.partition(".")
    if act == "edited" and entity in EDITABLE:
        fields = {"note": {"old": "", "new": "Düzəliş"}}
        return canonical(Edit.model_validate({"id": identifier(f"{entity}.registered"), "fields": fields}))
    model = FACTS.get(kind) or REFERENCES[kind]
    schema = model.model_json_schema()
    said = _filled(schema, schema.get("$defs", {})) | NAMED.get(kind, {})
    said |= {name: value for name, value in COMMON.items() if name in model.model_fields}
    if "id" in model.model_fields and schema["properties"]["id"].get("format") == "uuid":
        said["id"] = identifier(kind)
    if "number" in model.model_fields:
        said["number"] = str(Number("Q", 26, DESK, int(identifier(kind)[:4], 16) + 1))
    return canonical(model.model_validate_json(json.dumps(said)))


def _filled(schema: dict[str, Any], defs: dict[str, Any]) -> dict[str, Any]:
    """A value for each field that has no default."""
    return {name: _value(name, schema["properties"][name], defs) for name in schema.get("required", ())}


def _value(name: str, schema: dict[str, Any], defs: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _value(name, defs[schema["$ref"].rpartition("/")[2]], defs)
    for either in ("anyOf", "oneOf", "allOf"):
        if either in schema:
            return _value(name, schema[either][0], defs)
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    kind = schema.get("type", "string")
    if kind == "object":
        return _filled(schema, defs) if "properties" in schema else {"az": "Nümunə", "en": "Sample"}
    if kind == "array":
        return [_value(name, schema.get("items", {}), defs)] if schema.get("minItems") else []
    simple = {"integer": schema.get("minimum", 1), "boolean": True, "number": 1, "null": None}
    return simple[kind] if kind in simple else _text(name, schema)


def _text(name: str, schema: dict[str, Any]) -> str:
    if name in TEXTS:
        return TEXTS[name]
    if "[0-9a-f]{64}" in schema.get("pattern", ""):
        return sha256(name.encode()).hexdigest()
    made = {"uuid": str(uuid5(SPACE, name)), "date": "1990-01-31", "date-time": AT}
    return made.get(schema.get("format", ""), "Nümunə")


def path_of(kind: str, version: int = SCHEMA_VERSION) -> Path:
    """Where the body of a kind of a version is kept."""
    return FOLDER / str(version) / f"{kind}.json"


def write_missing() -> list[str]:
    """Write the files that are not there; the kinds that had none."""
    missing = [kind for kind in KINDS if not path_of(kind).exists()]
    for kind in missing:
        path_of(kind).parent.mkdir(parents=True, exist_ok=True)
        path_of(kind).write_text(body_of(kind) + "\n", "utf-8")
    return missing


if __name__ == "__main__":
    print(*write_missing(), sep="\n")
