"""Rows that form a tree (E29): no row stands below itself, and a row and what it hangs below belong to one owner.

Both are asked of rows once they are written and before anything is computed from them, since values that run down a tree
end only where the tree does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ...core.errors import Problem, Refusal
from ...fields.spec import FieldSpec
from ...permissions.actions import Action
from ..catalogue import TableSpec
from ..messages import MAY_NOT_DELETE, TREE_CIRCLE, TREE_OTHER_OWNER, TREE_TOO_DEEP
from ..queries import reading
from ..queries.selection import visible_ids
from ..system import RECORD_ID
from .incoming import Incoming

if TYPE_CHECKING:
    from ..transaction import Tx

MOST_LEVELS = 50  #: of a tree; computed values pass down one level at a time


def check(tx: Tx, table: TableSpec, rows: Sequence[Incoming], ids: Sequence[int]) -> None:
    """Raises `Refusal` for rows just written that stand below themselves, too deep, or below a row of another owner.
    `ids` are the rows' own, in the same order."""
    tree, owner = table.tree, table.parent
    if tree is None:
        return
    moved = {id_: one for one, id_ in zip(rows, ids, strict=True) if one.values.get(tree.id) is not None}
    problems = [] if not moved else list(_circles(tx, table, tree, moved))
    if owner is not None and not problems:
        touched = {id_: one for one, id_ in zip(rows, ids, strict=True) if {tree.id, owner.id} & one.values.keys()}
        problems = list(_strangers(tx, table, tree, owner, touched))
    if problems:
        raise Refusal(problems)


def check_all(tx: Tx, table: TableSpec, tree: FieldSpec) -> None:
    """The same of every row of a table that is about to become a tree."""
    ids = tx.catalogue.storage.all_ids(tx.connection, table)
    problems = list(_circles(tx, table, tree, {id_: Incoming(0) for id_ in ids}))
    if problems:
        raise Refusal([Problem(problems[0].message, problems[0].params, tree.key)])


def check_removal(tx: Tx, table: TableSpec, tree: FieldSpec, places: Mapping[int, int]) -> list[Problem]:
    """Rows that go because they hang below one that goes need the right of their own, unless an owner answers for them."""
    if table.parent is not None:
        return []
    below, waiting = set[int](), set(places)
    while waiting:
        below |= waiting
        found = tx.catalogue.storage.sources(tx.connection, tree, waiting)
        waiting = {id_ for children in found.values() for id_ in children} - below
    if visible_ids(tx, table, below, Action.DELETE) == below:
        return []
    return [Problem(MAY_NOT_DELETE, row=min(places.values()))]


def _circles(tx: Tx, table: TableSpec, tree: FieldSpec, moved: Mapping[int, Incoming]) -> Iterable[Problem]:
    above = _above(tx, table, tree, moved)
    for id_, one in moved.items():
        chain = [id_]
        while (parent := above.get(chain[-1])) is not None and parent not in chain:
            chain.append(parent)
        if parent == id_:
            yield Problem(TREE_CIRCLE, {"path": _path(tx, table, [*chain, id_])}, tree.key, one.index)
        elif len(chain) > MOST_LEVELS:
            yield Problem(TREE_TOO_DEEP, {"most": MOST_LEVELS}, tree.key, one.index)


def _above(tx: Tx, table: TableSpec, tree: FieldSpec, ids: Iterable[int]) -> dict[int, int | None]:
    """Each of the rows, and every row above one, with its parent: one query per level."""
    known: dict[int, int | None] = {}
    waiting = set(ids)
    while waiting:
        found = tx.catalogue.storage.values(tx.connection, table.id, [tree], waiting)
        known.update((id_, found[id_][tree.id] if id_ in found else None) for id_ in waiting)
        parents = {row[tree.id] for row in found.values() if row[tree.id] is not None}
        waiting = parents - known.keys()
    return known


def _path(tx: Tx, table: TableSpec, upwards: Sequence[int]) -> str:
    """A → B → A from the top down; rows that the caller may not see are not named."""
    names = reading.labels(tx, table, visible_ids(tx, table, set(upwards), Action.VIEW))
    return " → ".join(names.get(id_, "…") for id_ in reversed(upwards))


def _strangers(
    tx: Tx, table: TableSpec, tree: FieldSpec, owner: FieldSpec, touched: Mapping[int, Incoming]
) -> Iterable[Problem]:
    storage, connection = tx.catalogue.storage, tx.connection
    own = storage.values(connection, table.id, [tree, owner], touched)
    children = storage.sources(connection, tree, touched)
    others = {row[tree.id] for row in own.values() if row[tree.id] is not None}
    others.update(id_ for found in children.values() for id_ in found)
    owners = {row[RECORD_ID.id]: row[owner.id] for row in own.values()}
    for row in storage.values(connection, table.id, [owner], others - owners.keys()).values():
        owners[row[RECORD_ID.id]] = row[owner.id]
    for id_, one in touched.items():
        near = [own[id_][tree.id], *children.get(id_, ())]
        if any(owners.get(other) != owners[id_] for other in near if other is not None):
            yield Problem(TREE_OTHER_OWNER, {"label": tree.text(tx.ctx.locale)}, tree.key, one.index)
