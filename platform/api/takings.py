"""What leaves a workspace as a file or on paper, in the audit log (S61): who took it, of which table, and how much."""

from __future__ import annotations

import logging
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from ..accounts.audit import Act, Witness
from .calls import WorkspaceCall
from .origins import sender_of

AGAIN = timedelta(minutes=10)  #: the same page asked for again in this time is the same print: it is looked at before
MOST = 4_096  #: pages remembered
log = logging.getLogger("gezi.api")


def exported(call: WorkspaceCall, name: str, rows: int) -> None:
    """Write down a file that was made: what it is called, and how many records (lines of a pivot) it holds."""
    _note(call, Act.EXPORTED, name, rows)


def printed(call: WorkspaceCall, name: str, rows: int) -> None:
    """The same of a page to print."""
    place = (call.caller.credential, call.workspace.key, name)
    seen = call.services.printed
    last = seen.get(place)
    if last is not None and call.now - last < AGAIN:
        return
    if len(seen) >= MOST:
        seen.clear()
    seen[place] = call.now
    _note(call, Act.PRINTED, name, rows)


def _note(call: WorkspaceCall, act: Act, name: str, rows: int) -> None:
    """It never fails a request. Where a token was used, its prefix says which."""
    caller = call.caller
    try:
        with call.services.control.write() as control:
            Witness(call.now, sender_of(call.request, call.services.settings), caller.account_id).note(
                control,
                act,
                account_id=caller.account_id,
                account=caller.account,
                workspace=call.workspace.key,
                name=name,
                table=call.path["table"],
                rows=rows,
                **({} if caller.token is None else {"token": caller.token.prefix}),
            )
    except SQLAlchemyError:
        log.exception("an export could not be written down")
