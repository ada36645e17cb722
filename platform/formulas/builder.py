"""Makes nodes of what the grammar recognises, from the leaves up."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

from lark import Token, Transformer

from . import messages
from .lexing import span_of
from .limits import MAX_DIGITS
from .nodes import Binary, Boolean, Call, Name, Node, Number, Ref, Text, Unary
from .problems import syntax_error

_OPERATORS = {"==": "=", "!=": "<>", "≤": "<=", "≥": ">=", "≠": "<>", "×": "*", "÷": "/", "−": "-"}
_STEP = re.compile(r"(?:[^.\\]|\\.)+", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ID = re.compile(r"#(-?[0-9]{1,18})\Z")  # the fields that every table has by itself are below zero


def _plain(token: Token) -> str:
    """The half-width form of a word."""
    return unicodedata.normalize("NFKC", str(token))


def _operator(token: Token) -> str:
    plain = _OPERATORS.get(str(token)) or _plain(token).upper()
    return _OPERATORS.get(plain, plain)


def read_path(inner: str) -> tuple[str, ...] | tuple[int, ...] | None:
    r"""The steps between two braces: names, or ids written `#12`; a backslash takes `.`, braces and `#` literally.

    None when a step is missing, or ids and names are mixed.
    """
    steps = [step.strip() for step in _STEP.findall(inner)]
    if not steps or not all(steps) or len(steps) != len(_separators(inner)) + 1:
        return None
    ids = [_ID.match(step) for step in steps]
    if all(ids):
        return tuple(int(match[1]) for match in ids if match)
    if any(ids):
        return None
    return tuple(_ESCAPE.sub(r"\1", step) for step in steps)


def _separators(inner: str) -> list[str]:
    return re.findall(r"\.", re.sub(r"\\.", "", inner, flags=re.DOTALL))


class Builder(Transformer[Token, Node]):
    """Called by the parser for each rule as it is completed; never recursive."""

    def start(self, items: list[Any]) -> Node:
        return cast(Node, items[0])

    def binary(self, items: list[Any]) -> Node:
        left, operator, right = items
        return Binary(_operator(operator), left, right, span=(left.span[0], right.span[1]))

    def unary(self, items: list[Any]) -> Node:
        operator, operand = items
        return Unary(_operator(operator), operand, span=(span_of(operator)[0], operand.span[1]))

    def percent(self, items: list[Any]) -> Node:
        operand, sign = items
        return Unary("%", operand, span=(operand.span[0], span_of(sign)[1]))

    def group(self, items: list[Any]) -> Node:
        opening, inner, closing = items
        return replace(inner, span=(span_of(opening)[0], span_of(closing)[1]))

    def call(self, items: list[Any]) -> Node:
        name: Token = items[0]
        args = tuple(item for item in items[2:-1] if isinstance(item, Node))
        plain = _plain(name)
        return Call(plain.lower(), args, written=plain, span=(span_of(name)[0], span_of(items[-1])[1]))

    def number(self, items: list[Any]) -> Node:
        token: Token = items[0]
        plain = _plain(token)
        if sum(character.isdigit() for character in plain) > MAX_DIGITS:
            raise syntax_error(messages.NUMBER_TOO_LONG, span_of(token), limit=MAX_DIGITS)
        return Number(Decimal(plain), span=span_of(token))

    def text(self, items: list[Any]) -> Node:
        token: Token = items[0]
        quote, inner = token[0], str(token[1:-1])
        if quote in "\"'":
            inner = inner.replace(quote * 2, quote)
        return Text(inner, span=span_of(token))

    def true(self, items: list[Any]) -> Node:
        return Boolean(True, span=span_of(items[0]))

    def false(self, items: list[Any]) -> Node:
        return Boolean(False, span=span_of(items[0]))

    def name(self, items: list[Any]) -> Node:
        token: Token = items[0]
        return Name(tuple(str(token).split(".")), span=span_of(token))

    def field(self, items: list[Any]) -> Node:
        token: Token = items[0]
        path = read_path(str(token[1:-1]))
        if path is None:
            raise syntax_error(messages.BAD_FIELD, span_of(token))
        if isinstance(path[0], int):
            return Ref(cast(tuple[int, ...], path), span=span_of(token))
        return Name(cast(tuple[str, ...], path), span=span_of(token))
