"""Checks one call against the declaration of its function."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from . import messages
from .coercion import coerced, unified, unknown_option
from .functions import FUNCTIONS
from .functions.signature import ANY, PRINTABLE, RANKED, Arg, Function, Var
from .kinds import NOTHING, TEXT, Kind, list_of
from .nodes import Call, Cast, Each, Node, Text, walk
from .problems import problem
from .rows import Rows

if TYPE_CHECKING:
    from .checker import Checker


def check_call(checker: Checker, node: Call) -> Node:
    """The call with its kind and its converted arguments; without a kind when a problem was reported."""
    function = FUNCTIONS.get(node.name)
    args = _typed(checker, node, function)
    untyped = replace(node, args=args)
    if function is None:
        _report_unknown(checker, node)
        return untyped
    if not _count_fits(checker, node, function) or any(arg.kind is None for arg in args):
        return untyped
    if function.for_lists is not None and args[0].kind is not None and args[0].kind.is_list:
        function = FUNCTIONS[function.for_lists.lower()]
    checker.volatile = checker.volatile or function.volatile
    typed = _Call(checker, node, function, args).checked() or untyped
    if function.name == "LIST" and checker.rows is not None and typed.kind is not None:
        return Each(typed, span=node.span, kind=typed.kind.item())
    return typed


def _typed(checker: Checker, node: Call, function: Function | None) -> tuple[Node, ...]:
    """The arguments with their kinds. Where they are evaluated for each row, lists of these rows stand for one item."""
    outer = checker.rows
    if function is None or not (function.each or function.name == "LIST"):
        return tuple(checker.typed(arg) for arg in node.args)
    if not function.each:  # a list that is written out has the items of the rows around, of which there is one for each
        checker.rows = None
        args = tuple(checker.typed(arg) for arg in node.args)
        checker.rows = outer
        return args
    if outer is not None:
        checker.report(problem(messages.WITHIN_EACH, node.span, function=function.name))
    checker.rows = Rows()
    args = tuple(checker.typed(arg) for arg in node.args)
    checker.rows = outer
    if args and not any(isinstance(part, Each) for part in walk(args[0])) and args[0].kind is not None:
        checker.report(problem(messages.NO_ROWS, args[0].span, function=function.name))
        return (replace(args[0], kind=None), *args[1:])
    return args


def _report_unknown(checker: Checker, node: Call) -> None:
    written = (node.written or node.name)[:50]
    near = get_close_matches(node.name[:50], list(FUNCTIONS), n=1, cutoff=0.7)
    span = (node.span[0], node.span[0] + len(node.written or node.name))
    if near:
        checker.report(problem(messages.UNKNOWN_FUNCTION_NEAR, span, name=written, near=near[0].upper()))
    else:
        checker.report(problem(messages.UNKNOWN_FUNCTION, span, name=written))


def _count_fits(checker: Checker, node: Call, function: Function) -> bool:
    given, most = len(node.args), function.most()
    if given < function.least():
        found = problem(messages.TOO_FEW_ARGUMENTS, node.span, function=function.name, least=function.least())
    elif most is not None and given > most:
        found = problem(messages.TOO_MANY_ARGUMENTS, node.span, function=function.name, most=most)
    elif function.unpaired(given):
        found = problem(messages.UNPAIRED_ARGUMENTS, node.span, function=function.name)
    else:
        return True
    checker.report(found)
    return False


class _Call:
    """The arguments of one call on their way through the check."""

    def __init__(self, checker: Checker, node: Call, function: Function, args: tuple[Node, ...]) -> None:
        self.checker = checker
        self.node = node
        self.function = function
        self.args: list[Node | None] = list(args)
        self.specs = [function.arg_at(position, len(args)) for position in range(len(args))]
        self.settled: dict[str, Kind] = {}

    def checked(self) -> Node | None:
        letters: dict[str, list[int]] = {}
        for position, spec in enumerate(self.specs):
            if isinstance(spec.kind, Var) and spec.kind not in (ANY, PRINTABLE, RANKED):
                letters.setdefault(spec.kind.letter, []).append(position)
            else:
                self.args[position] = self._converted(spec, self._arg(position))
        for letter, positions in letters.items():
            self._settle(letter, positions)
        if None in self.args:
            return None
        returns = self.function.returns
        kind = self.settled.get(returns.letter, NOTHING) if isinstance(returns, Var) else returns
        if self.function.returns_list:
            kind = list_of(kind)
        args = tuple(arg for arg in self.args if arg is not None)
        return replace(self.node, name=self.function.name.lower(), args=args, kind=kind)

    def _arg(self, position: int) -> Node:
        arg = self.args[position]
        assert arg is not None
        return arg

    def _wrong(self, spec: Arg, arg: Node, expected: Kind) -> None:
        message = messages.NEEDS_LIST if spec.is_list else messages.WRONG_ARGUMENT
        self.checker.report(
            problem(
                message, arg.span, function=self.function.name, argument=spec.name, expected=expected, found=arg.kind
            )
        )

    def _converted(self, spec: Arg, arg: Node) -> Node | None:
        """An argument whose kind the declaration alone decides."""
        found = arg.kind or NOTHING
        if spec.choices or spec.accepts is not None:
            return self._literal(spec, arg)
        if spec.kind is ANY:
            return arg
        if spec.kind is RANKED:
            if found.name not in (*RANKED.among, "nothing"):
                self._report_not_among(RANKED.among, [self.args.index(arg)], [arg])
                return None
            return arg
        if spec.kind is PRINTABLE:
            if spec.spread and found.is_list and found.item().name != "record":
                return Cast(arg, span=arg.span, kind=list_of(TEXT))
            return self.checker.as_text(arg)
        assert isinstance(spec.kind, Kind)
        listed = spec.is_list or (spec.spread and found.is_list)
        fitting = coerced(arg, list_of(spec.kind) if listed else spec.kind)
        if fitting is None:
            self._wrong(spec, arg, spec.kind)
        return fitting

    def _literal(self, spec: Arg, arg: Node) -> Node | None:
        """An argument that must be written out, so that nothing from a row can ever stand in its place."""
        text = arg.value.strip() if isinstance(arg, Text) else None
        if spec.choices:
            if text is not None and text.lower() in spec.choices:
                return replace(arg, value=text.lower())
            choices = ", ".join(f'"{choice}"' for choice in spec.choices)
            found = problem(
                messages.LITERAL_CHOICE, arg.span, function=self.function.name, argument=spec.name, choices=choices
            )
        else:
            if (
                text is not None
                and spec.accepts is not None
                and spec.accepts(text, (self._arg(0).kind or NOTHING).name)
            ):
                return arg
            samples = ", ".join(f'"{sample}"' for sample in spec.samples)
            found = problem(
                messages.LITERAL_FORMAT, arg.span, function=self.function.name, argument=spec.name, samples=samples
            )
        self.checker.report(found)
        return None

    def _settle(self, letter: str, positions: list[int]) -> None:
        """Finds the one kind of all the arguments that share a letter, and converts them to it."""
        among = next(
            spec.kind.among for spec in self.specs if isinstance(spec.kind, Var) and spec.kind.letter == letter
        )
        args = [self._arg(position) for position in positions]
        opened = [self._opened(self.specs[position], arg) for position, arg in zip(positions, args, strict=True)]
        if None in opened:
            for position in positions:
                self.args[position] = None
            return
        items = [
            arg if is_open is False else replace(arg, kind=(arg.kind or NOTHING).item())
            for arg, is_open in zip(args, opened, strict=True)
        ]
        kind, _ = unified(items, comparing=letter == "S")
        fitting: list[Node | None] = [None] * len(args)
        if kind is None:
            self._report_mixed(letter, items)
        elif among and kind.name not in (*among, "nothing"):
            self._report_not_among(among, positions, items)
        else:
            self.settled[letter] = kind
            fitting = [
                coerced(arg, list_of(kind) if is_open else kind) for arg, is_open in zip(args, opened, strict=True)
            ]
        for position, arg in zip(positions, fitting, strict=True):
            self.args[position] = arg

    def _opened(self, spec: Arg, arg: Node) -> bool | None:
        """Whether the argument counts as the items of a list; None when a list is missing, which is reported."""
        is_list = (arg.kind or NOTHING).is_list
        if spec.is_list and not is_list:
            self._wrong(spec, arg, NOTHING)
            return None
        return is_list and (spec.is_list or spec.spread)

    def _report_mixed(self, letter: str, items: list[Node]) -> None:
        option = next((item.kind for item in items if item.kind is not None and item.kind.name == "option"), None)
        if letter == "S" and option is not None:
            strange = [item for item in items if isinstance(item, Text) and coerced(item, option) is None]
            if strange:
                for literal in strange:
                    self.checker.report(unknown_option(literal, option))
                return
        kinds: list[Kind] = []
        for item in items:
            if item.kind is not None and item.kind != NOTHING and item.kind not in kinds:
                kinds.append(item.kind)
        self.checker.report(problem(messages.MIXED_KINDS, self.node.span, first=kinds[0], second=kinds[-1]))

    def _report_not_among(self, among: tuple[str, ...], positions: list[int], items: list[Node]) -> None:
        for position, item in zip(positions, items, strict=True):
            if item.kind is not None and item.kind.name not in (*among, "nothing"):
                self.checker.report(
                    problem(
                        messages.WRONG_ARGUMENT,
                        item.span,
                        function=self.function.name,
                        argument=self.specs[position].name,
                        expected=tuple(Kind(name) for name in among),
                        found=item.kind,
                    )
                )
