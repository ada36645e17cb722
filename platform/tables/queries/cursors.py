"""Cursors: a place in a list, carried by whoever reads on.

A cursor is signed and bound to the caller and the query, so it opens no page that was not offered (attacks: injection).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import orjson

from ...core.errors import refuse
from ..messages import BAD_CURSOR

if TYPE_CHECKING:
    from ..transaction import Tx


def signature(tx: Tx, asked: Sequence[Any]) -> str:
    """What a cursor is bound to: the caller, and everything that was asked but the page."""
    parts = [tx.ctx.actor.member, *asked]
    return hashlib.sha256(orjson.dumps(parts, default=str, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def write(tx: Tx, bound: str, values: Sequence[Any]) -> str:
    """A cursor that carries the place of a row: its values under the keys of the order."""
    body = orjson.dumps([bound, [_pack(value) for value in values]])
    return base64.urlsafe_b64encode(_mac(tx, body) + body).decode().rstrip("=")


def read(tx: Tx, cursor: str, bound: str, keys: int) -> list[Any]:
    """The values of the `keys` of the order. Raises MALFORMED for a cursor that was not written for this caller and query."""
    try:
        raw = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        mac, body = raw[:16], raw[16:]
        if not hmac.compare_digest(mac, _mac(tx, body)):
            raise refuse(BAD_CURSOR)
        said, values = orjson.loads(body)
        if said != bound or len(values) != keys:
            raise refuse(BAD_CURSOR)
        return [_unpack(value) for value in values]
    except (ValueError, UnicodeError, TypeError) as error:
        raise refuse(BAD_CURSOR) from error


def _mac(tx: Tx, body: bytes) -> bytes:
    return hmac.new(tx.workspace.cursor_key, body, hashlib.sha256).digest()[:16]


def _pack(value: Any) -> Any:
    match value:
        case Decimal():
            return {"n": str(value)}
        case datetime():
            return {"t": value.isoformat()}
        case date():
            return {"d": value.isoformat()}
        case _:
            return value


def _unpack(value: Any) -> Any:
    match value:
        case {"n": text}:
            return Decimal(text)
        case {"t": text}:
            return datetime.fromisoformat(text)
        case {"d": text}:
            return date.fromisoformat(text)
        case _:
            return value
