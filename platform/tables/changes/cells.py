"""Values as JSON that loses nothing: what history and events keep. The API's wire form is made by the field types instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ...fields.registry import type_of, value_spec
from ...fields.spec import FieldSpec
from ...fields.types.attachment import Attachment


def freeze(value: Any) -> Any:
    """A memory value as JSON: ids stay ids, decimals become strings."""
    if value is None or value.__class__ in _AS_THEY_ARE:
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [freeze(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"no JSON for {type(value)}")


_AS_THEY_ARE = frozenset({str, bool, int})


def thaw(value: Any, spec: FieldSpec) -> Any:
    """The memory value that `freeze` made JSON of."""
    if value is None:
        return None
    make = _THAW.get(value_spec(spec).type)
    return value if make is None else make(value)


def current_value(frozen: Any, spec: FieldSpec) -> Any:
    """A kept value as the field holds values now. Raises `ValueError` where the field has been altered so that it cannot."""
    if frozen is None or frozen == []:
        return () if type_of(spec).storage == "links" else None
    if type(frozen) is not _JSON.get(spec.type, str):
        raise ValueError(spec.key)
    try:
        found = thaw(frozen, spec)
    except (TypeError, ArithmeticError, KeyError) as error:
        raise ValueError(spec.key) from error
    if spec.type in ("option", "state", "multi_option"):
        known = {choice.id for choice in spec.choices}
        if not known.issuperset(found if isinstance(found, tuple) else (found,)):
            raise ValueError(spec.key)
    return found


def _attachments(value: list[dict[str, Any]]) -> tuple[Attachment, ...]:
    return tuple(Attachment(**item) for item in value)


_THAW: Mapping[str, Callable[[Any], Any]] = {
    "number": Decimal,
    "money": Decimal,
    "percent": Decimal,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "multi_option": tuple,
    "members": tuple,
    "relations": tuple,
    "attachment": _attachments,
}

#: what a kept value of a type looks like as JSON, where that is not text
_JSON: Mapping[str, type] = {
    "option": int,
    "state": int,
    "member": int,
    "relation": int,
    "checkbox": bool,
    "multi_option": list,
    "members": list,
    "relations": list,
    "attachment": list,
}
