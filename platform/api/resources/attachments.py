"""Files: uploaded to a workspace, then named in a field of a record, and read through that record."""

from __future__ import annotations

from typing import Any

from flask import Response, send_file

from ...core.errors import refuse
from ...tables import attachments as service
from ...tables.queries import query
from ..calls import WorkspaceCall
from ..files import as_download
from ..idempotency import uploaded
from ..routes import Permission, Resource
from ..shapes import ref
from ..uploads import read_upload

attachments = Resource("Attachments")


@attachments.post(
    "/api/v1/workspaces/{ws}/attachments",
    permission=Permission.WORKSPACE,
    by_scope=True,
    upload={"file": {"type": "string", "format": "binary"}},
    status=201,
    answer=ref("File"),
    refuses=(service.MAY_NOT_UPLOAD, service.TOO_MANY_WAITING, service.TOO_MUCH_WAITING),
    summary="Upload a file of at most 50 MB, and write its id into an attachment field within a day",
)
def upload(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        service.check_uploading(tx)  # before anything is read
    given = read_upload(call.request, most=service.MOST_BYTES)
    uploaded(call, given)
    kept = service.receive(call.workspace, call.ctx, given.file, given.name)
    return {"id": kept.id, "name": kept.name, "size": kept.size, "type": kept.type}


@attachments.get(
    "/api/v1/workspaces/{ws}/tables/{table}/records/{id}/attachments/{file}",
    permission=Permission.WORKSPACE,
    media="*/*",
    answer={"type": "string", "format": "binary"},
    summary="Download a file that a record shows",
)
def download(call: WorkspaceCall) -> Response:
    wanted = call.id("file", service.NO_SUCH_FILE)
    with call.workspace.read(call.ctx) as tx:
        record = query.get_record(tx, call.path["table"], call.id())
        shown = next((item for item in _files(record.values) if item["id"] == wanted), None)
        if shown is None:
            raise refuse(service.NO_SUCH_FILE)
        path = service.path_of(tx, wanted)
    response = send_file(path, mimetype=shown["type"], conditional=True, etag=False, max_age=None)
    response = as_download(response, shown["name"])
    response.headers["Cache-Control"] = (
        "private, no-cache"  # kept by the browser, and asked for whether it still may be seen
    )
    return response


def _files(values: Any) -> list[dict[str, Any]]:
    """Every file among the dumped values of a record, rows of its sub-tables included."""
    found: list[dict[str, Any]] = []
    for value in values.values():
        for item in value if isinstance(value, (list, tuple)) else ():
            if isinstance(item, dict) and "size" in item and "type" in item:
                found.append(item)
            elif isinstance(item, dict) and isinstance(item.get("values"), dict):
                found.extend(_files(item["values"]))
    return found
