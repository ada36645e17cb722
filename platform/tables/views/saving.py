"""Views as people save them: one's own, and for builders the shared ones. What is not given stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import refuse
from ...fields.spec import FieldSpec
from .. import counters, models, naming
from ..catalogue import TableSpec, ViewSpec
from ..configlog.writing import note
from ..messages import BAD_VIEW
from ..queries import query
from . import arranging, definition
from .describing import describe, may_read, shown_to
from .messages import BAD_LABEL, LOCKED, MAY_NOT_SHARE, NEEDS, NO_VIEW, TOO_MANY

if TYPE_CHECKING:
    from ..transaction import Tx

MOST_VIEWS = 200  #: of one table for one person, shared ones included
MOST_LABEL = 60


@dataclass(frozen=True, slots=True)
class ViewChange:
    """What is to become of a view. None: not said."""

    label: str | Mapping[str, str] | None = None
    type: str | None = None
    parts: Mapping[str, Any] = field(default_factory=dict[str, Any])  #: of `definition.PARTS`, those that are given
    shared: bool | None = None
    locked: bool | None = None
    position: int | None = None  #: the place among the views that the caller is shown


def add(tx: Tx, table_key: str, change: ViewChange, copy: str | None = None) -> ViewSpec:
    """Save a new view, one's own unless it is to be shared; with `copy` everything not said is taken from that view."""
    table = tx.table(table_key)
    source = _seen(tx, table, copy) if copy is not None else None
    shared = change.shared is True
    _may(tx, shared=shared)
    if len(shown_to(tx, table)) >= MOST_VIEWS:
        raise refuse(TOO_MANY, most=MOST_VIEWS)
    type_ = change.type or (source.type if source is not None else "grid")
    stored = _definition(tx, table, source, type_, change.parts)
    label = change.label if change.label is not None else source.label if source is not None else ""
    id_ = counters.take(tx.connection, "view")
    taken = {view.key for view in table.views}
    key = f"view_{id_}"
    while key in taken:
        key += "_"
    tx.connection.execute(
        sa.insert(models.views).values(
            id=id_,
            table_id=table.id,
            key=key,
            label=_label(label, {}, tx.ctx.locale),
            type=type_,
            definition=stored,
            position=max((view.position for view in table.views), default=0) + 1,
            owner=None if shared else tx.ctx.actor.member,
            locked=change.locked is True,
        )
    )
    tx.reload()
    if change.position is not None:
        _move(tx, table_key, key, change.position)
    made = _seen(tx, tx.table(table_key), key)
    _note(tx, None, made)
    return made


def change(tx: Tx, table_key: str, key: str, change: ViewChange) -> ViewSpec:
    """Change a view. A locked one is only unlocked. Raises `Refusal`."""
    table = tx.table(table_key)
    view = _seen(tx, table, key)
    _may(tx, shared=view.owner is None or change.shared is True)
    said = change != ViewChange(locked=change.locked)
    if view.locked and (said or change.locked is not False):
        raise refuse(LOCKED, label=view.text(tx.ctx.locale))
    values: dict[str, Any] = {}
    if change.label is not None:
        values["label"] = _label(change.label, view.label, tx.ctx.locale)
    if change.type is not None or change.parts:
        values["type"] = change.type or view.type
        values["definition"] = _definition(tx, table, view, values["type"], change.parts)
    if change.shared is not None:
        values["owner"] = None if change.shared else tx.ctx.actor.member
    if change.locked is not None:
        values["locked"] = change.locked
    if values:
        tx.connection.execute(sa.update(models.views).where(models.views.c.id == view.id).values(**values))
        tx.reload()
    if change.position is not None:
        _move(tx, table_key, key, change.position)
    changed = _seen(tx, tx.table(table_key), key)
    _note(tx, view, changed)
    return changed


def remove(tx: Tx, table_key: str, key: str) -> None:
    """Delete a view; a locked one has to be unlocked first."""
    view = _seen(tx, tx.table(table_key), key)
    _may(tx, shared=view.owner is None)
    if view.locked:
        raise refuse(LOCKED, label=view.text(tx.ctx.locale))
    tx.connection.execute(sa.delete(models.views).where(models.views.c.id == view.id))
    arranging.forget(tx, [view.id])
    _note(tx, view, None)
    tx.reload()


def restore(tx: Tx, table: TableSpec, state: Mapping[str, Any]) -> None:
    """Make a shared view again as the configuration log has it (`stored`). Raises `Refusal`."""
    _may(tx, shared=True)
    values = {"table_id": table.id, "key": state["key"], "label": state["label"], "type": state["type"]}
    values |= {"definition": state["definition"], "position": state["position"], "locked": state["locked"]}
    tx.connection.execute(sa.insert(models.views).values(**values, id=counters.take(tx.connection, "view"), owner=None))
    tx.reload()
    found = tx.catalogue.by_id[table.id].view(state["key"])
    assert found is not None
    _note(tx, None, found)


def stored(view: ViewSpec) -> dict[str, Any]:
    """A view as the configuration log keeps it: by id."""
    return {
        "key": view.key,
        "label": dict(view.label),
        "type": view.type,
        "shared": view.owner is None,
        "locked": view.locked,
        "position": view.position,
        "definition": dict(view.definition),
    }


def _note(tx: Tx, before: ViewSpec | None, after: ViewSpec | None) -> None:
    """An entry of a change of what everybody sees; views of people's own are nobody else's business."""
    if any(view is not None and view.owner is None for view in (before, after)):
        either = after or before
        assert either is not None
        note(
            tx, "view", either.table, either.key,
            None if before is None else stored(before), None if after is None else stored(after),
        )  # fmt: skip


def may_change(tx: Tx, view: ViewSpec) -> bool:
    """Whether the caller may change a view once it is not locked."""
    return view.owner is not None or tx.policy.may_build(tx.ctx.actor)


def _seen(tx: Tx, table: TableSpec, key: str) -> ViewSpec:
    found = next((view for view in shown_to(tx, table) if view.key == key), None)
    if found is None:
        raise refuse(NO_VIEW)
    return found


def _may(tx: Tx, *, shared: bool) -> None:
    if shared and not tx.policy.may_build(tx.ctx.actor):
        raise refuse(MAY_NOT_SHARE)


def _definition(
    tx: Tx, table: TableSpec, source: ViewSpec | None, type_: str, parts: Mapping[str, Any]
) -> dict[str, Any]:
    """The stored definition: the given parts read anew, the others as they are."""
    if type_ not in definition.TYPES:
        raise refuse(BAD_VIEW, key=type_[:40], what=type_[:40])
    scope = tx.scope(table)

    def find(key: str) -> FieldSpec | None:
        spec = table.by_key.get(key)
        if spec is None or not scope.may_read(spec.id):
            return None
        naming.heard(tx, spec, key)
        return spec

    def resolve(dotted: str) -> tuple[FieldSpec, ...] | None:
        specs = query.resolve_path(tx, table, dotted)
        for spec, name in zip(specs or (), dotted.split("."), strict=False):
            naming.heard(tx, spec, name)
        return specs

    read = definition.to_ids(resolve, find, parts)
    kept: Mapping[str, Any] = source.definition if source is not None else read
    stored = {name: read[name] if name in parts else kept.get(name) for name in definition.PARTS}
    if source is not None and "fields" in parts:  # columns that the caller may not see stay, behind the others
        hidden = [id_ for id_ in kept.get("fields") or () if id_ in tx.catalogue.fields and not scope.may_read(id_)]
        stored["fields"] = [*read["fields"], *(id_ for id_ in hidden if id_ not in read["fields"])]
    needed = definition.NEEDED.get(type_)
    if needed is not None and not (stored["settings"] or {}).get(needed):
        raise refuse(NEEDS, setting=needed)
    return stored


def _label(label: str | Mapping[str, str], before: Mapping[str, str], locale: str) -> dict[str, str]:
    """A label in the caller's language, beside those in others; a new one stands for all of them."""
    said = {locale: label} if isinstance(label, str) else dict(label)
    if not said or any(not text.strip() or len(text) > MOST_LABEL or "\x00" in text for text in said.values()):
        raise refuse(BAD_LABEL, most=MOST_LABEL)
    cleaned = {language: text.strip() for language, text in said.items()}
    return {**before, **cleaned} if before else {"zh-CN": next(iter(cleaned.values())), **cleaned}


def _move(tx: Tx, table_key: str, key: str, place: int) -> None:
    """Put a view at a place among those that the caller is shown; those of others keep their order."""
    table = tx.catalogue.table(table_key)
    moved = _seen(tx, table, key)
    shown = [view for view in shown_to(tx, table) if view.id != moved.id]
    rest = [view for view in table.views if view.id != moved.id]
    order = rest.index(shown[place]) if place < len(shown) else len(rest)
    rest.insert(order, moved)
    for position, view in enumerate(rest, 1):
        if view.position != position:
            tx.connection.execute(sa.update(models.views).where(models.views.c.id == view.id).values(position=position))
    tx.reload()


def described(tx: Tx, table: TableSpec, view: ViewSpec) -> dict[str, Any]:
    """A view as the API shows it to the caller."""
    scope = tx.scope(table)
    readable = {spec.id: spec.key for spec in table.all_fields if scope.may_read(spec.id)}
    return {
        "key": view.key,
        "label": view.text(tx.ctx.locale),
        "labels": dict(view.label),
        "type": view.type,
        "personal": view.owner is not None,
        "locked": view.locked,
        "editable": may_change(tx, view),
        **describe(tx.catalogue, view, readable, lambda field: may_read(tx, field)),
    }
