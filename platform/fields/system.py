"""The fields that every row has without anybody making them: their ids lie below zero, so that conditions can name them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .spec import FieldSpec

CREATED_BY = -1
CREATED_AT = -2
UPDATED_BY = -3
UPDATED_AT = -4
ID = -5
VERSION = -6


@dataclass(frozen=True, slots=True)
class SystemField:
    """One such field; its physical column has the name of its key. Only the engine writes it."""

    id: int
    key: str
    type: str
    label: Mapping[str, str]


SYSTEM_FIELDS: Mapping[int, SystemField] = MappingProxyType(
    {
        field.id: field
        for field in (
            SystemField(CREATED_BY, "created_by", "member", {"zh-CN": "创建人", "en": "Created by"}),
            SystemField(CREATED_AT, "created_at", "datetime", {"zh-CN": "创建时间", "en": "Created at"}),
            SystemField(UPDATED_BY, "updated_by", "member", {"zh-CN": "更新人", "en": "Updated by"}),
            SystemField(UPDATED_AT, "updated_at", "datetime", {"zh-CN": "更新时间", "en": "Updated at"}),
            SystemField(ID, "id", "number", {"zh-CN": "记录编号", "en": "Record id"}),
            SystemField(VERSION, "version", "number", {"zh-CN": "版本", "en": "Version"}),
        )
    }
)
SYSTEM_KEYS: Mapping[str, int] = MappingProxyType({field.key: field.id for field in SYSTEM_FIELDS.values()})


def specs(table: int, ids: Iterable[int] = (CREATED_BY, CREATED_AT, UPDATED_BY, UPDATED_AT)) -> tuple[FieldSpec, ...]:
    """The specs of who made and changed a row, and when, as fields of a table."""
    named = ("created_by", "created_at", "updated_by", "updated_at")
    return tuple(
        FieldSpec(
            id=id,
            table=table,
            key=key,
            type=SYSTEM_FIELDS[SYSTEM_KEYS[key]].type,
            label=SYSTEM_FIELDS[SYSTEM_KEYS[key]].label,
            options={"system": key},
        )
        for key, id in zip(named, ids, strict=True)
    )
