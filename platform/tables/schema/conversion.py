"""Another type for a field that has values: first a preview, then the new values beside the old ones, which stay (E40).

The field keeps its id, so what refers to it goes on working, and gets columns of its own for the new values. The old ones stay
where they are, and the trash knows them, so that the conversion can be undone. A change of the schema: no history is written
per row, the log has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import Problem, Refusal, refuse
from ...fields import convert
from ...fields.convert import Outcome, Reading
from ...fields.fieldtype import InvalidValue, is_empty
from ...fields.registry import TYPES, type_of
from ...fields.spec import FieldSpec
from .. import counters, models
from ..catalogue import field_of_row
from ..finding import upkeep
from ..rights import authors
from ..system import RECORD_ID
from . import building, changing, log, making, physical, settling, uses, written
from .drafts import FieldDraft
from .messages import CANNOT_CONVERT, IN_USE, UNRESOLVED

if TYPE_CHECKING:
    from ..catalogue import TableSpec
    from ..transaction import Tx

BATCH = 5_000
SAMPLES = 20
MOST_NEW_CHOICES = 200
#: what may go on referring to a field under another type: formulas are checked anew, columns are only shown
_HARMLESS = frozenset({"formula", "lookup", "column", "default"})


@dataclass(slots=True)
class Preview:
    """How many rows each outcome has, the texts in question, and choices that would be made."""

    counts: dict[str, int] = field(default_factory=lambda: {outcome.value: 0 for outcome in Outcome})
    samples: dict[str, dict[str, dict[str, Any]]] = field(
        default_factory=lambda: {outcome.value: {} for outcome in Outcome}
    )
    empty: int = 0
    choices: Sequence[Mapping[str, Any]] = ()

    def note(self, text: str, reading: Reading, shown: str) -> None:
        self.counts[reading.outcome.value] += 1
        samples = self.samples[reading.outcome.value]
        if text in samples:
            samples[text]["rows"] += 1
        elif len(samples) < SAMPLES:
            samples[text] = {"text": text, "rows": 1, "value": shown, "candidates": list(reading.candidates)}

    def dump(self) -> dict[str, Any]:
        return {
            **self.counts,
            "empty": self.empty,
            "samples": {name: list(found.values()) for name, found in self.samples.items()},
            "choices": list(self.choices),
        }


def convert_field(
    tx: Tx,
    table_key: str,
    key: str,
    type_: str,
    *,
    options: Mapping[str, Any] | None = None,
    choices: Sequence[Mapping[str, Any]] | None = None,
    resolutions: Mapping[str, Any] | None = None,
    dry_run: bool = False,
    unlock: bool = False,
    reason: str | None = None,
) -> tuple[Preview, FieldSpec]:
    """Read every value as another type. With `dry_run` that is all; otherwise the field has the new type afterwards.

    `resolutions` say what a text means that can be read in several ways (None: nothing). What cannot be read becomes empty,
    and stays in the backup.
    """
    log.admit(tx)
    table = tx.table(table_key)
    before = changing.field_of(tx, table, key)
    if type_ == before.type or before.type not in convert.FROM or type_ not in convert.TO or type_of(before).computed:
        raise refuse(CANNOT_CONVERT, at_field="type", before=before.type, after=type_[:40])
    parts: dict[str, Any] = {
        "options": {} if options is None else options,
        "choices": [] if choices is None else choices,
    }
    written.check(parts, type_)
    authors.check_whole(tx, table, [before])
    authors.check_deciding(tx, before)
    if not dry_run:
        changing.guard(tx, table, before, frozenset({"type"}), unlock=unlock, reason=reason)
    found = [use for use in uses.of_field(tx, before) if use.block and use.kind not in _HARMLESS]
    if found:
        raise refuse(IN_USE, at_field=before.key, label=before.text(tx.ctx.locale), uses=uses.said(tx, found))
    if type_ in ("option", "multi_option") and not parts["choices"]:
        parts["choices"] = _choices_of(tx, table, before)
    after = _after(tx, table, before, type_, parts)
    chosen = _resolved(tx, after, resolutions or {})
    if tx.labour is not None and not dry_run:
        tx.labour.expect(len(tx.catalogue.storage.all_ids(tx.connection, table)))
    preview, values = _read(tx, table, before, after, chosen)
    preview.choices = parts["choices"]
    if dry_run:
        return preview, before
    if preview.counts["ambiguous"]:
        raise refuse(UNRESOLVED, at_field="resolutions", count=preview.counts["ambiguous"])
    after = replace(after, place=counters.take(tx.connection, "field"))
    upkeep.forget(tx, table, [before])
    physical.build(tx, after)
    _put(tx, after)
    tx.reload()
    after = tx.catalogue.fields[after.id]
    _write(tx, after, values)
    if after.unique:
        changing.check_unique(tx, after)
    settling.check(tx)
    settling.recompute(tx, [after.id])
    log.write(
        tx, "field.convert", table.id, after.id,
        before={"field": making.row_of(before)}, after=making.row_of(after), reason=reason, restorable=True,
    )  # fmt: skip
    return preview, after


def undo(tx: Tx, trashed: Mapping[str, Any]) -> FieldSpec:
    """The field as it was before a conversion, with the values it had; those of today go aside in their place."""
    row = dict(trashed["field"])
    now = tx.catalogue.fields.get(row["id"])
    if now is None:
        raise refuse(CANNOT_CONVERT, before="…", after=row["type"])
    upkeep.forget(tx, tx.catalogue.by_id[now.table], [now])
    old = field_of_row(row)
    _put(tx, replace(old, key=now.key, aliases=now.aliases, label=now.label, help=now.help, position=now.position))
    tx.reload()
    upkeep.learn(tx, tx.catalogue.by_id[old.table], [tx.catalogue.fields[old.id]])
    settling.check(tx)
    settling.recompute(tx, [old.id])
    log.write(
        tx, "field.convert", now.table, now.id,
        before={"field": making.row_of(now)}, after=row, restorable=True,
    )  # fmt: skip
    return tx.catalogue.fields[old.id]


def _after(tx: Tx, table: TableSpec, before: FieldSpec, type_: str, parts: Mapping[str, Any]) -> FieldSpec:
    draft = FieldDraft(
        key=before.key,
        type=type_,
        label=before.label,
        help=before.help,
        options=parts["options"],
        choices=written.choices(tx, parts["choices"], {}),
        required=before.required,
        unique=before.unique and building.may_be_unique(type_),
        protected=before.protected,
        position=before.position,
    )
    after = making.configured(tx, table, draft, before.position, before)
    if before.default is None or "value" not in before.default:
        default = before.default if before.default is not None and "variable" in before.default else None
        return replace(after, aliases=before.aliases, default=default if type_ in ("date", "datetime") else None)
    return replace(after, aliases=before.aliases)


def _resolved(tx: Tx, after: FieldSpec, resolutions: Mapping[str, Any]) -> dict[str, Any]:
    """The chosen values by text. Raises `Refusal` with every choice that is no value of the new type."""
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for text, raw in resolutions.items():
        try:
            found[text] = convert.chosen(raw, after, tx.ctx.zone)
        except InvalidValue as invalid:
            problems.append(invalid.problem("resolutions"))
    if problems:
        raise Refusal(problems)
    return found


def _rows(tx: Tx, table: TableSpec, spec: FieldSpec) -> Iterator[tuple[int, Any]]:
    storage = tx.catalogue.storage
    ids = storage.all_ids(tx.connection, table)
    for start in range(0, len(ids), BATCH):
        part = storage.values(tx.connection, table.id, [spec], ids[start : start + BATCH])
        for id_ in ids[start : start + BATCH]:
            yield id_, part[id_][spec.id]


def _texts(tx: Tx, table: TableSpec, spec: FieldSpec) -> Iterator[tuple[int, str]]:
    names = {member.id: member.name for member in tx.members.values()}
    for id_, value in _rows(tx, table, spec):
        yield id_, convert.as_text(value, spec, tx.ctx.zone, names)


def _choices_of(tx: Tx, table: TableSpec, spec: FieldSpec) -> list[dict[str, Any]]:
    """A choice for each different text, the known choices of the field first."""
    known = [making.choice_json(choice) for choice in spec.choices]
    drafts = [{name: part for name, part in choice.items() if name != "id"} for choice in known]
    seen = {text for choice in spec.choices for text in choice.label.values()}
    if spec.type in ("option", "multi_option", "state"):
        return drafts
    for _, text in _texts(tx, table, spec):
        label = text.strip()
        if label and label not in seen and len(label) <= written.MOST_LABEL and len(seen) < MOST_NEW_CHOICES:
            seen.add(label)
            drafts.append({"label": {"zh-CN": label, "en": label}})
    return drafts


def _read(
    tx: Tx, table: TableSpec, before: FieldSpec, after: FieldSpec, chosen: Mapping[str, Any]
) -> tuple[Preview, dict[int, Any]]:
    preview, values = Preview(), dict[int, Any]()
    known: dict[str, tuple[Reading, str]] = {}
    for id_, text in _texts(tx, table, before):
        if not text.strip():
            preview.empty += 1
            continue
        if text not in known:
            reading = convert.read(text, after, tx.ctx.zone)
            if text in chosen:
                reading = Reading(Outcome.CONVERTED, chosen[text])
            shown = TYPES[after.type].to_text(reading.value, after, tx.ctx.locale, tx.ctx.zone)
            known[text] = reading, "" if is_empty(reading.value) else shown
        reading, shown = known[text]
        preview.note(text, reading, shown)
        if not is_empty(reading.value):
            values[id_] = reading.value
    return preview, values


def _write(tx: Tx, after: FieldSpec, values: Mapping[int, Any]) -> None:
    table = tx.catalogue.by_id[after.table]
    items = sorted(values.items())
    for start in range(0, len(items), BATCH):
        rows = [{RECORD_ID.id: id_, after.id: value} for id_, value in items[start : start + BATCH]]
        tx.catalogue.storage.update(tx.connection, table, rows, [after], stamp=False)
        if tx.labour is not None:
            tx.labour.advance(len(rows))


def _put(tx: Tx, spec: FieldSpec) -> None:
    row = making.row_of(spec)
    tx.connection.execute(sa.update(models.fields).where(models.fields.c.id == row.pop("id")).values(row))
