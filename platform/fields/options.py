"""The settings of a field as data: their JSON Schema, what they refer to, and how references are exchanged.

A schema marks references with `x-ref`: `table`, `field`, `condition` (stored form) or `formula` (stored form). The `result` of
a computed field is worked out when the field is saved, never carried over, so it counts as no reference.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from ..core.errors import Problem
from ..formulas.binder import remap as remap_formula
from ..formulas.nodes import Ref, walk
from ..formulas.parser import parse
from ..formulas.printer import restate
from ..formulas.problems import FormulaInvalid
from . import messages

Reference = tuple[str, Hashable]  #: (`table` | `field` | `choice` | `record` | `member`, its id or portable key)
Schema = Mapping[str, Any]

TABLE: Schema = {"type": "integer", "x-ref": "table"}
FIELD: Schema = {"type": "integer", "x-ref": "field"}
CONDITION: Schema = {"type": ["object", "null"], "x-ref": "condition"}
UNFIT: Schema = {
    "enum": ["refuse", "clear"],
    "default": "refuse",
}  #: what becomes of a value that is no candidate any more
FORMULA: Schema = {"type": "string", "x-ref": "formula"}
#: what a computed field yields: a type with its options and choices
RESULT: Schema = {
    "type": "object",
    "additionalProperties": False,
    "required": ["type"],
    "properties": {"type": {"type": "string"}, "options": {"type": "object"}, "choices": {"type": "array"}},
}
#: which reference a constant of a condition is, by the type of the compared field
CONSTANTS = {
    "option": "choice",
    "multi_option": "choice",
    "state": "choice",
    "relation": "record",
    "relations": "record",
    "member": "member",
    "members": "member",
}


def settings(*required: str, **properties: Schema) -> Schema:
    """The schema of a type's options: nothing but `properties`."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
    }


def effective(schema: Schema, options: Mapping[str, Any]) -> dict[str, Any]:
    """The options with every default filled in."""
    defaults = {name: part["default"] for name, part in schema["properties"].items() if "default" in part}
    return {**defaults, **options}


@dataclass(frozen=True, slots=True)
class SettingProblem(Problem):
    """What is wrong with a setting; its reason is in both languages."""

    reason: tuple[str, str] = ("", "")

    def text(self, locale: str) -> str:
        reason = self.reason[locale.startswith("en")]
        return self.message.text(locale, {**self.params, "reason": reason})


def problems_of(schema: Schema, options: object) -> tuple[Problem, ...]:
    """Everything in which the options do not fit their schema."""
    errors: Iterator[ValidationError] = Draft202012Validator(dict(schema)).iter_errors(cast(Any, options))
    return tuple(_problem(error) for error in sorted(errors, key=lambda error: list(map(str, error.absolute_path))))


def _problem(error: ValidationError) -> Problem:
    rule = str(error.validator)
    wanted = error.validator_value
    where = ".".join(str(part) for part in error.absolute_path)
    match rule:
        case "required":
            zh, en = "缺少必要的设置", "a setting is missing"
            where = ", ".join(name for name in cast("list[str]", wanted) if name not in cast(Any, error.instance))
        case "additionalProperties":
            zh, en = "没有这个设置", "there is no such setting"
            where = ", ".join(sorted(set(cast(Any, error.instance)) - set(cast(Any, error.schema)["properties"])))
        case "enum":
            zh, en = (template.format(", ".join(map(str, cast(Any, wanted)))) for template in ("可选：{}", "one of {}"))
        case "minimum" | "minLength" | "minItems":
            zh, en = f"至少 {wanted}", f"at least {wanted}"
        case "maximum" | "maxLength" | "maxItems":
            zh, en = f"最多 {wanted}", f"at most {wanted}"
        case _:
            zh, en = "值的类型不对", "it is of the wrong sort"
    return SettingProblem(messages.BAD_SETTING, {"setting": where}, "options", reason=(zh, en))


Visit = Callable[[str, Any], Any]  #: (what the schema calls the reference, what stands there) → what shall stand there


def references_of(schema: Schema, options: Mapping[str, Any]) -> frozenset[Reference]:
    """Every table, field, choice, record and member that the options name."""
    found: set[Reference] = set()

    def note(kind: str, value: Any) -> Any:
        if kind == "condition":
            _in_condition(value, lambda what, id: found.add((what, id)))
        elif kind == "formula":
            found.update(("field", id) for id in _in_formula(value))
        else:
            found.add((kind, value))
        return value

    _visit(schema, options, note)
    return frozenset(found)


def remapped(schema: Schema, options: Mapping[str, Any], refs: Mapping[Reference, Hashable]) -> dict[str, Any]:
    """The options with every reference listed in `refs` exchanged. Formulas exchange ids by ids only."""

    def swap(kind: str, value: Any) -> Any:
        if kind == "condition":
            return _in_condition(value, lambda what, id: refs.get((what, id), id))
        if kind == "formula":
            return _formula_remapped(value, refs)
        return refs.get((kind, value), value)

    return _visit(schema, options, swap)


def _visit(schema: Schema, value: Any, visit: Visit) -> Any:
    """`value` with what `visit` answers in place of every marked part."""
    if value is None:
        return None
    if "x-ref" in schema:
        return visit(schema["x-ref"], value)
    if isinstance(value, Mapping):
        properties: Mapping[str, Schema] = schema.get("properties", {})
        return {name: _visit(properties.get(name, {}), part, visit) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_visit(schema.get("items", {}), part, visit) for part in value]
    return value


def _in_condition(stored: Any, visit: Callable[[str, Any], Any]) -> Any:
    """A condition's stored form with the ids in it visited: fields on paths, choices, records and members as constants."""
    if isinstance(stored, (list, tuple)):
        return [_in_condition(part, visit) for part in stored]
    if not isinstance(stored, Mapping):
        return stored
    if "path" not in stored:
        return {name: _in_condition(part, visit) for name, part in stored.items()}
    result = {**stored, "path": [visit("field", id) for id in stored["path"]]}
    if "value" in stored:
        result["value"] = _around(stored["value"], visit)
    constant = CONSTANTS.get(str(stored.get("type", "")))
    if constant and "value" in stored:
        value = result["value"]
        if isinstance(value, (list, tuple)):
            result["value"] = [visit(constant, item) if isinstance(item, (int, str)) else item for item in value]
        elif isinstance(value, (int, str)):
            result["value"] = visit(constant, value)
    return result


def _around(value: Any, visit: Callable[[str, Any], Any]) -> Any:
    """An operand with the fields in `@row.12` and `@parent.12` visited."""
    if isinstance(value, (list, tuple)):
        return [_around(item, visit) for item in value]
    if isinstance(value, Mapping) and "." in str(value.get("variable", "")):
        whose, _, id = value["variable"].partition(".")
        return {"variable": f"{whose}.{visit('field', int(id))}"}
    return value


def _in_formula(text: str) -> frozenset[int]:
    try:
        tree = parse(text)
    except FormulaInvalid:
        return frozenset()
    return frozenset(id for node in walk(tree) if isinstance(node, Ref) for id in node.path)


def _formula_remapped(text: str, refs: Mapping[Reference, Hashable]) -> str:
    ids = {
        old: new
        for (kind, old), new in refs.items()
        if kind == "field" and isinstance(new, int) and isinstance(old, int)
    }
    try:
        tree = parse(text)
    except FormulaInvalid:
        return text
    return restate(text, remap_formula(tree, ids))
