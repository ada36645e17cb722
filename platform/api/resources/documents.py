"""The API's own description: as an OpenAPI document for programs, and as a page for people (no script, no CDN)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

from flask import Response, render_template

from ..answers import JSON_TYPE, dump_json
from ..calls import Call
from ..examples import example
from ..routes import Permission, Resource, Route


def documents(routes: Callable[[], Iterable[Route]]) -> Resource:
    """The two routes that describe `routes`; the document is built at the first request and kept."""
    resource = Resource("Documents")
    kept: list[dict[str, Any]] = []
    lock = threading.Lock()

    def document() -> dict[str, Any]:
        with lock:
            if not kept:
                from ..openapi import build  # noqa: PLC0415 - apispec is loaded only when somebody reads the document

                kept.append(build(routes()))
        return kept[0]

    @resource.get(
        "/api/openapi.json",
        permission=Permission.PUBLIC,
        answer={"type": "object"},
        summary="This document",
        hidden=True,
    )
    def openapi(_call: Call) -> Response:  # pyright: ignore[reportUnusedFunction]
        response = Response(dump_json(document()), content_type=JSON_TYPE)
        response.headers["Cache-Control"] = "no-cache"
        return response

    @resource.get("/api/docs", permission=Permission.PUBLIC, summary="This document, for people", hidden=True)
    def page(call: Call) -> Response:  # pyright: ignore[reportUnusedFunction]
        api = document()
        schemas = api["components"]["schemas"]
        page = render_template("api.html", api=api, example=lambda schema: example(schema, schemas), locale=call.locale)
        return Response(page, mimetype="text/html")

    return resource
