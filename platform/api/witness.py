"""Who is written into the audit log for a request."""

from __future__ import annotations

from ..accounts.audit import Witness
from .calls import AccountCall, Call
from .origins import sender_of


def witness_of(call: Call) -> Witness:
    by = call.caller.account_id if isinstance(call, AccountCall) else None
    return Witness(call.now, sender_of(call.request, call.services.settings), by)
