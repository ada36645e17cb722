"""The two written forms of a condition: the stored one, by id, and the API's, by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ..choosing import key_of
from ..numerals import plain
from ..registry import type_of, value_spec
from ..spec import FieldSpec
from .relative import COUNTED
from .tree import AROUND, And, Condition, Not, Or, Relative, Test, Variable

_CHOICES = ("option", "state", "multi_option")


def dump(condition: Condition) -> dict[str, Any]:
    """The stored form: JSON with fields, choices, rows and members by id, so that a rename changes nothing."""
    match condition:
        case And(parts):
            return {"and": [dump(part) for part in parts]}
        case Or(parts):
            return {"or": [dump(part) for part in parts]}
        case Not(part):
            return {"not": dump(part)}
        case Test(path, op, value, type):
            stored: dict[str, Any] = {"path": list(path), "op": op}
            if type:
                stored["type"] = type
            if value is not None:
                stored["value"] = _written(value)
            return stored


def load(stored: Mapping[str, Any] | None) -> Condition:
    """The condition from its stored form; None is one that always holds. Raises `ValueError` when it is none."""
    match stored:
        case None:
            return And(())
        case {"and": parts}:
            return And(tuple(load(part) for part in parts))
        case {"or": parts}:
            return Or(tuple(load(part) for part in parts))
        case {"not": part}:
            return Not(load(part))
        case {"path": path, "op": op}:
            return Test(tuple(path), op, _read(stored.get("value")), stored.get("type", ""))
        case _:
            raise ValueError("not the stored form of a condition")


def _written(value: object) -> Any:
    match value:
        case tuple():
            return [_written(item) for item in value]
        case Variable(name):
            return {"variable": name}
        case Relative(name, n):
            return {"relative": name, "n": n}
        case Decimal():
            return {"number": f"{value:f}"}
        case datetime():
            return {"instant": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case _:
            return value


def _read(stored: Any) -> object:
    match stored:
        case list():
            return tuple(_read(item) for item in stored)
        case {"variable": name}:
            return Variable(name)
        case {"relative": name, "n": n}:
            return Relative(name, n)
        case {"number": text}:
            return Decimal(text)
        case {"instant": text}:
            return datetime.fromisoformat(text)
        case {"date": text}:
            return date.fromisoformat(text)
        case _:
            return stored


def to_api(condition: Condition, spec_of: Callable[[int], FieldSpec]) -> dict[str, Any]:
    """The form that `parse` reads: fields by dotted key, choices by key. `spec_of` gives a field by its id."""
    match condition:
        case And(parts):
            return {"and": [to_api(part, spec_of) for part in parts]}
        case Or(parts):
            return {"or": [to_api(part, spec_of) for part in parts]}
        case Not(part):
            return {"not": to_api(part, spec_of)}
        case Test(path, op, value):
            specs = [spec_of(id) for id in path]
            told: dict[str, Any] = {"field": ".".join(spec.key for spec in specs), "op": op}
            if value is not None:
                told["value"] = _told(value, value_spec(specs[-1]), spec_of)
            return told


def _told(value: object, spec: FieldSpec, spec_of: Callable[[int], FieldSpec]) -> Any:
    match value:
        case tuple():
            return [_told(item, spec, spec_of) for item in value]
        case Variable(name) if name.startswith(AROUND):
            whose, _, id = name.partition(".")
            return f"{whose}.{spec_of(int(id)).key}"
        case Variable(name):
            return name
        case Relative(name, n):
            return {"relative": name, "n": n} if name in COUNTED else {"relative": name}
        case bool():
            return value
        case int() if spec.type in _CHOICES:
            return key_of(spec, value)
        case Decimal():
            shown = type_of(spec).dump(value, spec)
            return shown if Decimal(shown) == value else plain(value)  # finer than the field
        case date():
            return value.isoformat()
        case _:
            return value
