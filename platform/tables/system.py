"""The fields that every table has by itself, under ids below zero, and the columns they are kept in."""

from __future__ import annotations

from collections.abc import Mapping

from ..fields import system
from ..fields.registry import value_spec
from ..fields.spec import FieldSpec


def _spec(id: int) -> FieldSpec:
    one = system.SYSTEM_FIELDS[id]
    options = {"scale": 0} if one.type == "number" else {"system": one.key}
    return FieldSpec(id, 0, one.key, one.type, one.label, options=options)


CREATED_BY = _spec(system.CREATED_BY)
CREATED_AT = _spec(system.CREATED_AT)
UPDATED_BY = _spec(system.UPDATED_BY)
UPDATED_AT = _spec(system.UPDATED_AT)
RECORD_ID = _spec(system.ID)
VERSION = _spec(system.VERSION)
DEMO = -7  #: whether the row came with the demo data; never shown as a field
DEMO_FLAG = FieldSpec(DEMO, 0, "demo", "checkbox")

#: those that are shown and may be filtered and sorted by
SYSTEM_FIELDS = (CREATED_BY, CREATED_AT, UPDATED_BY, UPDATED_AT)

SYSTEM_COLUMNS: Mapping[int, str] = {
    RECORD_ID.id: "id",
    VERSION.id: "version",
    CREATED_BY.id: "created_by",
    CREATED_AT.id: "created_at",
    UPDATED_BY.id: "updated_by",
    UPDATED_AT.id: "updated_at",
    DEMO: "demo",
}


def points_to_member(spec: FieldSpec) -> bool:
    """Whether values of a field are members of the workspace."""
    return value_spec(spec).type in ("member", "members")


def points_to_record(spec: FieldSpec) -> bool:
    """Whether values of a field are rows of a table."""
    return value_spec(spec).type in ("relation", "relations")
