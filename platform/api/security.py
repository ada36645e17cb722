"""The headers that every response carries: what a browser may do with it, and whether anybody may keep it."""

from __future__ import annotations

from flask import Flask, Response, request

_PAGE = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)  # the components write style attributes; scripts are never inline
_DATA = "default-src 'none'; frame-ancestors 'none'"


def install(app: Flask, *, secure: bool) -> None:
    """Add the headers to every response of `app`, errors included; a route's own header stands."""

    @app.after_request
    def add(response: Response) -> Response:  # pyright: ignore[reportUnusedFunction]
        headers = response.headers
        page = response.mimetype == "text/html"
        if "Content-Security-Policy" not in headers:
            headers["Content-Security-Policy"] = _PAGE if page else _DATA
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if page:
            headers["X-Frame-Options"] = "DENY"
            headers["Permissions-Policy"] = "geolocation=(), microphone=(), payment=()"
        if secure:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        if "Cache-Control" not in headers and request.path.startswith("/api"):
            headers["Cache-Control"] = "no-store"
        return response
