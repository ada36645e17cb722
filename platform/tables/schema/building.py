"""Tables and fields made by people: who may, keys made of labels, results worked out, the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import Refusal, refuse
from ...fields.registry import TYPES
from ...fields.spec import FieldSpec
from ...fields.text import latin
from .. import models
from . import log, making, results, states, written
from .drafts import FieldDraft, TableDraft
from .messages import DUPLICATE_RELATION, NEVER_UNIQUE, NO_SUCH_FIELD

if TYPE_CHECKING:
    from ..catalogue import TableSpec
    from ..transaction import Tx

NAME = {"zh-CN": "名称", "en": "Name"}
RELATIONS = ("relation", "relations")


def add_table(tx: Tx, *, label: Any, key: str | None = None, icon: str | None = None, about: Any = None) -> TableSpec:
    """A table with a first text field, by which its rows are named."""
    log.admit(tx)
    if problems := written.shape({"label": label, "help": about}):
        raise Refusal(problems)
    words = written.label(tx, label)
    name = key or _key_of(words, "table", set(tx.catalogue.tables))
    settings: dict[str, Any] = {"icon": icon} if icon else {}
    if about is not None:
        settings["help"] = written.help_text(tx, about)
    making.create_tables(tx, [TableDraft(name, words, settings)])
    making.create_fields(tx, [(name, FieldDraft("name", "text", NAME))])
    making.set_primary(tx, {name: "name"})
    table = tx.catalogue.table(name)
    log.write(tx, "table.create", table.id, after={"key": name, "label": words})
    return table


def add_field(
    tx: Tx,
    table_key: str,
    type_: str,
    parts: Mapping[str, Any],
    *,
    after: str | None = None,
    view: str | None = None,
    confirm: bool = False,
    reason: str | None = None,
) -> FieldSpec:
    """A field, at the end or behind the field `after`, in the table and in the view. `parts` are those of `written.PARTS`."""
    log.admit(tx)
    table = tx.table(table_key)
    written.check({"options": {}, **parts}, type_)
    words = written.label(tx, parts.get("label", ""))
    key = parts.get("key") or _key_of(words, "field", set(table.by_key))
    options = results.completed(tx, table, type_, parts.get("options") or {}, (key, words))
    if type_ in RELATIONS and not confirm:
        _check_relation(tx, table, options)
    if parts.get("unique") and not may_be_unique(type_):
        raise refuse(NEVER_UNIQUE, at_field="unique")
    if isinstance(options.get("result"), Mapping) and options["result"].get("choices"):
        options["result"] = {**options["result"], "choices": written.choices(tx, options["result"]["choices"], {})}
    draft = FieldDraft(
        key=key,
        type=type_,
        label=words,
        help=written.help_text(tx, parts.get("help")),
        options=options,
        choices=written.choices(tx, parts.get("choices") or [], {}),
        default=parts.get("default"),
        required=parts.get("required", False),
        unique=parts.get("unique", False),
    )
    (spec,) = making.create_fields(tx, [(table_key, draft)])
    written.default_fits(tx, spec)
    states.check(spec)
    behind: int | None = None
    if after is not None or "position" in parts:
        place = parts.get("position")
        if after is not None:
            before = table.by_key.get(after)
            if before is None:
                raise refuse(NO_SUCH_FIELD, at_field="after", key=after)
            place = next((n + 1 for n, each in enumerate(table.fields) if each.id == before.id), len(table.fields))
            behind = before.id
        move(tx, spec, place or 0)
        tx.reload()
    _into_view(tx, table, view, behind, spec.id)
    spec = tx.catalogue.fields[spec.id]
    log.write(tx, "field.create", table.id, spec.id, after=making.row_of(spec), reason=reason)
    return spec


def may_be_unique(type_: str) -> bool:
    """Whether rows may be asked to differ in a field of this type."""
    return TYPES[type_].storage == "column" and type_ not in (
        "formula",
        "rollup",
        "checkbox",
        "attachment",
        "multi_option",
    )


def move(tx: Tx, spec: FieldSpec, place: int) -> None:
    """Put a field at a place among those of its table."""
    table = tx.catalogue.by_id[spec.table]
    order = [each.id for each in table.fields if each.id != spec.id]
    order.insert(min(place, len(order)), spec.id)
    for position, id_ in enumerate(order):
        if tx.catalogue.fields[id_].position != position:
            tx.connection.execute(sa.update(models.fields).where(models.fields.c.id == id_).values(position=position))


def _into_view(tx: Tx, table: TableSpec, key: str | None, before: int | None, new: int) -> None:
    """Show a new field in a view that names its columns: behind another one, or as the last."""
    found = table.view(key) if key is not None else None
    if found is None or not found.definition.get("fields"):
        return
    fields = list(found.definition["fields"])
    fields.insert(fields.index(before) + 1 if before in fields else len(fields), new)
    definition = {**found.definition, "fields": fields}
    tx.connection.execute(sa.update(models.views).where(models.views.c.id == found.id).values(definition=definition))


def _check_relation(tx: Tx, table: TableSpec, options: Mapping[str, Any]) -> None:
    """Two relations to one table are usually one too many (S101)."""
    target = tx.catalogue.tables.get(options.get("table", ""))
    for spec in table.fields:
        points = spec.type in RELATIONS and not spec.options.get("via")
        if points and target is not None and spec.options["table"] == target.id:
            raise refuse(DUPLICATE_RELATION, at_field="options", label=spec.text(tx.ctx.locale))


def _key_of(words: Mapping[str, str], otherwise: str, taken: set[str]) -> str:
    """A key made of a label: its letters and digits, Chinese in pinyin; a counted word where nothing of it begins a key."""
    plain = latin(words.get("en") or words.get("zh-CN") or "")[:40].rstrip("_")
    return written.fresh(plain if plain[:1].isalpha() else f"{otherwise}_1", taken)
