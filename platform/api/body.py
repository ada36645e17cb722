"""Reads a request's JSON strictly: bounded size, depth and count, no duplicate keys, exact numbers, never a float.

What the keys mean is the routes' matter; text (lone surrogates, NUL) is judged by field types.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from itertools import accumulate
from typing import Any

from flask import Request
from marshmallow import Schema, ValidationError

from ..core.errors import Problem, Refusal, refuse
from . import messages

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 64
MAX_TOKENS = 1_000_000
MAX_DIGITS = 400  #: of an integer; no field takes more, and converting thousands costs quadratic time
MAX_EXPONENT = 400

# A string whose closing quote is missing runs to the end, so that the scan stays linear on hostile input.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_ALL = bytes(range(256))
_NOT_BRACKETS = bytes(b for b in range(256) if b not in b"[]{}")
_NOT_STRUCTURE = bytes(b for b in range(256) if b not in b"[]{},:")
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


def _check_shape(raw: bytes) -> None:
    """Refuse depth and number of elements before the parser allocates anything for them."""
    deep = raw.count(b"[") + raw.count(b"{") > MAX_DEPTH
    if not deep and len(raw) <= MAX_TOKENS:
        return
    if raw.count(b'"') - raw.count(b'\\"') > 2 * MAX_TOKENS:
        raise refuse(messages.TOO_MANY_PARTS, limit=MAX_TOKENS)
    structure = _STRING.sub(b"", raw).translate(_ALL, _NOT_STRUCTURE)
    if len(structure) > MAX_TOKENS:
        raise refuse(messages.TOO_MANY_PARTS, limit=MAX_TOKENS)
    if deep:
        brackets = structure.translate(_ALL, _NOT_BRACKETS)
        if max(accumulate(_STEP[b] for b in brackets), default=0) > MAX_DEPTH:
            raise refuse(messages.TOO_DEEP, limit=MAX_DEPTH)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise refuse(messages.DUPLICATE_KEY)
    return found


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise refuse(messages.BAD_NUMBER)
    return int(text)


def _decimal(text: str) -> Decimal:
    if len(text) > MAX_DIGITS:
        raise refuse(messages.BAD_NUMBER)
    try:
        value = Decimal(text)
    except InvalidOperation:  # an exponent beyond what Decimal itself can hold
        raise refuse(messages.BAD_NUMBER) from None
    if value and abs(value.adjusted()) > MAX_EXPONENT:
        raise refuse(messages.BAD_NUMBER)
    return value if value else Decimal(0)


def _constant(_text: str) -> Any:
    raise refuse(messages.BAD_NUMBER)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_decimal, parse_int=_integer, parse_constant=_constant
)


def parse_json(raw: bytes) -> Any:
    """The document in `raw` (UTF-8), decimals as `Decimal`. Raises `Refusal` (400) for anything not strictly JSON."""
    _check_shape(raw)
    try:
        return _DECODER.decode(raw.decode("utf-8"))
    except ValueError:  # bad UTF-8 as well as bad JSON
        raise refuse(messages.NOT_JSON) from None


def read_json(request: Request) -> Any:
    """The JSON body of a request. Raises `Refusal`: 400 for the wrong type or form, 413 past 16 MiB."""
    if request.mimetype != "application/json":
        raise refuse(messages.WRONG_CONTENT_TYPE, expected="application/json")
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise refuse(messages.NOT_JSON)
    request.max_content_length = MAX_BYTES
    return parse_json(request.get_data(cache=False))


def load(schema: Schema, document: Any) -> Any:
    """`document` checked against an envelope; every problem with its key and, inside a list of records, its row."""
    if not isinstance(document, dict):
        raise refuse(messages.NOT_AN_OBJECT)
    try:
        return schema.load(document)
    except ValidationError as error:
        raise Refusal(_problems(error.messages, (), None)) from None


_MISSING = "Missing data for required field."
_UNKNOWN = "Unknown field."
_MOST = 100  #: problems reported for one envelope; the rest says nothing new


def _problems(found: Any, path: tuple[str, ...], row: int | None) -> list[Problem]:
    if isinstance(found, dict):
        result: list[Problem] = []
        for key, below in found.items():
            inner = row
            if isinstance(key, int) and row is None:
                inner = key
            result.extend(_problems(below, (*path, str(key)), inner))
            if len(result) >= _MOST:
                break
        return result
    place = ".".join(part for part in path if part != "_schema")[:200] or "…"
    text = found[0] if isinstance(found, list) and found else found
    message = {_MISSING: messages.MISSING_KEY, _UNKNOWN: messages.UNKNOWN_KEY}.get(str(text), messages.BAD_VALUE)
    return [Problem(message, {"key": place}, field=None, row=row)]
