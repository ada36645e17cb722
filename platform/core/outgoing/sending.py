"""Sends one request: to an address that was judged, within a deadline for all of it, reading no more than a little.

No redirects, no proxies from the environment, no cookies, no decompression; the certificate is checked against the name.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotInTime
from contextlib import closing
from dataclasses import dataclass

from ..errors import Refusal, refuse
from . import targets
from .messages import NO_ANSWER, TOO_SLOW, UNREACHABLE
from .targets import IP, Allowed, Resolve, Target

DEADLINE = 10.0  #: seconds for everything: looking up, connecting, sending, reading
MOST = 1_048_576  #: bytes of an answer's body; the rest is not read
AGENT = "Gezi"
Connect = Callable[[str, int, float], socket.socket]  #: (numeric address, port, seconds)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. The body is for programs alone: showing it would let people read what only this machine can reach."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cut: bool  #: there was more than is read


class Outgoing:
    """The way out of an installation."""

    def __init__(
        self,
        allow: Allowed | None = None,
        *,
        resolve: Resolve | None = None,
        connect: Connect | None = None,
        deadline: float = DEADLINE,
        most: int = MOST,
    ) -> None:
        self._allow = allow or Allowed()
        self._resolve = resolve or _look_up
        self._connect = connect or _open
        self._deadline = deadline
        self._most = most

    def check(self, url: str) -> Target:
        """The parts of an address as far as they can be judged without asking anybody. Raises `Refusal`."""
        return targets.read(url, self._allow)

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        """One request, whatever its method. Raises `Refusal` when it may not be made, or no answer could be had of it."""
        end = time.monotonic() + self._deadline
        target = self.check(url)
        found = targets.addresses(target, self._allow, lambda host, port: self._in_time(target, host, port))
        connection = self._connected(target, found, end)
        cutter = threading.Timer(max(0.0, end - time.monotonic()), _cut, (connection,))
        cutter.daemon = True
        cutter.start()
        try:
            reply = self._exchange(target, connection, method, headers, body)
            if time.monotonic() >= end and not reply.cut:  # broken off: what came of it may look whole
                raise self._slow(target)
            return reply
        except (OSError, http.client.HTTPException, ValueError):
            raise self._slow(target) if time.monotonic() >= end else refuse(NO_ANSWER, host=target.host) from None
        finally:
            cutter.cancel()
            connection.close()

    def _in_time(self, target: Target, host: str, port: int) -> list[str]:
        """A look-up cannot be broken off, so it is left behind where it takes too long."""
        looking = ThreadPoolExecutor(1, thread_name_prefix="gezi-lookup")
        try:
            return list(looking.submit(self._resolve, host, port).result(self._deadline))
        except NotInTime:
            raise self._slow(target) from None
        finally:
            looking.shutdown(wait=False)

    def _connected(self, target: Target, found: list[IP], end: float) -> socket.socket:
        """A connection to the first address that takes one: the very address that was judged, never the name again."""
        for address in found:
            left = end - time.monotonic()
            if left <= 0:
                raise self._slow(target)
            try:
                raw = self._connect(str(address), target.port, left)
            except OSError:
                continue
            if not target.secure:
                return raw
            try:
                raw.settimeout(max(0.1, end - time.monotonic()))
                return ssl.create_default_context().wrap_socket(raw, server_hostname=target.host)
            except (OSError, ValueError):
                raw.close()
        raise self._slow(target) if time.monotonic() >= end else refuse(UNREACHABLE, host=target.host)

    def _exchange(
        self, target: Target, connection: socket.socket, method: str, headers: Mapping[str, str], body: bytes
    ) -> Reply:
        connection.settimeout(self._deadline)
        client = http.client.HTTPConnection(target.host, target.port)
        client.sock = connection
        client.putrequest(method, target.path, skip_host=True, skip_accept_encoding=True)
        sent = {"Host": target.shown, "User-Agent": AGENT, "Accept-Encoding": "identity", "Connection": "close"}
        for name, value in {**sent, **headers, "Content-Length": str(len(body))}.items():
            client.putheader(name, value)
        client.endheaders(body)
        with closing(client), client.getresponse() as answer:
            content = answer.read(self._most + 1)
            if answer.length and len(content) <= self._most:
                raise http.client.IncompleteRead(content, answer.length)
        return Reply(
            answer.status,
            {name.lower(): value for name, value in answer.getheaders()},
            content[: self._most],
            len(content) > self._most,
        )

    def _slow(self, target: Target) -> Refusal:
        return refuse(TOO_SLOW, host=target.host, seconds=f"{self._deadline:g}")


def _cut(connection: socket.socket) -> None:
    """Break off a connection from beside the thread that waits for it; the encryption around it is not asked."""
    try:
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
    except OSError:
        return


def _look_up(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return [str(entry[4][0]).partition("%")[0] for entry in found]


def _open(address: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((address, port), timeout=seconds)
