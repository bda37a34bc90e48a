"""A desk reduced to what central sees of it: a key, a log and a connection."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx

from desk.crypto.signing import DeskKey
from desk.records.base import Record, canonical, new_id, utc_now
from desk.records.enrolment import Enrol, Enrolled, Token, TokenRequest
from desk.records.number import Number
from desk.records.person import DocumentKind
from desk.records.visit import Visit
from desk.records.wire import (
    FIRST_LINK,
    SCHEMA_VERSION,
    Change,
    Edit,
    Hello,
    HelloReply,
    Page,
    Push,
    PushReply,
    Snapshot,
    commitment,
)

SOMEBODY: dict[str, Any] = {
    "procedure": "registration",
    "surname": "Nümunəvi",
    "given_name": "Şəxs",
    "birth_date": date(1990, 1, 31),
    "citizenship": "TUR",
    "document_kind": DocumentKind.passport,
    "document_number": "U12345678",
}
"""What a clerk typed of a visitor."""


@dataclass
class Double:
    """An enrolled desk with a log of its own."""

    line: httpx.Client
    key: DeskKey
    me: Enrolled
    incarnation: UUID
    clerk: str = "clerk-1"
    log: list[Change] = field(default_factory=list)
    counter: int = 0
    behind: timedelta = timedelta()
    """How far its clock is behind."""

    @classmethod
    def enrol(cls, url: str, code: str, key: DeskKey | None = None, clerk: str = "clerk-1") -> "Double":
        """Enrol with a one-time code and fetch a token."""
        key, incarnation = key or DeskKey.generate(), new_id()
        line = httpx.Client(base_url=f"{url}/v1", timeout=30)
        wish = Enrol(code=code, public_key=key.public, incarnation=incarnation)
        me = Enrolled.model_validate_json(_ok(line.post("/enrol", content=canonical(wish))))
        desk = cls(line, key, me, incarnation, clerk)
        desk.sign_in()
        return desk

    def token_request(self, **changed: Any) -> TokenRequest:
        """A signed statement of who the desk is."""
        at, nonce = changed.get("at", utc_now()), changed.get("nonce", secrets.token_urlsafe(18))
        signature = self.key.sign_token(self.me.desk_id, at, nonce)
        return TokenRequest(desk_id=self.me.desk_id, at=at, nonce=nonce, signature=signature)

    def sign_in(self) -> None:
        """Fetch a token and use it from now on."""
        token = Token.model_validate_json(
            _ok(self.line.post("/token", content=canonical(self.token_request())))
        )
        self.line.headers["Authorization"] = f"Bearer {token.token}"

    @property
    def head(self) -> str:
        """The newest link of the log."""
        return self.log[-1].chain if self.log else FIRST_LINK

    def write(self, kind: str, body: Record | str, stream: str, **changed: Any) -> Change:
        """Write a change at the end of the log."""
        text = body if isinstance(body, str) else canonical(body)
        salt = secrets.token_hex(16)
        values: dict[str, Any] = {
            "change_id": new_id(),
            "n": len(self.log) + 1,
            "incarnation": self.incarnation,
            "stream": stream,
            "kind": kind,
            "schema_version": SCHEMA_VERSION,
            "actor": self.clerk,
            "at": utc_now(),
            "clock_offset": 0,
            "salt": salt,
            "body": text,
            "body_sha256": commitment(salt, text),
            "prev_sha256": self.head,
        }
        change = Change(**(values | changed))
        self.log.append(change)
        return change

    def next_number(self) -> str:
        """The next number that this desk prints."""
        self.counter += 1
        return str(Number("Q", 26, self.me.desk, self.counter))

    def visit(self, **changed: Any) -> Visit:
        """A visit as the desk would write it."""
        values: dict[str, Any] = {
            "id": new_id(),
            "number": changed.get("number") or self.next_number(),
            "person_id": new_id(),
            "office": self.me.office,
            "desk": self.me.desk,
            "clerk": self.clerk,
            "clerk_name": "Nümunə Klerk",
            "registered_at": utc_now(),
        }
        return Visit(**(SOMEBODY | values | changed))

    def register(self, **changed: Any) -> Change:
        """Write the registration of a visit."""
        visit = self.visit(**changed)
        return self.write("visit.registered", visit, f"visit:{visit.id}")

    def edit(self, visit_id: UUID, **fields: tuple[Any, Any]) -> Change:
        """Write an edit of a visit: each field with the value seen and the value wanted."""
        said = {name: {"old": old, "new": new} for name, (old, new) in fields.items()}
        return self.write("visit.edited", Edit(id=visit_id, fields=said), f"visit:{visit_id}")

    def batch(self, changes: Iterable[Change]) -> Push:
        """A push of the changes with the signed head of the log."""
        n = len(self.log)
        signature = self.key.sign_head(self.me.desk_id, self.incarnation, n, self.head)
        return Push(changes=list(changes), head_n=n, head=self.head, head_signature=signature)

    def push(self, *changes: Change) -> PushReply:
        """Send changes and read the results."""
        reply = self.line.post("/push", content=canonical(self.batch(changes)))
        return PushReply.model_validate_json(_ok(reply))

    def hello(self, **changed: Any) -> HelloReply:
        """Say hello."""
        values: dict[str, Any] = {
            "incarnation": self.incarnation,
            "app_version": "1",
            "schema_version": SCHEMA_VERSION,
            "epoch": self.me.epoch,
            "head_n": len(self.log),
            "unsent": 0,
            "sent_at": utc_now() - self.behind,
        }
        reply = self.line.post("/hello", content=canonical(Hello(**(values | changed))))
        return HelloReply.model_validate_json(_ok(reply))

    def pull(self, scope: str = "", after: int = 0, limit: int = 1000, epoch: UUID | None = None) -> Page:
        """A page of the feed, by default of the desk's office."""
        wish: dict[str, str | int] = {"scope": scope or f"office:{self.me.office}", "after": after}
        wish |= {"limit": limit, "epoch": str(epoch or self.me.epoch)}
        reply = self.line.get("/pull", params=wish)
        return Page.model_validate_json(_ok(reply))

    def snapshot(self, scope: str, pin: int | None, after_key: str, limit: int) -> Snapshot:
        """A page of a scope's present state."""
        wish: dict[str, Any] = {"scope": scope, "after_key": after_key, "limit": limit}
        if pin is not None:
            wish["pin"] = pin
        return Snapshot.model_validate_json(_ok(self.line.get("/snapshot", params=wish)))


def _ok(reply: httpx.Response) -> bytes:
    assert reply.status_code == 200, (reply.status_code, reply.text)
    return reply.content
