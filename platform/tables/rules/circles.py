"""Rows that are edges of a graph without circles (E29, S27)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ...core.errors import Problem
from ...permissions.actions import Action
from ..queries import reading
from ..queries.joins import Joins
from ..queries.selection import visible_ids
from . import predicates
from .book import Acyclic
from .uniqueness import PART

if TYPE_CHECKING:
    from ..transaction import Tx

Graph = dict[int, set[int]]  #: from each node to those right below it


def broken(tx: Tx, rule: Acyclic, ids: Collection[int]) -> Iterator[tuple[int, Problem]]:
    """The changed edges (`ids`) that close a circle, each with the way around. One query per level below the changed edges,
    however many they are."""
    edges = dict(_edges(tx, rule, rows=ids))
    if not edges:
        return
    graph: Graph = {}
    seen, waiting = set[int](), {below for _, below in edges.values()}
    while waiting:
        seen |= waiting
        for above, below in (edge for _, edge in _edges(tx, rule, nodes=waiting)):
            graph.setdefault(above, set()).add(below)
        waiting = {below for above in waiting for below in graph.get(above, ())} - seen
    caught = _caught(graph)
    for id_, (above, below) in edges.items():
        if above in caught and below in caught:
            way = _way(graph, below, above)
            if way is not None:
                yield id_, Problem(rule.message, {"path": _path(tx, rule, [*way, below])}, rule.shown.key)


def standing(tx: Tx, rule: Acyclic, most: int) -> tuple[list[int], dict[int, Problem]]:
    """Every edge of the table that lies on a circle, and for the first `most` that the caller may see the way around."""
    edges = dict(_edges(tx, rule))
    graph: Graph = {}
    for above, below in edges.values():
        graph.setdefault(above, set()).add(below)
    parts = _parts(graph)
    closed = [id_ for id_, (above, below) in sorted(edges.items()) if parts[above] == parts[below]]
    told: dict[int, Problem] = {}
    for start in range(0, len(closed), PART):
        if len(told) >= most:
            break
        for id_ in sorted(visible_ids(tx, tx.catalogue.by_id[rule.table], closed[start : start + PART], Action.VIEW)):
            above, below = edges[id_]
            way = _way(graph, below, above) if len(told) < most else None
            if way is not None:
                told[id_] = Problem(rule.message, {"path": _path(tx, rule, [*way, below])}, rule.shown.key)
    return closed, told


def _edges(
    tx: Tx, rule: Acyclic, *, rows: Iterable[int] | None = None, nodes: Iterable[int] | None = None
) -> Iterator[tuple[int, tuple[int, int]]]:
    """Edges by their own ids, those that go out from some nodes, or where neither is said all; with both ends, whole ones
    only."""
    joins = Joins(tx.catalogue, rule.table)
    above, below = joins.column(rule.above), joins.column(rule.below)
    when = joins.where(predicates.resolved(tx, rule.when)) if rule.when != predicates.ALWAYS else sa.true()
    whole = (when, above.is_not(None), below.is_not(None))
    statement = sa.select(joins.base.c.id, above, below).select_from(joins.clause).where(*whole)
    if rows is None and nodes is None:
        for id_, begin, end in tx.connection.execute(statement):
            yield id_, (begin, end)
    for column, wanted in ((joins.base.c.id, sorted(rows or ())), (above, sorted(nodes or ()))):
        for start in range(0, len(wanted), PART):
            part = wanted[start : start + PART]
            for id_, begin, end in tx.connection.execute(statement.where(column.in_(part))):
                yield id_, (begin, end)


def _parts(graph: Mapping[int, set[int]]) -> dict[int, int]:
    """For each node one of those that it can be reached from and that can be reached from it, the same for all of them: two
    nodes of one circle have the same. (Tarjan's algorithm, without recursion.)"""
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    found: dict[int, int] = {}
    stack: list[int] = []
    for root in graph:
        waiting = [] if root in order else [(root, iter(sorted(graph.get(root, ()))))]
        for node, _ in waiting:
            order[node] = low[node] = len(order)
            stack.append(node)
        while waiting:
            node, below = waiting[-1]
            child = next(below, None)
            if child is None:
                waiting.pop()
                if waiting:
                    low[waiting[-1][0]] = min(low[waiting[-1][0]], low[node])
                if low[node] == order[node]:
                    while (last := stack.pop()) != node:
                        found[last] = node
                    found[node] = node
            elif child not in order:
                order[child] = low[child] = len(order)
                stack.append(child)
                waiting.append((child, iter(sorted(graph.get(child, ())))))
            elif child not in found:
                low[node] = min(low[node], order[child])
    return found


def _caught(graph: Mapping[int, set[int]]) -> set[int]:
    """The nodes that remain when, again and again, those are taken away that nothing leads to: none without a circle."""
    ways = dict.fromkeys(graph, 0)
    for below in graph.values():
        for node in below:
            ways[node] = ways.get(node, 0) + 1
    free = [node for node, count in ways.items() if count == 0]
    while free:
        node = free.pop()
        del ways[node]
        for below in graph.get(node, ()):
            ways[below] -= 1
            if ways[below] == 0:
                free.append(below)
    return set(ways)


def _way(graph: Mapping[int, set[int]], start: int, goal: int) -> list[int] | None:
    """The shortest way down from one node to another, both named."""
    came: dict[int, int | None] = {start: None}
    waiting = [start]
    for node in waiting:
        if node == goal:
            way = [node]
            while (before := came[way[-1]]) is not None:
                way.append(before)
            return way[::-1]
        for below in sorted(graph.get(node, ())):
            if below not in came:
                came[below] = node
                waiting.append(below)
    return None


def _path(tx: Tx, rule: Acyclic, way: Sequence[int]) -> str:
    """A → B → A; rows that the caller may not see are not named."""
    table = tx.catalogue.by_id[rule.nodes]
    names = reading.labels(tx, table, visible_ids(tx, table, set(way), Action.VIEW))
    return " → ".join(names.get(id_, "…") for id_ in way)
