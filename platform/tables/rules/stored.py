"""Rules as templates write them (by key) ↔ as tables keep them (by id, in their settings), so that a rename changes nothing.

Their shape is that of the template's JSON Schema: whoever takes rules from outside checks them against it first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import Problem, Refusal
from ...fields import conditions
from ...fields.fieldtype import InvalidValue
from ...fields.registry import TYPES, type_of, value_spec
from ...fields.spec import FieldSpec
from ...permissions import roles
from .. import authoring, models
from ..authoring import Unresolved
from ..configlog.writing import note
from .messages import BAD_RULE

if TYPE_CHECKING:
    from ..catalogue import Catalogue, TableSpec
    from ..transaction import Tx

RULES = "rules"  #: where a table's settings keep them: {kind: [rule]}
KINDS = ("validations", "steps", "locks", "invariants", "allocations", "ranges", "acyclic")
COMPARISONS = ("at_most", "at_least", "exactly")
_NUMBERS = frozenset({"number", "money", "percent"})
_SCALES = _NUMBERS | {"date", "datetime"}  #: types of values that a range may have as its ends

Rule = Mapping[str, Any]


def put(tx: Tx, written: Mapping[str, Mapping[str, Sequence[Rule]]], *, reason: str | None = None) -> None:
    """Give tables (by key) the rules of some kinds, in place of those they have of these kinds; the configuration log says
    what differs.

    Raises `Refusal` with every rule that names something which is not there.
    """
    groups = {group.key: group.id for group in roles.all(tx.connection)}
    problems: list[Problem] = []
    for table_key, kinds in written.items():
        table = tx.catalogue.table(table_key)
        kept = dict(table.settings.get(RULES) or {})
        writer = _Writer(tx.catalogue, table, groups)
        for kind, rules in kinds.items():
            kept[kind] = [writer.stored(kind, rule, problems) for rule in rules]
        if not problems:
            _note(tx, table, kept, reason)
        settings = {**table.settings, RULES: {kind: rules for kind, rules in kept.items() if rules}}
        tx.connection.execute(sa.update(models.tables).where(models.tables.c.id == table.id).values(settings=settings))
    if problems:
        raise Refusal(problems)
    if written:
        tx.reload()


def written(tx: Tx, table: TableSpec) -> dict[str, list[dict[str, Any]]]:
    """The rules of a table by key, as a template has them. A rule that names something which is gone is left out."""
    groups = {group.id: group.key for group in roles.all(tx.connection)}
    found: dict[str, list[dict[str, Any]]] = {}
    for kind, rules in (table.settings.get(RULES) or {}).items():
        for rule in rules:
            try:
                found.setdefault(kind, []).append(_by_key(tx.catalogue, groups, kind, rule))
            except KeyError:
                continue
    return found


def shown(tx: Tx, kind: str, rule: Rule) -> dict[str, Any]:
    """A stored rule by key. Raises `KeyError` where it names something that is gone."""
    return _by_key(tx.catalogue, {group.id: group.key for group in tx.policy.groups}, kind, rule)


def _note(tx: Tx, table: TableSpec, kept: Mapping[str, Sequence[Rule]], reason: str | None) -> None:
    before = table.settings.get(RULES) or {}
    for kind, rules in kept.items():
        old = {rule["key"]: rule for rule in before.get(kind) or ()}
        new = {rule["key"]: rule for rule in rules}
        for key in dict.fromkeys((*old, *new)):
            note(tx, "rule", table.id, f"{kind}.{key}", old.get(key), new.get(key), reason)


class _Writer:
    """From keys to ids, for the rules of one table."""

    def __init__(self, catalogue: Catalogue, table: TableSpec, groups: Mapping[str, int]) -> None:
        self._catalogue, self._table, self._groups = catalogue, table, groups

    def stored(self, kind: str, rule: Rule, problems: list[Problem]) -> dict[str, Any]:
        """The stored form; what is wrong with it is added to `problems`."""
        convert: Mapping[str, Callable[[Rule], dict[str, Any]]] = {
            "validations": self._validation,
            "steps": self._step,
            "locks": self._lock,
            "invariants": self._invariant,
            "allocations": self._allocation,
            "ranges": self._range,
            "acyclic": self._acyclic,
        }
        place = f"{self._table.key}.{rule['key']}"
        try:
            return {**rule, **convert[kind](rule)}
        except Unresolved as missing:
            problems.append(Problem(BAD_RULE, {"key": rule["key"], "why": missing.what}, place))
        except Refusal as refusal:
            problems.extend(problem.at(field=place) for problem in refusal.problems)
        return {}

    def _validation(self, rule: Rule) -> dict[str, Any]:
        found: dict[str, Any] = self._conditions(self._table, rule, "when", "must")
        if "field" in rule:
            found["field"] = self._field(rule["field"]).id
        if "required" in rule:
            found["required"] = [self._field(key).id for key in rule["required"]]
        if "unique" in rule:
            found["unique"] = [self._column(key).id for key in rule["unique"]]
        if "children" in rule:
            part = rule["children"]
            child = self._catalogue.tables.get(part["table"])
            if child is None:
                raise Unresolved(part["table"])
            relation = self._pointing(child, part["field"])
            if relation.options["table"] != self._table.id:
                raise Unresolved(f"{child.key}.{relation.key}")
            bounds = {name: part[name] for name in ("min", "max") if name in part}
            found["children"] = {"field": relation.id, **bounds, **self._conditions(child, part, "where")}
        return found

    def _step(self, rule: Rule) -> dict[str, Any]:
        state = self._field(rule["field"])
        if state.type not in ("state", "option"):
            raise Unresolved(rule["field"])
        choices = {choice.key: choice.id for choice in state.choices}
        found: dict[str, Any] = {"field": state.id, **self._conditions(self._table, rule, "guard")}
        for end in ("from", "to"):
            if end in rule:
                found[end] = [_known(choices, key, f"{state.key}={key}") for key in rule[end]]
        if "requires" in rule:
            found["requires"] = [self._field(key).id for key in rule["requires"]]
        if "roles" in rule:
            found["roles"] = [_known(self._groups, key, key) for key in rule["roles"]]
        return found

    def _lock(self, rule: Rule) -> dict[str, Any]:
        found: dict[str, Any] = self._conditions(self._table, rule, "when")
        if rule.get("fields", "*") != "*":
            found["fields"] = [self._field(key).id for key in rule["fields"]]
        if "children" in rule:
            lines = [self._field(key) for key in rule["children"]]
            if any(spec.type != "subtable" for spec in lines):
                raise Unresolved(next(spec.key for spec in lines if spec.type != "subtable"))
            found["children"] = [spec.id for spec in lines]
        if "except" in rule:
            found["except"] = [
                {
                    **each,
                    **({"roles": [_known(self._groups, key, key) for key in each["roles"]]} if "roles" in each else {}),
                }
                for each in rule["except"]
            ]
        return found

    def _invariant(self, rule: Rule) -> dict[str, Any]:
        relation = self._pointing(self._table, rule["parent"])
        parent = self._catalogue.by_id[relation.options["table"]]
        found: dict[str, Any] = {"parent": relation.id, "sum": self._number(self._table, rule["sum"])[0]}
        found |= self._conditions(self._table, rule, "where") | self._conditions(parent, rule, "when")
        compare = next(name for name in COMPARISONS if name in rule)
        limit = rule[compare]
        if isinstance(limit, str):
            found[compare] = {"path": self._number(parent, limit)}
        else:
            found[compare] = {"number": self._amount(limit["value"], self._field(rule["sum"]))}
        return found

    def _allocation(self, rule: Rule) -> dict[str, Any]:
        relation = self._pointing(self._table, rule["parent"])
        parent = self._catalogue.by_id[relation.options["table"]]
        shared = self._number(self._table, rule["field"])[0]
        if type_of(self._catalogue.fields[shared]).computed:
            raise Unresolved(f"{self._table.key}.{rule['field']}")
        of, weight = self._number(parent, rule["of"])[0], self._number(self._table, rule["weight"])[0]
        return {"parent": relation.id, "field": shared, "of": of, "weight": weight}

    def _range(self, rule: Rule) -> dict[str, Any]:
        begin = self._column(rule["from"])
        end = self._column(rule["to"]) if "to" in rule else None
        if begin.type not in _SCALES:
            raise Unresolved(f"{self._table.key}.{rule['from']}")
        if end is not None and end.type != begin.type:
            raise Unresolved(f"{self._table.key}.{rule['to']}")
        if begin.type == "datetime" and rule.get("ends") == "inclusive" and rule.get("gaps") is False:
            raise Unresolved("ends: inclusive")  # there is no moment next to another
        found: dict[str, Any] = {"from": begin.id, "by": [self._column(key).id for key in rule.get("by", ())]}
        if end is not None:
            found["to"] = end.id
        return found | self._conditions(self._table, rule, "when")

    def _acyclic(self, rule: Rule) -> dict[str, Any]:
        above, below = (self._relations(rule[name]) for name in ("from", "to"))
        if above[-1].options["table"] != below[-1].options["table"]:
            raise Unresolved(f"{self._table.key}.{rule['to']}")
        ends = {name: [spec.id for spec in path] for name, path in (("from", above), ("to", below))}
        return ends | self._conditions(self._table, rule, "when")

    def _relations(self, dotted: str) -> Sequence[FieldSpec]:
        """The single relations along a path."""
        found = authoring.path_resolver(self._catalogue, self._table)(dotted)
        if found is None or any(spec.type != "relation" for spec in found):
            raise Unresolved(f"{self._table.key}.{dotted}")
        return found

    def _conditions(self, table: TableSpec, rule: Rule, *names: str) -> dict[str, Any]:
        return {name: authoring.condition_to_ids(self._catalogue, table, rule[name]) for name in names if name in rule}

    def _field(self, key: str) -> FieldSpec:
        found = self._table.by_key.get(key)
        if found is None:
            raise Unresolved(f"{self._table.key}.{key}")
        return found

    def _column(self, key: str) -> FieldSpec:
        """A field whose values can be compared between rows."""
        found = self._field(key)
        if found.id < 0 or type_of(found).storage != "column" or type_of(found).computed:
            raise Unresolved(f"{self._table.key}.{key}")
        return found

    def _number(self, table: TableSpec, dotted: str) -> list[int]:
        """The ids along a path that ends in a number."""
        found = authoring.path_resolver(self._catalogue, table)(dotted)
        if found is None or value_spec(found[-1]).type not in _NUMBERS:
            raise Unresolved(f"{table.key}.{dotted}")
        return [spec.id for spec in found]

    def _pointing(self, table: TableSpec, key: str) -> FieldSpec:
        found = table.by_key.get(key)
        if found is None or found.type != "relation":
            raise Unresolved(f"{table.key}.{key}")
        return found

    def _amount(self, raw: object, spec: FieldSpec) -> str:
        shown = value_spec(spec)
        try:
            return f"{TYPES[shown.type].parse(raw, shown, None):f}"
        except (InvalidValue, TypeError, ValueError) as wrong:
            raise Unresolved(str(raw)[:40]) from wrong


def _known(ids: Mapping[str, int], key: str, what: str) -> int:
    if key not in ids:
        raise Unresolved(what)
    return ids[key]


def _by_key(catalogue: Catalogue, groups: Mapping[int, str], kind: str, rule: Rule) -> dict[str, Any]:
    """The written form of a stored rule. Raises `KeyError` where it names something that is gone."""
    fields = catalogue.fields
    found = dict(rule)
    for name in ("when", "must", "guard", "where"):
        if name in found:
            found[name] = conditions.to_api(conditions.load(found[name]), catalogue.field)
    for name in ("field", "parent", "sum", "of", "weight"):
        if name in found:
            found[name] = fields[found[name]].key
    for name in ("required", "unique", "requires"):
        if name in found:
            found[name] = [fields[id_].key for id_ in found[name]]
    match kind:
        case "validations" if "children" in rule:
            part = dict(rule["children"])
            relation = fields[part["field"]]
            part |= {"table": catalogue.by_id[relation.table].key, "field": relation.key}
            if "where" in part:
                part["where"] = conditions.to_api(conditions.load(part["where"]), catalogue.field)
            found["children"] = part
        case "steps":
            keys = {choice.id: choice.key for choice in fields[rule["field"]].choices}
            found |= {end: [keys[id_] for id_ in rule[end]] for end in ("from", "to") if end in rule}
            if "roles" in rule:
                found["roles"] = [groups[id_] for id_ in rule["roles"]]
        case "locks":
            if rule.get("fields", "*") != "*":
                found["fields"] = [fields[id_].key for id_ in rule["fields"]]
            if "children" in rule:
                found["children"] = [fields[id_].key for id_ in rule["children"]]
            if "except" in rule:
                found["except"] = [
                    {**each, **({"roles": [groups[id_] for id_ in each["roles"]]} if "roles" in each else {})}
                    for each in rule["except"]
                ]
        case "invariants":
            compare = next(name for name in COMPARISONS if name in rule)
            limit = rule[compare]
            found[compare] = (
                ".".join(fields[id_].key for id_ in limit["path"]) if "path" in limit else {"value": limit["number"]}
            )
        case "ranges":
            found |= {name: fields[rule[name]].key for name in ("from", "to") if name in rule}
            found["by"] = [fields[id_].key for id_ in rule["by"]]
            if not found["by"]:
                del found["by"]
        case "acyclic":
            found |= {end: ".".join(fields[id_].key for id_ in rule[end]) for end in ("from", "to")}
        case _:
            pass
    return found
