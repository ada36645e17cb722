"""Why somebody may or may not do something with a table or one record, and what would change it.

Made from the same `Ruling` that decides, so that the explanation cannot differ from the decision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from ..core.context import Actor
from ..fields.conditions import ALWAYS, Condition
from . import hints
from .actions import Action
from .policy import Policy
from .reasons import Explanation, Reason
from .roles import RoleGroup
from .ruling import Outcome, Ruling, Share


def explain(
    policy: Policy,
    actor: Actor,
    table: int,
    action: Action,
    matches: Callable[[Condition], bool] | None = None,
    words: Callable[[Condition], str] | None = None,
) -> Explanation:
    """Why `actor` may or may not do `action` with a table, or with one record of it; and the smallest change of rights that
    would help.

    `matches` tells whether that record meets a condition (variables resolved by the caller); without it the question is
    whether there are rows at all that the action could extend to. `words` says a condition in the caller's language, where they
    may know it.
    """
    found = decide(policy, actor, table, action, matches, words)
    if found.allowed:
        return found

    def allowed(other: Policy, who: Actor) -> bool:
        return decide(other, who, table, action, matches).allowed

    return replace(found, hint=hints.smallest(policy, actor, table, action, allowed))


def decide(
    policy: Policy,
    actor: Actor,
    table: int,
    action: Action,
    matches: Callable[[Condition], bool] | None = None,
    words: Callable[[Condition], str] | None = None,
) -> Explanation:
    """The same without the hint."""
    ruling = policy.rule(actor, table)
    if ruling.outcome is not Outcome.SHARES:
        return Explanation(action in ruling.scope.actions, tuple(_whole(ruling)))
    shares = [share for share in ruling.shares if share.action is action and share.extends]
    reasons = [_reason(share, action, matches, words) for share in shares]
    if not shares:
        reasons = [_silence(ruling, action)]
    return Explanation(any(_covers(share, matches) for share in shares), tuple(reasons))


def _covers(share: Share, matches: Callable[[Condition], bool] | None) -> bool:
    return matches is None or share.rows == ALWAYS or matches(share.rows)


def _whole(ruling: Ruling) -> Iterable[Reason]:
    match ruling.outcome:
        case Outcome.SYSTEM:
            yield Reason("system", "系统自身可以进行任何操作", "The system itself may do everything", None, "allow")
        case Outcome.STRANGER:
            yield Reason("stranger", "不是本工作区的在职成员", "Not an active member of this workspace", None, "block")
        case Outcome.ADMIN:
            for role in ruling.roles:
                yield Reason(
                    "admin",
                    f"角色组“{role.text()}”是管理员，可以进行任何操作",
                    f"The role group “{role.text('en')}” administers the workspace and may do everything",
                    role.key,
                    "allow",
                )
        case _:
            for role in ruling.roles or (None,):
                yield Reason(
                    "closed",
                    f"此表对{_zh(role)}关闭",
                    f"This table is closed to {_en(role)}",
                    role.key if role else None,
                    "block",
                )


def _reason(
    share: Share,
    action: Action,
    matches: Callable[[Condition], bool] | None,
    words: Callable[[Condition], str] | None,
) -> Reason:
    fits = _covers(share, matches)
    which = "" if words is None or fits or share.rows == ALWAYS else words(share.rows)
    every = share.rows == ALWAYS
    if share.standing is not None:
        label = share.standing.label
        zh, en = label.get("zh-CN") or share.standing.key, label.get("en") or share.standing.key
        if fits:
            return Reason(
                "standing", f"规则“{zh}”允许{action.zh}", f"The rule “{en}” allows to {action.en}", None, "allow"
            )
        return Reason(
            "standing_elsewhere",
            f"规则“{zh}”允许{action.zh}，但不适用于这条记录" + (f"（适用于：{which}）" if which else ""),
            f"The rule “{en}” allows to {action.en}, but does not fit this record" + (f" ({which})" if which else ""),
        )
    zh, en, key = _zh(share.role), _en(share.role), share.role.key if share.role else None
    if not fits:
        return Reason(
            "rows_elsewhere",
            f"{zh}可以{action.zh}部分记录，但不包括这条" + (f"（范围：{which}）" if which else ""),
            f"{en[0].upper()}{en[1:]} may {action.en} some rows, but not this one" + (f" ({which})" if which else ""),
            key,
        )
    which_zh, which_en = ("所有记录", "every row") if every else ("部分记录", "some rows")
    if matches is not None:
        which_zh, which_en = "这条记录", "this row"
    return Reason(
        "granted", f"{zh}可以{action.zh}{which_zh}", f"{en[0].upper()}{en[1:]} may {action.en} {which_en}", key, "allow"
    )


def _silence(ruling: Ruling, action: Action) -> Reason:
    if not ruling.roles:
        return Reason(
            "no_group",
            f"尚未加入角色组，默认权限不包括{action.zh}",
            f"In no role group yet, and the default rights do not include to {action.en}",
            None,
            "block",
        )
    names_zh = "、".join(f"“{role.text()}”" for role in ruling.roles)
    names_en = ", ".join(f"“{role.text('en')}”" for role in ruling.roles)
    return Reason(
        "not_granted",
        f"所在角色组{names_zh}没有{action.zh}此表的权限",
        f"The role groups {names_en} are not granted to {action.en} here",
        None,
        "block",
    )


def _zh(role: RoleGroup | None) -> str:
    return f"角色组“{role.text()}”" if role else "未加入角色组的成员"


def _en(role: RoleGroup | None) -> str:
    return f"the role group “{role.text('en')}”" if role else "members without a role group"
