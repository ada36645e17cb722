"""The built front end: its files, and its index page for every address that is not the API's."""

from __future__ import annotations

from pathlib import Path

from flask import Response, render_template, send_file
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from ..calls import Call
from ..routes import Permission, Resource

BUILT = Path(__file__).parent.parent / "static" / "app"
#: told by name, for what the machine's own table of types says differs from machine to machine
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".wasm": "application/wasm",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
}
_PACKED = ((".br", "br"), (".gz", "gzip"))
_FOREVER = "public, max-age=31536000, immutable"


def pages(root: Path = BUILT) -> Resource:
    """Serves the front end that lies in `root`, or a page that says it has not been built."""
    resource = Resource("Pages")

    @resource.get("/", permission=Permission.PUBLIC, summary="The app", hidden=True, anything=True)
    def index(call: Call) -> Response:  # pyright: ignore[reportUnusedFunction]
        return _index(root, call)

    @resource.get("/{page:path}", permission=Permission.PUBLIC, summary="The app", hidden=True, anything=True)
    def show(call: Call) -> Response:  # pyright: ignore[reportUnusedFunction]
        path = call.path["path"]
        found = safe_join(str(root), path)
        suffix = Path(path).suffix.lower()
        if path == "index.html":
            return _index(root, call)
        if found is not None and suffix in TYPES and Path(found).is_file():
            hashed = path.startswith("assets/")
            return _file(Path(found), call, _FOREVER if hashed else "public, max-age=3600")
        if found is None or suffix in TYPES or path.startswith("assets/"):
            raise NotFound
        return _index(root, call)

    return resource


def _index(root: Path, call: Call) -> Response:
    index = root / "index.html"
    if not index.is_file():
        page = render_template("not_built.html", locale=call.locale)
        return Response(page, 200, {"Cache-Control": "no-store"}, mimetype="text/html")
    return _file(index, call, "no-cache")


def _file(path: Path, call: Call, caching: str) -> Response:
    chosen, encoding = path, None
    accepted = call.request.accept_encodings
    for suffix, name in _PACKED:
        packed = path.with_name(path.name + suffix)
        if accepted[name] > 0 and packed.is_file():
            chosen, encoding = packed, name
            break
    response = send_file(chosen, mimetype=TYPES[path.suffix.lower()], conditional=True, max_age=None)
    response.headers["Content-Type"] = TYPES[path.suffix.lower()]
    response.headers["Cache-Control"] = caching
    response.headers["Vary"] = "Accept-Encoding"
    if encoding is not None:
        response.headers["Content-Encoding"] = encoding
        response.headers.pop("Accept-Ranges", None)
    return response
