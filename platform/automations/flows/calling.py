"""Requests of automations to the outside: JSON, signed so that the receiver knows who sent it, over the guarded way out.

Every delivery carries `Idempotency-Key`, the same one each time it is tried, `X-Gezi-Timestamp` (Unix seconds) and
`X-Gezi-Signature`: `sha256=` and the HMAC of `timestamp.body` in hexadecimal, under the automation's own secret (E12).
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import Protocol

from ...core import secrets
from ...core.clock import Clock
from ...core.errors import Problem, Refusal
from ...core.outgoing import Outgoing, allowed
from ...core.outgoing.messages import NO_ANSWER, NO_SUCH_HOST, TOO_SLOW, UNREACHABLE
from ...core.settings import Settings

PURPOSE = "automation-webhook"
DEPTH = "X-Gezi-Depth"  #: header: how many automations have led to a request, so that a circle through ourselves ends
PASSING_STATUS = frozenset({408, 425, 429})  #: of 4xx, those that say "not now"
MOST_WAIT = timedelta(days=1)  #: for which a receiver may ask to be left alone
_PASSING = frozenset(message.code for message in (NO_SUCH_HOST, UNREACHABLE, TOO_SLOW, NO_ANSWER))


class CallFailed(Exception):
    """A request to the outside did not succeed; `permanent` ones are not tried again."""

    def __init__(self, problem: Problem, *, permanent: bool = False) -> None:
        super().__init__(problem.code)
        self.problem, self.permanent = problem, permanent


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request of a step, however often it is tried."""

    place: str  #: key of the workspace
    automation: str  #: its key
    key: str  #: the same whenever the step is tried, of no other step
    url: str
    body: bytes
    depth: int = 0  #: of what it may set off: automations that have led to it


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver said: its status, and for how long it wants to be left alone (`Retry-After`)."""

    status: int
    wait: timedelta | None = None

    @property
    def fine(self) -> bool:
        return 200 <= self.status < 300

    @property
    def final(self) -> bool:
        """Whether asking again would change nothing: the request itself is refused."""
        return 400 <= self.status < 500 and self.status not in PASSING_STATUS


class Caller(Protocol):
    """Sends requests to the outside, guarded: public addresses only, with deadlines and limits."""

    def post(self, delivery: Delivery) -> Answer:
        """The answer. Raises `CallFailed`."""
        ...


class SignedCaller:
    """The caller of an installation."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._out = Outgoing(allowed(settings.outgoing_allow))

    def post(self, delivery: Delivery) -> Answer:
        now = self._clock.now()
        stamp = str(int(now.timestamp()))
        secret = secret_of(self._settings, delivery.place, delivery.automation)
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": delivery.key,
            DEPTH: str(delivery.depth),
            "X-Gezi-Timestamp": stamp,
            "X-Gezi-Signature": signature(secret, stamp, delivery.body),
        }
        try:
            reply = self._out.send("POST", delivery.url, headers, delivery.body)
        except Refusal as refusal:
            problem = refusal.problems[0]
            raise CallFailed(problem, permanent=problem.code not in _PASSING) from None
        return Answer(reply.status, waiting(reply.headers, now))


def waiting(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """What `Retry-After` asks for, in seconds or as a date; at most a day, None where it says nothing that can be read."""
    text = next((value.strip() for name, value in headers.items() if name.lower() == "retry-after"), "")
    if text.isascii() and text.isdecimal():
        found = timedelta(seconds=min(int(text[:9]), int(MOST_WAIT.total_seconds())))
    else:
        try:
            moment = parsedate_to_datetime(text)
        except (TypeError, ValueError, IndexError, OverflowError):
            return None
        found = (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)) - now
    return min(max(found, timedelta(0)), MOST_WAIT)


def secret_of(settings: Settings, place: str, automation: str) -> str:
    """What the receiver checks signatures with: 64 hexadecimal digits, whose text is the key of the HMAC."""
    return secrets.derive(settings, PURPOSE, f"{place}\0{automation}".encode()).hex()


def signature(secret: str, stamp: str, body: bytes) -> str:
    return "sha256=" + hmac.new(secret.encode(), stamp.encode() + b"." + body, sha256).hexdigest()
