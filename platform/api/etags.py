"""Entity tags of single records and the conditions that requests make of them (RFC 9110, 8.8.3 and 13.1).

A tag is `"<id>-<version>-<digest>"`: the digest is of the whole answer (rights, labels and totals move without the version).
`If-None-Match` compares all of it. `If-Match` guards a write against other writes, so the id and the version decide: a total
that moved, or a relation's label, is no reason to refuse somebody's edit.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from flask import Request, Response

from ..core.errors import Problem, Refusal, refuse
from ..tables.messages import CHANGED_MEANWHILE
from ..tables.queries import query
from ..tables.transaction import Tx
from .answers import JSON_TYPE, dump_json
from .messages import BAD_CONDITION, CONDITION_NEEDS_ONE

_TAG = re.compile(r'[ \t]*(W/)?"([\x21\x23-\x7e\x80-\xff]*)"[ \t]*(?:,|\Z)')
MOST = 8_190


def read(header: str) -> list[tuple[bool, str]] | None:
    """The (weak, opaque) tags of a condition, None for `*`. Raises `Refusal` (400) when it is no list of tags."""
    if header.strip() == "*":
        return None
    found: list[tuple[bool, str]] = []
    at = 0
    while at < len(header) <= MOST:
        one = _TAG.match(header, at)
        if one is None:
            break
        found.append((one[1] is not None, one[2]))
        at = one.end()
    if not found or at < len(header):
        raise refuse(BAD_CONDITION)
    return found


def answer(request: Request, record: Any, document: dict[str, Any], status: int = 200, **beside: Any) -> Response:
    """The answer that shows `document`, with its tag; 304 where the caller of a GET has it already. `beside` is told with it
    but is not part of what the tag stands for."""
    body = dump_json(document)
    tag = f'"{record.id}-{record.version}-{hashlib.sha256(body).hexdigest()[:16]}"'
    condition = request.headers.get("If-None-Match")
    if condition is not None and request.method == "GET":
        tags = read(condition)
        if tags is None or any(f'"{opaque}"' == tag for _, opaque in tags):
            response = Response(status=304)
            del response.headers["Content-Type"]
            return _tagged(response, tag)
    if beside:
        body = dump_json({**document, **beside})
    return _tagged(Response(body, status, content_type=JSON_TYPE), tag)


def guard(request: Request, tx: Tx, table: str, ids: list[int]) -> None:
    """Hold a write to its If-Match. Raises `Refusal`: 412 with the present record, 404 where there is none, 400 when several
    records are written at once."""
    condition = request.headers.get("If-Match")
    if condition is None:
        return
    tags = read(condition)
    if len(ids) != 1:
        raise refuse(CONDITION_NEEDS_ONE)
    record = query.get_record(tx, table, ids[0])
    known = f"{record.id}-{record.version}-"
    if tags is not None and not any(not weak and opaque.startswith(known) for weak, opaque in tags):
        raise Refusal(
            [Problem(CHANGED_MEANWHILE, {"current": record.version}, row=0, details={"current": record.dump()})]
        )


def _tagged(response: Response, tag: str) -> Response:
    response.headers["ETag"] = tag
    response.headers["Vary"] = "Accept-Language, Authorization, Cookie"
    return response
