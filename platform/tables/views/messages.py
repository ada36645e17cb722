"""What saving a view is refused for, in both languages."""

from __future__ import annotations

from ...core.errors import Kind, Message

NO_VIEW = Message("view.unknown", zh="没有这个视图，或者您看不到它", en="There is no such view", kind=Kind.NOT_FOUND)
MAY_NOT_SHARE = Message(
    "view.forbidden",
    zh="只有搭建者和管理员可以保存或修改共享视图，您可以另存为仅自己可见的视图",
    en="Only builders and administrators may save or change shared views; you may save one of your own",
    kind=Kind.FORBIDDEN,
)
LOCKED = Message(
    "view.locked",
    zh="视图“{label}”已锁定，请先解锁",
    en="The view “{label}” is locked; unlock it first",
    kind=Kind.CONFLICT,
)
SORTED = Message(
    "view.sorted",
    zh="视图已按字段排序，记录不能手动排列",
    en="The view is sorted by a field, so its records are not arranged by hand",
    kind=Kind.CONFLICT,
)
MOVED_SINCE = Message(
    "view.moved_since",
    zh="它在视图“{view}”里的位置后来又变了",
    en="It has been moved again in the view “{view}”",
    kind=Kind.CONFLICT,
)
BAD_LABEL = Message(
    "view.bad_label",
    zh="视图名称需要 1 至 {most} 个字符",
    en="The name of a view has 1 to {most} characters",
)
TOO_MANY = Message(
    "view.too_many", zh="一张表最多 {most} 个视图", en="A table has at most {most} views", kind=Kind.CONFLICT
)
NEEDS = Message("view.needs", zh="这种视图需要设置“{setting}”", en="A view of this type needs the setting “{setting}”")
