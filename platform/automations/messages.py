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
ALIKE = Message(
    "button.duplicates",
    zh="“{table}”中已有相同或相近的记录：{names}。请选择使用已有的记录，或者仍然新建",
    en="There are records like this one in “{table}” already: {names}. Take one of them, or make another one all the same",
)
NOT_ALIKE = Message(
    "button.not_a_duplicate",
    zh="请选择一条列出的、您可以编辑的记录",
    en="Please choose one of the records listed that you may edit",
)
OVERTAKEN = Message(
    "button.overtaken",
    zh="您确认之后情况已经变化，什么也没有做；请重新查看将发生的变化再确认",
    en="Things have changed since what you confirmed, and nothing was done; please look again and confirm anew",
    kind=Kind.CONFLICT,
)
NO_CHOICE = Message(
    "button.no_choice", zh="这个按钮没有“{key}”可选", en="This button has nothing to choose called “{key}”"
)
BUTTON_OFF = Message("button.off", zh="“{label}”已停用", en="“{label}” is switched off", kind=Kind.CONFLICT)
HOLDS_TOO_MANY = Message(
    "button.holds_too_many",
    zh="已持有 {count} 条，上限 {most} 条：放下一条后才能“{label}”",
    en="{count} held already, at most {most}: “{label}” is possible once one is given up",
    kind=Kind.CONFLICT,
)
TOO_MANY_TODAY = Message(
    "button.too_many_today",
    zh="今天已“{label}” {count} 条，每日上限 {most} 条：{when} 起可以再次操作",
    en="“{label}” was used {count} times today, at most {most} a day: possible again from {when}",
    kind=Kind.CONFLICT,
)
TOO_MANY_CHOSEN = Message(
    "button.too_many_chosen",
    zh="只能再“{label}” {left} 条，选中的有 {chosen} 条：一条也没有处理，请减少后重试",
    en="“{label}” is possible for {left} more, {chosen} were chosen: nothing was done; choose fewer",
    kind=Kind.CONFLICT,
)
LET_GO_LATELY = Message(
    "button.let_go_lately",
    zh="这条记录不久前由本人放下：{when} 起可以“{label}”",
    en="This record was given up by the same person lately: “{label}” is possible from {when}",
    kind=Kind.CONFLICT,
)
CAME_LATELY = Message(
    "button.came_lately",
    zh="这条记录刚进入公共池：{when} 起可以“{label}”",
    en="This record has come into the pool lately: “{label}” is possible from {when}",
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
APPROVAL_OFF = Message(
    "approval.off",
    zh="“{label}”已停用，不能提交",
    en="“{label}” is switched off: nothing can be submitted",
    kind=Kind.CONFLICT,
)
NOT_OPEN = Message(
    "approval.not_open",
    zh="这次审批已经结束，请刷新后查看",
    en="This approval is over; look again",
    kind=Kind.CONFLICT,
)
WAITS_ALREADY = Message(
    "approval.waits_already", zh="这条记录已在审批中", en="This record waits for a decision already", kind=Kind.CONFLICT
)
NOT_THE_APPROVER = Message(
    "approval.not_the_approver",
    zh="您不是这次审批的审批人",
    en="You are not the approver",
    kind=Kind.FORBIDDEN,
)
NO_EARLIER_STAGE = Message(
    "approval.no_earlier_stage",
    zh="没有可以退回的前一步",
    en="There is no earlier stage to return to",
    kind=Kind.CONFLICT,
)
FIELD_NOT_OPEN = Message(
    "approval.field_not_open",
    zh="这一步审批不能填写字段“{field}”",
    en="The field “{field}” is not open to who decides at this stage",
    kind=Kind.FORBIDDEN,
)
NO_SUCH_APPROVAL = Message(
    "approval.not_found",
    zh="没有这次审批，或者您看不到它",
    en="There is no such approval, or you may not see it",
    kind=Kind.NOT_FOUND,
)
NOT_A_SIGNER = Message(
    "approval.not_a_signer",
    zh="请选择提交人和已在审批中的人以外的在职成员",
    en="Please choose an active member who neither submitted it nor is asked already",
)
NOT_APPROVED = Message(
    "approval.not_approved",
    zh="只有已通过的记录才能申请变更",
    en="Only an approved record can ask for a change",
    kind=Kind.CONFLICT,
)
NOT_CHANGEABLE = Message(
    "approval.not_changeable",
    zh="字段“{field}”不能通过变更申请修改",
    en="The field “{field}” cannot be changed by a request",
    kind=Kind.FORBIDDEN,
)
NOTHING_TO_CHANGE = Message("approval.nothing_to_change", zh="没有要变更的内容", en="Nothing is to be changed")
