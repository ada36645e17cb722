"""Sends files as downloads: a name that every browser understands, never rendered in our origin."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Response

if TYPE_CHECKING:
    from ..exchange.exports import Export
    from ..exchange.printing.paper import Printed

_SANDBOX = "sandbox; default-src 'none'"
_PAPER = "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def as_download(response: Response, name: str) -> Response:
    """Make `response` a file that is saved under `name`, whatever it holds."""
    _called(response, "attachment", name)
    response.headers["Content-Security-Policy"] = _SANDBOX
    return response


def send_page(made: Printed) -> Response:
    """A page to print, which runs nothing and loads nothing, not even from here."""
    response = Response(made.html, content_type="text/html; charset=utf-8")
    _called(response, "inline", f"{made.name}.html")
    response.headers["Content-Security-Policy"] = _PAPER
    return response


def _called(response: Response, how: str, name: str) -> None:
    plain = "".join(char if " " <= char <= "~" and char not in '"\\%' else "_" for char in name)
    encoded = quote(name.encode("utf-8", "replace"), safe="")
    response.headers["Content-Disposition"] = f"{how}; filename=\"{plain}\"; filename*=UTF-8''{encoded}"
    response.headers["Cache-Control"] = "private, no-store"


ROWS, LEFT_OUT = "Export-Rows", "Export-Left-Out"
"""Headers of a file: how many rows (lines of a pivot) it holds, and how many of the list may be viewed but not exported."""


def send_made(made: Export) -> Response:
    """A file that was made for this answer; it is gone when the answer has been sent."""
    response = Response(made.chunks(), content_type=made.media)
    response.call_on_close(made.file.close)
    response.headers[ROWS], response.headers[LEFT_OUT] = str(made.rows), str(made.left_out)
    response.content_length = made.size
    return as_download(response, made.name)
