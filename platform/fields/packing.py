"""Column types of values that are lists: ids packed into one text, and a JSON list of attachments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

#: text compared by code point on both databases
CODE_POINTS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


class PackedIds(TypeDecorator[tuple[int, ...]]):
    """A set of ids as `,3,7,`, in ascending order: equal sets are equal texts, and one id is found by `LIKE '%,7,%'`.

    The empty set is NULL.
    """

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[int] | None, dialect: Dialect) -> str | None:
        return "," + ",".join(f"{id:d}" for id in value) + "," if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[int, ...]:
        return tuple(int(id) for id in value.strip(",").split(",")) if value else ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored file as a record refers to it; the file itself is found by its id."""

    id: int
    name: str = ""
    size: int = 0  #: bytes
    type: str = ""  #: media type, as found when it was stored


class Attachments(TypeDecorator[tuple[Attachment, ...]]):
    """A list of attachments in its order, as JSON; no attachment is NULL."""

    impl = sa.JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        json = JSONB(none_as_null=True) if dialect.name == "postgresql" else sa.JSON(none_as_null=True)
        return dialect.type_descriptor(json)

    def process_bind_param(self, value: Sequence[Attachment] | None, dialect: Dialect) -> list[dict[str, Any]] | None:
        return [{"id": a.id, "name": a.name, "size": a.size, "type": a.type} for a in value] if value else None

    def process_result_value(self, value: list[dict[str, Any]] | None, dialect: Dialect) -> tuple[Attachment, ...]:
        return tuple(Attachment(**each) for each in value or ())
