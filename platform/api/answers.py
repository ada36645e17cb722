"""Makes responses: JSON by orjson, never cached; decimals leave as strings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from decimal import Decimal
from typing import Any

import orjson
from flask import Response

JSON_TYPE = "application/json"


def _other(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Set):
        return sorted(value)
    raise TypeError(f"cannot answer with a {type(value).__name__}")


def dump_json(document: Any) -> bytes:
    """`document` as UTF-8 JSON. Text that UTF-8 cannot carry (a lone surrogate echoed in a message) becomes `?`."""
    try:
        return orjson.dumps(document, default=_other)
    except orjson.JSONEncodeError:
        return json.dumps(document, default=_other, ensure_ascii=False).encode("utf-8", "replace")


def json_answer(document: Any, status: int = 200) -> Response:
    """A JSON response."""
    return Response(dump_json(document), status, content_type=JSON_TYPE)


def nothing() -> Response:
    """204: done, nothing to say."""
    response = Response(status=204)
    del response.headers["Content-Type"]
    return response
