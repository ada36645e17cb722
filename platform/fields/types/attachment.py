"""Attachments: stored files in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any

import sqlalchemy as sa

from ...formulas.values import FormulaError
from .. import messages
from ..fieldtype import FieldType, InvalidValue, Value
from ..operators import PRESENCE
from ..options import settings
from ..packing import Attachment, Attachments
from ..pointing import id_of
from ..scalars import storable
from ..spec import FieldSpec, named

DEFAULT_FILES, DEFAULT_BYTES = 20, 20 * 2**20
_LONGEST_NAME = 255


class AttachmentType(FieldType):
    """`tuple[Attachment, …]`. Written as a list of ids (or of objects with an `id`); what else an object says of a file is
    replaced on writing by what was found when the file was stored."""

    name = "attachment"
    label = named("附件", "Attachments")
    kind = "list"
    options_schema = settings(
        max_files={"type": "integer", "minimum": 1, "maximum": 100, "default": DEFAULT_FILES},
        max_bytes={"type": "integer", "minimum": 1, "maximum": 2**30, "default": DEFAULT_BYTES},
    )
    operators = PRESENCE

    _lossy = True
    _empty = ()

    def columns(self, spec: FieldSpec) -> tuple[sa.Column[Any], ...]:
        return (sa.Column(spec.column, Attachments()),)

    def _read(self, raw: object, spec: FieldSpec, zone: tzinfo | None) -> Value:
        items = raw if isinstance(raw, (list, tuple)) else [raw]
        limit: int = spec.options.get("max_files", DEFAULT_FILES)
        if len(items) > limit:
            raise InvalidValue(messages.TOO_MANY, limit=limit)
        files = {file.id: file for file in map(self._file, items)}
        return tuple(files.values())

    def _file(self, raw: object) -> Attachment:
        try:
            id = id_of(raw)
        except InvalidValue:
            raise InvalidValue(messages.NOT_A_FILE) from None
        if not isinstance(raw, Mapping):
            return Attachment(id)
        name, size, type = raw.get("name", ""), raw.get("size", 0), raw.get("type", "")
        if not (isinstance(name, str) and isinstance(type, str) and isinstance(size, int)):
            raise InvalidValue(messages.NOT_A_FILE)
        return Attachment(id, storable(name)[:_LONGEST_NAME], size, storable(type)[:_LONGEST_NAME])

    def load(self, stored: Sequence[Any], spec: FieldSpec) -> Value:
        return tuple(stored[0] or ())

    def dump(self, value: Value, spec: FieldSpec) -> Any:
        return [{"id": file.id, "name": file.name, "size": file.size, "type": file.type} for file in value or ()]

    def to_text(self, value: Value, spec: FieldSpec, locale: str = "zh-CN", zone: tzinfo | None = None) -> str:
        return ", ".join(file.name for file in value or ())

    def sort_column(self, columns: Sequence[sa.ColumnElement[Any]], spec: FieldSpec) -> sa.ColumnElement[Any] | None:
        return None

    def to_formula(self, value: Value, spec: FieldSpec) -> Any:
        return value if isinstance(value, FormulaError) else tuple(file.name for file in value or ())
