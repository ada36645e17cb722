"""An amount shared among rows by largest remainder (C3)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ....core.errors import refuse
from ....core.numbers import rounded
from ....fields.fieldtype import is_empty
from ....fields.registry import TYPES, value_spec
from ....fields.types.number import NumberType
from ....tables import records
from ....tables.catalogue import TableSpec
from ....tables.records import RowUpdate
from ....tables.rules.sharing import allocate as share
from ....tables.storage import Row
from ...expressions import at
from .. import messages
from ..definition import Step
from ..play import Play


def allocate(play: Play, table: TableSpec, row: Row, step: Step) -> dict[str, Any]:
    """Give each related row its part of the amount, by weight; the parts add up to it."""
    part = step["allocate"]
    target, ids = play.related(table, row, part["over"])
    field, weight = target.by_key.get(part["field"]), target.by_key.get(part["weight"])
    if field is None or weight is None:
        raise refuse(messages.GONE, key=part["field"] if field is None else part["weight"])
    found = play.rows(target, ids, None)
    play.check_demo(found.values())
    amount = at(play.tx, table, row, part["amount"], play.scene.eyes)
    spec = value_spec(field)
    type_ = TYPES[spec.type]
    if amount is None or not found or not isinstance(type_, NumberType):
        return {"table": target.key, "records": []}
    scale = type_.scale(spec)
    weights = [Decimal(0) if is_empty(each[weight.id]) else each[weight.id] for each in found.values()]
    shares = share(rounded(Decimal(str(amount)), scale), weights, scale) if any(weights) else []
    updates = [RowUpdate(id_, {field.key: str(part)}) for id_, part in zip(found, shares, strict=bool(shares))]
    if updates:
        records.update(play.tx, target.key, updates, answer=False)
    return {"table": target.key, "records": list(found)}
