"""What a view consists of, as people and templates write it (by key) → as it is stored (by id)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...core.errors import Message, Problem, Refusal
from ...fields import conditions
from ...fields.days import BUCKETS
from ...fields.registry import value_spec
from ...fields.spec import FieldSpec
from ..messages import BAD_VIEW, UNKNOWN_FIELD

TYPES = ("grid", "kanban", "calendar", "gallery", "form", "pivot")
PARTS = ("fields", "filter", "sort", "settings", "widths")
#: settings of a view that name one field, and those that name several
ONE_FIELD = frozenset({"stack", "date", "end_date", "cover", "title"})
MANY_FIELDS = frozenset({"card", "sum"})
SETTINGS = ONE_FIELD | MANY_FIELDS | {"group", "colors", "footer", "row_height", "frozen", "pivot", "thanks"}
NEEDED = {"kanban": "stack", "calendar": "date"}  #: what a view of a type cannot do without
COLORS = frozenset(
    ["gray", "red", "orange", "amber", "yellow", "lime", "green", "teal", "cyan", "blue", "purple", "pink"]
)
FOOTERS = frozenset({"sum", "avg", "min", "max", "distinct"})
HEIGHTS = frozenset({24, 32, 40, 56})  #: pixels of a row
FROZEN = frozenset(range(1, 7))  #: how many columns stay while the others scroll
MOST_GROUPS, MOST_COLORS = 3, 20
MOST_ACROSS, MOST_MEASURES = 2, 4  #: groups of a pivot's columns, and its figures
MEASURES = frozenset({"count", "sum", "avg", "min", "max", "distinct"})
NARROWEST, WIDEST = 40, 2_000  #: pixels of a column
LANGUAGES = frozenset({"zh-CN", "en"})
LONGEST_THANKS = 2_000  #: characters of what a form says once it is sent
_MOMENTS = frozenset({"date", "datetime"})
#: the types of value that a setting takes
_WANTED: Mapping[str, frozenset[str]] = {
    "stack": frozenset({"option", "state", "member", "relation", "checkbox"}),
    "date": _MOMENTS,
    "end_date": _MOMENTS,
    "cover": frozenset({"attachment"}),
    "sum": frozenset({"number", "money", "percent"}),
}

Find = Callable[[str], FieldSpec | None]


def to_ids(
    resolve: conditions.Resolve, find: Find, parts: Mapping[str, Any], *, at: str | None = None
) -> dict[str, Any]:
    """The stored form of a whole definition. `find` gives a field by its key, `resolve` those along a path; `at` is what the
    problems are about. Raises `Refusal` with everything that is wrong."""
    reader = _Reader(resolve, find, at)
    found = {
        "fields": reader.fields(parts.get("fields") or ()),
        "filter": reader.condition(parts["filter"]) if parts.get("filter") else None,
        "sort": reader.sort(parts.get("sort")),
        "settings": reader.settings(parts.get("settings") or {}),
        "widths": reader.widths(parts.get("widths") or {}),
    }
    if reader.problems:
        raise Refusal(reader.problems)
    return found


class _Reader:
    def __init__(self, resolve: conditions.Resolve, find: Find, at: str | None) -> None:
        self._resolve = resolve
        self._find = find
        self._at = at
        self.problems: list[Problem] = []

    def complain(self, message: Message, **words: object) -> None:
        self.problems.append(Problem(message, words, self._at))

    def wrong(self, what: object) -> None:
        self.complain(BAD_VIEW, key=self._at or "", what=str(what)[:60])

    def field(self, key: object, wanted: frozenset[str] | None = None) -> int:
        try:
            spec = self._find(key) if isinstance(key, str) else None
        except Refusal as refusal:
            self.problems.extend(refusal.problems)
            return 0
        if spec is None:
            self.complain(UNKNOWN_FIELD, key=str(key)[:60])
            return 0
        if wanted is not None and value_spec(spec).type not in wanted:
            self.wrong(spec.key)
        return spec.id

    def fields(self, keys: object, wanted: frozenset[str] | None = None) -> list[int]:
        if not isinstance(keys, (list, tuple)):
            self.wrong(keys)
            return []
        return list(dict.fromkeys(self.field(key, wanted) for key in keys))

    def condition(self, written: object) -> dict[str, Any]:
        try:
            return conditions.dump(conditions.parse(written, self._resolve))
        except Refusal as refusal:
            self.problems.extend(refusal.problems)
            return {}

    def sort(self, written: object) -> list[dict[str, Any]]:
        if written is not None and not isinstance(written, str):
            self.wrong(written)
            return []
        parts = [part.strip() for part in (written or "").split(",") if part.strip()]
        return [{"field": self.field(part.removeprefix("-")), "descending": part.startswith("-")} for part in parts]

    def widths(self, written: object) -> dict[str, int]:
        if not isinstance(written, Mapping):
            self.wrong(written)
            return {}
        found: dict[str, int] = {}
        for key, width in written.items():
            if not _is_whole(width) or not NARROWEST <= width <= WIDEST:
                self.wrong(f"{key}: {width}")
                continue
            found[str(self.field(key))] = width
        return found

    def settings(self, written: object) -> dict[str, Any]:
        if not isinstance(written, Mapping):
            self.wrong(written)
            return {}
        found: dict[str, Any] = {}
        for name, value in written.items():
            if name not in SETTINGS:
                self.wrong(name)
            elif value is not None:
                found[name] = self.setting(name, value)
        return found

    def setting(self, name: str, value: Any) -> Any:
        if name in ONE_FIELD:
            return self.field(value, _WANTED.get(name))
        if name in MANY_FIELDS:
            return self.fields(value, _WANTED.get(name))
        match name, value:
            case "group", list() if len(value) <= MOST_GROUPS:
                return [self.group(each) for each in value]
            case "colors", list() if len(value) <= MOST_COLORS:
                return [self.color(each) for each in value]
            case "footer", Mapping():
                return {str(self.field(key)): self.one_of(FOOTERS, op) for key, op in value.items()}
            case "pivot", Mapping():
                return self.pivot(value)
            case "thanks", Mapping():
                return self.thanks(value)
            case "row_height", int():
                return self.one_of(HEIGHTS, value)
            case "frozen", int() if not isinstance(value, bool):
                return self.one_of(FROZEN, value)
            case _:
                self.wrong(name)
                return None

    def group(self, written: Any) -> dict[str, Any]:
        match written:
            case {"field": key, **rest} if set(rest) <= {"descending", "collapsed", "bucket"}:
                found: dict[str, Any] = {name: rest.get(name, False) is True for name in ("descending", "collapsed")}
                bucket = rest.get("bucket")
                if bucket is not None:
                    found["bucket"] = self.one_of(frozenset(BUCKETS), bucket)
                return {"field": self.field(key, _MOMENTS if bucket is not None else None), **found}
            case _:
                self.wrong("group")
                return {}

    def pivot(self, written: Mapping[str, Any]) -> dict[str, Any]:
        match written:
            case {"rows": list(rows), "columns": list(columns), "measures": list(measures), **rest} if (
                not rest
                and len(rows) <= MOST_GROUPS
                and len(columns) <= MOST_ACROSS
                and 1 <= len(measures) <= MOST_MEASURES
            ):
                return {
                    "rows": [self.period(each) for each in rows],
                    "columns": [self.period(each) for each in columns],
                    "measures": [self.measure(each) for each in measures],
                }
            case _:
                self.wrong("pivot")
                return {}

    def period(self, written: Any) -> dict[str, Any]:
        """What a pivot groups by: a field, dates by a period."""
        match written:
            case {"field": key, **rest} if set(rest) <= {"bucket"}:
                bucket = rest.get("bucket")
                named = {} if bucket is None else {"bucket": self.one_of(frozenset(BUCKETS), bucket)}
                return {"field": self.field(key, _MOMENTS if bucket is not None else None), **named}
            case _:
                self.wrong("pivot")
                return {}

    def measure(self, written: Any) -> dict[str, Any]:
        match written:
            case {"op": "count"} if len(written) == 1:
                return {"op": "count"}
            case {"op": op, "field": key} if len(written) == 2:
                wanted = _WANTED["sum"] if op in ("sum", "avg") else None
                return {"op": self.one_of(MEASURES, op), "field": self.field(key, wanted)}
            case _:
                self.wrong("measures")
                return {}

    def color(self, written: Any) -> dict[str, Any]:
        match written:
            case {"when": when, "color": color, **rest} if set(rest) <= {"field"}:
                found = {"when": self.condition(when), "color": self.one_of(COLORS, color)}
                cell = rest.get("field")  # of one cell alone; of the whole row without it
                return found if cell is None else {**found, "field": self.field(cell)}
            case _:
                self.wrong("colors")
                return {}

    def thanks(self, written: Mapping[str, Any]) -> dict[str, str]:
        """What a form says once it is sent, in the languages that it is said in."""
        for text in written.values():
            if not isinstance(text, str) or not 1 <= len(text.strip()) <= LONGEST_THANKS:
                self.wrong("thanks")
        return {self.one_of(LANGUAGES, language): text for language, text in written.items()}

    def one_of(self, words: frozenset[Any], value: Any) -> Any:
        if not isinstance(value, (str, int)) or value not in words:
            self.wrong(value)
        return value


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
