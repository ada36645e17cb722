"""Values that no envelope asks for, and documents spoiled by them."""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any


def _nested(depth: int) -> Any:
    found: Any = []
    for level in range(depth):
        found = [found] if level % 2 else {"and": found}
    return found


#: written into JSON as it stands here: numbers that Python's own writer refuses, and what is no JSON at all
RAW = {"@digits@": "9" * 5_000, "@huge@": "1e400", "@tiny@": "1e-400", "@nan@": "NaN", "@infinity@": "-Infinity"}

VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 1.5, 2**31, 2**53 + 1, 2**63 - 1, 2**63, -(2**63) - 1, 10**399, -(10**399),
    "", " ", "0", "-1", "1.5", "x", "x\x00y", "\ud800", "\U0001f642", "9" * 5_000, "x" * 100_000, "NaN", "Infinity",
    "1e999999999", "../..", "{0.__class__}", "%s", "id", "__class__", "2026-02-30", "0000-00-00", "9999-12-31T23:59:59Z",
    "2026-11-22T10:00:00", "=1/0", "admin", "customers.name", "-", ",", [], {}, [[]], [{}], [None], [True], [1.5], ["x"],
    ["\ud800"], [2**63], {"": None}, {"x": {}}, {"zh-CN": 1}, {"zh-CN": "\x00", "en": "\ud800"}, {"id": 1}, {"field": {}},
    {"field": "id", "op": "=", "value": 10**399}, {"and": [{"not": {}}]}, {"relative": "last_n_days", "n": 10**30},
    [1] * 1_001, ["x"] * 1_001, list(range(1, 300)), _nested(50), _nested(200), *RAW,
)  # fmt: skip
TEXTS = (
    "0", "-1", "+1", "01", "1.0", "1e9", "9" * 5_000, "9223372036854775808", "9223372036854775807", "x" * 5_000, "x",
    "\x00", "x\x00", "\ud800", "\U0001f642", "%", "..", "../..", "__class__", "{}", "[]", "null", "NaN", "true", " ", "'",
    '"', ",", "-", "id", "a,a", "' or 1=1--", "2026-02-30", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
    '{"and":[]}', '{"not":{}}', '{"field":"id"}', '{"field":"id","op":"in","value":[1e400]}', "[" * 70, "１",
)  # fmt: skip
#: bodies that are no document at all, or not the one they say they are
BODIES = (
    b"", b" ", b"null", b"[]", b'"x"', b"{", b"{}}", b"{'a': 1}", b'{"records": [], "records": []}', b'{"": 1, "": 2}',
    b"\xff\xfe{\x00}\x00", b'\xef\xbb\xbf{"records": []}', b"a=1&b=2", b"--x\r\n\r\n--x--\r\n",
    b"[" * 100_000, b"{}\x00", b"1" * 5_000,
    b'{"records": [{"values": {"name": "\xed\xa0\x80"}}]}', b'{"values": ' + b'{"a": ' * 60 + b"1" + b"}" * 61,
)  # fmt: skip
MEDIA = (
    "application/json", "application/json; charset=utf-16", "application/json; charset=nonsense", "text/plain", "", "x",
    "multipart/form-data", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/xml",
)  # fmt: skip
HEADERS = tuple(
    (name, value)
    for name in (
        "Idempotency-Key", "If-Match", "If-None-Match", "Accept-Language", "Accept", "Last-Event-ID", "X-Gezi-Depth",
        "X-Forwarded-For", "Range", "X-CSRF-Token", "Content-Encoding", "Origin",
    )
    for value in (
        "", " ", "*", '"1-1-x"', 'W/"1-1-x"', '"' * 40, "x" * 3_000, "\xe9", "-1", "9" * 400, "bytes=9-1", "en;q=x", "null",
    )
)  # fmt: skip


def written(document: Any) -> bytes:
    """The document as a careless program sends it."""
    text = json.dumps(document)
    for sign, raw in RAW.items():
        text = text.replace(f'"{sign}"', raw)
    return text.encode("ascii")


def spoiled(random: Random, document: Any) -> Any:
    """A copy of the document in which one thing is not as it should be, or several."""
    found = [copy.deepcopy(document)]
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        places = _places(found)
        deep = [place for place in places if place[0] is not found and place[0] is not found[0]]
        holder, key = random.choice(deep if deep and random.random() < 0.6 else places)
        _spoil(random, holder, key, places)
    return found[0]


def _places(holder: Any) -> list[tuple[Any, Any]]:
    keys = list(holder) if isinstance(holder, dict) else range(min(len(holder), 20))
    found = [(holder, key) for key in keys]
    for key in keys:
        if isinstance(holder[key], (dict, list)):
            found += _places(holder[key])
    return found


def _spoil(random: Random, holder: Any, key: Any, places: list[tuple[Any, Any]]) -> None:
    value = holder[key]
    match random.randrange(12):
        case 0 if isinstance(holder, dict):
            del holder[key]
        case 1 if isinstance(value, dict):
            value[random.choice(("unknown", "id", "", "__class__", "\x00", "\ud800", "x" * 5_000))] = 1
        case 2 if isinstance(holder, dict):
            holder[random.choice(("unknown", "", "\ud800", "key", "type"))] = holder.pop(key)
        case 3:
            other, there = random.choice(places)
            if there in other if isinstance(other, dict) else there < len(other):
                holder[key] = copy.deepcopy(other[there])
        case 4:
            holder[key] = [value]
        case 5 if isinstance(value, list) and value:
            value.append(value[0])
        case 6 | 7:
            holder[key] = copy.deepcopy(random.choice(VALUES))
        case _:  # of the same sort, so that it is not turned away for its form
            alike = [one for one in VALUES if type(one) is type(value)]
            holder[key] = copy.deepcopy(random.choice(alike or VALUES))
