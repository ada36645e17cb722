"""A workspace's tables, rights and arrangements written as a template again: what `install` has made comes out as it went in.

Portable keys only; records stay where they are. Conditions are written in their plainest form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...automations import definitions
from ...automations.flows import saving
from ...core.errors import refuse
from ...fields import conditions
from ...fields.conditions import ALWAYS, Condition
from ...permissions import grants, objects, roles
from ...tables import authoring, config
from ...tables import views as table_views
from ...tables.catalogue import Catalogue, TableSpec, ViewSpec
from ...tables.record_types import stored as record_types
from ...tables.rules import stored as rules
from ...tables.timers.definition import TIMERS
from ...tables.transaction import Tx
from . import messages
from .guards import KINDS

Part = dict[str, Any]


def export(tx: Tx, key: str) -> Part:
    """The installed template with this key as it stands in the workspace now. Raises a NOT_FOUND refusal.

    Name, description, settings and demo data are those it came with; so is the list of its tables, roles and dashboards.
    """
    entry = config.get(tx, config.TEMPLATES, {}).get(key)
    if entry is None:
        raise refuse(messages.NO_SUCH_TEMPLATE, key=key[:60])
    base: Mapping[str, Any] = entry["document"]
    tables = [tx.catalogue.tables[each["key"]] for each in base["tables"] if each["key"] in tx.catalogue.tables]
    written: Part = {
        **base,
        "tables": [_table(tx, table) for table in tables],
        **_rights(tx, {table.id: table for table in tables}, {role["key"] for role in base.get("roles", ())}),
    }
    dashboards = {each["key"] for each in base.get("dashboards", ())}
    written["dashboards"] = [each for each in config.get(tx, "dashboards", []) if each["key"] in dashboards]
    for kind in (definitions.BUTTONS, definitions.APPROVALS, TIMERS):
        there = {table.key for table in tables}
        written[kind] = [each for each in config.get(tx, kind, []) if each["table"] in there]
    written["automations"] = saving.written(tx, frozenset(table.key for table in tables))
    written["navigation"] = config.get(tx, "navigation", [])
    if "organisation" in base:
        written["organisation"] = config.get(tx, "organisation")
    return {name: part for name, part in written.items() if part or name in base}


def everything(tx: Tx) -> Part:
    """All tables, rights and arrangements of a workspace in the form of one template, for looking at what they name."""
    tables = {table.id: table for table in tx.catalogue.tables.values()}
    written: Part = {
        "tables": [_table(tx, table) for table in tables.values()],
        **_rights(tx, tables, {group.key for group in tx.policy.groups}),
        "automations": saving.written(tx, frozenset(tx.catalogue.tables)),
    }
    for kind in ("navigation", "dashboards", definitions.BUTTONS, definitions.APPROVALS, TIMERS):
        written[kind] = config.get(tx, kind, [])
    organisation = config.get(tx, "organisation")
    return written if organisation is None else {**written, "organisation": organisation}


def _table(tx: Tx, table: TableSpec) -> Part:
    catalogue, settings = tx.catalogue, table.settings
    part: Part = {"key": table.key, "label": dict(table.label)}
    part |= {name: settings[name] for name in ("help", "icon") if name in settings}
    if table.primary is not None:
        part["primary"] = table.primary.key
    if table.parent is not None:
        part["parent"] = table.parent.key
    if table.tree is not None:
        part["tree"] = table.tree.key
    if table.order is not None:
        part["order"] = table.order.key
    if table.ownership is not None:
        part["ownership"] = table.ownership.key
    part["fields"] = [_field(catalogue, spec) for spec in table.fields]
    guards = rules.written(tx, table)
    part |= {kind: guards[kind] for kind in KINDS if guards.get(kind)}
    if (types := record_types.to_keys(tx, table)) is not None:
        part["record_types"] = types
    if shared := [view for view in table.views if view.owner is None]:
        part["views"] = [_view(catalogue, table, view) for view in shared]
    return part | {name: settings[name] for name in ("layout", "related") if name in settings}


def _field(catalogue: Catalogue, spec: Any) -> Part:
    options = authoring.options_to_keys(catalogue, spec)
    if spec.type == "lookup":
        options.pop("result", None)  # a look-up looks like what it leads to
    elif "result" in options:
        options["result"] = _result(options["result"])
    part: Part = {
        "key": spec.key,
        "type": spec.type,
        "label": dict(spec.label),
        "help": dict(spec.help),
        "required": spec.required,
        "unique": spec.unique,
        "protected": spec.protected,
        "aliases": [alias.key for alias in spec.aliases],
        "options": options,
        "choices": [_choice(choice.key, choice.label, choice.color, choice.archived) for choice in spec.choices],
        "default": authoring.default_to_keys(catalogue, spec),
    }
    return {name: value for name, value in part.items() if value}


def _result(result: Mapping[str, Any]) -> Part:
    """The result of a computed field without the ids of its options."""
    choices = [
        _choice(each["key"], each["label"], each["color"], each["archived"]) for each in result.get("choices") or ()
    ]
    kept = {name: value for name, value in result.items() if name != "choices" and (name != "options" or value)}
    return {**kept, "choices": choices} if choices else kept


def _choice(key: str, label: Mapping[str, str], color: str, archived: bool) -> Part:
    part: Part = {"key": key, "label": dict(label), "color": color}
    return {**part, "archived": True} if archived else part


def _view(catalogue: Catalogue, table: TableSpec, view: ViewSpec) -> Part:
    readable = {spec.id: spec.key for spec in table.all_fields}
    described = table_views.describe(catalogue, view, readable)
    part: Part = {"key": view.key, "label": dict(view.label), "type": view.type, "fields": described.pop("fields")}
    return part | {name: value for name, value in described.items() if value}


def _rights(tx: Tx, tables: Mapping[int, TableSpec], role_keys: set[str]) -> Part:
    held = [group for group in roles.all(tx.connection) if group.key in role_keys]
    names: dict[int | None, str | None] = {None: None, **{group.id: group.key for group in held}}

    def written(condition: Condition) -> Part:
        return conditions.to_api(condition, tx.catalogue.field)

    given: dict[tuple[int | None, int, Condition, bool], list[str]] = {}
    for grant in grants.all(tx.connection):
        if grant.role in names and grant.table in tables:
            actions = given.setdefault((grant.role, grant.table, grant.rows, grant.closes), [])
            if grant.action is not None:
                actions.append(grant.action.value)
    standing: dict[tuple[int, str], Part] = {}
    for rule in grants.all_standing(tx.connection):
        if rule.table in tables:
            part = {"key": rule.key, "label": dict(rule.label), "table": tables[rule.table].key, "actions": []}
            standing.setdefault((rule.table, rule.key), part | {"rows": written(rule.rows)})["actions"].append(
                rule.action.value
            )
    return {
        "roles": [
            _flagged({"key": group.key, "label": dict(group.label), "description": dict(group.description)}, group)
            for group in held
        ],
        "grants": [
            {"role": names[role], "table": tables[table].key}
            | ({"none": True} if closes else {"actions": actions})
            | ({} if rows == ALWAYS else {"rows": written(rows)})
            for (role, table, rows, closes), actions in given.items()
        ],
        "standing_rules": list(standing.values()),
        "field_grants": list(_limits(tx, tables, names)),
        "object_grants": list(_things(tx, tables, names)),
    }


def _flagged(part: Part, group: roles.RoleGroup) -> Part:
    flags = {name: True for name in ("admin", "builder") if getattr(group, name)}
    return {name: value for name, value in part.items() if value} | flags


def _limits(tx: Tx, tables: Mapping[int, TableSpec], names: Mapping[int | None, str | None]) -> Iterable[Part]:
    """What is said of fields, those of one table of which the same is said to a role together."""
    together: dict[tuple[int | None, int, bool, bool, bool, Condition, Condition], list[str]] = {}
    for limit in grants.all_on_fields(tx.connection):
        if limit.role in names and limit.table in tables:
            flags = (limit.read, limit.edit, limit.give)
            said = (limit.role, limit.table, *flags, limit.read_rows, limit.edit_rows)
            together.setdefault(said, []).append(tx.catalogue.fields[limit.field].key)
    for (role, table, read, edit, give, *rows), fields in together.items():
        part: Part = {"role": names[role], "table": tables[table].key, "fields": fields}
        limited = {
            name: conditions.to_api(condition, tx.catalogue.field)
            for name, condition in zip(("read_rows", "edit_rows"), rows, strict=True)
            if condition != ALWAYS
        }
        yield part | ({} if read else {"read": False}) | {"edit": edit, "give": give} | limited


def _things(tx: Tx, tables: Mapping[int, TableSpec], names: Mapping[int | None, str | None]) -> Iterable[Part]:
    """What is said of buttons, views and dashboards."""
    for right in objects.all(tx.connection):
        if right.role in names and (right.table is None or right.table in tables):
            part: Part = {"role": names[right.role], "kind": right.kind.value, "key": right.key}
            part |= {} if right.table is None else {"table": tables[right.table].key}
            rows = {} if right.rows == ALWAYS else {"rows": conditions.to_api(right.rows, tx.catalogue.field)}
            yield part | {"allowed": right.allowed} | rows
