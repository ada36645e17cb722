"""The sentences of this package, and how the words of a rule become one."""

from __future__ import annotations

from collections.abc import Mapping

from ...core.errors import Kind, Message

BAD_RULE = Message(
    "rule.invalid", zh="规则“{key}”的设置不对：{why}", en="The settings of the rule “{key}” are not right: {why}"
)
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
