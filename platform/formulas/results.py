"""The texts that a formula may yield whole, where its field is an option field: each must name an option, and is kept
by the option's key, so that the formula goes on working when the option gets another label (S98)."""

from __future__ import annotations

from dataclasses import replace

from .coercion import choice_of, unknown_option
from .functions import FUNCTIONS
from .kinds import Kind
from .nodes import Call, Cast, Node, Text
from .problems import FormulaProblem


def by_key(node: Node, kind: Kind, problems: list[FormulaProblem]) -> Node:
    """`node` with those texts turned into keys of `kind`; what names no option is added to `problems`."""
    match node:
        case Text() if node.value and node.label is None:
            choice = choice_of(kind, node.value)
            if choice is None:
                problems.append(unknown_option(node, kind))
                return node
            return replace(node, value=choice.key, label=choice.label)
        case Cast() if node.kind == kind:
            return replace(node, operand=by_key(node.operand, kind, problems))
        case Call() if FUNCTIONS[node.name].lazy:
            function = FUNCTIONS[node.name]
            count = len(node.args)
            args = tuple(
                by_key(arg, kind, problems) if function.arg_at(position, count).kind == function.returns else arg
                for position, arg in enumerate(node.args)
            )
            return replace(node, args=args)
        case _:
            return node
