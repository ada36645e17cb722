"""The sentences of changed buttons and approvals."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ...core.errors import Kind, Message

NO_SUCH_DEFINITION = Message(
    "approval.definition_not_found", zh="没有这个审批流程", en="There is no such approval", kind=Kind.NOT_FOUND
)
TAKEN = Message("action.taken", zh="标识“{key}”已被使用", en="The key “{key}” is in use already", kind=Kind.CONFLICT)
KEY_FIXED = Message(
    "action.key_fixed",
    zh="标识和所属数据表不能修改；可以用新标识另建一个",
    en="Key and table stay as they are; make another one under a new key",
)
STALE = Message(
    "action.stale",
    zh="有人已经修改过（现在是第 {version} 版），请重新打开后再改",
    en="Somebody has changed it meanwhile (version {version} now): look again",
    kind=Kind.CONFLICT,
)
NO_ORIGINAL = Message(
    "action.no_original",
    zh="它不是来自模板，无法恢复",
    en="It does not come from a template and cannot be reset",
    kind=Kind.CONFLICT,
)
IN_USE = Message("action.in_use", zh="{kind}“{label}”正在使用它", en="The {kind} “{label}” uses it", kind=Kind.CONFLICT)
OPEN_ROUNDS = Message(
    "approval.open_rounds",
    zh="还有 {count} 条记录在等待审批，审批结束后才能这样修改",
    en="{count} records wait for a decision: this is possible once they are decided",
    kind=Kind.CONFLICT,
)
NOT_IN_ORDER = Message(
    "action.order", zh="请列出这张数据表的全部按钮，每个一次", en="Name every button of the table, each once"
)
AS_OTHERS = Message(
    "action.as_others",
    zh="只有管理员可以按别人的身份试用",
    en="Only administrators may try something out as somebody else",
    kind=Kind.FORBIDDEN,
)
#: what a trial of a button asks, in words
CHECKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "visible": ("能看到这条记录", "May see the record"),
        "roles": ("可以使用这个按钮", "May use the button"),
        "rights": ("可以写入它要写入的内容", "May write what it writes"),
        "enabled": ("按钮已启用", "The button is switched on"),
        "approval": ("可以提交、审批或撤回", "May submit, decide or withdraw"),
        "once": ("还没有做过", "Has not been done yet"),
        "when": ("记录的状态符合条件", "The record is in a state that fits"),
        "edit": ("可以编辑这条记录", "May edit the record"),
        "inputs": ("输入项填写正确", "The inputs are right"),
        "limits": ("没有超过领取限制", "Within the limits"),
    }
)
