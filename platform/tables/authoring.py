"""Field settings as people and templates write them (by key) ↔ as they are stored (by id), so that a rename changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from ..core.errors import Problem, Refusal
from ..fields import conditions
from ..fields.registry import kind_of as kind_of_spec
from ..fields.registry import type_of, value_spec
from ..fields.spec import FieldSpec
from ..fields.text import normal
from ..formulas import binder, checker, parser, printer
from .catalogue import Catalogue, TableSpec
from .kinds import kind_of
from .messages import BAD_OPTIONS

Keys = tuple[str, ...]
LINKS = ("relation", "relations", "subtable")  #: fields that a formula reads through; many rows make a list


class Unresolved(Exception):
    """A key in the settings of a field that names nothing."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def options_to_ids(
    catalogue: Catalogue, table: TableSpec, key: str, type_: str, options: Mapping[str, Any]
) -> dict[str, Any]:
    """The stored form of a field's settings. Raises `Refusal` naming the key that cannot be found."""
    try:
        return _ids(catalogue, table, type_, dict(options))
    except Unresolved as missing:
        words = {"key": key, "why": missing.what}
        raise Refusal([Problem(BAD_OPTIONS, words, key)]) from missing


def options_to_keys(catalogue: Catalogue, spec: FieldSpec) -> dict[str, Any]:
    """The written form of a field's settings, as the schema answer and an exported template show them."""
    options = dict(spec.options)
    match spec.type:
        case "relation" | "relations":
            options["table"] = catalogue.by_id[options["table"]].key
            if options.get("via"):
                options["via"] = catalogue.fields[options["via"]].key
            if options.get("filter"):
                options["filter"] = conditions.to_api(conditions.load(options["filter"]), catalogue.field)
        case "subtable":
            options["table"] = catalogue.by_id[options["table"]].key
            options["field"] = catalogue.fields[options["field"]].key
        case "lookup":
            options["relation"] = catalogue.fields[options["relation"]].key
            options["field"] = catalogue.fields[options["field"]].key
        case "rollup":
            options["path"] = [_dotted(catalogue, id_) for id_ in options["path"]]
            if options.get("field") is not None:
                options["field"] = catalogue.fields[options["field"]].key
            if options.get("by") is not None:
                options["by"] = catalogue.fields[options["by"]].key
            if options.get("where"):
                where = conditions.load(options["where"])
                options["where"] = conditions.to_api(where, catalogue.field)
        case "formula":
            node = parser.parse(options["formula"])
            options["formula"] = printer.restate(
                options["formula"], node, lambda id_: catalogue.fields[id_].key if id_ in catalogue.fields else None
            )
        case _:
            pass
    return options


def default_to_ids(catalogue: Catalogue, table: TableSpec, default: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The stored form of a default. Raises `Unresolved`."""
    if default is None:
        return None
    stored = dict(default)
    if "copy" in stored:
        relation, far = stored["copy"].split(".", 1)
        spec = _field(table, relation)
        stored["copy"] = [spec.id, _field(_target(catalogue, spec), far).id]
    if "department_of" in stored:
        stored["department_of"] = _field(table, stored["department_of"]).id
    if "when" in stored:
        stored["when"] = condition_to_ids(catalogue, table, stored["when"])
    return stored


def default_to_keys(catalogue: Catalogue, spec: FieldSpec) -> dict[str, Any] | None:
    if spec.default is None:
        return None
    shown = dict(spec.default)
    if "copy" in shown:
        shown["copy"] = ".".join(catalogue.fields[id_].key for id_ in shown["copy"])
    if "department_of" in shown:
        shown["department_of"] = catalogue.fields[shown["department_of"]].key
    if "when" in shown:
        shown["when"] = conditions.to_api(conditions.load(shown["when"]), catalogue.field)
    return shown


def condition_to_ids(
    catalogue: Catalogue, table: TableSpec, written: Mapping[str, Any], place: str | None = None
) -> dict[str, Any]:
    """A condition by keys in its stored form. Raises `Refusal` with everything wrong in it, each at the field compared or, with
    the `place` of the condition in a document, at its own."""
    return conditions.dump(conditions.parse(written, path_resolver(catalogue, table), place=place))


def path_resolver(
    catalogue: Catalogue, table: TableSpec, over: Collection[str] = ("relation", "relations")
) -> Callable[[str], tuple[FieldSpec, ...] | None]:
    """`owner.level` → the fields along it, whoever asks; None where a name leads nowhere. `over` are the types of fields
    that lead on."""
    return _resolver(catalogue, table, over, lambda place, name: place.by_key.get(name))


def formula_resolver(catalogue: Catalogue, table: TableSpec) -> Callable[[str], tuple[FieldSpec, ...] | None]:
    """The same for what people type in a formula: a field is called by its key, or by a label that no other field of its
    table has."""
    return _resolver(catalogue, table, LINKS, lambda place, name: place.by_key.get(name) or _labelled(place, name))


def _labelled(table: TableSpec, name: str) -> FieldSpec | None:
    wanted = normal(name)
    found = [spec for spec in table.all_fields if wanted in {normal(label) for label in spec.label.values()}]
    return found[0] if len(found) == 1 else None


def _resolver(
    catalogue: Catalogue,
    table: TableSpec,
    over: Collection[str],
    named: Callable[[TableSpec, str], FieldSpec | None],
) -> Callable[[str], tuple[FieldSpec, ...] | None]:

    def resolve(dotted: str) -> tuple[FieldSpec, ...] | None:
        found: list[FieldSpec] = []
        place: TableSpec | None = table
        for name in dotted.split("."):
            spec = named(place, name) if place is not None else None
            if spec is None:
                return None
            found.append(spec)
            result = value_spec(spec)
            place = catalogue.by_id.get(result.options["table"]) if result.type in over else None
        return tuple(found)

    return resolve


def formula_to_ids(catalogue: Catalogue, table: TableSpec, text: str, result: FieldSpec) -> str:
    """A formula as typed → as stored, checked to yield what `result` holds. Raises `FormulaInvalid` with every problem."""
    resolve = formula_resolver(catalogue, table)

    def ids(names: Keys) -> tuple[int, ...] | None:
        found = resolve(".".join(names))
        return None if found is None else tuple(spec.id for spec in found)

    bound = binder.bind(parser.parse(text), ids)
    checked = checker.check(bound, lambda path: kind_of(catalogue, path), kind_of_spec(result))
    return printer.restate(
        text, checked.node
    )  # the checked tree names options by key, so a new label changes nothing (S98)


def _ids(catalogue: Catalogue, table: TableSpec, type_: str, options: dict[str, Any]) -> dict[str, Any]:
    match type_:
        case "relation" | "relations":
            target = _table(catalogue, options["table"])
            options["table"] = target.id
            if options.get("via"):
                options["via"] = _field(target, options["via"]).id
            if options.get("filter"):
                options["filter"] = _filter_to_ids(catalogue, table, target, options["filter"])
        case "subtable":
            target = _table(catalogue, options["table"])
            options["table"], options["field"] = target.id, _field(target, options["field"]).id
        case "lookup":
            relation = _field(table, options["relation"])
            options["relation"] = relation.id
            options["field"] = _field(_target(catalogue, relation), options["field"]).id
        case "rollup":
            path = [_pointing(catalogue, step) for step in options["path"]]
            for nearer, farther in zip([table.id, *(spec.table for spec in path)], path, strict=False):
                if farther.options["table"] != nearer:
                    raise Unresolved(f"{farther.key}")
            far = catalogue.by_id[path[-1].table]
            if options.get("subtree") and [spec.id for spec in path] != [table.settings.get("tree")]:
                raise Unresolved("subtree")
            options["path"] = [spec.id for spec in path]
            if options.get("field") is not None:
                options["field"] = _field(far, options["field"]).id
            if options.get("by") is not None:
                options["by"] = _ordering(far, options["by"]).id
            if options.get("where"):
                options["where"] = condition_to_ids(catalogue, far, options["where"])
        case _:
            pass
    return options


def _filter_to_ids(
    catalogue: Catalogue, table: TableSpec, target: TableSpec, written: Mapping[str, Any]
) -> dict[str, Any]:
    """The stored form of what limits the candidates of a relation from `table` to `target`."""
    parent = table.parent
    owner = catalogue.by_id.get(parent.options["table"]) if parent is not None else None
    places = {"@row": table, "@parent": owner}

    def around(name: str) -> FieldSpec | None:
        whose, _, key = name.partition(".")
        place = places.get(whose)
        spec = place.by_key.get(key) if place is not None else None
        return spec if spec is not None and spec.id > 0 and not type_of(spec).computed else None

    return conditions.dump(conditions.parse(written, path_resolver(catalogue, target), around=around))


def _pointing(catalogue: Catalogue, step: str) -> FieldSpec:
    table, _, key = step.partition(".")
    spec = _field(_table(catalogue, table), key)
    if spec.type not in ("relation", "relations") or spec.options.get("via"):
        raise Unresolved(step)
    return spec


def _dotted(catalogue: Catalogue, field_id: int) -> str:
    spec = catalogue.fields[field_id]
    return f"{catalogue.by_id[spec.table].key}.{spec.key}"


def _table(catalogue: Catalogue, key: str) -> TableSpec:
    found = catalogue.tables.get(key)
    if found is None:
        raise Unresolved(key)
    return found


def _field(table: TableSpec, key: str) -> FieldSpec:
    found = table.by_key.get(key)
    if found is None:
        raise Unresolved(f"{table.key}.{key}")
    return found


def _ordering(table: TableSpec, key: str) -> FieldSpec:
    """A field by which rows can be told to come before each other: a number or a date."""
    found = _field(table, key)
    if value_spec(found).type not in ("number", "money", "percent", "date", "datetime"):
        raise Unresolved(f"{table.key}.{key}")
    return found


def _target(catalogue: Catalogue, relation: FieldSpec) -> TableSpec:
    result = value_spec(relation)
    if result.type != "relation":
        raise Unresolved(relation.key)
    return catalogue.by_id[result.options["table"]]
