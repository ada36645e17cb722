"""Installing a template into a workspace: all of it or nothing, in the caller's transaction, through the services of the API.

Passes: tables → fields, each after what it refers to → views → roles and grants → rules and record types →
arrangements → demo records.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...automations import definitions, naming
from ...automations.approvals import rounds
from ...automations.flows import saving
from ...core.errors import Problem, Refusal
from ...tables import config, schema, views
from ...tables.configlog.writing import WHOLE, write
from ...tables.record_types import stored as record_types
from ...tables.rules import stored as rules
from ...tables.schema import FieldDraft, TableDraft
from ...tables.timers.definition import TIMERS
from ...tables.transaction import Tx
from ...tables.views import ViewDraft
from . import demo as demos
from . import exporter, format, messages, ordering, rights
from .guards import KINDS
from .index import Field, Table
from .upgrading import spelling


@dataclass(frozen=True, slots=True)
class Installed:
    """What an installation has made."""

    key: str
    version: str
    tables: int
    fields: int
    views: int
    dashboards: int
    records: int  #: of demo data


def install(tx: Tx, document: object, *, demo: bool = False, accounts: Mapping[str, int] | None = None) -> Installed:
    """Install a template. `accounts` says which member stands for an account that the demo data name.

    Raises `Refusal` with every problem of the document, with every key that the workspace uses already, or because the
    template is installed. Nothing is left behind then: the caller's transaction ends with the refusal.
    """
    template = format.check(document)
    _check_free(tx, template)
    records = demos.read(template) if demo else ()
    groups = {
        item["key"]: group["key"]
        for group in template.get("navigation", ())
        for item in group["items"]
        if item["kind"] == "table"
    }
    schema.create_tables(tx, [table_draft(table, groups.get(table["key"])) for table in template["tables"]])
    places = {
        (table["key"], field["key"]): place
        for table in template["tables"]
        for place, field in enumerate(table["fields"])
    }
    parents = {table["key"]: table["parent"] for table in template["tables"] if "parent" in table}
    for batch in ordering.generations(template):
        schema.create_fields(tx, [(table, field_draft(field, places[table, field["key"]])) for table, field in batch])
        if owned := {table: field["key"] for table, field in batch if parents.get(table) == field["key"]}:
            schema.set_primary(tx, {}, owned)  # settings of later fields may look at the owner
        made = {(table, field["key"]) for table, field in batch}
        for each in template["tables"]:
            if shape := {
                name: each[name] for name in ("tree", "order", "ownership") if (each["key"], each.get(name)) in made
            }:
                schema.set_shape(tx, each["key"], shape)
    schema.set_primary(tx, {table["key"]: table["primary"] for table in template["tables"]})
    drafts = [(table["key"], view_draft(view)) for table in template["tables"] for view in table.get("views", ())]
    views.create(tx, drafts)
    rights.install(tx, template)
    kinds = {table["key"]: {kind: table[kind] for kind in KINDS if kind in table} for table in template["tables"]}
    rules.put(tx, {table: found for table, found in kinds.items() if found}, brought=True)
    record_types.put(
        tx, {table["key"]: table["record_types"] for table in template["tables"] if "record_types" in table}
    )
    _arrange(tx, template)
    written = demos.write(tx, template, records, accounts) if demo else 0
    rounds.adopt(tx)
    saving.install(tx, template.get("automations", ()))  # last: the demo data set nothing off
    _remember(tx, template)
    named = {"name": template["name"], "version": template["version"]}
    write(tx, "template.install", WHOLE, about=template["key"], after=named)
    return Installed(
        key=template["key"],
        version=template["version"],
        tables=len(template["tables"]),
        fields=len(places),
        views=len(drafts),
        dashboards=len(template.get("dashboards", ())),
        records=written,
    )


def installed(tx: Tx) -> Mapping[str, str]:
    """The versions of the installed templates, by key."""
    return {key: entry["version"] for key, entry in config.get(tx, config.TEMPLATES, {}).items()}


def _check_free(tx: Tx, template: Mapping[str, Any]) -> None:
    entry = config.get(tx, config.TEMPLATES, {}).get(template["key"])
    if entry is not None:
        name = entry["document"]["name"]["en" if tx.ctx.locale.startswith("en") else "zh-CN"]
        raise Refusal([Problem(messages.ALREADY_INSTALLED, {"name": name, "version": entry["version"]})])
    problems = [
        Problem(messages.TABLE_TAKEN, {"key": table["key"]}, f"tables[{place}].key")
        for place, table in enumerate(template["tables"])
        if table["key"] in tx.catalogue.tables
    ]
    present = {dashboard["key"] for dashboard in config.get(tx, "dashboards", ())}
    problems += [
        Problem(messages.DASHBOARD_TAKEN, {"key": dashboard["key"]}, f"dashboards[{place}].key")
        for place, dashboard in enumerate(template.get("dashboards", ()))
        if dashboard["key"] in present
    ]
    problems += rights.clashes(tx, template)
    if problems:
        raise Refusal(problems)


def table_draft(table: Table, group: str | None) -> TableDraft:
    """A table of a template, in a group of the navigation."""
    settings: dict[str, Any] = {name: table[name] for name in ("icon", "help", "layout", "related") if name in table}
    if group is not None:
        settings["group"] = group
    return TableDraft(table["key"], table["label"], settings)


def field_draft(field: Field, place: int) -> FieldDraft:
    """A field of a template, at its place among those of its table."""
    return FieldDraft(
        key=field["key"],
        type=field["type"],
        label=field["label"],
        help=field.get("help", {}),
        options=field.get("options", {}),
        choices=field.get("choices", ()),
        default=field.get("default"),
        required=field.get("required", False),
        unique=field.get("unique", False),
        protected=field.get("protected", False),
        aliases=field.get("aliases", ()),
        position=place,
    )


def view_draft(view: Mapping[str, Any]) -> ViewDraft:
    """A view of a template."""
    return ViewDraft(
        key=view["key"],
        label=view["label"],
        type=view["type"],
        fields=view["fields"],
        filter=view.get("filter"),
        sort=view.get("sort"),
        settings=view.get("settings", {}),
        widths=view.get("widths", {}),
    )


def _arrange(tx: Tx, template: Mapping[str, Any]) -> None:
    """Navigation and dashboards go behind what is there; a workspace has one organisation, the first that is installed."""
    config.put(tx, "navigation", _merged(config.get(tx, "navigation", []), template.get("navigation", [])))
    config.put(tx, "dashboards", [*config.get(tx, "dashboards", []), *template.get("dashboards", [])])
    for kind in (definitions.BUTTONS, definitions.APPROVALS, TIMERS):
        if kind in template:
            config.put(tx, kind, [*config.get(tx, kind, []), *template[kind]])
    naming.declare(tx)
    if "organisation" in template and not config.get(tx, "organisation"):
        config.put(tx, "organisation", template["organisation"])
    entry = {"version": template["version"], "installed_at": tx.ctx.now.isoformat(), "document": dict(template)}
    config.put(tx, config.TEMPLATES, {**config.get(tx, config.TEMPLATES, {}), template["key"]: entry})


def _remember(tx: Tx, template: Mapping[str, Any]) -> None:
    """Keep how the workspace writes what the template says, for when a newer version comes."""
    words = spelling.of(template, exporter.export(tx, template["key"]))
    if words:
        found = config.get(tx, config.TEMPLATES, {})
        config.put(tx, config.TEMPLATES, {**found, template["key"]: {**found[template["key"]], "spelling": words}})


def _merged(present: list[Any], added: list[Any]) -> list[Any]:
    """Groups with a key that is there already get the new items; the others come last."""
    groups = {group["key"]: dict(group) for group in present}
    for group in added:
        if group["key"] in groups:
            groups[group["key"]]["items"] = [*groups[group["key"]]["items"], *group["items"]]
        else:
            groups[group["key"]] = dict(group)
    return list(groups.values())
