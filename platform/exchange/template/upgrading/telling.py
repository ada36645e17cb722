"""Differences in the words of whoever decides about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ....tables.configlog.difference import Words
from ..guards import KINDS
from .items import EVERYONE, Document, Item, Kind
from .plan import Difference

_KINDS: Mapping[Kind, tuple[str, str]] = {
    Kind.TABLE: ("表", "table"),
    Kind.FIELD: ("字段", "field"),
    Kind.CHOICE: ("选项", "option"),
    Kind.ROLE: ("角色组", "role group"),
    Kind.RULE: ("规则", "rule"),
    Kind.VIEW: ("视图", "view"),
    Kind.GRANT: ("权限", "rights"),
    Kind.STANDING: ("常设权限", "standing rule"),
    Kind.LIMIT: ("字段权限", "rights on a field"),
    Kind.THING: ("按钮与视图的权限", "rights on buttons and views"),
    Kind.BUTTON: ("按钮", "button"),
    Kind.APPROVAL: ("审批", "approval"),
    Kind.TIMER: ("计时", "timer"),
    Kind.AUTOMATION: ("自动化", "automation"),
    Kind.DASHBOARD: ("仪表盘", "dashboard"),
    Kind.GROUP: ("导航分组", "navigation group"),
    Kind.ENTRY: ("导航", "navigation"),
    Kind.ORGANISATION: ("组织", "organisation"),
}
_NEWCOMERS = ("没有角色组的成员", "members without a role group")


class Teller:
    """Tells differences with the labels of the documents at hand, the first that knows one."""

    def __init__(self, locale: str, *documents: Document) -> None:
        self._locale, self._en = locale, locale.startswith("en")
        self._labels: dict[tuple[str, ...], str] = {}
        for document in documents:
            for path, part in _labelled(document):
                self._labels.setdefault(path, self._word(part.get("label") or path[-1]))

    def dump(self, differences: Iterable[Difference]) -> list[dict[str, Any]]:
        """Each with what it is called, where it is, and what it was, is here, and comes."""
        return [self._dump(each) for each in differences]

    def _dump(self, each: Difference) -> dict[str, Any]:
        table = _table_of(each.item)
        words = Words(
            self._locale, lambda name: self._field(table, name), lambda field, key: self._choice(table, field, key)
        )
        names = [] if each.part is None else each.part.split(".")
        return {
            "name": each.name,
            "kind": each.item.kind.value,
            "kind_label": _KINDS[each.item.kind][self._en],
            "verdict": each.verdict.value,
            "open": each.open,
            "label": " › ".join(self._path(each.item)),
            "part": " › ".join(words.property(name) for name in names if name != "options") or None,
            "base": self._value(words, each, each.base),
            "mine": self._value(words, each, each.mine),
            "theirs": self._value(words, each, each.theirs),
        }

    def _value(self, words: Words, each: Difference, value: Any) -> str | None:
        """A part in words; of a whole item its name is enough."""
        if each.part is None:
            return None
        return words.text(value, tuple(each.part.split(".")))

    def _path(self, item: Item) -> list[str]:
        path, label = item.path, self._label
        match item.kind:
            case Kind.TABLE:
                return [label("table", path[0])]
            case Kind.FIELD:
                return [label("table", path[0]), label("field", *path)]
            case Kind.CHOICE:
                return [label("table", path[0]), label("field", *path[:2]), label("choice", *path)]
            case Kind.ROLE:
                return [label("role", path[0])]
            case Kind.RULE:
                return [label("table", path[0]), label("rule", *path)]
            case Kind.VIEW | Kind.BUTTON | Kind.TIMER | Kind.STANDING:
                return [label("table", path[0]), label(item.kind.value, *path)]
            case Kind.GRANT:
                return [self._role(path[0]), label("table", path[1])]
            case Kind.LIMIT:
                return [self._role(path[0]), label("table", path[1]), label("field", *path[1:])]
            case Kind.THING:
                where = [label("table", path[2])] if path[2] else []
                return [self._role(path[0]), *where, label(path[1], *([path[2]] if path[2] else []), path[3])]
            case Kind.ENTRY:
                return [label(path[0], path[1])]
            case Kind.ORGANISATION:
                return [_KINDS[item.kind][self._en]]
            case _:
                return [label(item.kind.value, *path)]

    def _role(self, key: str) -> str:
        return _NEWCOMERS[self._en] if key == EVERYONE else self._label("role", key)

    def _label(self, *path: str) -> str:
        return self._labels.get(path) or path[-1]

    def _field(self, table: str | None, name: str) -> str | None:
        """The label of a field of the table; of another one (conditions look along relations), where all agree on it."""
        here = None if table is None else self._labels.get(("field", table, name))
        return here or self._only(lambda path: path[0] == "field" and path[2:] == (name,))

    def _choice(self, table: str | None, field: str, key: str) -> str | None:
        here = None if table is None else self._labels.get(("choice", table, field, key))
        return here or self._only(lambda path: path[0] == "choice" and path[2:] == (field, key))

    def _only(self, fits: Callable[[tuple[str, ...]], bool]) -> str | None:
        found = {label for path, label in self._labels.items() if fits(path)}
        return found.pop() if len(found) == 1 else None

    def _word(self, label: Any) -> str:
        if isinstance(label, Mapping):
            return str(label.get(self._locale) or label.get("zh-CN") or label.get("en") or "")
        return str(label)


def _table_of(item: Item) -> str | None:
    match item.kind:
        case Kind.TABLE | Kind.FIELD | Kind.CHOICE | Kind.RULE | Kind.VIEW | Kind.STANDING | Kind.BUTTON | Kind.TIMER:
            return item.path[0]
        case Kind.GRANT | Kind.LIMIT:
            return item.path[1]
        case Kind.THING:
            return item.path[2] or None
        case _:
            return None


def _labelled(document: Document) -> Iterable[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """Everything in a template that has a label, with the path under which it is looked for."""

    for table in document.get("tables", ()):
        key = table["key"]
        yield ("table", key), table
        for field in table["fields"]:
            yield ("field", key, field["key"]), field
            for choice in field.get("choices", ()):
                yield ("choice", key, field["key"], choice["key"]), choice
        for view in table.get("views", ()):
            yield ("view", key, view["key"]), view
        for kind in KINDS:
            for rule in table.get(kind, ()):
                yield (
                    ("rule", key, kind, rule["key"]),
                    {"label": rule.get("label") or rule.get("message") or rule["key"]},
                )
    for section, kind in (("buttons", "button"), ("timers", "timer"), ("standing_rules", "standing_rule")):
        for each in document.get(section, ()):
            yield (kind, each["table"], each["key"]), each
    for section, kind in (
        ("roles", "role"),
        ("approvals", "approval"),
        ("automations", "automation"),
        ("dashboards", "dashboard"),
        ("navigation", "navigation_group"),
    ):
        for each in document.get(section, ()):
            yield (kind, each["key"]), each
