"""Former keys of fields as they are looked up (S13): whoever reads a document can be told of each that it names a field by."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, NamedTuple, cast

if TYPE_CHECKING:
    from ..fields.spec import FieldSpec


class Use(NamedTuple):
    """A field, and the former key by which it was looked up."""

    spec: FieldSpec
    key: str


_told: ContextVar[list[Use] | None] = ContextVar("former keys looked up", default=None)


class Names(dict[str, "FieldSpec"]):
    """The fields of a table by key, former keys among them. For tables that have some: a plain mapping is faster."""

    __slots__ = ()

    def __getitem__(self, key: str) -> FieldSpec:
        return _noted(super().__getitem__(key), key)

    def get(self, key: str, default: Any = None) -> Any:
        found = super().get(key)
        return default if found is None else _noted(found, key)


@contextmanager
def told() -> Generator[list[Use]]:
    """Every use of a former key within, in order; one that is looked up twice stands there twice."""
    found: list[Use] = []
    token = _told.set(found)
    try:
        yield found
    finally:
        _told.reset(token)


def restated(document: Mapping[str, Any], read: Callable[[Mapping[str, Any]], object]) -> Mapping[str, Any]:
    """A document by key with present keys in place of former ones.

    `read` looks up what the document names, and answers what that is. Only it knows which words of a document are keys, and of
    which table: so each word that could be one is replaced by itself, and stays replaced where that leaves everything that is
    named as it was and one former key fewer.
    """
    meaning, uses = _read(document, read)
    for key, present in dict.fromkeys((use.key, use.spec.key) for use in uses):
        place = 0
        while (candidate := _replaced(document, key, present, place)) is not None:
            then, left = _read(candidate, read)
            if then == meaning and len(left) < len(uses):
                document, uses = candidate, left
            else:
                place += 1
    return document


def _read(document: Mapping[str, Any], read: Callable[[Mapping[str, Any]], object]) -> tuple[object, list[Use]]:
    with told() as uses:
        meaning = read(document)
    return meaning, uses


def _replaced(document: Mapping[str, Any], key: str, present: str, place: int) -> Mapping[str, Any] | None:
    """The document with one occurrence of a word replaced, counted from 0; None where there are not so many. A name beside
    which the new one stands already is left alone."""
    word = re.compile(rf"(?<![A-Za-z0-9_]){re.escape(key)}(?![A-Za-z0-9_])")
    left = place

    def one(match: re.Match[str]) -> str:
        nonlocal left
        left -= 1
        return present if left == -1 else match[0]

    def name(said: str, beside: Mapping[str, Any]) -> str:
        found = word.sub(one, said)
        return said if found != said and found in beside else found

    def within(part: Any) -> Any:
        if isinstance(part, str):
            return word.sub(one, part)
        if isinstance(part, Mapping):
            known = cast("Mapping[str, Any]", part)
            return {name(said, known): within(value) for said, value in known.items()}
        return [within(each) for each in cast("list[Any]", part)] if isinstance(part, (list, tuple)) else part

    found = within(document)
    return found if left < 0 else None


def _noted(spec: FieldSpec, key: str) -> FieldSpec:
    if spec.key != key and (uses := _told.get()) is not None:
        uses.append(Use(spec, key))
    return spec
