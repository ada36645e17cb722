"""`Idempotency-Key`: a POST sent twice (a lost answer, an impatient click) happens once and is answered twice alike.

The answer is stored in the transaction of the effect (`once`), so there is no moment at which one is there without the other. A
refusal has no effect and is stored after it; so is the answer of a route that makes no single transaction. What was never
decided (429, a server in trouble) is not stored: the caller tries again under the same key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import orjson
import sqlalchemy as sa
from flask import Response
from sqlalchemy.exc import DBAPIError

from ..core import secrets
from ..core.errors import Kind, Message, Refusal, refuse
from ..core.models import account_idempotency, idempotency
from ..tables.transaction import Tx
from .answers import dump_json, json_answer
from .calls import AccountCall, Call, WorkspaceCall
from .errors import STATUS, refused
from .routes import Route
from .uploads import Upload

KEPT = timedelta(hours=48)
SWEEP = timedelta(hours=1)
MOST_KEY = 200
HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_CHUNK = 256 * 1024
_UNDECIDED = frozenset({Kind.UNAUTHENTICATED, Kind.TOO_MANY})

BAD_KEY = Message(
    "idempotency.bad_key",
    zh="Idempotency-Key 须为 1 至 {most} 个可见的 ASCII 字符",
    en="An Idempotency-Key has 1 to {most} visible ASCII characters",
    kind=Kind.MALFORMED,
)
KEY_REUSED = Message(
    "idempotency.reused",
    zh="这个 Idempotency-Key 已用于另一个请求",
    en="This Idempotency-Key was used for another request",
)


class Replayed(Exception):
    """The request was answered before: with this."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__("replayed")
        self.answer = answer


@dataclass(slots=True)
class Repeat:
    """What is known of a request that carries a key."""

    call: AccountCall
    status: int  #: of the route's answer
    key: str
    table: sa.Table  #: where answers are kept: the workspace's, or the control database's
    database: str  #: names it among those that are tidied
    request: str  #: digest of what was asked, keyed by the installation's secret (a body may hold a password)
    stored: bool = field(default=False)

    @property
    def principal(self) -> str:
        """Whose key it is. A limited token has its own: it must not be told what its owner was answered."""
        caller = self.call.caller
        limited = caller.token is not None and caller.token.limits is not None
        return f"token:{caller.token.id}" if limited and caller.token else f"account:{caller.account_id}"

    def check(self, connection: sa.Connection) -> None:
        """Raises `Replayed` for a request answered before, `Refusal` (422) for another one under the same key."""
        columns = self.table.c
        statement = sa.select(columns.request, columns.answer)
        row = connection.execute(
            statement.where(columns.principal == self.principal, columns.key == self.key)
        ).one_or_none()
        if row is None:
            return
        self.stored = True
        if row.request != self.request:
            raise refuse(KEY_REUSED)
        raise Replayed(row.answer)

    def keep(self, connection: sa.Connection, status: int, body: Any) -> None:
        """Store the answer, and forget old ones at most once an hour."""
        now, columns = self.call.now, self.table.c
        connection.execute(
            sa.insert(self.table).values(
                principal=self.principal,
                key=self.key,
                request=self.request,
                answer={"status": status, "body": orjson.loads(dump_json(body))},
                created_at=now,
            )
        )
        self.stored = True
        swept = self.call.services.flights.swept
        last = swept.get(self.database)
        if last is None or now - last >= SWEEP:
            swept[self.database] = now
            connection.execute(sa.delete(self.table).where(columns.created_at < now - KEPT))


def perform(route: Route, call: Call) -> Response:
    """The answer to a call: the route's own, or the one given before to the same request with the same key."""
    key = call.request.headers.get(HEADER)
    if not route.happens_once or key is None or not isinstance(call, AccountCall):
        return _respond(route, call)
    if not 1 <= len(key) <= MOST_KEY or not key.isascii() or not key.isprintable():
        raise refuse(BAD_KEY, most=MOST_KEY)
    inside = isinstance(call, WorkspaceCall)
    database = call.workspace.key if inside else ""
    table = idempotency if inside else account_idempotency
    repeat = Repeat(call, route.status, key, table, database, _digest(call, dump_json(call.body)))
    call = replace(call, repeat=repeat)
    try:
        with call.services.flights.flight((database, repeat.principal, key)):
            return _perform_once(route, call, repeat)
    except Replayed as replayed:
        response = json_answer(replayed.answer["body"], replayed.answer["status"])
        if replayed.answer["body"] is None:
            response = Response(status=replayed.answer["status"])
        response.headers[REPLAYED] = "true"
        return response


def _perform_once(route: Route, call: AccountCall, repeat: Repeat) -> Response:
    database = call.workspace.database if isinstance(call, WorkspaceCall) else call.services.control
    if route.upload is None:  # else the file has to be read first: `uploaded`
        with database.read() as connection:
            repeat.check(connection)
    try:
        response = _respond(route, call)
    except Refusal as refusal:
        if refusal.kind not in _UNDECIDED and not repeat.stored:
            with database.write() as connection:
                repeat.check(connection)  # another process may have answered the same request meanwhile
                repeat.keep(connection, STATUS[refusal.kind], refused(refusal, call.locale))
        raise
    if not repeat.stored:
        with database.write() as connection:
            repeat.check(connection)
            repeat.keep(connection, response.status_code, response.get_json(silent=True))
    return response


def _respond(route: Route, call: Call) -> Response:
    try:
        answer = route.handle(call)
    except (
        DBAPIError
    ):  # another process may have changed the tables within the second for which they are not looked at again
        if route.method != "GET" or not isinstance(call, WorkspaceCall):
            raise
        call.workspace.doubt()
        answer = route.handle(call)
    return answer if isinstance(answer, Response) else json_answer(answer, route.status)


def once(
    call: AccountCall,
    tx: Tx | sa.Connection,
    work: Callable[[], dict[str, Any]],
    *,
    kept: Callable[[dict[str, Any]], dict[str, Any]] = lambda answer: answer,
) -> dict[str, Any]:
    """The answer of `work`, stored with its effect where the request carries a key; `kept` is what of it may be stored. Raises
    `Replayed` when another process has done it meanwhile."""
    if call.repeat is None:
        return work()
    connection = tx.connection if isinstance(tx, Tx) else tx
    call.repeat.check(connection)
    answer = work()
    call.repeat.keep(connection, call.repeat.status, kept(answer))
    return answer


def uploaded(call: WorkspaceCall, given: Upload) -> None:
    """Count a file and its fields to the request. Raises `Replayed` for the same file under the same key."""
    repeat = call.repeat
    if repeat is None:
        return
    given.file.seek(0)
    content = hashlib.sha256()
    while chunk := given.file.read(_CHUNK):
        content.update(chunk)
    fields = dump_json([given.name, dict(sorted(given.fields.items())), content.hexdigest()])
    given.file.seek(0)
    repeat.request = _digest(call, fields)
    with call.workspace.database.read() as connection:
        repeat.check(connection)


def _digest(call: AccountCall, body: bytes) -> str:
    parts = (call.request.method.encode(), call.request.path.encode("utf-8", "replace"), body)
    return secrets.derive(call.services.settings, "idempotency", b"\0".join(parts)).hex()
