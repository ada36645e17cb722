"""Values as JSON that loses nothing: what history and events keep. The API's wire form is made by the field types instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ...fields.registry import value_spec
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
