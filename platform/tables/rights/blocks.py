"""What stands against an act beside the rights on rows: rights on the field, and locks (S91); said in explanations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.errors import refuse
from ...fields.conditions import ALWAYS
from ...permissions.actions import Action
from ...permissions.explain import Explanation, Reason
from ..messages import UNKNOWN_QUERY_FIELD
from ..queries.selection import meeting, seeing
from ..rules import locks

if TYPE_CHECKING:
    from ...fields.spec import FieldSpec
    from ..catalogue import TableSpec
    from ..transaction import Tx


def of_field(tx: Tx, table: TableSpec, key: str, action: Action, record: int | None, found: Explanation) -> Explanation:
    """The explanation with what the rights on a field say."""
    spec = table.by_key.get(key)
    if spec is None:
        raise refuse(UNKNOWN_QUERY_FIELD, at_field=key[:60], key=key[:60])
    scope = tx.scope(table)
    name = spec.text("zh-CN"), spec.text("en")
    grant = Reason(
        "field_grant",
        f"请管理员在字段权限中放开“{name[0]}”",
        f"An administrator can open the field “{name[1]}” in the rights on fields",
    )
    if not scope.may_read(spec.id):
        return found.blocked(_said("field_hidden", spec, "对其不可见", "is hidden from them"), grant)
    if record is not None and not seeing(tx, table, (spec.id,), [record]):
        return found.blocked(_said("field_masked", spec, "在这条记录上被隐藏", "is masked on this record"), grant)
    if action in (Action.CREATE, Action.IMPORT, Action.EDIT) and not scope.may_set(spec.id, action):
        return found.blocked(_said("field_read_only", spec, "只读", "is read-only for them"), grant)
    rows = scope.bounded.get(spec.id, ALWAYS)
    if action is Action.EDIT and record is not None and not meeting(tx, table, rows, [record]):
        return found.blocked(_said("field_elsewhere", spec, "在这条记录上只读", "is read-only on this record"), grant)
    return found


def of_locks(tx: Tx, table: TableSpec, record: int, action: Action, key: str | None, found: Explanation) -> Explanation:
    """The explanation with the locks that hold for the record and stand in this person's way."""
    if action not in (Action.EDIT, Action.DELETE):
        return found
    for lock in locks.of(tx, table, [record]).get(record, ()):
        partly = lock.fields is not None and key is None
        touched = lock.delete if action is Action.DELETE else (lock.fields is None or key in lock.fields or partly)
        if not touched:
            continue
        if partly and action is Action.EDIT:
            names = "、".join(lock.fields or ())
            words = f"锁“{lock.key}”锁定了部分字段：{names}", f"The lock “{lock.key}” holds some fields: {names}"
            reasons = (*found.reasons, Reason("locked_partly", *words))
            found = Explanation(found.allowed, reasons, found.hint)
            continue
        words = f"记录被锁定：{lock.message}", f"The record is locked: {lock.message}"
        hint = Reason(
            "unlock",
            "需要先用相应的按钮解除锁定，再修改",
            "The lock has to be lifted first, by the button made for it",
        )
        found = found.blocked(Reason("locked", *words, None, "block"), hint)
    return found


def _said(code: str, spec: FieldSpec, zh: str, en: str) -> Reason:
    return Reason(code, f"字段“{spec.text('zh-CN')}”{zh}", f"The field “{spec.text('en')}” {en}", None, "block")
