"""A list and a record as pages that a browser prints; a pivot's stands with the pivots."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response

from ...tables.queries.query import Query
from .. import renamed, takings
from ..calls import WorkspaceCall
from ..files import send_page
from ..params import Keys, OneOf, Param, Unusable
from ..routes import Permission, Resource
from .records import ROWS, SELECTING

printing = Resource("Printing")
ORIENTATION = OneOf(
    "orientation", "How the sheet lies; by itself, according to the columns", words=("portrait", "landscape")
)
HTML = {"type": "string"}
_GROUP = re.compile(r"(-?)([^:,\s]{1,60})(?::(day|week|month|quarter|year))?\Z")
_FIGURE = re.compile(r"([^:,\s]{1,60}):(sum|avg|min|max|distinct)\Z")


@dataclass(frozen=True, slots=True)
class Groups(Param):
    """`stage,-closed_on:month`."""

    max_length: int = 300

    def read(self, text: str) -> list[dict[str, Any]]:
        found = [_GROUP.match(part.strip()) for part in text.split(",")]
        if len(text) > self.max_length or not all(found):
            raise Unusable
        return [{"field": one[2], "bucket": one[3], "descending": bool(one[1])} for one in found if one]


@dataclass(frozen=True, slots=True)
class Figures(Param):
    """`total:sum,price:avg`, one of each field."""

    max_length: int = 4_000

    def read(self, text: str) -> list[dict[str, Any]]:
        found = [_FIGURE.match(part.strip()) for part in text.split(",")]
        if len(text) > self.max_length or not all(found) or len({one[1] for one in found if one}) < len(found):
            raise Unusable
        return [{"op": one[2], "field": one[1]} for one in found if one]


@printing.get(
    "/api/v1/workspaces/{ws}/tables/{table}/print",
    permission=Permission.WORKSPACE,
    query=(
        *SELECTING,
        Keys("fields", "Field keys, separated by commas"),
        Param("colors", "Key of a view whose colour rules paint the rows"),
        Groups(
            "group", "Up to three fields, `-` before one that descends, dates with a period: `stage,-closed_on:month`"
        ),
        Figures("footer", "What is worked out under which columns: `total:sum,price:avg`"),
        Param("title", "What stands beside the table's name", max_length=60),
        ORIENTATION,
    ),
    media=("text/html",),
    answer=HTML,
    summary="A list as a page to print: its rows in groups with subtotals, as far as the caller may print them",
)
def rows(call: WorkspaceCall) -> Response:
    from ...exchange.printing import rows as service  # noqa: PLC0415 - pages are seldom made

    asked: Mapping[str, Any] = call.query
    page = {name: asked[name] for name in ("group", "footer", "title", "orientation")}
    rest = {name: value for name, value in asked.items() if name not in page}
    table = call.path["table"]
    with call.workspace.read(call.ctx) as tx:
        named = renamed.grouping(tx, table, {"group_by": page["group"], "measures": page["footer"]})
        request = service.Request(
            Query(**renamed.selecting(tx, table, rest)),
            named["group_by"],
            named["measures"],
            page["title"],
            page["orientation"],
        )
        made = service.rows(tx, table, request)
    takings.printed(call, made.name, made.rows)
    return send_page(made)


@printing.get(
    f"{ROWS}/{{id}}/print",
    permission=Permission.WORKSPACE,
    query=(ORIENTATION,),
    media=("text/html",),
    answer=HTML,
    summary="One record as a page to print: its fields by section and the lines that belong to it",
)
def record(call: WorkspaceCall) -> Response:
    from ...exchange.printing import record as service  # noqa: PLC0415 - pages are seldom made

    record_id = call.id()
    with call.workspace.read(call.ctx) as tx:
        made = service.record(tx, call.path["table"], record_id, call.query["orientation"])
    takings.printed(call, made.name, made.rows)
    return send_page(made)
