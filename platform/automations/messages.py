"""The sentences of this room."""

from __future__ import annotations

from ..core.errors import Kind, Message

NO_SUCH_BUTTON = Message("button.not_found", zh="没有这个按钮", en="There is no such button", kind=Kind.NOT_FOUND)
NOT_ALLOWED = Message(
    "button.forbidden", zh="您没有权限执行“{label}”", en="You may not use “{label}”", kind=Kind.FORBIDDEN
)
NOT_NOW = Message(
    "button.not_now",
    zh="这条记录现在的状态不能执行“{label}”",
    en="“{label}” is not possible in the present state of this record",
    kind=Kind.CONFLICT,
)
INPUT_REQUIRED = Message("button.input_required", zh="请填写“{label}”", en="“{label}” is required")
INPUT_UNKNOWN = Message("button.input_unknown", zh="没有输入项“{key}”", en="There is no input “{key}”")
NOBODY_TO_DECIDE = Message(
    "approval.nobody",
    zh="没有可以审批的人，请联系管理员",
    en="There is nobody who could approve this; please ask an administrator",
    kind=Kind.CONFLICT,
)
NOT_OPEN = Message(
    "approval.not_open",
    zh="这次审批已经结束，请刷新后查看",
    en="This approval is over; look again",
    kind=Kind.CONFLICT,
)
NOT_THE_APPROVER = Message(
    "approval.not_the_approver",
    zh="您不是这次审批的审批人",
    en="You are not the approver",
    kind=Kind.FORBIDDEN,
)
