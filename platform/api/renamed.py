"""Former keys of fields at the door (S13): understood in queries, told on request, and announced in the answer's headers.

`Deprecation` is a structured date (RFC 9745), `Sunset` an HTTP date (RFC 8594); with several former keys, the earliest of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Flask, Response, g
from werkzeug.http import http_date

from ..core.context import Context
from ..tables import naming
from ..tables.transaction import Tx
from .params import OneOf

ALIASES = OneOf("aliases", "`1`: values under former keys that may still be used, too", words=("1", "true"))
DOCUMENTS = "/api/docs"


def install(app: Flask) -> None:
    """Every answer of a request that used a former key says so, refusals too."""
    app.after_request(_announce)


def note(ctx: Context) -> None:
    """The request of this context is being answered now."""
    g.ctx = ctx


def selecting(tx: Tx, table_key: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a list with present keys. Raises MALFORMED for a former key whose window has ended."""
    found = dict(asked)
    table = tx.catalogue.tables.get(table_key)
    if table is None or not tx.catalogue.aliases:
        return found
    if found.get("filter") is not None:
        found["filter"] = naming.asked(tx, table, found["filter"])
    if found.get("sort"):
        found["sort"] = naming.order(tx, table, found["sort"])
    if found.get("fields") is not None:
        found["fields"] = tuple(naming.path(tx, table, key) for key in found["fields"])
    return found


def grouping(tx: Tx, table_key: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The same of an aggregation or pivot."""
    table = tx.catalogue.tables.get(table_key)
    if table is None:
        return dict(asked)
    named = ("filter", "group_by", "measures", "rows", "columns")
    found = {name: naming.asked(tx, table, part) if name in named else part for name, part in asked.items()}
    if found.get("sort"):
        found["sort"] = naming.measured(tx, table, found["sort"], found["measures"])
    return found


def importing(tx: Tx, table_key: str, names: Iterable[str | None]) -> None:
    """Note the former keys among the fields that the settings of an import name; what its columns are called, its job tells.
    Raises INVALID for those whose window has ended."""
    table = tx.catalogue.tables.get(table_key)
    if table is None or not tx.catalogue.aliases:
        return
    for name in names:
        spec = table.by_key.get(name) if name else None
        if spec is not None and name and tx.scope(table).may_read(spec.id):
            naming.heard(tx, spec, name)


def beside(tx: Tx, table_key: str, records: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Records whose values stand under their fields' former keys too."""
    table = tx.catalogue.table(table_key)
    return [{**record, "values": naming.beside(tx, table, record["values"])} for record in records]


def _announce(response: Response) -> Response:
    ctx: Context | None = g.get("ctx")
    if ctx is None or not ctx.former:
        return response
    since = [each for _, each, _ in ctx.former if each is not None]
    until = [each for _, _, each in ctx.former if each is not None]
    response.headers["Deprecation"] = f"@{int(min(since).timestamp())}" if since else "@0"
    if until:
        response.headers["Sunset"] = http_date(min(until))
    response.headers.add("Link", f'<{DOCUMENTS}>; rel="deprecation"; type="text/html"')
    return response
