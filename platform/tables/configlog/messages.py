"""What the configuration log refuses, in both languages."""

from __future__ import annotations

from ...core.errors import Kind, Message

NO_ENTRY = Message(
    "config_log.unknown",
    zh="没有这条配置修改记录",
    en="There is no such change of the configuration",
    kind=Kind.NOT_FOUND,
)
NOT_REVERTIBLE = Message(
    "config_log.not_revertible", zh="这项修改不能撤销", en="This change cannot be taken back", kind=Kind.CONFLICT
)
CHANGED_SINCE = Message(
    "config_log.changed_since",
    zh="“{property}”此后又被修改，现在是：{now}",
    en="“{property}” has been changed since then and is now: {now}",
    kind=Kind.CONFLICT,
)
GONE = Message(
    "config_log.gone",
    zh="“{label}”已经不在了，不能撤销对它的修改",
    en="“{label}” is not there any more, so that no change of it can be taken back",
    kind=Kind.CONFLICT,
)
THERE_AGAIN = Message(
    "config_log.there_again",
    zh="已经又有一个“{label}”，不能恢复删除的那一个",
    en="There is a “{label}” again, so that the deleted one cannot come back",
    kind=Kind.CONFLICT,
)
NOTHING_LEFT = Message(
    "config_log.nothing_left",
    zh="这项修改已经被撤销或覆盖，没有可恢复的内容",
    en="Nothing of this change is left that could be taken back",
    kind=Kind.CONFLICT,
)
NEEDS_MISSING = Message(
    "config_log.needs_missing",
    zh="“{label}”引用的内容已经不在了，请先恢复：{what}",
    en="“{label}” refers to something that is gone; restore that first: {what}",
    kind=Kind.CONFLICT,
)
