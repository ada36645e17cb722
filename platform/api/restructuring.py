"""Changes of the structure: at once, or, where more rows have to be computed than a request should wait for, as a job.

While the job is at work everybody reads the structure and the values from before; writes of the workspace wait for it. A crash
or a cancelled job leaves everything as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response

from ..exchange.jobs import Handle
from ..tables.labour import MANY, Labour, Stopped, TooLong
from ..tables.schema.carrying import carry_out
from ..tables.transaction import Tx
from .answers import json_answer
from .calls import WorkspaceCall
from .idempotency import once
from .standing import standing

KIND = "structure"  #: of the jobs


def restructure(
    call: WorkspaceCall, field: str | None, label: str, work: Callable[[Tx], dict[str, Any]]
) -> dict[str, Any] | Response:
    """The answer of `work`, or 202 with the job that does it. `field` is the key of the field that is there already, `label`
    the name of what is being made or changed."""
    try:
        return carry_out(call.workspace, call.ctx, lambda tx: once(call, tx, lambda: work(tx)), Labour(MANY))
    except TooLong:
        pass
    jobs, workspace = call.services.jobs, call.workspace

    def perform(handle: Handle) -> None:
        try:
            carry_out(workspace, call.ctx, work, Labour(report=handle.progress))
        except Stopped:  # nothing of it is left
            handle.done, handle.total = 0, max(handle.total or 0, 1)
            return
        handle.done = handle.total = max(handle.total or 0, 1)

    about = {"table": call.path.get("table"), "field": field, "label": label}
    job = jobs.submit(
        workspace, call.ctx, KIND, about, perform, planned=lambda tx, _job: tx.reload(), admitted=standing(call)
    )
    with workspace.read(call.ctx) as tx:
        return json_answer({"job": jobs.find(tx, job).dump()}, 202)


def underway(call: WorkspaceCall, tx: Tx) -> dict[str, list[dict[str, Any]]]:
    """What is being recomputed, by table: the job, the field if it is there already, and what it is called."""
    found: dict[str, list[dict[str, Any]]] = {}
    for job, about in call.services.jobs.underway(tx, KIND):
        entry = {"job": job, "field": about.get("field"), "label": about.get("label") or ""}
        found.setdefault(str(about.get("table")), []).append(entry)
    return found
