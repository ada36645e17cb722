"""What changes of the schema are refused for, in both languages."""

from __future__ import annotations

from ...core.errors import Kind, Message

MAY_NOT_BUILD = Message(
    "schema.forbidden",
    zh="只有搭建者和管理员可以修改表结构",
    en="Only builders and administrators may change the structure",
    kind=Kind.FORBIDDEN,
)
NO_SUCH_FIELD = Message(
    "schema.no_such_field", zh="没有字段“{key}”", en="There is no field “{key}”", kind=Kind.NOT_FOUND
)
BAD_LABEL = Message(
    "schema.bad_label",
    zh="名称需要 1 至 {most} 个字符，且不含控制字符",
    en="A name has 1 to {most} characters, without control characters",
)
BAD_CHANGE = Message("schema.bad_change", zh="“{what}”的写法不对", en="“{what}” is not written as it should be")
PROTECTED = Message(
    "schema.protected",
    zh="“{label}”受模板保护：名称、说明和位置可以改，{what}不能改；管理员可以说明原因后解锁",
    en="“{label}” is protected by its template: its name, help and place are free, but not this ({what}); an administrator "
    "may unlock it with a reason",
    kind=Kind.CONFLICT,
)
KEPT = Message(
    "schema.of_template",
    zh="“{label}”来自模板，不能删除；不用时可以把它移到隐藏的页签里，管理员也可以说明原因后解锁",
    en="“{label}” came with a template and is not deleted: it can be moved to a hidden tab, and an administrator may unlock it "
    "with a reason",
    kind=Kind.CONFLICT,
)
ONLY_ADMIN = Message(
    "schema.only_admin",
    zh="只有管理员可以解锁受保护的内容",
    en="Only an administrator may unlock what is protected",
    kind=Kind.FORBIDDEN,
)
REASON_NEEDED = Message("schema.reason_needed", zh="请说明修改的原因", en="Please give the reason for this change")
DUPLICATE_RELATION = Message(
    "schema.duplicate_relation",
    zh="这张表已经通过“{label}”关联到同一张表；确实需要第二个关联时请确认",
    en="This table is related to the same table already, through “{label}”; confirm if a second relation is meant",
    kind=Kind.CONFLICT,
)
TARGET_FIXED = Message(
    "schema.target_fixed",
    zh="关联的目标表不能修改；请新建一个字段",
    en="What a relation leads to never changes; make a new field",
    kind=Kind.CONFLICT,
)
IN_USE = Message(
    "schema.in_use",
    zh="“{label}”正在被使用：{uses}",
    en="“{label}” is in use: {uses}",
    kind=Kind.CONFLICT,
)
CHOICE_IN_USE = Message(
    "schema.choice_in_use",
    zh="选项“{label}”正在被使用（{rows}{where}），可以归档，不能删除",
    en="The choice “{label}” is in use ({rows}{where}): it may be archived but not deleted",
    kind=Kind.CONFLICT,
)
CHOICE_KEPT = Message(
    "schema.choice_of_template",
    zh="选项“{label}”来自模板，可以归档，不能删除",
    en="The choice “{label}” came with a template: it may be archived but not deleted",
    kind=Kind.CONFLICT,
)
LOSES_DIGITS = Message(
    "schema.loses_digits",
    zh="有 {count} 条记录的小数位会丢失；确认后按四舍五入保存",
    en="{count} records would lose decimals; confirm to round them",
    kind=Kind.CONFLICT,
)
TOO_LARGE = Message(
    "schema.too_large",
    zh="有 {count} 条记录的数值太大，放不进这么多小数位",
    en="{count} records have numbers too large for so many decimals",
    kind=Kind.CONFLICT,
)
NO_SUCH_STATE = Message(
    "schema.no_such_state", zh="没有状态“{key}”，流转不能用它", en="There is no state “{key}” for a transition to use"
)
MOVE_TWICE = Message(
    "schema.transition_twice", zh="有两个流转的标识都是“{key}”", en="Two transitions have the key “{key}”"
)
NOT_UNIQUE = Message(
    "schema.not_unique",
    zh="有 {count} 条记录的“{label}”与其他记录相同，不能设为唯一",
    en="{count} records share their “{label}” with another one, so it cannot be made unique",
    kind=Kind.CONFLICT,
)
BAD_LAYOUT = Message(
    "schema.bad_layout",
    zh="布局里的“{what}”不存在，或者出现了两次",
    en="“{what}” in the layout is not there, or stands twice",
)
HIDDEN_REQUIRED = Message(
    "schema.hidden_required",
    zh="“{label}”必填且没有默认值，放在隐藏的页签里，新建表单不会显示它：新建的记录会因为缺少它而不能保存",
    en="“{label}” is required, has no default and lies on a hidden tab, where no form asks for it: new records cannot be saved "
    "without it",
)
NEVER_UNIQUE = Message(
    "schema.never_unique", zh="这种类型的字段不能设为唯一", en="A field of this type cannot be unique"
)
POINTED_AT = Message(
    "schema.pointed_at",
    zh="其他表关联到“{label}”：{uses}",
    en="Other tables are related to “{label}”: {uses}",
    kind=Kind.CONFLICT,
)
BREAKS = Message(
    "schema.breaks",
    zh="公式“{label}”会因此失效：{why}",
    en="The formula “{label}” would no longer work: {why}",
    kind=Kind.CONFLICT,
)
NOT_IN_TRASH = Message(
    "schema.not_in_trash", zh="回收站里没有这一项", en="There is no such thing in the trash", kind=Kind.NOT_FOUND
)
RESTORE_NEEDS = Message(
    "schema.restore_needs",
    zh="恢复之前需要先恢复它引用的内容：{what}",
    en="What it refers to has to be restored first: {what}",
    kind=Kind.CONFLICT,
)
CANNOT_CONVERT = Message(
    "schema.cannot_convert",
    zh="不能把这个字段从“{before}”转换为“{after}”",
    en="This field cannot be converted from “{before}” to “{after}”",
    kind=Kind.CONFLICT,
)
UNRESOLVED = Message(
    "schema.unresolved",
    zh="有 {count} 条记录的值有多种读法，请先选择",
    en="{count} records have values that can be read in several ways; choose first",
    kind=Kind.CONFLICT,
)
NO_SUCH_ALIAS = Message(
    "schema.no_alias",
    zh="这个字段没有旧标识“{key}”",
    en="The field has no former key “{key}”",
    kind=Kind.NOT_FOUND,
)
