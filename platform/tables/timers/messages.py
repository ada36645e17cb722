"""The sentences of this package."""

from __future__ import annotations

from ...core.errors import Kind, Message

NEEDS_PLAN = Message(
    "timer.needs_plan",
    zh="这里的规则须先预览影响、再确认，不能直接修改",
    en="These rules are changed by a plan that is looked at and confirmed, not directly",
    kind=Kind.CONFLICT,
)
STALE_PLAN = Message(
    "timer.stale_plan",
    zh="预览之后规则或记录已有变化，请重新预览",
    en="The rules or the records have changed since the plan was made; please look at it again",
    kind=Kind.CONFLICT,
)
NO_SUCH_TIMER = Message("timer.not_found", zh="没有这个计时规则", en="There is no such timer", kind=Kind.NOT_FOUND)
