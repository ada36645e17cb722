"""What an event brings with it, for those who build: the last body that came, and the paths that can be named in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import refuse
from ...tables.schema import log
from . import definition, messages
from .catching import IMPORT
from .definition import ON_BODIES
from .models import incoming_addresses

if TYPE_CHECKING:
    from ...tables.transaction import Tx

MOST_PATHS = 500
MOST_LEVELS = 8
MOST_SHOWN = 80  #: characters of an example
#: what the end of an import brings
_OF_IMPORTS: Mapping[str, Any] = {
    "job": "…", "state": "done", "created": 0, "updated": 0, "skipped": 0, "error_count": 0, "batch": "…",
    "errors": [{"row": 0, "column": "…", "field": "…", "code": "…", "message": "…"}],
}  # fmt: skip
_columns = incoming_addresses.c


def sample(tx: Tx, key: str) -> dict[str, Any]:
    """When something last came to an automation, what it was, and its paths; of an import, the paths that every one has. Raises
    FORBIDDEN, NOT_FOUND, CONFLICT for an automation that nothing is brought to."""
    log.admit(tx)
    automation = definition.find(tx, key)
    if automation is None:
        raise refuse(messages.NO_SUCH)
    if automation.on not in ON_BODIES:
        raise refuse(messages.NOTHING_BROUGHT)
    if automation.on == IMPORT:
        return {"at": None, "body": None, "paths": of_imports()}
    row = tx.connection.execute(
        sa.select(_columns.last_at, _columns.last_body).where(_columns.automation == key)
    ).one_or_none()
    if row is None or row.last_at is None:
        return {"at": None, "body": None, "paths": []}
    return {"at": row.last_at, "body": row.last_body, "paths": _told(row.last_body)}


def of_imports() -> list[dict[str, Any]]:
    """The paths that the end of every import has."""
    return _told(_OF_IMPORTS)


def _told(body: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for path, value in _paths(body, ""):
        if len(found) == MOST_PATHS:
            break
        found.append({"path": path, "type": _type(value), "example": _example(value)})
    return found


def _paths(body: Any, path: str, level: int = 0) -> Iterator[tuple[str, Any]]:
    """Every place in a body that can be named; of a list, those of its first element. A key with a dot cannot be."""
    if level > MOST_LEVELS:
        return
    inner = list(body.items()) if isinstance(body, Mapping) else [("0", body[0])] if _some(body) else []
    for name, value in inner:
        if name and "." not in name:
            here = f"{path}.{name}" if path else name
            yield here, value
            yield from _paths(value, here, level + 1)


def _some(body: Any) -> bool:
    return isinstance(body, list) and bool(body)


def _type(value: Any) -> str:
    match value:
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "number" if _is_number(value) else "text"
        case list():
            return "list"
        case dict():
            return "object"
        case _:
            return "empty"


def _is_number(text: str) -> bool:
    """Exact numbers are kept as text (`incoming.storable`); what begins with 0, like a phone number, is none."""
    whole, _, part = text.removeprefix("-").partition(".")
    digits = (whole + part).isdecimal() and text.isascii() and bool(whole)
    return digits and len(text) < 20 and (whole == "0" or not whole.startswith("0")) and not text.endswith(".")


def _example(value: Any) -> str | None:
    if value is None or isinstance(value, (dict, list)):
        return None
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"
