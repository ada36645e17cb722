"""Names → ids: what people write becomes what is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from . import messages
from .nodes import Binary, Call, Cast, Name, Node, Path, Ref, Unary
from .problems import FormulaInvalid, FormulaProblem, problem

Resolve = Callable[[tuple[str, ...]], Path | None]  #: the ids that a path of names stands for, or None


def bind(node: Node, resolve: Resolve) -> Node:
    """The tree with every name replaced by its ids. Raises `FormulaInvalid` with all unknown names at once."""
    unknown: list[FormulaProblem] = []

    def bound(name: Name) -> Node:
        path = resolve(name.path)
        if path is None:
            unknown.append(problem(messages.UNKNOWN_FIELD, name.span, name=".".join(name.path)))
            return name
        return Ref(path, span=name.span)

    result = _mapped(node, lambda leaf: bound(leaf) if isinstance(leaf, Name) else leaf)
    if unknown:
        raise FormulaInvalid(unknown)
    return result


def remap(node: Node, ids: Mapping[int, int]) -> Node:
    """The tree with field ids exchanged, as when a template is installed; an id that is not listed stays."""
    return _mapped(
        node,
        lambda leaf: replace(leaf, path=tuple(ids.get(i, i) for i in leaf.path)) if isinstance(leaf, Ref) else leaf,
    )


def _mapped(node: Node, change: Callable[[Node], Node]) -> Node:
    """The tree with every leaf changed."""
    mapped = partial(_mapped, change=change)
    match node:
        case Unary() | Cast():
            return replace(node, operand=mapped(node.operand))
        case Binary():
            return replace(node, left=mapped(node.left), right=mapped(node.right))
        case Call():
            return replace(node, args=tuple(mapped(arg) for arg in node.args))
        case _:
            return change(node)
