"""What permissions refuse, in both languages."""

from __future__ import annotations

from ..core.errors import Kind, Message
from .actions import Action

NOT_ALLOWED = {
    action: Message(
        f"permission.no_{action.value}",
        zh=f"您没有在此表中{action.zh}数据的权限",
        en=f"You have no right to {action.en} data in this table",
        kind=Kind.FORBIDDEN,
    )
    for action in Action
}
NO_SUCH_ROLE = Message("role.unknown", zh="角色组不存在", en="There is no such role group", kind=Kind.NOT_FOUND)
ROLE_TAKEN = Message(
    "role.taken", zh="角色组“{key}”已存在", en="The role group “{key}” exists already", kind=Kind.CONFLICT
)
BAD_ROLE_KEY = Message(
    "role.bad_key",
    zh="角色组标识须以小写字母开头，只含小写字母、数字和下划线，最多 {most} 个字符",
    en="The key of a role group begins with a small letter and holds small letters, digits and underscores, "
    "at most {most} in all",
)
BAD_ROLE_LABEL = Message(
    "role.bad_label",
    zh="角色组需要一个 1 至 {most} 个字符的名称，且不含控制字符",
    en="A role group needs a name of 1 to {most} characters, without control characters",
)
BAD_ROLE_DESCRIPTION = Message(
    "role.bad_description",
    zh="角色组的说明最多 {most} 个字符，且不含控制字符",
    en="The description of a role group has at most {most} characters, without control characters",
)
ROLE_PROTECTED = Message(
    "role.protected",
    zh="该角色组受模板保护，不能删除",
    en="This role group is protected by its template and cannot be deleted",
    kind=Kind.CONFLICT,
)
LAST_ADMIN = Message(
    "role.last_admin",
    zh="工作区至少需要一名管理员：请先指定另一名管理员",
    en="A workspace needs at least one administrator: appoint another one first",
    kind=Kind.CONFLICT,
)
