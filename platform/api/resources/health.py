"""Whether the server can serve: for supervisors and load balancers."""

from __future__ import annotations

from typing import Any

from ...accounts import workspaces as register
from ..calls import Call
from ..routes import Permission, Resource
from ..shapes import enum, obj

health = Resource("Health")


@health.get(
    "/api/v1/health",
    permission=Permission.PUBLIC,
    answer=obj(status=enum("ok")),
    summary="200 when the server can read its database",
)
def show(call: Call) -> dict[str, Any]:
    with call.services.control.read() as control:
        register.find(control, "health")  # any real read of a table will do
    return {"status": "ok"}
