"""HTML text in which everything that was not written here is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def element(tag: str, *children: str | None, css: str | None = None, **attributes: str | int) -> Html:
    """`<tag class=css …>children</tag>`: children are escaped unless they are HTML; None is nothing."""
    given = {} if css is None else {"class": css}
    written = "".join(f' {name}="{escape(str(value))}"' for name, value in {**given, **attributes}.items())
    return Html(f"<{tag}{written}>{joined(children)}</{tag}>")


def joined(parts: Iterable[str | None]) -> Html:
    return Html("".join(part if isinstance(part, Html) else escape(part) for part in parts if part is not None))


def css_text(text: str) -> str:
    """A text as a string of a style sheet, in which no character has a meaning."""
    return '"' + "".join(f"\\{ord(char):06x}" for char in text) + '"'
