"""Which kinds stand for which others without being asked, and how that is written into the tree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from . import messages
from .kinds import DATE, NOTHING, TEXT, Choice, Kind, list_of
from .nodes import Cast, Node, Text
from .problems import FormulaProblem, problem

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def unknown_option(literal: Text, kind: Kind) -> FormulaProblem:
    labels = ", ".join(choice.label for choice in kind.choices[:20])
    return problem(messages.UNKNOWN_OPTION, literal.span, option=literal.value[:100], options=labels)


def choice_of(kind: Kind, name: str) -> Choice | None:
    """The option that a text names: by key, else by label."""
    for choice in kind.choices:
        if choice.key == name:
            return choice
    return next((choice for choice in kind.choices if choice.label == name), None)


def read_date(text: str) -> date | None:
    """The date that a text spells as 2026-01-31."""
    try:
        return date.fromisoformat(text) if _DATE.match(text) else None
    except ValueError:
        return None


def coerced(node: Node, kind: Kind, *, as_result: bool = False) -> Node | None:
    """The node as one of `kind`; None when it cannot stand for one. `as_result` also turns texts into options."""
    found = node.kind or NOTHING
    if found == kind or kind == NOTHING:
        return node
    if found == NOTHING:
        return Cast(node, span=node.span, kind=kind)
    if isinstance(node, Text) and kind.name == "option":
        choice = choice_of(kind, node.value)
        if choice is not None:
            return replace(node, value=choice.key, label=choice.label, kind=kind)
        if not as_result:
            return None
    if isinstance(node, Text) and kind == DATE:
        return Cast(node, span=node.span, kind=kind) if read_date(node.value) else None
    if found.is_list and kind.is_list:
        inner = found.item().name, kind.item().name
    elif found.is_list or kind.is_list:
        return None
    else:
        inner = found.name, kind.name
    if found.item().name == "record" == kind.item().name:
        return node if None in (found.item().target, kind.item().target) else None
    allowed = inner in (("option", "text"), ("datetime", "date")) or (as_result and inner == ("text", "option"))
    return Cast(node, span=node.span, kind=kind) if allowed else None


def unified(nodes: Sequence[Node], *, comparing: bool = False) -> tuple[Kind | None, list[Node]]:
    """The one kind that all the nodes can be, and the nodes as such; (None, …) when there is none.

    `comparing`: a text written out beside an option must name one of its options, instead of turning it into text.
    """
    literals = [node for node in nodes if isinstance(node, Text)]
    target: Kind | None = NOTHING
    for node in [*(node for node in nodes if not isinstance(node, Text)), *literals]:
        target = _joined(target, node, comparing)
        if target is None:
            return None, list(nodes)
    assert target is not None
    result = [coerced(node, target) for node in nodes]
    fitting = [node for node in result if node is not None]
    return (target, fitting) if len(fitting) == len(nodes) else (None, list(nodes))


def _joined(target: Kind, node: Node, comparing: bool) -> Kind | None:
    found = node.kind or NOTHING
    if found == NOTHING or (target != NOTHING and coerced(node, target) is not None):
        return target
    if target == NOTHING:
        return found
    names = {target.item().name, found.item().name}
    if target.is_list != found.is_list:
        return None
    written_date = found == TEXT and target.name == "datetime" and coerced(node, DATE) is not None
    if names == {"date", "datetime"} or written_date:
        joined = DATE
    elif names <= {"text", "option"} and not (comparing and isinstance(node, Text)):
        joined = TEXT
    else:
        return None
    return list_of(joined) if target.is_list else joined
