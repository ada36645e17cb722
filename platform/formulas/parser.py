"""Text → syntax tree. Whatever the text, the answer is a tree or a `FormulaSyntaxError`, and it comes quickly."""

from __future__ import annotations

from functools import cache
from pathlib import Path as File

from lark import Lark
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from . import messages
from .builder import Builder
from .lexing import Guard, span_of
from .limits import MAX_DEPTH, MAX_LENGTH, MAX_NODES
from .nodes import Node, measure
from .problems import FormulaSyntaxError, syntax_error


def parse(text: str) -> Node:
    """The tree of a formula, in written or in stored form. Raises `FormulaSyntaxError`."""
    if len(text) > MAX_LENGTH:
        raise syntax_error(messages.TOO_LONG, (MAX_LENGTH, len(text)), limit=MAX_LENGTH)
    if not text.strip():
        raise syntax_error(messages.EMPTY, (0, len(text)))
    try:
        tree = _grammar().parse(text)
    except UnexpectedCharacters as error:
        raise _stray(text, error.pos_in_stream or 0) from None
    except UnexpectedToken as error:
        raise _misplaced(text, error) from None
    node: Node = tree  # pyright: ignore[reportAssignmentType]  # the builder runs inside the parser
    count, depth = measure(node)
    if count > MAX_NODES:
        raise syntax_error(messages.TOO_LARGE, node.span, limit=MAX_NODES)
    if depth > MAX_DEPTH:
        raise syntax_error(messages.TOO_DEEP, node.span, limit=MAX_DEPTH)
    return node


@cache
def _grammar() -> Lark:
    source = File(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(source, parser="lalr", lexer="basic", transformer=Builder(), postlex=Guard(), maybe_placeholders=False)


def _stray(text: str, position: int) -> FormulaSyntaxError:
    """A character that begins no word: often a quote or a brace without its partner."""
    character = text[position]
    if character in "\"'“‘":
        return syntax_error(messages.UNCLOSED_TEXT, (position, len(text)))
    if character in "{｛":
        return syntax_error(messages.UNCLOSED_FIELD, (position, len(text)))
    return syntax_error(messages.UNEXPECTED, (position, position + 1), found=character)


def _misplaced(text: str, error: UnexpectedToken) -> FormulaSyntaxError:
    token = error.token
    if token.type == "$END":
        return syntax_error(messages.UNEXPECTED_END, (len(text), len(text)))
    return syntax_error(messages.UNEXPECTED, span_of(token), found=str(token)[:40])
