"""Rights, role groups, members and what templates brought, in the configuration log."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ...core.errors import refuse
from ..rights import changing, documents, groups, journal
from .entries import Entry, State, Steering, table_of, words
from .messages import NOT_REVERTIBLE

if TYPE_CHECKING:
    from ..transaction import Tx

_EVERY_ROW = ("所有记录", "every row")
_EVERYONE = ("没有角色组的成员", "members without a role group")


class Rights:
    """What role groups may do and who is in them; taken back by `rights.journal` while nothing else has been said since."""

    kinds: Mapping[str, tuple[str, str]] = MappingProxyType(
        {"rights": ("权限", "rights"), "role": ("角色组", "role group"), "member": ("成员", "member")}
    )

    def label(self, tx: Tx, entry: Entry) -> str:
        en = tx.ctx.locale.startswith("en")
        if entry.kind == "member":
            id_ = int(entry.about or 0)
            return tx.members[id_].name if id_ in tx.members else str(entry.either.get("name") or f"#{id_}")
        table = table_of(tx, entry)
        key = entry.either.get("role") or entry.about or entry.either.get("key")
        group = next((each for each in tx.policy.groups if each.key == key), None)
        said = _EVERYONE[en] if key == changing.EVERYONE else group.text(tx.ctx.locale) if group is not None else None
        said = said or words(entry.either.get("labels"), tx.ctx.locale) or str(key)
        return said if table is None else f"{said} › {table.text(tx.ctx.locale)}"

    def shown(self, tx: Tx, entry: Entry, state: State) -> State:
        names = {id_: member.name for id_, member in tx.members.items()}
        found: dict[str, Any] = {
            name: part
            for name, part in state.items()
            if name not in ("role", "member", "labels", "descriptions", "name", groups.KEPT)
        }
        if isinstance(found.get("rights"), Mapping):
            said = _spoken(found["rights"], _EVERY_ROW[tx.ctx.locale.startswith("en")])
            return _called(tx, said) if entry.action == "rights.dashboards" else said
        if entry.action == "role.members":
            found["members"] = [names.get(id_, f"#{id_}") for id_ in found["members"]]
        elif "members" in found:
            found["members"] = [each["label"] for each in found["members"]]
        if entry.action == "member.roles":
            labels = {group.key: group.text(tx.ctx.locale) for group in tx.policy.groups}
            found["roles"] = [labels.get(key, key) for key in found["roles"]]
        return found

    def revertible(self, tx: Tx, entry: Entry) -> bool:
        del tx
        return journal.may_be_taken_back(entry.action, entry.before, entry.after)

    def conflicts(self, tx: Tx, entry: Entry) -> list[str]:
        return journal.changed_since(tx, entry.id)

    def revert(self, tx: Tx, entry: Entry, steering: Steering) -> None:
        del steering
        journal.take_back(tx, entry.id)


class Templates:
    """What was installed, and demo data that were removed: nothing that a revert could take back."""

    kinds: Mapping[str, tuple[str, str]] = MappingProxyType(
        {"template": ("模板", "template"), "demo": ("演示数据", "demo data")}
    )

    def label(self, tx: Tx, entry: Entry) -> str:
        en = tx.ctx.locale.startswith("en")
        return words(entry.either.get("name"), tx.ctx.locale) or entry.about or self.kinds[entry.kind][en]

    def shown(self, tx: Tx, entry: Entry, state: State) -> State:
        if entry.kind != "demo":
            return state
        labels: dict[str, str] = {key: table.text(tx.ctx.locale) for key, table in tx.catalogue.tables.items()}
        rows: Mapping[str, int] = state.get("rows", {})
        return {labels.get(key) or key: count for key, count in rows.items()}

    def revertible(self, tx: Tx, entry: Entry) -> bool:
        del tx, entry
        return False

    def conflicts(self, tx: Tx, entry: Entry) -> list[str]:
        raise refuse(NOT_REVERTIBLE)

    def revert(self, tx: Tx, entry: Entry, steering: Steering) -> None:
        raise refuse(NOT_REVERTIBLE)


def _called(tx: Tx, boards: State) -> dict[str, Any]:
    """Dashboards by what they are called."""
    labels = {key: words(label, tx.ctx.locale) for key, label in documents.dashboards(tx).items()}
    return {labels.get(key) or key: said for key, said in boards.items()}


def _spoken(rights: State, every: str) -> dict[str, Any]:
    """Rights in which no condition means every row."""
    found: dict[str, Any] = {}
    for name, part in rights.items():
        if name.endswith("rows"):
            found[name] = every if part is None else part
        else:
            found[name] = _spoken(part, every) if isinstance(part, Mapping) else part
    return found
