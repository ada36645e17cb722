"""Reading a condition as the API and templates write it: by key, with every problem at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from typing import Any

from ...core.errors import Kind, Message, Problem, Refusal
from .. import messages
from ..fieldtype import FieldType, InvalidValue
from ..operators import Arity, Operator
from ..registry import type_of, value_spec
from ..spec import FieldSpec
from .relative import COUNTED, MOST_DAYS, SPANS
from .tree import ALWAYS, AROUND, And, Condition, Not, Or, Relative, Test, Variable

MAX_DEPTH, MAX_TESTS, MAX_LIST = 20, 500, 1_000
#: which variables a type can be compared with
VARIABLES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("member", "members"), frozenset({"@me", "@my_reports"})),
    **dict.fromkeys(
        ("relation", "relations"), frozenset({"@my_department", "@my_department_and_below", "@my_headed_departments"})
    ),
}
_DAYS = ("date", "datetime")

#: the fields that a dotted key leads to, the last being the compared one; None when there is none, or none to be seen
Resolve = Callable[[str], tuple[FieldSpec, ...] | None]
#: the field behind `@row.customer` or `@parent.customer`, in conditions over the rows that another row may point to
Around = Callable[[str], FieldSpec | None]
#: fields that are compared as texts, as persons, as rows; other types are compared with their own alone
_FAMILIES: Mapping[str, str] = {
    **dict.fromkeys(("text", "long_text", "phone", "email", "url", "autonumber"), "text"),
    **dict.fromkeys(("member", "members"), "member"),
    **dict.fromkeys(("relation", "relations"), "relation"),
}
_CHOICES = ("option", "multi_option", "state")


def parse(
    json: object,
    resolve: Resolve,
    zone: tzinfo | None = None,
    around: Around | None = None,
    place: str | None = None,
) -> Condition:
    """The condition in `json`; None is one that always holds. Raises a `Refusal` with everything that is wrong.

    A field that does not exist and one that the caller may not read give the same answer. With `around`, values of the row
    that looks for others (`@row.customer`) and of its owner (`@parent.customer`) may be compared with. A problem stands at the
    field that is compared; with `place`, where the condition stands in a document, at its own place there
    (`must.and[1].value`).
    """
    if json is None:
        return ALWAYS
    reader = _Reader(resolve, zone, around, place)
    condition = reader.condition(json, 1, place or "")
    if reader.problems:
        raise Refusal(reader.problems)
    return condition


@dataclass(slots=True)
class _Reader:
    resolve: Resolve
    zone: tzinfo | None
    around: Around | None = None
    place: str | None = None
    problems: list[Problem] = field(default_factory=list)
    count: int = 0
    stopped: bool = False

    def report(self, message: Message, at: str | None = None, /, **params: object) -> Condition:
        self.problems.append(Problem(message, params, at))
        return ALWAYS

    def at(self, key: str | None, here: str) -> str | None:
        """Where a problem stands: at a compared field, or at a place in the document."""
        return key if self.place is None else here

    def condition(self, json: object, depth: int, here: str) -> Condition:
        if self.stopped:
            return ALWAYS
        if depth > MAX_DEPTH:
            return self.stop(messages.CONDITION_TOO_DEEP, here, limit=MAX_DEPTH)
        match json:
            case {"and": list() as parts, **rest} if not rest:
                return And(self.parts(parts, depth, f"{here}.and"))
            case {"or": list() as parts, **rest} if not rest:
                return Or(self.parts(parts, depth, f"{here}.or"))
            case {"not": part, **rest} if not rest:
                return Not(self.condition(part, depth + 1, f"{here}.not"))
            case {"field": str() as key, "op": str() as op, **rest} if set(rest) <= {"value"}:
                return self.test(key, op, rest.get("value"), here)
            case _:
                return self.report(messages.MALFORMED, self.at(None, here))

    def parts(self, parts: Sequence[object], depth: int, here: str) -> tuple[Condition, ...]:
        return tuple(self.condition(part, depth + 1, f"{here}[{number}]") for number, part in enumerate(parts))

    def stop(self, message: Message, here: str, **params: object) -> Condition:
        """A problem after which the rest is not worth reading."""
        self.stopped = True
        return self.report(message, self.at(None, here), **params)

    def test(self, key: str, op: str, raw: object, here: str) -> Condition:
        self.count += 1
        if self.count > MAX_TESTS:
            return self.stop(messages.CONDITION_TOO_LARGE, here, limit=MAX_TESTS)
        found = self.resolve(key)
        if not found:
            return self.report(messages.CONDITION_FIELD, self.at(key, f"{here}.field"), field=key[:100])
        spec = value_spec(found[-1])
        type_ = type_of(spec)
        operator = type_.operators.get(op)
        if operator is None:
            at, known = self.at(key, f"{here}.op"), ", ".join(type_.operators)
            return self.report(messages.CONDITION_OPERATOR, at, op=op[:40], known=known)
        value = _Operand(self, self.at(key, f"{here}.value"), operator, type_, spec).read(raw)
        return Test(tuple(each.id for each in found), op, value, type_.name)


@dataclass(slots=True)
class _Operand:
    """Reads what stands behind one comparison."""

    reader: _Reader
    place: str | None  #: of what is wrong with it
    operator: Operator
    type: FieldType
    spec: FieldSpec

    def read(self, raw: object) -> object:
        match self.operator.arity:
            case Arity.NONE:
                return None
            case Arity.ONE:
                return self.item(raw)
            case Arity.RANGE:
                return self.range(raw)
            case Arity.MANY:
                return self.many(raw)

    def range(self, raw: object) -> object:
        if isinstance(raw, Mapping):
            return self.item(raw)
        if not isinstance(raw, (list, tuple)) or len(raw) != 2:
            return self.report(messages.CONDITION_RANGE, op=self.operator.name)
        return tuple(self.item(each) for each in raw)

    def many(self, raw: object) -> object:
        if isinstance(raw, (str, Mapping)) and self.variable(raw) is not None:
            raw = [raw]
        if not isinstance(raw, (list, tuple)):
            return self.report(messages.CONDITION_LIST, op=self.operator.name)
        if len(raw) > MAX_LIST:
            return self.report(messages.CONDITION_LIST_TOO_LONG, limit=MAX_LIST)
        return tuple(self.item(each) for each in raw)

    def item(self, raw: object) -> object:
        if isinstance(raw, Mapping) and "relative" in raw:
            return self.relative(raw)
        name = self.variable(raw)
        if name is not None:
            if self.reader.around is not None and name.startswith(AROUND):
                return self.around(name, self.reader.around)
            if name == "@today" and self.type.name in _DAYS:
                return Relative("today")
            if name not in VARIABLES.get(self.type.name, ()):
                return self.report(messages.CONDITION_VARIABLE, name=name[:40])
            return Variable(name)
        if raw is None or raw in ("", []):
            return self.report(messages.CONDITION_VALUE, op=self.operator.name)
        try:
            return self.type.operand(raw, self.operator.name, self.spec, self.zone)
        except InvalidValue as wrong:
            # the code and the sentence of the value, but asking with it is malformed rather than invalid
            return self.report(replace(wrong.message, kind=Kind.MALFORMED), **wrong.params)

    def around(self, name: str, find: Around) -> object:
        """`@row.customer` → the variable that names the field by its id."""
        spec = find(name)
        if spec is None or self.operator.arity is Arity.RANGE or not self.comparable(spec):
            return self.report(messages.CONDITION_VARIABLE, name=name[:40])
        return Variable(f"{name.partition('.')[0]}.{spec.id}")

    def comparable(self, other: FieldSpec) -> bool:
        shown = value_spec(other)
        mine, its = (_FAMILIES.get(name, name) for name in (self.type.name, shown.type))
        if mine == "relation" and its == "relation":
            return self.spec.options["table"] == shown.options["table"]
        return mine == its and (mine not in _CHOICES or shown.choices == self.spec.choices)

    @property
    def zone(self) -> tzinfo | None:
        return self.reader.zone

    def variable(self, raw: object) -> str | None:
        """The name of the variable that `raw` is. A text may begin with @ for its own sake."""
        match raw:
            case str() if raw.startswith("@") and (self.type.name in VARIABLES or self.type.name in _DAYS):
                return raw
            case str() if self.reader.around is not None and raw.startswith(AROUND):
                return raw
            case {"variable": str() as name, **rest} if not rest:
                return name
            case _:
                return None

    def relative(self, raw: Mapping[str, Any]) -> object:
        name, n = raw["relative"], raw.get("n", 0)
        fits = self.type.name in _DAYS and self.operator.arity in (Arity.ONE, Arity.RANGE)
        if not isinstance(name, str) or name not in SPANS or not fits or not set(raw) <= {"relative", "n"}:
            return self.report(messages.CONDITION_RELATIVE, name=str(name)[:40])
        if isinstance(n, bool) or not isinstance(n, int) or not 0 <= n <= MOST_DAYS:
            return self.report(messages.CONDITION_DAYS, limit=MOST_DAYS)
        return Relative(name, n if name in COUNTED else 0)

    def report(self, message: Message, **params: object) -> None:
        self.reader.report(message, self.place, **params)
