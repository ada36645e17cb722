"""`Idempotency-Key`: a POST sent twice (a lost answer, an impatient click) happens once and is answered twice alike.

The answer is stored in the transaction of the effect, so there is no moment at which one is there without the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
import sqlalchemy as sa

from ..core.errors import Kind, Message, refuse
from ..core.models import idempotency
from ..tables.transaction import Tx
from .answers import dump_json
from .calls import WorkspaceCall

KEPT = timedelta(hours=48)
SWEEP = timedelta(hours=1)
MOST_KEY = 200
HEADER = "Idempotency-Key"

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


def once(call: WorkspaceCall, tx: Tx, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The answer of `work`, or the one given before to the same request with the same key by the same caller."""
    key = call.request.headers.get(HEADER)
    if key is None:
        return work()
    if not 1 <= len(key) <= MOST_KEY or not key.isascii() or not key.isprintable():
        raise refuse(BAD_KEY, most=MOST_KEY)
    principal = f"account:{call.caller.account_id}"
    request = _fingerprint(call)
    columns = idempotency.c
    row = tx.connection.execute(
        sa.select(columns.request, columns.answer).where(columns.principal == principal, columns.key == key)
    ).one_or_none()
    if row is not None:
        if row.request != request:
            raise refuse(KEY_REUSED)
        answer: dict[str, Any] = row.answer
        return answer
    answer = work()
    _sweep(call, tx)
    tx.connection.execute(
        sa.insert(idempotency).values(
            principal=principal,
            key=key,
            request=request,
            answer=orjson.loads(dump_json(answer)),
            created_at=call.now,
        )
    )
    return answer


def _fingerprint(call: WorkspaceCall) -> str:
    parts = (call.request.method.encode(), call.request.path.encode("utf-8", "replace"), dump_json(call.body))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _sweep(call: WorkspaceCall, tx: Tx) -> None:
    """Forget old keys, at most once an hour."""
    swept = call.services.swept
    last = swept.get(call.workspace.key)
    if last is None or call.now - last >= SWEEP:
        swept[call.workspace.key] = call.now
        tx.connection.execute(sa.delete(idempotency).where(idempotency.c.created_at < call.now - KEPT))
