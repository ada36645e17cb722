"""The syntax tree: frozen nodes with the span of source they came from. `==` compares meaning, never spans or kinds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from .kinds import Kind

Span = tuple[int, int]  #: start and end in characters (code points) of the source; the end is exclusive
Path = tuple[int, ...]  #: field ids: the last is the field read, those before it are single relations to follow


@dataclass(frozen=True, slots=True)
class Node:
    span: Span = field(default=(0, 0), compare=False, repr=False, kw_only=True)
    kind: Kind | None = field(default=None, compare=False, repr=False, kw_only=True)  #: set by the checker


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A literal, never negative: a sign is a `Unary`."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A literal. Where the checker found that it names an option, `value` is the option's key and `label` its label."""

    value: str
    label: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Boolean(Node):
    value: bool


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A field as people write it, by key or label; `bind` turns it into a `Ref`."""

    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ref(Node):
    """A field by id, so that renaming a field changes no formula."""

    path: Path


@dataclass(frozen=True, slots=True)
class Unary(Node):
    operator: str  #: one of - + % NOT; % stands behind its operand
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary(Node):
    operator: str  #: one of OR AND = <> < <= > >= & + - * / ^
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    name: str  #: in lower case
    args: tuple[Node, ...]
    written: str | None = field(default=None, compare=False, repr=False)  #: in the author's case


@dataclass(frozen=True, slots=True)
class Cast(Node):
    """A conversion put in by the checker; never written and never printed."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Each(Cast):
    """One item at a time of a list, within an argument that is evaluated for each row; put in by the checker."""


def children(node: Node) -> tuple[Node, ...]:
    match node:
        case Unary(operand=operand) | Cast(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return (left, right)
        case Call(args=args):
            return args
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """Every node, parents first, left to right."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def measure(node: Node) -> tuple[int, int]:
    """How many nodes, and how many levels, a tree has; without recursion, since this is what bounds recursion."""
    count = depth = 0
    level = [node]
    while level:
        count += len(level)
        depth += 1
        level = [child for parent in level for child in children(parent)]
    return count, depth
