"""What would end a lock (S88, S91): a button made for it, withdrawing what is in approval, asking for a change of what was
approved; else that it ends when the record no longer meets its condition. No right lifts a lock."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...fields.conditions import NEVER
from ...fields.spec import FieldSpec
from ...permissions import objects
from ...permissions.actions import Action
from ...permissions.objects import Thing
from ...permissions.reasons import Reason
from ...permissions.roles import RoleGroup
from ..queries.selection import visible_ids
from ..rules import predicates
from . import documents

if TYPE_CHECKING:
    from ..catalogue import TableSpec
    from ..storage import Row
    from ..transaction import Tx


def way_out(tx: Tx, table: TableSpec, record: int, held: Collection[str]) -> Reason:
    """What ends the locks with these keys, which hold for a row: the parent's too, where they are the parent's."""
    row = tx.catalogue.storage.rows(tx.connection, table, [record]).get(record, {})
    found = _own(tx, table, row, held)
    if found is not None:
        return found
    rules = tx.catalogue.rules.get(table.id)
    for relation, lock in () if rules is None else rules.owners:
        parent = row.get(relation.id)
        if lock.key in held and isinstance(parent, int):
            above = tx.catalogue.tables[lock.table]
            if not visible_ids(tx, above, [parent], Action.VIEW):
                continue
            rows = tx.catalogue.storage.rows(tx.connection, above, [parent])
            found = _own(tx, above, rows.get(parent, {}), {lock.key})
            if found is not None:
                zh, en = above.text("zh-CN"), above.text("en")
                return Reason(
                    found.code, f"在所属的“{zh}”上：{found.zh}", f"On the “{en}” that it belongs to: {found.en}"
                )
    return Reason(
        "locked_while",
        "锁定不能靠权限解除：记录不再符合锁定条件后才能修改",
        "No right lifts the lock: it ends when the record no longer meets its condition",
    )


def _own(tx: Tx, table: TableSpec, row: Row, held: Collection[str]) -> Reason | None:
    if buttons := documents.lifting(tx, table, held):
        return _lifted(tx, table, buttons)
    for approval in documents.approvals_of(tx, table):
        state = table.by_key.get(approval["state"])
        if state is None:
            continue
        options = {key: _choice(state, option) for key, option in approval["on"].items()}
        now = row.get(state.id)
        withdrawn = {**row, state.id: options.get("withdraw")}
        buttons = documents.withdrawing(tx, table, approval["key"])
        if buttons and now == options.get("submit") and _free(tx, table, withdrawn, held):
            zh, en = _named(buttons)
            return Reason(
                "withdraw",
                f"提交人可以用按钮{zh}收回审批，改好后再提交；审批被驳回后也可以修改",
                f"Whoever submitted it can take it back by the button {en} and submit it again; or it is rejected",
            )
        lifts = set(approval.get("lifts", ()))
        if now == options.get("approve") and approval.get("change") and lifts.issuperset(held):
            return Reason(
                "ask_change",
                "已通过的不能直接修改：提交人可以在“审批”页“申请变更”，通过后生效",
                "What is approved is changed by asking for it, under “Approvals”: it takes effect once that is approved",
            )
    return None


def _lifted(tx: Tx, table: TableSpec, buttons: Sequence[Mapping[str, Any]]) -> Reason:
    """The lock ends by one of these buttons: the caller's own, or else those of the role groups that have one."""
    policy = tx.policy

    def held(voices: Collection[RoleGroup | None]) -> list[Mapping[str, Any]]:
        return [each for each in buttons if _usable(tx, table, each, voices)]

    actor = tx.ctx.actor
    own = list(buttons) if policy.is_admin(actor) else held(policy.held_by(actor) or (None,))
    zh, en = _named([each["label"] for each in own or buttons])
    able = [] if own else [role for role in policy.groups if not role.admin and held((role,))]
    if not able:
        return Reason("unlock", f"需要先用按钮{zh}解除锁定", f"The lock has to be lifted first, by the button {en}")
    who_zh = "、".join(f"“{role.text()}”" for role in able)
    who_en = ", ".join(f"“{role.text('en')}”" for role in able)
    return Reason(
        "unlock",
        f"需要先由{who_zh}用按钮{zh}解除锁定",
        f"The lock has to be lifted first, by {who_en} with the button {en}",
    )


def _usable(tx: Tx, table: TableSpec, button: Mapping[str, Any], voices: Collection[RoleGroup | None]) -> bool:
    """Whether somebody of these groups may press a button on some rows."""
    named = button.get("roles") or ()

    def usual(role: RoleGroup | None) -> bool:
        return not named or (role is not None and role.key in named)

    return objects.rows(tx.policy.things, voices, (Thing.BUTTON, table.id, button["key"]), usual) != NEVER


def _free(tx: Tx, table: TableSpec, row: Row, held: Collection[str]) -> bool:
    """Whether a row that looked like this would be under none of these locks."""
    rules = tx.catalogue.rules.get(table.id)
    mine = [lock for lock in (() if rules is None else rules.locks) if lock.key in held]
    return len(mine) == len(set(held)) and not any(predicates.holding(tx, lock.when, [row])[0] for lock in mine)


def _choice(state: FieldSpec, key: str) -> Any:
    return next((choice.id for choice in state.choices if choice.key == key), None)


def _named(buttons: Collection[Mapping[str, str]]) -> tuple[str, str]:
    return (
        "、".join(f"“{label['zh-CN']}”" for label in buttons),
        ", ".join(f"“{label['en']}”" for label in buttons),
    )
