"""The OpenAPI: request bodies are parsed by hand, so their schemas are put in here."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from desk.records.enrolment import DevicePoll, DeviceWish, Enrol, TokenRequest
from desk.records.wire import Hello, Push

BODIES = (DevicePoll, DeviceWish, Enrol, Hello, Push, TokenRequest)
TEMPLATE = "#/components/schemas/{model}"


def describe(app: FastAPI) -> None:
    """Let the application tell its whole contract; a route names its body by `x-body`."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _whole(get_openapi(title=app.title, version="1", routes=app.routes))
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _whole(contract: dict[str, Any]) -> dict[str, Any]:
    _, schemas = models_json_schema([(body, "validation") for body in BODIES], ref_template=TEMPLATE)
    known = contract.setdefault("components", {}).setdefault("schemas", {})
    known.update({name: schema for name, schema in schemas["$defs"].items() if name not in known})
    for path in contract["paths"].values():
        for operation in path.values():
            name = operation.pop("x-body", None)
            if name:
                reference = {"schema": {"$ref": TEMPLATE.format(model=name)}}
                operation["requestBody"] = {"required": True, "content": {"application/json": reference}}
    return contract
