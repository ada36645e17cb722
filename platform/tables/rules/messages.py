"""The sentences of this package, and how the words of a rule become one."""

from __future__ import annotations

from collections.abc import Mapping

from ...core.errors import Kind, Message

NO_TABLE = Message("rule.no_table", zh="没有数据表“{key}”", en="There is no table “{key}”")
NO_FIELD = Message("rule.no_field", zh="“{table}”里没有字段“{key}”", en="“{table}” has no field “{key}”")
WRONG_FIELD = Message(
    "rule.wrong_field",
    zh="字段“{label}”的类型不能用在这里，应为 {expected}",
    en="The field “{label}” is not of a type that can stand here: {expected}",
)
COMPUTED = Message(
    "rule.computed",
    zh="“{label}”的值是算出来的或有多个，不能用在这里",
    en="“{label}” is computed or has many values and cannot stand here",
)
WRONG_TARGET = Message(
    "rule.wrong_target", zh="“{label}”没有关联到“{table}”", en="“{label}” does not lead to “{table}”"
)
NO_CHOICE = Message("rule.no_choice", zh="没有选项“{key}”", en="There is no option “{key}”")
NO_ROLE = Message("rule.no_role", zh="没有角色组“{key}”", en="There is no role group “{key}”")
BAD_LIMIT = Message("rule.limit", zh="“{value}”不能作为上下限", en="“{value}” cannot be a limit here")
BOUNDS = Message("rule.bounds", zh="最多不能小于最少", en="The most is less than the least")
NO_NEXT = Message(
    "rule.no_next",
    zh="时间点没有“下一个”：不允许空档时，请不要包含终点",
    en="A moment has no next one: where gaps are refused the end cannot be part of the range",
)
NOT_FOUND = Message("rule.not_found", zh="没有规则“{key}”", en="There is no rule “{key}”", kind=Kind.NOT_FOUND)
OTHER_KEY = Message(
    "rule.other_key",
    zh="规则的标识必须是地址中的“{key}”",
    en="The key of the rule has to be that of the address, “{key}”",
)
TAKEN = Message("rule.taken", zh="已有规则“{key}”", en="There is a rule “{key}” already", kind=Kind.CONFLICT)
CHANGED_MEANWHILE = Message(
    "rule.changed_meanwhile",
    zh="规则“{key}”刚被别人修改，请刷新后再改",
    en="Somebody has changed the rule “{key}” meanwhile; look at it again",
    kind=Kind.CONFLICT,
)
OTHER_RULES = Message(
    "rule.other_rules",
    zh="这里的规则刚有增减，请刷新后再排序",
    en="Rules have come or gone here meanwhile; look at them again",
    kind=Kind.CONFLICT,
)
NO_ORIGINAL = Message(
    "rule.no_original",
    zh="规则“{key}”不是来自模板，无法恢复",
    en="The rule “{key}” does not come from a template and cannot be reset",
    kind=Kind.CONFLICT,
)
NAMES_GONE = Message(
    "rule.names_gone",
    zh="规则“{key}”引用的内容已经不在了",
    en="The rule “{key}” names something that is gone",
    kind=Kind.CONFLICT,
)
ROWS_BREAK = Message(
    "rule.rows_break",
    zh="已有 {count} 条记录违反这条规则；确认后保存，这些记录保持原样，再次修改时须符合规则",
    en="{count} records break this rule already; confirm to save it all the same: they stay as they are, and have to follow "
    "it when they are changed",
    kind=Kind.CONFLICT,
)
ROWS_MOVE = Message(
    "rule.rows_move",
    zh="有 {count} 条记录的值会被重新分摊；请确认",
    en="The values of {count} records would be shared out anew; please confirm",
    kind=Kind.CONFLICT,
)
MOVES = Message("rule.moves", zh="“{label}”由 {before} 变为 {after}", en="“{label}” goes from {before} to {after}")
STEP_REQUIRES = Message(
    "state.requires",
    zh="“{field}”为“{state}”时，请填写“{label}”",
    en="Fill in “{label}”: “{field}” cannot be “{state}” without it",
)
STEP_ROLES = Message(
    "state.roles",
    zh="您不能把“{field}”改为“{state}”",
    en="You may not change “{field}” to “{state}”",
    kind=Kind.FORBIDDEN,
)

OVERLAP: Mapping[str, str] = {"zh-CN": "{first}与{second}重叠", "en": "{first} and {second} overlap"}
GAP: Mapping[str, str] = {"zh-CN": "{first}与{second}之间有空档", "en": "There is a gap between {first} and {second}"}
BACKWARDS: Mapping[str, str] = {
    "zh-CN": "“{label}”的终点不在起点之后",
    "en": "The range ends before it begins: see “{label}”",
}
CIRCLE: Mapping[str, str] = {"zh-CN": "形成了循环：{path}", "en": "This makes a circle: {path}"}
FILL_IN: Mapping[str, str] = {"zh-CN": "请填写“{label}”", "en": "“{label}” is required"}


def sentence(code: str, label: Mapping[str, str], *places: str, kind: Kind = Kind.INVALID) -> Message:
    """The words of a rule as a message. Of braces in them only those around one of `places` are filled in."""
    zh = label.get("zh-CN") or label.get("en") or code
    return Message(code, zh=_plain(zh, places), en=_plain(label.get("en") or zh, places), kind=kind)


def _plain(text: str, places: tuple[str, ...]) -> str:
    plain = text.replace("{", "{{").replace("}", "}}")
    for name in places:
        plain = plain.replace("{{" + name + "}}", "{" + name + "}")
    return plain
