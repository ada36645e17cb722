"""Runs commands of the command line inside the server, for callers on this machine that can read the data folder.

The answer is a line of JSON per line of output, then one that says how it ended.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Iterator
from typing import Any

from flask import Response
from marshmallow import fields

from ...core.errors import Refusal, refuse
from ..answers import dump_json
from ..calls import Call
from ..commands import CommandFailed, FindCommand
from ..envelopes import Envelope
from ..messages import NO_SUCH_PLACE, SERVER_ERROR
from ..origins import LOOPBACK
from ..routes import Permission, Resource

SECRET_HEADER = "X-Gezi-Secret"
LINES = "application/x-ndjson"
log = logging.getLogger("gezi.api")


class Order(Envelope):
    arguments = fields.Dict(required=True)


def commands(find: FindCommand, secret: str) -> Resource:
    """The route for callers who know `secret`; to everybody else there is nothing here."""
    resource = Resource("Commands")

    @resource.post(
        "/api/internal/commands/{name}",
        permission=Permission.PUBLIC,
        guard=lambda request: _admitted(request, secret),
        body=Order(),
        media=LINES,
        summary="Run a command",
        hidden=True,
    )
    def run(call: Call) -> Response:  # pyright: ignore[reportUnusedFunction]
        command = find(call.path["name"])
        if command is None:
            raise refuse(NO_SUCH_PLACE)

        def lines() -> Iterator[bytes]:
            for document in _outcome(command(call.services, call.body["arguments"]), call):
                yield dump_json(document) + b"\n"

        return Response(lines(), content_type=LINES)

    return resource


def _admitted(request: Any, secret: str) -> bool:
    """From this machine, not through a proxy, and with the secret of the data folder."""
    given = request.headers.get(SECRET_HEADER, "")
    return (
        request.remote_addr in LOOPBACK
        and "X-Forwarded-For" not in request.headers
        and hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())
    )


def _outcome(output: Iterator[str], call: Call) -> Iterator[dict[str, Any]]:
    try:
        for line in output:
            yield {"line": line}
    except CommandFailed:
        yield {"exit": 1}
    except Refusal as refusal:
        yield {"exit": 1, "errors": [problem.dump(call.locale) for problem in refusal.problems]}
    except Exception:
        log.exception("the command %s failed", call.path["name"])
        yield {"exit": 1, "errors": [{"message": SERVER_ERROR.text(call.locale)}]}
    else:
        yield {"exit": 0}
    finally:
        call.services.identities.forget()
