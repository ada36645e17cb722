"""How somebody who is asked was found, in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ...tables.queries import reading

if TYPE_CHECKING:
    from ...tables.transaction import Tx


def why(tx: Tx, reason: Mapping[str, Any]) -> str:
    """From what a plan keeps of it (`approvals.asking`)."""
    en = tx.ctx.locale.startswith("en")
    passed = _names(tx, reason.get("passed", ()), en=en)
    match reason:
        case {"fallback": role, "why": "no_stage"}:
            return (
                f"No stage applies to the record: the role group “{_role(tx, role)}” stands in"
                if en
                else f"没有适用的步骤：由角色组“{_role(tx, role)}”审批"
            )
        case {"fallback": role}:
            over = (f" ({passed} passed over)" if en else f"（已跳过：{passed}）") if passed else ""
            return (
                f"Nobody else is left: the role group “{_role(tx, role)}” stands in{over}"
                if en
                else f"没有其他人可以审批：由角色组“{_role(tx, role)}”审批{over}"
            )
        case {"head": _, "at": path}:
            over = (f"; passed over: {passed}" if en else f"；已跳过：{passed}") if passed else ""
            return f"Head, found along “{path}”{over}" if en else f"按“{path}”找到的负责人{over}"
        case {"field": path}:
            return f"Named in “{path}”" if en else f"来自字段“{path}”"
        case {"role": role}:
            return f"Of the role group “{_role(tx, role)}”" if en else f"角色组“{_role(tx, role)}”"
        case _:
            return ""


def _role(tx: Tx, key: str) -> str:
    return next((group.text(tx.ctx.locale) for group in tx.policy.groups if group.key == key), key)


def _names(tx: Tx, members: Iterable[int], *, en: bool) -> str:
    return (", " if en else "、").join((reading.member(tx, each) or {}).get("label", "") for each in members)
