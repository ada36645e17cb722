"""From rules by key, as people and templates write them, to rules by id, with everything that is wrong, each at its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core.errors import Kind, Message, Problem, Refusal
from ...fields.fieldtype import InvalidValue
from ...fields.registry import TYPES, type_of, value_spec
from ...fields.spec import FieldSpec
from .. import authoring
from ..finding.terms import SEARCHED
from . import messages

if TYPE_CHECKING:
    from ..catalogue import Catalogue, TableSpec

Rule = Mapping[str, Any]
COMPARISONS = ("at_most", "at_least", "exactly")
NUMBERS = frozenset({"number", "money", "percent"})
SCALES = NUMBERS | {"date", "datetime"}  #: types of values that a range may have as its ends
STATES = frozenset({"state", "option"})


class Resolver:
    """Reads the rules of one table; their shape is that of the template's JSON Schema."""

    def __init__(self, catalogue: Catalogue, table: TableSpec, groups: Mapping[str, int], locale: str) -> None:
        self._catalogue, self._table, self._groups, self._locale = catalogue, table, groups, locale
        self._problems: list[Problem] = []

    def stored(self, kind: str, rule: Rule) -> tuple[dict[str, Any], list[Problem]]:
        """The stored form, of use where nothing is wrong; and what is wrong, each `field` the place in the rule
        (`must.and[1].value`)."""
        convert: Mapping[str, Callable[[Rule], dict[str, Any]]] = {
            "validations": self._validation,
            "steps": self._step,
            "locks": self._lock,
            "invariants": self._invariant,
            "allocations": self._allocation,
            "ranges": self._range,
            "acyclic": self._acyclic,
        }
        self._problems = []
        found = {**rule, **convert[kind](rule)}
        if found.get("enabled"):
            del found["enabled"]
        return found, self._problems

    # -- kinds -------------------------------------------------------------------------------------------------------

    def _validation(self, rule: Rule) -> dict[str, Any]:
        found = self._conditions(self._table, rule, "when", "must")
        if "field" in rule:
            found["field"] = _id(self._field(self._table, rule["field"], "field"))
        if "required" in rule:
            found["required"] = self._fields(rule["required"], "required")
        if "unique" in rule:
            found["unique"] = [_id(self._column(key, f"unique[{number}]")) for number, key in enumerate(rule["unique"])]
        if "duplicates" in rule:
            found["duplicates"] = self._duplicates(rule["duplicates"])
        if "children" in rule:
            found["children"] = self._children(rule["children"])
        return found

    def _duplicates(self, part: Rule) -> dict[str, Any]:
        """Only texts that a search looks into are compared as they are meant; anything that has a column, as it is."""
        types = None if part.get("match", "exact") == "exact" else SEARCHED - {"autonumber"}
        places = [f"duplicates.fields[{number}]" for number in range(len(part["fields"]))]
        compared = [_id(self._column(key, place, types)) for key, place in zip(part["fields"], places, strict=True)]
        shown = [
            _id(self._column(key, f"duplicates.show[{number}]", computed=True))
            for number, key in enumerate(part.get("show", ()))
        ]
        return {**part, "fields": compared, **({"show": shown} if shown else {})}

    def _children(self, part: Rule) -> dict[str, Any]:
        child = self._catalogue.tables.get(part["table"])
        if child is None:
            self._report(messages.NO_TABLE, "children.table", key=part["table"])
            return {}
        relation = self._field(child, part["field"], "children.field", {"relation"})
        if relation is not None and relation.options["table"] != self._table.id:
            self._report(messages.WRONG_TARGET, "children.field", label=relation, table=self._table)
        bounds = {name: part[name] for name in ("min", "max") if name in part}
        if bounds.get("min", 0) > bounds.get("max", bounds.get("min", 0)):
            self._report(messages.BOUNDS, "children.max")
        return {"field": _id(relation), **bounds, **self._conditions(child, part, "where", inside="children.")}

    def _step(self, rule: Rule) -> dict[str, Any]:
        state = self._field(self._table, rule["field"], "field", STATES)
        found = {"field": _id(state), **self._conditions(self._table, rule, "guard")}
        for end in ("from", "to") if state is not None else ():
            if end in rule:
                choices = {choice.key: choice.id for choice in state.choices} if state is not None else {}
                found[end] = self._known(choices, rule[end], end, messages.NO_CHOICE)
        if "requires" in rule:
            found["requires"] = self._fields(rule["requires"], "requires")
        if "roles" in rule:
            found["roles"] = self._known(self._groups, rule["roles"], "roles", messages.NO_ROLE)
        return found

    def _lock(self, rule: Rule) -> dict[str, Any]:
        found = self._conditions(self._table, rule, "when")
        if rule.get("fields", "*") != "*":
            found["fields"] = self._fields(rule["fields"], "fields")
        if "children" in rule:
            found["children"] = self._fields(rule["children"], "children", {"subtable"})
        if "except" in rule:
            found["except"] = [
                {
                    **each,
                    **(
                        {"roles": self._known(self._groups, each["roles"], f"except[{number}].roles", messages.NO_ROLE)}
                        if "roles" in each
                        else {}
                    ),
                }
                for number, each in enumerate(rule["except"])
            ]
        return found

    def _invariant(self, rule: Rule) -> dict[str, Any]:
        compare = next(name for name in COMPARISONS if name in rule)
        limit = rule[compare]
        relation, parent = self._parent(rule)
        summed = self._path(self._table, rule["sum"], "sum", NUMBERS)
        found: dict[str, Any] = {"parent": _id(relation), "sum": _id(summed[0] if summed else None)}
        found |= self._conditions(self._table, rule, "where")
        if parent is not None:
            found |= self._conditions(parent, rule, "when")
        if not isinstance(limit, str):
            found[compare] = {"number": self._amount(limit["value"], summed[0], compare) if summed else "0"}
        elif parent is not None:
            found[compare] = {"path": [spec.id for spec in self._path(parent, limit, compare, NUMBERS)]}
        return found

    def _allocation(self, rule: Rule) -> dict[str, Any]:
        relation, parent = self._parent(rule)
        shared = self._field(self._table, rule["field"], "field", NUMBERS)
        if shared is not None and type_of(shared).computed:
            self._report(messages.COMPUTED, "field", label=shared)
        weight = self._field(self._table, rule["weight"], "weight", NUMBERS)
        of = None if parent is None else self._field(parent, rule["of"], "of", NUMBERS)
        return {"parent": _id(relation), "field": _id(shared), "of": _id(of), "weight": _id(weight)}

    def _range(self, rule: Rule) -> dict[str, Any]:
        begin = self._column(rule["from"], "from", SCALES)
        same = SCALES if begin is None else {begin.type}
        end = self._column(rule["to"], "to", same) if "to" in rule else None
        if (
            begin is not None
            and begin.type == "datetime"
            and rule.get("ends") == "inclusive"
            and rule.get("gaps") is False
        ):
            self._report(messages.NO_NEXT, "ends")
        by = [_id(self._column(key, f"by[{number}]")) for number, key in enumerate(rule.get("by", ()))]
        found: dict[str, Any] = {"from": _id(begin), "by": by}
        if end is not None:
            found["to"] = end.id
        return found | self._conditions(self._table, rule, "when")

    def _acyclic(self, rule: Rule) -> dict[str, Any]:
        above, below = (self._relations(rule[name], name) for name in ("from", "to"))
        if above and below and above[-1].options["table"] != below[-1].options["table"]:
            far = self._catalogue.by_id[above[-1].options["table"]]
            self._report(messages.WRONG_TARGET, "to", label=below[-1], table=far)
        ends = {name: [spec.id for spec in path] for name, path in (("from", above), ("to", below))}
        return ends | self._conditions(self._table, rule, "when")

    # -- parts -------------------------------------------------------------------------------------------------------

    def _report(self, message: Message, place: str, **named: FieldSpec | TableSpec | str) -> None:
        words = {name: each if isinstance(each, str) else each.text(self._locale) for name, each in named.items()}
        self._problems.append(Problem(message, words, place))

    def _conditions(self, table: TableSpec, rule: Rule, *names: str, inside: str = "") -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in names:
            if name in rule:
                try:
                    found[name] = authoring.condition_to_ids(self._catalogue, table, rule[name], inside + name)
                except Refusal as refusal:  # the request can be read; it is the rule that is wrong
                    self._problems += [
                        replace(each, message=replace(each.message, kind=Kind.INVALID)) for each in refusal.problems
                    ]
        return found

    def _field(self, table: TableSpec, key: str, place: str, types: Collection[str] | None = None) -> FieldSpec | None:
        """The field, once it is there and its values are of one of these types."""
        found = table.by_key.get(key)
        if found is None:
            self._report(messages.NO_FIELD, place, table=table, key=key)
            return None
        return found if self._fits(found, place, types) else None

    def _fits(self, spec: FieldSpec, place: str, types: Collection[str] | None) -> bool:
        if types is None or value_spec(spec).type in types:
            return True
        self._report(messages.WRONG_FIELD, place, label=spec, expected=" / ".join(sorted(types)))
        return False

    def _fields(self, keys: Sequence[str], place: str, types: Collection[str] | None = None) -> list[int]:
        return [_id(self._field(self._table, key, f"{place}[{number}]", types)) for number, key in enumerate(keys)]

    def _column(
        self, key: str, place: str, types: Collection[str] | None = None, *, computed: bool = False
    ) -> FieldSpec | None:
        """A field whose values can be compared between rows, or, with `computed`, that lie in the row as it is kept."""
        found = self._field(self._table, key, place, types)
        if found is not None and (
            found.id < 0 or type_of(found).storage != "column" or (type_of(found).computed and not computed)
        ):
            self._report(messages.COMPUTED, place, label=found)
            return None
        return found

    def _path(self, table: TableSpec, dotted: str, place: str, types: Collection[str]) -> tuple[FieldSpec, ...]:
        """The fields along a path over single relations, the last with values of one of these types; none where it breaks
        off."""
        found = authoring.path_resolver(self._catalogue, table)(dotted)
        if found is None:
            self._report(messages.NO_FIELD, place, table=table, key=dotted)
            return ()
        return found if self._fits(found[-1], place, types) else ()

    def _relations(self, dotted: str, place: str) -> tuple[FieldSpec, ...]:
        """The single relations along a path."""
        found = self._path(self._table, dotted, place, {"relation"})
        for spec in found:
            if spec.type != "relation":
                self._report(messages.WRONG_FIELD, place, label=spec, expected="relation")
                return ()
        return found

    def _parent(self, rule: Rule) -> tuple[FieldSpec | None, TableSpec | None]:
        """The relation to the rows above and their table."""
        found = self._field(self._table, rule["parent"], "parent")
        if found is not None and found.type != "relation":
            self._report(messages.WRONG_FIELD, "parent", label=found, expected="relation")
            return None, None
        return found, None if found is None else self._catalogue.by_id[found.options["table"]]

    def _known(self, ids: Mapping[str, int], keys: Sequence[str], place: str, missing: Message) -> list[int]:
        for number, key in enumerate(keys):
            if key not in ids:
                self._report(missing, f"{place}[{number}]", key=key[:60])
        return [ids[key] for key in keys if key in ids]

    def _amount(self, raw: object, spec: FieldSpec, place: str) -> str:
        shown = value_spec(spec)
        try:
            return f"{TYPES[shown.type].parse(raw, shown, None):f}"
        except (InvalidValue, TypeError, ValueError):
            self._report(messages.BAD_LIMIT, f"{place}.value", value=str(raw)[:40])
            return "0"


def _id(spec: FieldSpec | None) -> int:
    """0, which no field has, stands where one is missing; it is never kept, for that is a problem."""
    return 0 if spec is None else spec.id
