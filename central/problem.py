"""What central answers when it will not: a status and a code, never what was sent."""

from collections.abc import Sequence
from typing import Any

from fastapi.responses import JSONResponse
from pydantic import ValidationError


class Problem(Exception):
    """A refusal of a whole request; `detail` is told to the client, `retry_after` is in seconds."""

    def __init__(self, status: int, code: str, *, retry_after: int = 0, **detail: object) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.retry_after = retry_after
        self.detail = detail

    def response(self) -> JSONResponse:
        """The refusal as JSON: `code` and what explains it."""
        headers = {"Retry-After": str(self.retry_after)} if self.retry_after else None
        return JSONResponse({"code": self.code, **self.detail}, self.status, headers=headers)


def invalid(errors: Sequence[object]) -> Problem:
    """A 422 that names places and kinds of error, and echoes nothing of the input."""
    return Problem(422, "invalid", errors=[_place(error) for error in errors[:20] if isinstance(error, dict)])


def _place(error: dict[str, Any]) -> dict[str, object]:
    kind, parts = str(error.get("type", "")), list(error.get("loc", ()))
    if kind == "extra_forbidden":
        # The name of an unknown field was made up by the sender.
        parts.pop()
    return {"loc": [str(part)[:60] for part in parts], "type": kind}


def from_validation(error: ValidationError) -> Problem:
    """The 422 of a pydantic error."""
    return invalid(error.errors(include_url=False, include_input=False, include_context=False))
