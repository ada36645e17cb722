"""Reading references to rows and members: by id only. Labels are looked up by who may see them, in the importer and the UI."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from . import messages
from .fieldtype import InvalidValue, is_empty
from .text import narrow

_ID = re.compile(r"#?([0-9]{1,18})")
_SEPARATORS = re.compile(r"[;；、,，\s]+")
MOST = 1_000  #: rows or members that one value refers to


def id_of(raw: object) -> int:
    """The id in `7`, `"7"`, `{"id": 7}` or a list of one of these. Raises `InvalidValue`."""
    if type(raw) is int and 0 < raw < 2**63:  # nearly always
        return raw
    if isinstance(raw, (list, tuple)):
        if len(raw) != 1:
            raise InvalidValue(messages.ONLY_ONE)
        (raw,) = raw
    if isinstance(raw, Mapping):
        raw = raw.get("id")
    match raw:
        case bool():
            pass
        case int() if 0 < raw < 2**63:
            return raw
        case float() | Decimal() if 0 < raw < 2**53 and raw == int(raw):
            return int(raw)
        case str():
            found = _ID.fullmatch(narrow(raw).strip()) if len(raw) < 100 else None
            if found and int(found[1]):
                return int(found[1])
        case _:
            pass
    raise InvalidValue(messages.NEEDS_ID, value=raw.strip() if isinstance(raw, str) else "…")


def ids_of(raw: object) -> tuple[int, ...]:
    """The ids in a list, or in a text separated by commas, semicolons or blanks; ascending, each once."""
    items: Iterable[object]
    if isinstance(raw, str):
        items = [item for item in _SEPARATORS.split(raw.strip()) if item]
        if not all(_ID.fullmatch(narrow(str(item))) for item in items):
            items = [raw]
    elif isinstance(raw, (list, tuple)):
        items = raw
    else:
        items = [raw]
    ids = {id_of(item) for item in items if not is_empty(item)}
    if len(ids) > MOST:
        raise InvalidValue(messages.TOO_MANY, limit=MOST)
    return tuple(sorted(ids))
