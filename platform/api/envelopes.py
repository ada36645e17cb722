"""The base of request envelopes: which keys there are and of what sort. Values inside records are the field types' matter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from ..core.errors import refuse
from ..fields.fieldtype import InvalidValue
from ..fields.scalars import storable
from ..tables.messages import TOO_MANY_ROWS

MOST_ROWS = 1_000
MOST_TEXT = 1_000


Plain = Callable[[Any], bool]


def _storable(text: str) -> None:
    """NUL and lone surrogates, which no database keeps, are refused. Raises `ValidationError`."""
    try:
        storable(text)
    except InvalidValue as wrong:
        raise ValidationError("This text has characters that cannot be kept.") from wrong


class Envelope(Schema):
    """Keys that are not declared are refused, and so is every text that no database can keep."""

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        inner: Any = field_obj.inner if isinstance(field_obj, fields.List) else field_obj
        if isinstance(inner, fields.String):
            inner.validators = [*inner.validators, _storable]


class Rows(fields.List):
    """A list of rows; one that is too long is refused before any row is looked at (413).

    `plain` recognises a row that the envelope of one row would take as it is; when all are such, no row is gone through.
    """

    def __init__(
        self, row: fields.Field[Any] | type[fields.Field[Any]], *, plain: Plain | None = None, **kwargs: Any
    ) -> None:
        super().__init__(row, **kwargs)
        self._plain = plain

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        if isinstance(value, list) and len(value) > MOST_ROWS:
            raise refuse(TOO_MANY_ROWS, most=MOST_ROWS)
        if isinstance(value, list) and self._plain is not None and all(map(self._plain, value)):
            return value
        return super()._deserialize(value, attr, data, **kwargs)


class Flag(fields.Field[bool]):
    """`true` or `false`, and nothing that merely resembles them."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("This is true or false.")
        return value


def text(*, required: bool = True, most: int = MOST_TEXT) -> fields.String:
    return fields.String(required=required, validate=validate.Length(max=most))


def row_id() -> fields.Integer:
    return fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=2**63 - 1))
