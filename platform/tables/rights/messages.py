"""What changes of rights are refused for, in both languages."""

from __future__ import annotations

from ...core.errors import Kind, Message

MAY_NOT_ADMINISTER = Message(
    "rights.forbidden",
    zh="只有管理员可以修改权限",
    en="Only administrators may change rights",
    kind=Kind.FORBIDDEN,
)
MAY_NOT_LOOK = Message(
    "rights.not_shown",
    zh="只有搭建者和管理员可以查看角色组的权限",
    en="Only builders and administrators may look at the rights of role groups",
    kind=Kind.FORBIDDEN,
)
BAD_RIGHT = Message("rights.malformed", zh="“{what}”的写法不对", en="“{what}” is not written as it should be")
NO_SUCH_THING = Message("rights.unknown", zh="这里没有“{what}”", en="There is no “{what}” here")
ADMIN_IS_FREE = Message(
    "rights.admin",
    zh="管理员可以进行任何操作，不能限制",
    en="Administrators may do everything: their rights have no limits",
    kind=Kind.CONFLICT,
)
RESERVED_KEY = Message(
    "rights.reserved_key",
    zh="“{key}”代表没有角色组的成员，不能用作角色组标识",
    en="“{key}” stands for members without a role group and cannot be the key of one",
)
ROLE_IN_USE = Message(
    "rights.role_in_use",
    zh="角色组“{label}”正在被规则使用：{uses}",
    en="The role group “{label}” is named by rules: {uses}",
    kind=Kind.CONFLICT,
)
TOO_FAR = Message(
    "rights.too_far",
    zh="“{path}”经过的关联超过 {most} 层",
    en="“{path}” follows more than {most} relations",
)
NOT_SINGLE = Message(
    "rights.not_single",
    zh="“{path}”只能经过单选关联",
    en="“{path}” may only follow relations to one row",
)
NO_SUCH_CHANGE = Message(
    "rights.no_such_change", zh="没有这条权限修改记录", en="There is no such change of rights", kind=Kind.NOT_FOUND
)
CHANGED_SINCE = Message(
    "rights.changed_since",
    zh="此后权限又有修改，不能撤销",
    en="The rights have been changed since then; this cannot be taken back",
    kind=Kind.CONFLICT,
)
TAKEN_SINCE = Message(
    "rights.group_taken",
    zh="已有另一个标识为“{key}”的角色组，请先删除它",
    en="There is another role group with the key “{key}” by now; delete that first",
    kind=Kind.CONFLICT,
)
GROUP_NEEDS = Message(
    "rights.group_needs",
    zh="此角色组在“{table}”上的范围条件用到的字段已被删除，请先恢复该字段",
    en="A condition of this role group on “{table}” looks at a field that has been deleted; restore that first",
    kind=Kind.CONFLICT,
)
NOT_FOR_AUTHOR = Message(
    "rights.not_for_author",
    zh="这些字段的值您不能全部查看或修改，不能在您的定义中使用：{fields}",
    en="You may not see, or set, all values of these fields; a definition of yours may not use them so: {fields}",
    kind=Kind.FORBIDDEN,
)
BEYOND_AUTHOR = Message(
    "rights.beyond_author",
    zh="这会涉及您不能查看或修改的记录（{tables}），请由管理员操作；按查看者的权限计算的字段（scope: viewer）不受此限",
    en="This would reach into rows that you may not see or change ({tables}); an administrator has to do it. "
    "Fields that are computed with the rights of whoever looks (scope: viewer) are free",
    kind=Kind.FORBIDDEN,
)
DECIDES_RIGHTS = Message(
    "rights.decided_by",
    zh="“{label}”决定谁可以查看或修改数据，只有管理员可以这样修改",
    en="“{label}” decides who may see or change data; only administrators may change it like this",
    kind=Kind.FORBIDDEN,
)
NOT_TAKEN_BACK = Message(
    "rights.not_taken_back",
    zh="这项修改不能撤销",
    en="This change cannot be taken back",
    kind=Kind.CONFLICT,
)
NOT_TO_THEMSELVES = Message(
    "rights.same_member",
    zh="交接对象不能是本人",
    en="Rows are handed over to somebody else",
)
