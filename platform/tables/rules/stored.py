"""Rules as templates write them (by key) ↔ as tables keep them (by id, in their settings), so that a rename changes nothing.

Their shape is that of the template's JSON Schema: whoever takes rules from outside checks them against it first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import Problem, Refusal
from ...fields import conditions
from ...permissions import roles
from .. import models
from ..configlog.writing import note
from . import indexes
from .resolving import COMPARISONS, Resolver

if TYPE_CHECKING:
    from ..catalogue import Catalogue, TableSpec
    from ..transaction import Tx

RULES = "rules"  #: where a table's settings keep them: {kind: [rule]}
ORIGINALS = "rules_original"  #: and what of them a template brought: {kind: {key: rule}}
ORDER = "rule_order"  #: what the configuration log calls a change of their order
KINDS = ("validations", "steps", "locks", "invariants", "allocations", "ranges", "acyclic")
Rule = Mapping[str, Any]
Stored = Mapping[str, Any]


def put(tx: Tx, written: Mapping[str, Mapping[str, Sequence[Rule]]], *, brought: bool = False) -> None:
    """Give tables (by key) the rules of some kinds, in place of those they have of these kinds. What a template has `brought`
    is remembered beside them, so that a changed rule can be told from it and taken back to it.

    Raises `Refusal` with everything that is wrong with any of them; the `field` of a problem is its place
    (`orders.lines.children.table`).
    """
    problems: list[Problem] = []
    for table_key, kinds in written.items():
        table = tx.catalogue.table(table_key)
        read = resolver(tx, table)
        found: dict[str, list[Stored]] = {}
        for kind, rules in kinds.items():
            for rule in rules:
                stored, wrong = read.stored(kind, rule)
                found.setdefault(kind, []).append(stored)
                problems += [replace(each, field=f"{table.key}.{rule['key']}.{each.field}") for each in wrong]
        if not problems:
            originals = {kind: {rule["key"]: rule for rule in rules} for kind, rules in found.items()}
            keep(tx, table, {kind: found.get(kind, []) for kind in kinds}, originals=originals if brought else None)
    if problems:
        raise Refusal(problems)
    if written:
        tx.reload()


def remember(tx: Tx, table_key: str, written: Mapping[str, Sequence[Rule]]) -> None:
    """What the rules of a table go back to from now on: those that its template has. One that names what is not there (any
    more) is not remembered."""
    table = tx.catalogue.table(table_key)
    read = resolver(tx, table)
    kept: dict[str, dict[str, Stored]] = {}
    for kind, rules in written.items():
        for rule in rules:
            found, wrong = read.stored(kind, rule)
            if not wrong:
                kept.setdefault(kind, {})[rule["key"]] = found
    settings = {**table.settings, ORIGINALS: kept}
    if table.settings.get(ORIGINALS, {}) != kept:
        tx.connection.execute(sa.update(models.tables).where(models.tables.c.id == table.id).values(settings=settings))
        tx.reload()


def resolver(tx: Tx, table: TableSpec) -> Resolver:
    """What reads the rules of a table by key."""
    groups = {group.key: group.id for group in roles.all(tx.connection)}
    return Resolver(tx.catalogue, table, groups, tx.ctx.locale)


def keep(
    tx: Tx,
    table: TableSpec,
    kinds: Mapping[str, Sequence[Stored]],
    *,
    reason: str | None = None,
    originals: Mapping[str, Mapping[str, Stored]] | None = None,
) -> None:
    """Store the rules of some kinds in place of those a table has; the configuration log says what differs. Whoever calls
    reloads the catalogue."""
    before: Mapping[str, Sequence[Stored]] = table.settings.get(RULES) or {}
    kept = {**before, **kinds}
    _note(tx, table, kept, reason)
    indexes.follow(tx, table, before.get("validations", ()), kept.get("validations", ()))
    settings = {**table.settings, RULES: {kind: list(rules) for kind, rules in kept.items() if rules}}
    if originals is not None:
        settings[ORIGINALS] = {**(table.settings.get(ORIGINALS) or {}), **originals}
    tx.connection.execute(sa.update(models.tables).where(models.tables.c.id == table.id).values(settings=settings))


def of(table: TableSpec, kind: str) -> Sequence[Stored]:
    """The rules of a kind that a table has, as they are stored, in their order."""
    return (table.settings.get(RULES) or {}).get(kind, ())


def originals(table: TableSpec, kind: str) -> Mapping[str, Stored]:
    """The rules of a kind that its template brought, by key, as they would be stored."""
    return (table.settings.get(ORIGINALS) or {}).get(kind, {})


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
        case "validations" if "duplicates" in rule:
            part = dict(rule["duplicates"])
            for name in ("fields", "show"):
                if name in part:
                    part[name] = [fields[id_].key for id_ in part[name]]
            found["duplicates"] = part
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
