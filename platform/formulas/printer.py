"""Syntax tree → text, with as few brackets as mean the same. `parse(print(tree)) == tree`."""

from __future__ import annotations

import re
from collections.abc import Callable

from .nodes import Binary, Boolean, Call, Cast, Name, Node, Number, Path, Ref, Text, Unary, walk

_LEVELS = ({"OR"}, {"AND"}, {"NOT"}, {"=", "<>", "<", "<=", ">", ">="}, {"&"}, {"+", "-"}, {"*", "/"}, {"^"})
_BINARY = {operator: level for level, operators in enumerate(_LEVELS) for operator in operators}
_NOT, _COMPARE, _SIGN, _PERCENT, _ATOM = 2, 3, 8, 9, 10
_BARE = re.compile(r"[^\W\d]\w*\Z")
_RESERVED = {"and", "or", "not", "true", "false"}

_SPACES = " \t\n\r\f\v\u3000\u00a0\u200b\ufeff"
_OPENING, _CLOSING = "(（" + _SPACES, ")）" + _SPACES

NameOf = Callable[[int], str | None]  #: the key or label of a field by its id; None when it is gone


def print_stored(node: Node) -> str:
    """The form that is kept: fields by id, options by key."""
    return _printed(node, _id_path, labels=False)


def print_display(node: Node, name_of: NameOf) -> str:
    """The form that people read. A field that is gone shows as its id, `{#12}`."""
    return _printed(node, lambda path: _named(path, name_of), labels=True)


def restate(text: str, node: Node, name_of: NameOf | None = None) -> str:
    """`text`, whose tree is `node`, with fields and options in the stored form (or, given `name_of`, in the displayed
    one), and every space, bracket and line break of the author kept."""
    result: list[str] = []
    end = 0
    for leaf in sorted(walk(node), key=lambda leaf: leaf.span):
        match leaf:
            case Ref():
                inner = _id_path(leaf.path) if name_of is None else _named(leaf.path, name_of)
            case Text(label=str()):
                inner = _quoted(leaf.value if name_of is None or leaf.label is None else leaf.label)
            case _:
                continue
        start, stop = leaf.span
        source = text[start:stop]
        opened = len(source) - len(source.lstrip(_OPENING))  # a bracketed leaf's span takes in its brackets
        closed = len(source) - len(source.rstrip(_CLOSING))
        result += [text[end : start + opened], inner]
        end = stop - closed
    return "".join([*result, text[end:]])


def written_name(path: tuple[str, ...]) -> str:
    """A path of names as a formula writes it: bare where that is possible, in braces otherwise."""
    if all(_BARE.match(step) for step in path) and not (len(path) == 1 and path[0].lower() in _RESERVED):
        return ".".join(path) if path[0].lower() not in _RESERVED else "{" + ".".join(path) + "}"
    return "{" + ".".join(_escaped(step) for step in path) + "}"


def _escaped(step: str) -> str:
    step = re.sub(r"([\\.{}｛｝])", r"\\\1", step)
    return re.sub(r"^#|^\s|\s\Z", lambda match: "\\" + match[0], step)


def _id_path(path: Path) -> str:
    return "{" + ".".join(f"#{step}" for step in path) + "}"


def _named(path: Path, name_of: NameOf) -> str:
    names = [name_of(step) for step in path]
    known = tuple(name for name in names if name is not None)
    return written_name(known) if len(known) == len(path) else _id_path(path)


def _quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


def _level(node: Node) -> int:
    match node:
        case Cast():
            return _level(node.operand)
        case Binary():
            return _BINARY[node.operator]
        case Unary():
            return {"NOT": _NOT, "%": _PERCENT}.get(node.operator, _SIGN)
        case _:
            return _ATOM


def _printed(node: Node, path_text: Callable[[Path], str], *, labels: bool) -> str:
    def inside(child: Node, least: int) -> str:
        text = shown(child)
        return f"({text})" if _level(child) < least else text

    def shown(node: Node) -> str:
        match node:
            case Cast():
                return shown(node.operand)
            case Number():
                return f"{node.value:f}"
            case Text():
                return _quoted(node.label if labels and node.label is not None else node.value)
            case Boolean():
                return "TRUE" if node.value else "FALSE"
            case Name():
                return written_name(node.path)
            case Ref():
                return path_text(node.path)
            case Unary(operator="%"):
                return inside(node.operand, _PERCENT) + "%"
            case Unary(operator="NOT"):
                return "NOT " + inside(node.operand, _NOT)
            case Unary():
                return node.operator + inside(node.operand, _SIGN)
            case Binary():
                level = _BINARY[node.operator]
                return f"{inside(node.left, level)} {node.operator} {inside(node.right, level + 1)}"
            case Call():
                args = ", ".join(shown(arg) for arg in node.args)
                return f"{node.written or node.name}({args})"
            case _:
                raise TypeError(node)

    return shown(node)
