"""Which computed field depends on which field, and through what. Pure data: whoever stores rows turns it into work."""

from __future__ import annotations

import graphlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from ..core.errors import Problem, Refusal
from . import messages
from .nodes import Path


@dataclass(frozen=True, slots=True)
class SameRow:
    """A change of the source concerns the same row of the target."""


@dataclass(frozen=True, slots=True)
class ThroughLink:
    """The source stands on the row reached from the target's row by following these relation fields, one after another."""

    path: Path


@dataclass(frozen=True, slots=True)
class Where:
    """As `ThroughLink`, but the source decides whether the far row counts at all, so a change adds or removes it."""

    path: Path


Relation = SameRow | ThroughLink | Where


@dataclass(frozen=True, slots=True)
class Edge:
    """`target` is computed from `source`; both are ids of fields."""

    source: int
    target: int
    relation: Relation


class CycleError(Refusal):
    """Fields that would be computed from themselves."""

    def __init__(self, path: tuple[int, ...]) -> None:
        self.path = path  #: field ids; each reads the one before it, and the last is the first again
        super().__init__([Problem(messages.CYCLE, {"path": " → ".join(f"#{field}" for field in path), "fields": path})])


def edges_of(target: int, refs: Iterable[Path]) -> tuple[Edge, ...]:
    """The edges of a row formula: the fields it reads, and the relations it follows to reach them."""
    edges: set[Edge] = set()
    for path in refs:
        for length in range(1, len(path) + 1):
            before = path[: length - 1]
            edges.add(Edge(path[length - 1], target, ThroughLink(before) if before else SameRow()))
    return tuple(sorted(edges, key=lambda edge: (edge.source, repr(edge.relation))))


def find_cycle(edges: Iterable[Edge]) -> tuple[int, ...] | None:
    """Fields that depend on each other in a circle, the first one again at the end; None when there are none."""
    try:
        graphlib.TopologicalSorter(_sources(edges)).prepare()
    except graphlib.CycleError as error:
        return tuple(error.args[1])
    return None


def order(edges: Iterable[Edge]) -> tuple[tuple[int, ...], ...]:
    """The computed fields in levels: each reads only input fields and fields of earlier levels. Raises `CycleError`."""
    sources = _sources(edges)
    sorter = graphlib.TopologicalSorter(sources)
    try:
        sorter.prepare()
    except graphlib.CycleError as error:
        raise CycleError(tuple(error.args[1])) from None
    levels: list[tuple[int, ...]] = []
    while sorter.is_active():
        ready = sorter.get_ready()
        level = tuple(sorted(field for field in ready if field in sources))
        if level:
            levels.append(level)
        sorter.done(*ready)
    return tuple(levels)


def levelled(edges: Collection[Edge], runs_down: Callable[[Edge], bool]) -> tuple[tuple[int, ...], ...]:
    """As `order`, but a field may follow from itself or from a later one in the row above in a tree (`runs_down`), where
    nothing but such steps and the row itself lies between: what runs only down a tree ends. Raises `CycleError`."""
    if find_cycle(edges) is None:
        return order(edges)
    found = order([edge for edge in edges if not runs_down(edge)])
    for edge in edges:
        lies_between = not isinstance(edge.relation, SameRow) and not runs_down(edge)
        if lies_between and edge.source in downstream(edges, [edge.target]):
            raise CycleError((edge.source, edge.target, edge.source))
    return found


def downstream(edges: Collection[Edge], changed: Iterable[int]) -> frozenset[int]:
    """Every computed field that a change of the given fields may reach, directly or through others."""
    targets: dict[int, set[int]] = defaultdict(set)
    for edge in edges:
        targets[edge.source].add(edge.target)
    reached: set[int] = set()
    waiting = list(changed)
    while waiting:
        for target in targets[waiting.pop()] - reached:
            reached.add(target)
            waiting.append(target)
    return frozenset(reached)


def _sources(edges: Iterable[Edge]) -> Mapping[int, tuple[int, ...]]:
    """Computed field → what it reads, in a fixed order, so that the same cycle is always told the same way."""
    sources: dict[int, set[int]] = defaultdict(set)
    for edge in edges:
        sources[edge.target].add(edge.source)
    return {target: tuple(sorted(sources[target])) for target in sorted(sources)}
