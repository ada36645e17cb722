"""What stands against an act beside the rights on rows: rights on the field, and locks (S91); said in explanations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...core.errors import refuse
from ...fields.conditions import ALWAYS
from ...permissions.actions import Action
from ...permissions.reasons import Explanation, Reason
from ..messages import UNKNOWN_QUERY_FIELD
from ..queries.selection import meeting, seeing
from ..rules import locks
from . import unlocking

if TYPE_CHECKING:
    from ...fields.spec import FieldSpec
    from ..catalogue import TableSpec
    from ..transaction import Tx


def field_of(table: TableSpec, key: str | None) -> str | None:
    """The key of a field that is there. Raises `Refusal` for another."""
    if key is not None and key not in table.by_key:
        raise refuse(UNKNOWN_QUERY_FIELD, at_field=key[:60], key=key[:60])
    return key


def of_field(tx: Tx, table: TableSpec, key: str, action: Action, record: int | None, found: Explanation) -> Explanation:
    """The explanation with what the rights on a field say."""
    spec = table.by_key[key]
    scope = tx.scope(table)
    if not scope.may_read(spec.id):
        return found.blocked(_said("field_hidden", spec, "对其不可见", "is hidden from them"))
    if record is not None and not seeing(tx, table, (spec.id,), [record]):
        return found.blocked(_said("field_masked", spec, "在这条记录上被隐藏", "is masked on this record"))
    if action in (Action.CREATE, Action.IMPORT, Action.EDIT) and not scope.may_set(spec.id, action):
        return found.blocked(_said("field_read_only", spec, "只读", "is read-only for them"))
    rows = scope.bounded.get(spec.id, ALWAYS)
    if action is Action.EDIT and record is not None and not meeting(tx, table, rows, [record]):
        return found.blocked(_said("field_elsewhere", spec, "在这条记录上只读", "is read-only on this record"))
    return found


def of_locks(tx: Tx, table: TableSpec, record: int, action: Action, key: str | None, found: Explanation) -> Explanation:
    """The explanation with the locks that hold for the record and stand in this person's way."""
    for lock, partly in _touching(tx, table, record, action, key):
        if partly:
            names = "、".join(table.by_key[each].text("zh-CN") for each in lock.fields or () if each in table.by_key)
            english = ", ".join(table.by_key[each].text("en") for each in lock.fields or () if each in table.by_key)
            found = found.noted(
                Reason("locked_partly", f"部分字段被锁定：{names}", f"Some fields are locked: {english}")
            )
            continue
        words = f"记录被锁定：{lock.message}", f"The record is locked: {lock.message}"
        found = found.blocked(Reason("locked", *words, None, "block"))
    return found


def way_out(tx: Tx, table: TableSpec, record: int | None, action: Action, key: str | None) -> Reason:
    """What would end the locks that stand in the way."""
    assert record is not None
    held = {lock.key for lock, partly in _touching(tx, table, record, action, key) if not partly}
    return unlocking.way_out(tx, table, record, held)


def _touching(
    tx: Tx, table: TableSpec, record: int, action: Action, key: str | None
) -> Iterator[tuple[locks.Held, bool]]:
    """The locks that bear on an act; with True those that hold some fields of a record asked about as a whole."""
    if action not in (Action.EDIT, Action.DELETE):
        return
    for lock in locks.of(tx, table, [record]).get(record, ()):
        if action is Action.DELETE:
            if lock.delete:
                yield lock, False
        elif lock.fields is None or key in lock.fields:
            yield lock, False
        elif key is None:
            yield lock, True


def _said(code: str, spec: FieldSpec, zh: str, en: str) -> Reason:
    return Reason(code, f"字段“{spec.text('zh-CN')}”{zh}", f"The field “{spec.text('en')}” {en}", None, "block")
