"""One evaluation, step by step, for "explain this value": the evaluator itself, watched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .checker import Checked
from .evaluator import compile  # noqa: A004  # the word of the contract between rooms
from .kinds import NOTHING, Kind
from .nodes import Binary, Call, Node, Path, Ref, Span, Unary
from .printer import NameOf, print_display
from .values import FAILURES, Closure, Env, Value, error_of, finished


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the formula that was evaluated, and what came out: a value or a `FormulaError`."""

    text: str
    value: Value
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Input:
    """A field that was read."""

    path: Path
    value: Value


@dataclass(frozen=True, slots=True)
class Trace:
    value: Value  #: what `Compiled.run` yields for the same row
    steps: tuple[Step, ...]  #: in the order of evaluation; branches not taken are absent
    inputs: tuple[Input, ...]  #: in the order of reading, each once


def trace(checked: Checked, values: Sequence[Value], env: Env, name_of: NameOf) -> Trace:
    """The steps of a formula for one row; `values` are as `Compiled.run` takes them."""
    steps: list[Step] = []
    inputs: dict[Path, Value] = {}

    def watch(node: Node, closure: Closure) -> Closure:
        if not isinstance(node, Ref | Unary | Binary | Call):
            return closure
        text = print_display(node, name_of)

        def record(value: Value) -> None:
            if isinstance(node, Ref):
                inputs.setdefault(node.path, value)
            else:
                steps.append(Step(text, value, node.kind or NOTHING, node.span))

        def watched(row: Sequence[Value], env: Env) -> Value:
            try:
                value = closure(row, env)
            except FAILURES as raised:
                record(error_of(raised))
                raise
            record(_settled(value))
            return value

        return watched

    value = compile(checked, watch).run(values, env)
    return Trace(value, tuple(steps), tuple(Input(path, value) for path, value in inputs.items()))


def _settled(value: Value) -> Value:
    """A half-way value as it would leave the formula, or itself when only the full precision can hold it."""
    try:
        return finished(value)
    except ArithmeticError:
        return value
