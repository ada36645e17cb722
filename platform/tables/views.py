"""Stored views: which fields, filter and order a table is looked at with (E17)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ..core.errors import Problem, Refusal
from ..fields import conditions
from . import authoring, counters, models
from .catalogue import Catalogue, TableSpec, ViewSpec
from .messages import BAD_KEY, BAD_VIEW, KEY_TAKEN, UNKNOWN_FIELD
from .schema import KEY

if TYPE_CHECKING:
    from .transaction import Tx

TYPES = ("grid", "kanban", "calendar", "gallery", "form")


@dataclass(frozen=True, slots=True)
class ViewDraft:
    """A view to be made, written by field keys."""

    key: str
    label: Mapping[str, str]
    type: str = "grid"
    fields: Sequence[str] = ()
    filter: Mapping[str, Any] | None = None
    sort: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    widths: Mapping[str, int] = field(default_factory=dict)


def create(tx: Tx, drafts: Sequence[tuple[str, ViewDraft]]) -> None:
    """Make views of tables given by key. Raises `Refusal` with everything wrong in all of them."""
    problems: list[Problem] = []
    rows: list[dict[str, Any]] = []
    taken = {table.key: {view.key for view in table.views} for table in tx.catalogue.tables.values()}
    for table_key, draft in drafts:
        table = tx.catalogue.table(table_key)
        if not KEY.fullmatch(draft.key):
            problems.append(Problem(BAD_KEY, {"key": draft.key}, draft.key))
        elif draft.key in taken[table_key]:
            problems.append(Problem(KEY_TAKEN, {"key": draft.key}, draft.key))
        taken[table_key].add(draft.key)
        if draft.type not in TYPES:
            problems.append(Problem(BAD_VIEW, {"key": draft.key, "what": draft.type}, draft.key))
        try:
            definition = _definition(tx.catalogue, table, draft)
        except Refusal as refusal:
            problems.extend(refusal.problems)
            continue
        rows.append(
            {
                "table_id": table.id,
                "key": draft.key,
                "label": dict(draft.label),
                "type": draft.type,
                "definition": definition,
                "position": len(taken[table_key]),
            }
        )
    if problems:
        raise Refusal(problems)
    if rows:
        first = counters.take(tx.connection, "view", len(rows))
        tx.connection.execute(sa.insert(models.views), [{**row, "id": first + i} for i, row in enumerate(rows)])
        tx.reload()


def describe(catalogue: Catalogue, view: ViewSpec, readable: Mapping[int, str]) -> dict[str, Any]:
    """A view by field keys; what the caller may not read (is not in `readable`: id → key) is left out of it."""
    definition = view.definition
    stored = definition.get("filter")
    shown = None
    if stored:
        condition = conditions.load(stored)
        if all(
            part in readable or part not in catalogue.fields
            for path in conditions.paths(condition)
            for part in path[:1]
        ):
            shown = conditions.to_api(condition, catalogue.field)
    return {
        "fields": [readable[id_] for id_ in definition.get("fields", ()) if id_ in readable],
        "filter": shown,
        "sort": ",".join(
            ("-" if item["descending"] else "") + readable[item["field"]]
            for item in definition.get("sort") or ()
            if item["field"] in readable
        )
        or None,
        "settings": _settings_to_keys(definition.get("settings") or {}, readable),
        "widths": {
            readable[int(id_)]: px for id_, px in (definition.get("widths") or {}).items() if int(id_) in readable
        },
    }


#: settings of a view that name one field, and those that name several
ONE_FIELD = frozenset({"stack", "date", "end_date", "cover", "title"})
MANY_FIELDS = frozenset({"card", "sum"})


def _definition(catalogue: Catalogue, table: TableSpec, draft: ViewDraft) -> dict[str, Any]:
    problems: list[Problem] = []

    def id_of(key: str) -> int:
        spec = table.by_key.get(key)
        if spec is None:
            problems.append(Problem(UNKNOWN_FIELD, {"key": key}, draft.key))
            return 0
        return spec.id

    settings = {
        name: id_of(value) if name in ONE_FIELD else [id_of(key) for key in value] if name in MANY_FIELDS else value
        for name, value in draft.settings.items()
        if value is not None
    }
    definition = {
        "fields": [id_of(key) for key in draft.fields],
        "filter": authoring.condition_to_ids(catalogue, table, draft.filter) if draft.filter else None,
        "sort": [
            {"field": id_of(part.strip().lstrip("-")), "descending": part.strip().startswith("-")}
            for part in (draft.sort or "").split(",")
            if part.strip()
        ],
        "settings": settings,
        "widths": {str(id_of(key)): px for key, px in draft.widths.items()},
    }
    if problems:
        raise Refusal(problems)
    return definition


def _settings_to_keys(settings: Mapping[str, Any], readable: Mapping[int, str]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for name, value in settings.items():
        if name in ONE_FIELD:
            if value in readable:
                shown[name] = readable[value]
        elif name in MANY_FIELDS:
            shown[name] = [readable[id_] for id_ in value if id_ in readable]
        else:
            shown[name] = value
    return shown
