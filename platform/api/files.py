"""Sends files as downloads: a name that every browser understands, never rendered in our origin."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Response

if TYPE_CHECKING:
    from ..exchange.exports import Export

_SANDBOX = "sandbox; default-src 'none'"


def as_download(response: Response, name: str) -> Response:
    """Make `response` a file that is saved under `name`, whatever it holds."""
    plain = "".join(char if " " <= char <= "~" and char not in '"\\%' else "_" for char in name)
    encoded = quote(name.encode("utf-8", "replace"), safe="")
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"
    response.headers["Content-Security-Policy"] = _SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response


def send_made(made: Export) -> Response:
    """A file that was made for this answer; it is gone when the answer has been sent."""
    response = Response(made.chunks(), content_type=made.media)
    response.call_on_close(made.file.close)
    response.content_length = made.size
    return as_download(response, made.name)
