"""The one place that turns what went wrong into a response: `{"errors": [{row, field, code, message}]}`.

Refusals by their kind, HTTP errors by their status, everything else as a plain 500 whose details go to the log alone.
"""

from __future__ import annotations

import errno
import logging
import sqlite3

from flask import Flask, Response, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from ..core.errors import Kind, Message, Problem, Refusal
from . import messages
from .answers import json_answer
from .languages import language_of

log = logging.getLogger("gezi.api")

STATUS = {
    Kind.MALFORMED: 400,
    Kind.UNAUTHENTICATED: 401,
    Kind.NOT_FOUND: 404,
    Kind.FORBIDDEN: 403,
    Kind.CONFLICT: 409,
    Kind.PRECONDITION: 412,
    Kind.TOO_LARGE: 413,
    Kind.TOO_MANY: 429,
    Kind.INVALID: 422,
}
_BY_STATUS = {
    404: messages.NO_SUCH_PLACE,
    405: messages.METHOD_NOT_ALLOWED,
    413: messages.TOO_LARGE,
}
_TRANSIENT = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})
_DISCARD_AT_MOST = 64 * 1024 * 1024


def install(app: Flask) -> None:
    """Every exception of every request ends here."""
    app.register_error_handler(Exception, answer_error)


def answer_error(error: Exception) -> Response:
    """The response to an exception, in the caller's language."""
    locale = language_of(request.headers.get("Accept-Language"))
    if isinstance(error, Refusal):
        response = json_answer(refused(error, locale), STATUS[error.kind])
        _announce(response, error)
    elif isinstance(error, HTTPException):
        response = _http(error, locale)
    elif _is_transient(error):
        log.error("%s %s: %s", request.method, request.path, error)
        response = _single(messages.SERVER_BUSY, 503, locale)
        response.headers["Retry-After"] = "2"
    else:
        log.error("%s %s failed", request.method, request.path, exc_info=error)
        response = _single(messages.SERVER_ERROR, 500, locale)
    if response.status_code == 413:
        _discard_rest()
    return response


def refused(refusal: Refusal, locale: str) -> dict[str, object]:
    """The document that tells of a refusal."""
    return {"errors": [problem.dump(locale) for problem in refusal.problems]}


def _single(message: Message, status: int, locale: str) -> Response:
    return json_answer({"errors": [Problem(message).dump(locale)]}, status)


def _http(error: HTTPException, locale: str) -> Response:
    status = error.code or 500
    response = _single(_BY_STATUS.get(status, messages.NOT_ACCEPTED), status, locale)
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    if isinstance(error, RequestEntityTooLarge):
        response.headers["Connection"] = "close"
    return response


def _announce(response: Response, refusal: Refusal) -> None:
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if response.status_code == 429:
        seconds = max((int(str(p.params.get("seconds", 1))) for p in refusal.problems), default=1)
        response.headers["Retry-After"] = str(max(1, seconds))


def _is_transient(error: Exception) -> bool:
    """A full disk, a lock held too long, a database out of reach: the request was fine and may be tried again."""
    if isinstance(error, PoolTimeout):
        return True
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE)
    if not isinstance(error, OperationalError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        return (getattr(error.orig, "sqlite_errorcode", 0) & 0xFF) in _TRANSIENT
    return True  # psycopg keeps its OperationalError for connections, locks and resources


def _discard_rest() -> None:
    """Read what the caller is still sending (up to a bound), so that the refusal reaches it and not a broken pipe."""
    stream = request.environ.get("wsgi.input")
    if stream is None:
        return
    left = _DISCARD_AT_MOST
    declared = request.content_length
    if declared is not None:
        if declared > left:
            return
        left = declared
    try:
        while left > 0 and (chunk := stream.read(min(left, 65_536))):
            left -= len(chunk)
    except OSError:
        return
