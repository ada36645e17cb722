"""Records that are there already, like one that a button is about to make: whoever presses is told of them, and takes one
or has another one made all the same (S15).

Texts are alike when they are equal without case, width, blanks and signs, and without the words that say nothing about whose
name it is ("Ltd"). All records count, in the caller's scope or out of it; of those outside only what the step shows is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ..core.errors import Problem, Refusal, refuse
from ..fields.fieldtype import is_empty
from ..fields.registry import TYPES
from ..fields.spec import FieldSpec
from ..fields.text import normal
from ..permissions.actions import Action
from ..tables.catalogue import TableSpec
from ..tables.finding import entries, terms
from ..tables.queries import reading
from ..tables.queries.selection import visible_ids
from ..tables.storage import Row
from ..tables.system import RECORD_ID
from .definitions import Button, Step, said
from .messages import ALIKE, NO_CHOICE, NOT_ALIKE

if TYPE_CHECKING:
    from ..tables.transaction import Tx

Use = Mapping[str, int | None]  #: by a step's name: the record to take; None: another one is made all the same

MOST = 20  #: records told of
LOOKED_AT = 500  #: of those that the index finds
SHORT = 16  #: pairs of characters of a name in which two may be parted
LEAST = 2  #: characters that a text must have left to be compared


@dataclass(frozen=True, slots=True)
class _Alike:
    row: Row
    seen: bool  #: whether the caller may view it
    usable: bool  #: and edit it


def check(button: Button, use: Use) -> None:
    """Raises `Refusal` where a choice is made for what the button does not look for."""
    asked = {step["as"] for step in button.steps if "duplicates" in step}
    wrong = [name for name in use if name not in asked]
    if wrong:
        raise Refusal([Problem(NO_CHOICE, {"key": name[:60]}, name[:60]) for name in wrong])


def taken(tx: Tx, step: Step, values: Mapping[str, Any], use: Use) -> int | None:
    """The record that is taken in place of a new one with these values; None: it is to be made. Raises INVALID with the records
    that are alike as long as nothing was chosen, and for a choice that is none of them."""
    name = step["as"]
    chosen = use.get(name)
    if name in use and chosen is None:
        return None
    table = tx.catalogue.table(step["create"])
    found = _alike(tx, table, step["duplicates"], values)
    if chosen is not None:
        if not any(each.usable and each.row[RECORD_ID.id] == chosen for each in found):
            raise refuse(NOT_ALIKE, at_field=name)
        return chosen
    if not found:
        return None
    told = _told(tx, table, step["duplicates"].get("show", ()), found)
    names = "、".join(each["label"] for each in told if each["label"] is not None)
    params = {"table": said(table.label, tx.ctx.locale), "names": names or "…"}
    details = {"duplicates": {"step": name, "table": table.key, "records": told}}
    raise Refusal([Problem(ALIKE, params, details=details)])


# -- inside ----------------------------------------------------------------------------------------------------------


def _alike(tx: Tx, table: TableSpec, asked: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[_Alike]:
    """The rows of which one of the fields is like the value that would be written there, those one may take first."""
    ignored: Sequence[str] = asked.get("ignore", ())
    wanted = [
        (spec, bare)
        for spec in (table.by_key[key] for key in asked["by"])
        if isinstance(value := values.get(spec.key), str) and len(bare := _bare(spec, value, ignored)) >= LEAST
    ]
    if not wanted:
        return ()
    asked_for = [_likely(spec, values[spec.key], ignored) for spec, _ in wanted]
    likely: sa.Select[Any] = entries.records(tx.connection, table.id, asked_for).limit(LOOKED_AT)
    ids = [row[0] for row in tx.connection.execute(likely)]
    rows = {
        id_: row
        for id_, row in tx.catalogue.storage.rows(tx.connection, table, ids).items()
        if any(_bare(spec, row.get(spec.id), ignored) == bare for spec, bare in wanted)
    }
    if not rows:
        return ()
    seen, usable = (visible_ids(tx, table, rows, action) for action in (Action.VIEW, Action.EDIT))
    found = [_Alike(row, id_ in seen, id_ in seen & usable) for id_, row in rows.items()]
    return sorted(found, key=lambda each: (not each.usable, not each.seen, each.row[RECORD_ID.id]))[:MOST]


def _bare(spec: FieldSpec, text: object, ignored: Sequence[str]) -> str:
    """What of a text is compared."""
    return _short("".join(_words(spec, text)), ignored)


def _words(spec: FieldSpec, text: object) -> list[str]:
    """The words of a text, without case and width."""
    folded = normal(terms.folded(spec, text)) if isinstance(text, str) else ""
    return "".join(each if each.isalnum() else " " for each in folded).split()


def _short(word: str, ignored: Sequence[str]) -> str:
    """Without what says nothing at its end."""
    for each in sorted(ignored, key=len, reverse=True):
        plain = "".join(one for one in normal(each) if one.isalnum())
        if plain and len(word) - len(plain) >= LEAST:
            word = word.removesuffix(plain)
    return word


def _likely(spec: FieldSpec, text: str, ignored: Sequence[str]) -> terms.Wanted:
    """What an entry of the index must have: the neighbouring characters of all of it, save a pair or two (of long ones: one)
    that blanks and signs may part there; or those of each of its words."""
    (all_,) = terms.exactly(spec, _bare(spec, text, ignored)).alternatives
    parted = 2 if len(all_) <= SHORT else 1
    fewer = (some for left in range(1, parted + 1) for some in combinations(all_, len(all_) - left))
    words = [_short(word, ignored) for word in _words(spec, text)]
    each = [term for word in words if len(word) >= LEAST for term in terms.exactly(spec, word).alternatives[0]]
    return terms.Wanted((all_, *(some for some in (*fewer, tuple(each)) if some)), sure=False)


def _told(tx: Tx, table: TableSpec, show: Sequence[str], found: Sequence[_Alike]) -> list[dict[str, Any]]:
    """The records as they are told of; one outside of the caller's scope without its number."""
    labels = reading.labels(tx, table, [each.row[RECORD_ID.id] for each in found], raw=True)
    shown = [table.by_key[key] for key in show if key in table.by_key]
    named = table.primary is not None and table.primary.key in show
    return [
        {
            "id": each.row[RECORD_ID.id] if each.seen else None,
            "label": labels.get(each.row[RECORD_ID.id]) if each.seen or named else None,
            "usable": each.usable,
            "shown": [
                {"field": spec.key, "label": said(spec.label, tx.ctx.locale), "text": _text(tx, spec, each.row)}
                for spec in shown
                if spec != table.primary
            ],
        }
        for each in found
    ]


def _text(tx: Tx, spec: FieldSpec, row: Row) -> str | None:
    """A value as it is read."""
    value = row.get(spec.id)
    if value is None or is_empty(value):
        return None
    if spec.type == "member":
        member = tx.members.get(value)
        return None if member is None else member.name
    if spec.type == "relation":
        target = tx.catalogue.by_id[spec.options["table"]]
        return reading.labels(tx, target, [value], raw=True).get(value)
    return TYPES[spec.type].to_text(value, spec, tx.ctx.locale, tx.ctx.zone)
