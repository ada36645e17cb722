"""Imports as jobs: the uploaded file is kept under the data folder until its job is done."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from ...core.context import Context
from ...core.errors import refuse
from ...core.ids import new_token
from ...core.settings import Settings
from ...permissions.actions import Action
from ...permissions.scope import check_action
from ...tables.transaction import Tx
from ...tables.workspaces import Workspace
from ..jobs import UPLOADS, Handle, Jobs, Planned
from ..messages import FILE_TOO_LARGE, NO_SUCH_JOB
from ..sheets.limits import FILE_BYTES
from .options import Options
from .running import run
from .tally import Tally

KIND = "import"
_CHUNK = 256 * 1024
_MOST_KEPT = 200  #: files of errors; the oldest go first
_JOB = re.compile(r"[A-Za-z0-9_-]{1,64}")


def receive(settings: Settings, stream: BinaryIO) -> Path:
    """Keep an uploaded sheet for `start`, which takes care of it from then on. Refuses (413) more than 50 MB."""
    folder = settings.data / UPLOADS
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{new_token()}.upload"
    size = 0
    try:
        with path.open("xb") as file:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > FILE_BYTES:
                    raise refuse(FILE_TOO_LARGE, most=FILE_BYTES // 2**20)
                file.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def start(
    jobs: Jobs,
    ws: Workspace,
    ctx: Context,
    table_key: str,
    path: Path,
    options: Options,
    planned: Planned | None = None,
    admitted: Callable[[], bool] | None = None,
) -> str:
    """Import the file at `path` in the background and remove it; returns the id of the job. `planned` is called with it in the
    transaction in which the job is written down, `admitted` is what `Jobs.submit` says.

    Raises `Refusal` at once when the caller may not import into the table; what the file is like, the job will tell.
    """
    try:
        with ws.read(ctx) as tx:
            check_action(tx.scope(tx.table(table_key)), Action.IMPORT)

        def work(handle: Handle) -> None:
            try:
                _work(jobs, ws, ctx, table_key, path, options, handle)
            finally:
                path.unlink(missing_ok=True)

        given: dict[str, Any] = {"table": table_key, "batch": ctx.batch, "file": path.name, **options.dump()}
        drop = partial(path.unlink, missing_ok=True)
        return jobs.submit(ws, ctx, KIND, given, work, drop=drop, planned=planned, admitted=admitted)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def errors_file(jobs: Jobs, tx: Tx, job_id: str) -> Path:
    """The refused rows of a finished import with the reasons, as a CSV that can be mended and imported. Raises NOT_FOUND."""
    found = jobs.find(tx, job_id)
    path = _errors_path(tx.workspace, found.id)
    if not path.is_file():
        raise refuse(NO_SUCH_JOB)
    return path


def _work(
    jobs: Jobs, ws: Workspace, ctx: Context, table_key: str, path: Path, options: Options, handle: Handle
) -> None:
    tally = Tally(ctx.batch)
    try:
        run(
            jobs.workspaces,
            ws,
            ctx,
            table_key,
            path,
            options,
            handle.progress,
            tally=tally,
            note=handle.note,
        )
    except BaseException:
        if tally.kept:
            handle.result = tally.dump(ctx.locale)
        raise
    handle.result = tally.dump(ctx.locale)
    if tally.bad_rows:
        _keep_errors(ws, handle.id, tally.errors_csv(ctx.locale))


def _keep_errors(ws: Workspace, job_id: str, content: bytes) -> None:
    path = _errors_path(ws, job_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    kept = sorted(path.parent.glob("*.csv"), key=lambda one: one.stat().st_mtime)
    for old in kept[:-_MOST_KEPT]:
        old.unlink(missing_ok=True)


def _errors_path(ws: Workspace, job_id: str) -> Path:
    assert _JOB.fullmatch(job_id)
    return ws.settings.data / UPLOADS / ws.key / f"{job_id}.csv"
