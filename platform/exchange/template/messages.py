"""What can be wrong with a template or stand against its installation, in both languages. `path` is a place in the document."""

from __future__ import annotations

from ...core.errors import Kind, Message

TOO_DEEP = Message(
    "template.too_deep",
    zh="模板嵌套太深：最多 {most} 层",
    en="The template is nested too deeply: at most {most} levels",
)
UNKNOWN_KEY = Message(
    "template.unknown_key", zh="{path}：不认识的属性“{key}”", en="{path}: the property “{key}” is not known here"
)
MISSING_KEY = Message(
    "template.missing_key", zh="{path}：缺少属性“{key}”", en="{path}: the property “{key}” is missing"
)
OUT_OF_PLACE = Message(
    "template.out_of_place",
    zh="{path}：这个属性与其他设置不能同时出现",
    en="{path}: this property cannot stand beside the others here",
)
WRONG_TYPE = Message(
    "template.wrong_type", zh="{path}：类型不对，应为 {expected}", en="{path}: wrong type, it should be {expected}"
)
NOT_ONE_OF = Message(
    "template.not_one_of", zh="{path}：只能是以下之一：{choices}", en="{path}: it can only be one of: {choices}"
)
BAD_TEXT = Message(
    "template.bad_text",
    zh="{path}：写法不对，应符合 {pattern}",
    en="{path}: not written right, it should match {pattern}",
)
BAD_SIZE = Message(
    "template.bad_size",
    zh="{path}：数量、长度或大小不在允许范围内",
    en="{path}: too small, too large, too short or too long",
)
TWICE = Message("template.twice", zh="{path}：“{key}”出现了两次", en="{path}: “{key}” appears twice")
NO_TABLE = Message(
    "template.no_table", zh="{path}：模板中没有表“{key}”", en="{path}: the template has no table “{key}”"
)
NO_FIELD = Message(
    "template.no_field",
    zh="{path}：表“{table}”中没有字段“{key}”",
    en="{path}: the table “{table}” has no field “{key}”",
)
NO_CHOICE = Message(
    "template.no_choice",
    zh="{path}：字段“{key}”没有选项“{choice}”",
    en="{path}: the field “{key}” has no option “{choice}”",
)
NO_ROLE = Message(
    "template.no_role", zh="{path}：模板中没有角色组“{key}”", en="{path}: the template has no role group “{key}”"
)
NO_VIEW = Message(
    "template.no_view", zh="{path}：表“{table}”没有视图“{key}”", en="{path}: the table “{table}” has no view “{key}”"
)
NO_DASHBOARD = Message(
    "template.no_dashboard", zh="{path}：模板中没有仪表盘“{key}”", en="{path}: the template has no dashboard “{key}”"
)
NO_THING = Message(
    "template.no_thing",
    zh="{path}：表“{table}”没有按钮或视图“{key}”",
    en="{path}: the table “{table}” has no button or view “{key}”",
)
NO_INPUT = Message(
    "template.no_input",
    zh="{path}：按钮的填写内容中没有“{key}”",
    en="{path}: the button has no input “{key}”",
)
NO_MEMBER_INPUT = Message(
    "template.no_member_input",
    zh="{path}：按钮的填写内容中没有类型为成员的“{key}”",
    en="{path}: the button has no input “{key}” that asks for a member",
)
NOT_MADE = Message(
    "template.not_made",
    zh="{path}：没有步骤新建名为“{key}”的记录",
    en="{path}: no step makes a record called “{key}”",
)
NO_APPROVAL = Message(
    "template.no_approval",
    zh="{path}：表“{table}”没有审批流程“{key}”",
    en="{path}: the table “{table}” has no approval “{key}”",
)
NO_LOCK = Message(
    "template.no_lock",
    zh="{path}：表“{table}”没有锁定规则“{key}”",
    en="{path}: the table “{table}” has no lock “{key}”",
)
NO_OWNERSHIP = Message(
    "template.no_ownership",
    zh="{path}：表“{table}”没有设置负责人归属，不能限制数量",
    en="{path}: the table “{table}” keeps no ownership, so nothing can be limited",
)
NO_POOL = Message(
    "template.no_pool",
    zh="{path}：需要先在 limits.pool 中指定从哪个关联读取这个数值",
    en="{path}: limits.pool has to say which relation this figure is read from",
)
NO_VARIABLE = Message("template.no_variable", zh="{path}：没有变量“{name}”", en="{path}: there is no variable “{name}”")
WRONG_FIELD = Message(
    "template.wrong_field",
    zh="{path}：字段“{key}”的类型是 {type}，这里需要 {expected}",
    en="{path}: the field “{key}” is of type {type}; here it has to be {expected}",
)
WRONG_TARGET = Message(
    "template.wrong_target",
    zh="{path}：字段“{key}”没有关联到表“{table}”",
    en="{path}: the field “{key}” does not point to the table “{table}”",
)
BAD_FORMULA = Message("template.bad_formula", zh="{path}：公式有误：{why}", en="{path}: the formula is wrong: {why}")
CIRCLE = Message(
    "template.circle",
    zh="计算字段互相引用成环：{fields}",
    en="Computed fields refer to each other in a circle: {fields}",
)
NO_SUCH_TEMPLATE = Message(
    "template.not_found", zh="没有模板“{key}”", en="There is no template “{key}”", kind=Kind.NOT_FOUND
)
NOT_A_TEMPLATE = Message(
    "template.unreadable", zh="这个文件不是 JSON 模板", en="This file is not a template in JSON", kind=Kind.MALFORMED
)
ALREADY_INSTALLED = Message(
    "template.installed",
    zh="模板“{name}”已经安装（版本 {version}），可以选择升级",
    en="The template “{name}” is installed already (version {version}); it can be upgraded",
    kind=Kind.CONFLICT,
)
NOT_INSTALLED = Message(
    "template.not_installed",
    zh="工作区里没有安装模板“{key}”",
    en="The template “{key}” is not installed in this workspace",
    kind=Kind.NOT_FOUND,
)
OTHER_TEMPLATE = Message(
    "template.other",
    zh="这是模板“{key}”，不是“{wanted}”",
    en="This is the template “{key}”, not “{wanted}”",
)
OLDER = Message(
    "template.older",
    zh="这个模板的版本 {version} 比已安装的 {installed} 旧，不能用来升级",
    en="This is version {version} of the template, older than the {installed} that is installed",
    kind=Kind.CONFLICT,
)
UNDECIDED = Message(
    "template.undecided",
    zh="“{name}”在这里和新版本里都改过，请选择保留哪一个",
    en="“{name}” was changed here and in the new version; choose which one is to stand",
    kind=Kind.CONFLICT,
)
NO_CHOICE_THERE = Message(
    "template.nothing_to_choose",
    zh="这次升级里没有可供选择的“{name}”，可选的值是 mine 或 theirs",
    en="There is nothing to choose called “{name}” in this upgrade; what can be said is mine or theirs",
)
PLAN_MOVED = Message(
    "template.plan_moved",
    zh="查看之后工作区或模板又变了，请重新查看升级内容",
    en="The workspace or the template has changed since you looked; look at the upgrade again",
    kind=Kind.CONFLICT,
)
TABLE_TAKEN = Message(
    "template.table_taken",
    zh="工作区中已有标识为“{key}”的表",
    en="The workspace has a table with the key “{key}” already",
    kind=Kind.CONFLICT,
)
DASHBOARD_TAKEN = Message(
    "template.dashboard_taken",
    zh="工作区中已有标识为“{key}”的仪表盘",
    en="The workspace has a dashboard with the key “{key}” already",
    kind=Kind.CONFLICT,
)
NO_DEMO = Message("template.no_demo", zh="这个模板没有演示数据", en="This template has no demo data")
DEMO_UNREADABLE = Message(
    "template.demo_unreadable",
    zh="找不到或无法读取演示数据文件“{file}”",
    en="The demo data file “{file}” is not there or cannot be read",
)
NO_REFERENCE = Message(
    "template.no_reference",
    zh="{path}：演示数据中没有记录“{key}”",
    en="{path}: the demo data have no record “{key}”",
)
