"""Gives every node its kind, or names everything that does not fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from . import messages
from .calls import check_call
from .coercion import coerced, unified, unknown_option
from .kinds import BOOLEAN, DATE, DATETIME, NOTHING, NUMBER, TEXT, Kind
from .nodes import Binary, Boolean, Call, Cast, Each, Name, Node, Number, Path, Ref, Text, Unary, walk
from .problems import FormulaInvalid, FormulaProblem, problem
from .results import by_key
from .rows import Rows

KindOf = Callable[[Path], Kind | None]  #: the kind of a field by its path; None when it is gone


@dataclass(frozen=True, slots=True)
class Checked:
    """A formula that can be run."""

    node: Node  #: every node knows its kind; conversions are written in as `Cast`
    kind: Kind
    refs: frozenset[Path]  #: the fields it reads
    volatile: bool  #: whether its value changes with the clock alone (C9)
    labels: frozenset[Path]  #: the option fields whose labels it turns into text: renaming an option changes the value


def check(node: Node, kinds: KindOf, want: Kind | None = None) -> Checked:
    """The typed tree, converted to yield `want` where that is possible. Raises `FormulaInvalid` with all problems."""
    checker = Checker(kinds)
    typed = checker.typed(node)
    if want is not None and not checker.problems:
        fitting = coerced(typed, want, as_result=True)
        if fitting is None:
            checker.report(problem(messages.WRONG_RESULT, node.span, expected=want, found=typed.kind or NOTHING))
        else:
            typed = by_key(fitting, want, checker.problems) if want.name == "option" else fitting
    if checker.problems:
        raise FormulaInvalid(checker.problems)
    return Checked(
        node=typed,
        kind=typed.kind or NOTHING,
        refs=frozenset(leaf.path for leaf in walk(typed) if isinstance(leaf, Ref)),
        volatile=checker.volatile,
        labels=_labels(typed),
    )


class Checker:
    """One pass over one formula. A node with a problem gets no kind, and what contains it complains no more."""

    def __init__(self, kinds: KindOf) -> None:
        self.kinds = kinds
        self.problems: list[FormulaProblem] = []
        self.volatile = False
        self.rows: Rows | None = None  #: of the call whose arguments are evaluated for each row, while they are checked

    def report(self, found: FormulaProblem) -> None:
        self.problems.append(found)

    def typed(self, node: Node) -> Node:
        match node:
            case Number():
                return replace(node, kind=NUMBER)
            case Text():
                return replace(node, kind=TEXT if node.value else NOTHING)
            case Boolean():
                return replace(node, kind=BOOLEAN)
            case Name():
                self.report(problem(messages.UNKNOWN_FIELD, node.span, name=".".join(node.path)))
                return node
            case Ref():
                return self._ref(node)
            case Unary():
                return self._unary(node)
            case Binary():
                return self._binary(node)
            case Call():
                return check_call(self, node)
            case _:
                raise TypeError(node)

    def _ref(self, node: Ref) -> Node:
        kind = self.kinds(node.path)
        if kind is None:
            field = "{" + ".".join(f"#{step}" for step in node.path) + "}"
            self.report(problem(messages.MISSING_FIELD, node.span, field=field))
        elif kind.is_list and self.rows is not None and self.rows.has(node.path):
            return Each(replace(node, kind=kind), span=node.span, kind=kind.item())
        return replace(node, kind=kind)

    def _unary(self, node: Unary) -> Node:
        operand = self.typed(node.operand)
        if operand.kind is None:
            return replace(node, operand=operand)
        kind = BOOLEAN if node.operator == "NOT" else NUMBER
        fitting = coerced(operand, kind)
        if fitting is None:
            self.report(problem(messages.WRONG_OPERAND, node.span, operator=node.operator, found=operand.kind))
            return replace(node, operand=operand)
        return replace(node, operand=fitting, kind=kind)

    def _binary(self, node: Binary) -> Node:
        left, right = self.typed(node.left), self.typed(node.right)
        if left.kind is None or right.kind is None:
            return replace(node, left=left, right=right)
        match node.operator:
            case "AND" | "OR":
                sides = self._both(node, left, right, BOOLEAN)
                kind = BOOLEAN
            case "&":
                sides = self.as_text(left), self.as_text(right)
                kind = TEXT
            case "+" | "-" | "*" | "/" | "^":
                found = _arithmetic(node.operator, left, right)
                if found is None:
                    self._wrong_operands(node, left, right)
                    return replace(node, left=left, right=right)
                *sides, kind = found
            case _:
                sides = self._comparison(node, left, right)
                kind = BOOLEAN
        if sides is None or None in sides:
            return replace(node, left=left, right=right)
        return replace(node, left=sides[0], right=sides[1], kind=kind)

    def _both(self, node: Binary, left: Node, right: Node, kind: Kind) -> tuple[Node, Node] | None:
        sides = coerced(left, kind), coerced(right, kind)
        if sides[0] is None or sides[1] is None:
            self._wrong_operands(node, left, right)
            return None
        return sides[0], sides[1]

    def _wrong_operands(self, node: Binary, left: Node, right: Node) -> None:
        self.report(
            problem(messages.WRONG_OPERANDS, node.span, operator=node.operator, left=left.kind, right=right.kind)
        )

    def as_text(self, node: Node) -> Node | None:
        """The node as a text, as `&` and JOIN read it; None when reported."""
        kind = node.kind or NOTHING
        if kind.name == "record":
            self.report(problem(messages.NOT_TEXT, node.span, found=kind))
            return None
        if kind.is_list:
            self.report(problem(messages.LIST_AS_TEXT, node.span))
            return None
        return node if kind == TEXT else Cast(node, span=node.span, kind=TEXT)

    def _comparison(self, node: Binary, left: Node, right: Node) -> tuple[Node, ...] | None:
        kind, sides = unified([left, right], comparing=True)
        if kind is None:
            pair = [(left, right), (right, left)]
            for side, literal in pair:
                if side.kind is not None and side.kind.name == "option" and isinstance(literal, Text):
                    self.report(unknown_option(literal, side.kind))
                    return None
            self.report(problem(messages.NOT_COMPARABLE, node.span, left=left.kind, right=right.kind))
            return None
        if kind.is_list:
            if NOTHING not in (left.kind, right.kind) or node.operator not in ("=", "<>"):
                self.report(problem(messages.NOT_COMPARABLE, node.span, left=left.kind, right=right.kind))
                return None
        elif node.operator not in ("=", "<>") and kind.name in ("option", "record", "boolean", "nothing"):
            self.report(problem(messages.NO_ORDER, node.span, found=kind))
            return None
        if NOTHING in (left.kind, right.kind) and node.operator not in ("=", "<>"):
            return tuple(sides)
        return (left, right) if NOTHING in (left.kind, right.kind) else tuple(sides)


def _arithmetic(operator: str, left: Node, right: Node) -> tuple[Any, ...] | None:
    """Both sides and the kind of the result; None when the operator cannot be used between them."""
    kinds = [(side.kind or NOTHING).name for side in (left, right)]
    moments = ("date", "datetime")
    if operator == "+" and kinds[1] in moments and kinds[0] in ("number", "nothing"):
        return coerced(left, NUMBER), right, right.kind
    if operator in "+-" and kinds[0] in moments and kinds[1] in ("number", "nothing"):
        return left, coerced(right, NUMBER), left.kind
    if operator == "-" and kinds[0] in moments and kinds[1] in moments:
        target = DATETIME if kinds == ["datetime", "datetime"] else DATE
        return coerced(left, target), coerced(right, target), NUMBER
    sides = coerced(left, NUMBER), coerced(right, NUMBER)
    return None if None in sides else (*sides, NUMBER)


def _labels(node: Node) -> frozenset[Path]:
    found: set[Path] = set()
    for cast in walk(node):
        if (
            isinstance(cast, Cast)
            and not isinstance(cast, Each)
            and (cast.operand.kind or NOTHING).item().name == "option"
        ):
            found.update(
                leaf.path
                for leaf in walk(cast)
                if isinstance(leaf, Ref) and (leaf.kind or NOTHING).item().name == "option"
            )
    return frozenset(found)
