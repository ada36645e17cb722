"""A checked tree → closures, made once and run for any number of rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import messages, operators, rows
from .calling import call
from .checker import Checked
from .coercion import choice_of, read_date
from .functions import FUNCTIONS
from .functions.signature import Function
from .kinds import NOTHING, Kind
from .nodes import Binary, Boolean, Call, Cast, Each, Node, Number, Path, Ref, Text, Unary, walk
from .values import (
    FAILURES,
    FINAL,
    ZERO,
    Closure,
    Decimal,
    Env,
    Failure,
    FormulaError,
    Value,
    error_of,
    failure,
    finished,
    shown,
)

Watch = Callable[[Node, Closure], Closure]  #: wraps the closure of a node, as the trace does


@dataclass(frozen=True, slots=True)
class Compiled:
    """A formula ready to run. It keeps nothing between rows and may be shared by threads."""

    columns: tuple[Path, ...]  #: the fields it reads, in the order `run` takes their values
    kind: Kind
    volatile: bool
    body: Closure = field(repr=False)

    def run(self, values: Sequence[Value], env: Env) -> Value:
        """The value for one row, given the values of `columns` in order; an error is a `FormulaError`, never raised."""
        try:
            value = self.body(values, env)
            if value.__class__ is Decimal:
                return FINAL.add(value, ZERO)  # pyright: ignore[reportArgumentType]
            return finished(value)
        except FAILURES as raised:
            return error_of(raised)

    def __call__(self, row: Mapping[Path, Value] | Callable[[Path], Value], env: Env) -> Value:
        """The value for one row, given a way to look its fields up."""
        look_up = row if callable(row) else row.__getitem__
        return self.run([look_up(path) for path in self.columns], env)


def compile(checked: Checked, watch: Watch | None = None) -> Compiled:  # noqa: A001  # the contract's word
    """`watch` sees every node's closure and may wrap it; a trace is the same evaluation, watched."""
    columns = tuple(sorted(checked.refs))
    compiler = _Compiler({path: position for position, path in enumerate(columns)}, watch)
    return Compiled(columns, checked.kind, checked.volatile, compiler.closure(checked.node))


class _Compiler:
    def __init__(self, positions: Mapping[Path, int], watch: Watch | None) -> None:
        self.positions = positions
        self.watch = watch
        self.items: dict[Each, int] = {}  #: where the items of the lists stand that a call goes through

    def closure(self, node: Node) -> Closure:
        made = self._made(node)
        return made if self.watch is None else self.watch(node, made)

    def _made(self, node: Node) -> Closure:
        match node:
            case Number() | Boolean():
                return _constant(node.value)
            case Text():
                return _constant(_text_value(node))
            case Ref():
                return _column(self.positions[node.path], node.kind or NOTHING)
            case Each():
                return _column(self.items[node], node.kind or NOTHING)
            case Cast():
                return _cast(node, self.closure(node.operand))
            case Unary(operator="NOT"):
                return operators.negated(self.closure(node.operand))
            case Unary():
                return operators.signed(node.operator, self.closure(node.operand))
            case Binary():
                return self._binary(node)
            case Call() if FUNCTIONS[node.name].each:
                return self._for_each(FUNCTIONS[node.name], node)
            case Call():
                return call(FUNCTIONS[node.name], [self.closure(arg) for arg in node.args])
            case _:
                raise TypeError(f"{type(node).__name__} cannot run; bind and check the tree first")

    def _for_each(self, function: Function, node: Call) -> Closure:
        """A call that evaluates its arguments for each row; what comes out for the single rows is not watched."""
        sources = list(dict.fromkeys(part for arg in node.args for part in walk(arg) if isinstance(part, Each)))
        lists = [self.closure(source.operand) for source in sources]
        watch, self.watch = self.watch, None
        self.items = {source: len(self.positions) + place for place, source in enumerate(sources)}
        args = [self.closure(arg) for arg in node.args]
        self.watch = watch
        return rows.call(function.body, lists, args)

    def _binary(self, node: Binary) -> Closure:
        left, right = self.closure(node.left), self.closure(node.right)
        kinds = [(side.kind or NOTHING).name for side in (node.left, node.right)]
        moments = [kind in ("date", "datetime") for kind in kinds]
        match node.operator:
            case "AND":
                return operators.both(left, right)
            case "OR":
                return operators.either(left, right)
            case "&":
                return operators.joined(left, right)
            case "-" if all(moments):
                return operators.days_between(left, right)
            case "+" if moments[1]:
                return operators.later(right, left, 1)
            case "+" | "-" if moments[0]:
                return operators.later(left, right, 1 if node.operator == "+" else -1)
            case "+" | "-" | "*" | "/" | "^":
                return operators.arithmetic(node.operator, left, right)
            case sign if "nothing" in kinds:
                return operators.compare_with_nothing(sign, right if kinds[0] == "nothing" else left)
            case sign:
                return operators.compare(sign, kinds[0], left, right)


def _constant(value: Value) -> Closure:
    return lambda row, env: value


def _text_value(node: Text) -> Value:
    if node.kind is not None and node.kind.name == "option":
        choice = choice_of(node.kind, node.value)
        return choice.value if choice is not None else None
    return node.value or None


def _column(position: int, kind: Kind) -> Closure:
    """The value of a field; an error that a computed field holds is met here and runs on."""

    def column(row: Sequence[Value], env: Env) -> Value:
        value: Any = row[position]
        if value.__class__ is FormulaError:
            raise Failure(value)
        return value

    def number(row: Sequence[Value], env: Env) -> Value:
        value: Any = row[position]
        if value is None or value.__class__ is Decimal:
            return value
        if value.__class__ is FormulaError:
            raise Failure(value)
        return Decimal(value)  # a count from the database

    def items(row: Sequence[Value], env: Env) -> Value:
        value: Any = column(row, env)
        for item in value or ():
            if item.__class__ is FormulaError:
                raise Failure(item)
        return value

    return items if kind.is_list else number if kind.name == "number" else column


def _cast(node: Cast, operand: Closure) -> Closure:
    """The conversion of an expression from its own kind to the cast's."""
    source, target = node.operand.kind or NOTHING, node.kind or NOTHING
    if source == NOTHING:
        return operand
    if isinstance(node.operand, Text) and target.name == "date":
        return _constant(read_date(node.operand.value))
    convert = _conversion(source.item(), target.item())

    def cast(row: Sequence[Value], env: Env) -> Value:
        value: Any = operand(row, env)
        if value is None:
            return None
        if value.__class__ is tuple:
            return tuple(None if item is None else convert(item, env) for item in value)
        return convert(value, env)

    return cast


def _conversion(source: Kind, target: Kind) -> Callable[[Any, Env], Value]:
    if target.name == "date":
        return operators.local_day
    if target.name == "option":
        by_name = {choice.label: choice.value for choice in reversed(target.choices)}
        by_name |= {choice.key: choice.value for choice in target.choices}
        return lambda value, env: _option(by_name, value)
    if source.name == "option":
        labels = {choice.value: choice.label for choice in source.choices}
        return lambda value, env: labels.get(value, "")
    return shown


def _option(by_name: Mapping[str, Value], name: str) -> Value:
    """The option that a text names; '' names none."""
    if name == "":
        return None
    try:
        return by_name[name]
    except KeyError:
        raise failure(messages.NO_SUCH_OPTION) from None
