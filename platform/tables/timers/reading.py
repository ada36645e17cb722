"""What a timer says of one record, for people: from when, by which rule, until which day, and what would be without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...fields.conditions import Test
from ...fields.spec import FieldSpec
from ...permissions.actions import Action
from ..catalogue import TableSpec
from ..queries import reading
from ..queries.selection import restricted
from .definition import Timer, labels
from .reckoning import floors_of, reckon

if TYPE_CHECKING:
    from ..transaction import Tx


def of_record(tx: Tx, table: TableSpec, record: int) -> list[dict[str, Any]]:
    """The timers of a record that the caller may view, each reckoned anew and explained."""
    (row,) = tx.catalogue.storage.rows(tx.connection, table, [record]).values()
    found: list[dict[str, Any]] = []
    for timer in tx.catalogue.timers.by_table.get(table.id, ()):
        if not tx.scope(table).may_read(timer.due.id):
            continue
        (one,) = reckon(tx, timer, [row], floors_of(tx, timer, [record]))
        named = labels([timer])
        found.append(
            {
                "key": timer.key,
                "label": _said(timer.label, tx),
                "start": one.start,
                "due": one.due,
                "days_left": None if one.due is None else (one.due - tx.ctx.today).days,
                "criterion": one.criterion and {"key": one.criterion, "label": _said(named[one.criterion], tx)},
                "paused": one.paused and {"key": one.paused, "label": _said(named[one.paused], tx)},
                "floor": one.floor,
                "dues": [{"key": key, "label": _said(named[key], tx), "due": due} for key, due in one.dues],
                "rule": _rule(tx, timer, one.rule),
            }
        )
    return found


def may_change(tx: Tx, timer: Timer) -> bool:
    """Whether the caller may change the rules of a timer."""
    return Action.EDIT in tx.scope(tx.catalogue.by_id[timer.rules]).actions


def may_follow(tx: Tx, timer: Timer) -> bool:
    """Whether the caller may read how the rules changed: who may change them, and who looks after a place that records go
    to, if they may view the rules (S7)."""
    if may_change(tx, timer):
        return True
    spec = None if timer.into is None else timer.into.overseers
    if spec is None or Action.VIEW not in tx.scope(tx.catalogue.by_id[timer.rules]).actions:
        return False
    target = tx.catalogue.by_id[spec.table]
    mine = Test((spec.id,), "contains", tx.ctx.actor.member, spec.type)
    return tx.connection.execute(restricted(tx, target).where(mine).ids().limit(1)).first() is not None


def followed(tx: Tx) -> list[dict[str, Any]]:
    """The timers whose rules the caller may change, or follow the changes of, described by the keys of their fields."""
    found: list[dict[str, Any]] = []
    for timer in tx.catalogue.timers.all:
        rules = tx.catalogue.by_id[timer.rules]
        if not may_follow(tx, timer):
            continue
        found.append(
            {
                "key": timer.key,
                "table": tx.catalogue.by_id[timer.table].key,
                "label": _said(timer.label, tx),
                "owner": timer.owner.key,
                "due": timer.due.key,
                "rules": rules.key,
                "active": _key(timer.active),
                "remind": _key(timer.remind),
                "on_due": dict(timer.on_due),
                "changeable": may_change(tx, timer),
                "into": None if timer.into is None else tx.catalogue.by_id[timer.into.field.options["table"]].key,
                "matches": [{"field": each.rule.key, "value": each.value} for each in timer.matches],
                "criteria": [
                    {
                        "key": each.key,
                        "label": _said(each.label, tx),
                        "days": each.days.key,
                        "extend": _key(each.extend),
                        "most": _key(each.most),
                    }
                    for each in timer.criteria
                ],
                "pauses": [
                    {"key": each.key, "label": _said(each.label, tx), "flag": _key(each.flag)} for each in timer.pauses
                ],
            }
        )
    return found


def _key(spec: FieldSpec | None) -> str | None:
    return None if spec is None else spec.key


def _rule(tx: Tx, timer: Timer, rule: int | None) -> dict[str, Any] | None:
    rules = tx.catalogue.by_id[timer.rules]
    if rule is None or Action.VIEW not in tx.scope(rules).actions:
        return None
    return {"id": rule, "label": reading.labels(tx, rules, {rule}).get(rule)}


def _said(words: Any, tx: Tx) -> str:
    return words["en" if tx.ctx.locale.startswith("en") else "zh-CN"]
