"""Watches the words of a formula as they are read, so that a bomb is refused long before a tree is built of it."""

from __future__ import annotations

from collections.abc import Iterator

from lark import Token
from lark.lark import PostLex

from . import messages
from .limits import MAX_DEPTH, MAX_TOKENS
from .nodes import Span
from .problems import syntax_error


def span_of(token: Token) -> Span:
    return token.start_pos or 0, token.end_pos or 0


class Guard(PostLex):
    """Counts words, open brackets and signs in a row; keeps nothing between formulas, so threads may share it."""

    always_accept = ()

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        opened: list[Token] = []
        signs = 0
        for count, token in enumerate(stream, start=1):
            if count > MAX_TOKENS:
                raise syntax_error(messages.TOO_LARGE, span_of(token), limit=MAX_TOKENS)
            signs = signs + 1 if token.type in ("PLUS", "MINUS", "NOT", "PERCENT") else 0
            if token.type == "LPAR":
                opened.append(token)
            elif token.type == "RPAR":
                if not opened:
                    raise syntax_error(messages.UNMATCHED_BRACKET, span_of(token))
                opened.pop()
            if len(opened) > MAX_DEPTH or signs > MAX_DEPTH:
                raise syntax_error(messages.TOO_DEEP, span_of(token), limit=MAX_DEPTH)
            yield token
        if opened:
            raise syntax_error(messages.UNCLOSED_BRACKET, span_of(opened[-1]))
