"""What a route's function is handed: the request with everything declared about it already read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Request

from ..core.context import Context
from ..core.errors import Message, refuse
from ..tables.messages import NO_SUCH_RECORD
from ..tables.workspaces import Workspace
from .identities import Caller
from .params import ID
from .services import Services

if TYPE_CHECKING:
    from .idempotency import Repeat


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request that anybody may make."""

    services: Services
    request: Request
    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Any  #: the loaded envelope, or None where the route declares none
    now: datetime
    locale: str

    def id(self, name: str = "id", missing: Message = NO_SUCH_RECORD) -> int:
        """An id in the address; what cannot be one is not there (404)."""
        text = self.path[name]
        if not ID.match(text):
            raise refuse(missing)
        return int(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCall(Call):
    """A request by somebody who is signed in."""

    caller: Caller
    repeat: Repeat | None = None  #: where the request carries an Idempotency-Key


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceCall(AccountCall):
    """A request inside a workspace that its caller may enter."""

    workspace: Workspace
    ctx: Context
