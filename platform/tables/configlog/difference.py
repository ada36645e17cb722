"""What differs between two states of an object, property by property, in words of the caller's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .vocabulary import OPERATORS, PROPERTIES, SAID, VARIABLES

NESTED = frozenset({"options", "settings", "definition"})  #: properties whose parts are properties of their own
WHOLE = "definition"  #: what an object consists of: to say so says nothing
MOST_TEXT = 2_000  #: characters of a value that are shown
_LANGUAGES = frozenset({"zh-CN", "en"})
_JOINS = {"and": (" 且 ", " and "), "or": (" 或 ", " or ")}
_PLAIN = frozenset({"key", "type", "icon", "op", "color", "formula", "url", "cron"})

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One property before and after; None where it was, or is, not there."""

    path: Path
    label: str
    before: str | None
    after: str | None

    def dump(self) -> dict[str, Any]:
        return {"path": ".".join(self.path), "label": self.label, "before": self.before, "after": self.after}


class Words:
    """States in words: `names` gives the label of a field of the table that the object belongs to, by key or path, and
    `choices` that of one of its options."""

    def __init__(
        self, locale: str, names: Callable[[str], str | None], choices: Callable[[str, str], str | None]
    ) -> None:
        self._locale, self._names, self._choices = locale, names, choices
        self._en = locale.startswith("en")

    def changes(self, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Change]:
        """Everything that differs, in the order of the states."""
        return [
            Change(path, " › ".join(labels), self.text(old, path), self.text(new, path))
            for path, labels, old, new in self._walk(before or {}, after or {}, (), ())
        ]

    def text(self, value: Any, path: Path = ()) -> str | None:
        """A value in words; None for one that is empty."""
        said = self._said(value, path[-1] if path else "")
        return None if said == "" else said if len(said) <= MOST_TEXT else said[: MOST_TEXT - 1] + "…"

    def property(self, name: str) -> str:
        known = PROPERTIES.get(name)
        return known[self._en] if known is not None else self._names(name) or name

    def _walk(self, old: Any, new: Any, path: Path, labels: Path) -> Iterator[tuple[Path, Path, Any, Any]]:
        if old == new:
            return
        if _is_bag(old) and _is_bag(new):
            for name in dict.fromkeys((*old, *new)):
                here = labels if name == WHOLE else (*labels, self.property(name))
                yield from self._walk(old.get(name), new.get(name), (*path, name), here)
        elif _is_keyed(old) and _is_keyed(new):
            was, now = {item["key"]: item for item in old}, {item["key"]: item for item in new}
            for key in dict.fromkeys((*was, *now)):
                item = now.get(key) or was[key]
                yield from self._walk(was.get(key), now.get(key), (*path, key), (*labels, self._title(item)))
            if list(was) != list(now) and set(was) == set(now):
                order = (*labels, PROPERTIES["order"][self._en])
                yield (*path, "order"), order, [self._title(each) for each in old], [self._title(each) for each in new]
        elif (not path or path[-1] in NESTED) and (_is_bag(old) or _is_bag(new)):
            yield from self._walk(old or {}, new or {}, path, labels)
        elif (old or None) is not None or (new or None) is not None:  # empty in one way or another is empty
            yield path, labels, old, new

    def _title(self, item: Mapping[str, Any]) -> str:
        return self._said(item.get("label") or item.get("title") or item["key"], "key")

    def _said(self, value: Any, name: str) -> str:
        match value:
            case None:
                return ""
            case bool():
                return SAID[value][self._en]
            case str():
                if name in PROPERTIES and name in ("type", "action", "verb"):
                    return value
                return (
                    value
                    if name in _PLAIN
                    else VARIABLES.get(value, (value, value))[self._en]
                    if value[:1] == "@"
                    else self._field(value)
                )
            case int() | float() | Decimal():
                return str(value)
            case Mapping() if not value:
                return ""
            case Mapping() if set(value) <= _LANGUAGES:
                return value.get(self._locale) or value.get("zh-CN") or value.get("en") or ""
            case Mapping() if _is_condition(value):
                return self._condition(value)
            case Mapping():
                parts = [(self.property(key), self._said(part, key)) for key, part in value.items()]
                return ("; " if self._en else "；").join(
                    f"{label}{': ' if self._en else '：'}{said}" for label, said in parts if said
                )
            case Sequence():
                said = [self._said(part, name) for part in value]
                if any(isinstance(part, (Mapping, list)) for part in value):
                    return "\n".join(f"{place}. {text}" for place, text in enumerate(said, 1))
                return (", " if self._en else "、").join(said)
            case _:
                return str(value)

    def _field(self, text: str) -> str:
        """A text, in the words of the field that it names if it names one; an order by fields in words."""
        parts = text.split(",")
        named = [self._names(part.removeprefix("-")) for part in parts]
        if all(name is not None for name in named):
            return ("、" if not self._en else ", ").join(
                f"{name} ↓" if part.startswith("-") else str(name) for part, name in zip(parts, named, strict=True)
            )
        return text

    def _condition(self, value: Mapping[str, Any]) -> str:
        for word, joins in _JOINS.items():
            if word in value:
                return joins[self._en].join(
                    f"（{self._condition(part)}）" if ("and" in part or "or" in part) else self._condition(part)
                    for part in value[word]
                )
        if "not" in value:
            return f"not ({self._condition(value['not'])})" if self._en else f"非（{self._condition(value['not'])}）"
        if "field" not in value:
            return ""
        field = str(value["field"])
        op = OPERATORS.get(value.get("op", ""), (value.get("op", ""),) * 2)[self._en]
        given = value.get("value")
        values: list[Any] = given if isinstance(given, list) else [given]
        said = [self._choices(field, each) or self._said(each, "value") for each in values]
        return f"{self._names(field) or field} {op} {(', ' if self._en else '、').join(said)}".strip()


def _is_bag(value: Any) -> bool:
    return isinstance(value, Mapping) and not (value and set(value) <= _LANGUAGES) and not _is_condition(value)


def _is_condition(value: Mapping[str, Any]) -> bool:
    if set(value) <= {"field", "op", "value"} and {"field", "op"} <= set(value):
        return True
    return len(value) == 1 and next(iter(value)) in ("and", "or", "not")


def _is_keyed(value: Any) -> bool:
    """A list of things that have keys of their own, or nothing in the place of one."""
    return isinstance(value, list) and all(isinstance(item, Mapping) and "key" in item for item in value)
