"""Requests to other machines: nothing but the public network, in whatever spelling; and no answer can hold or flood us."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager

import pytest

from gezi.core.errors import Refusal
from gezi.core.outgoing import Allowed, Outgoing, Reply, allowed

PUBLIC = "93.184.216.34"


class Network:
    """A resolver whose answers change from one question to the next, and connections that are only noted."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.connected: list[tuple[str, int]] = []

    def resolve(self, host: str, _port: int) -> Sequence[str]:
        self.asked.append(host)
        return self.answers.pop(0) if self.answers else ["127.0.0.1"]

    def connect(self, address: str, port: int, _seconds: float) -> socket.socket:
        self.connected.append((address, port))
        raise ConnectionRefusedError

    def out(self, allow: Allowed | None = None) -> Outgoing:
        return Outgoing(allow, resolve=self.resolve, connect=self.connect)


def code(out: Outgoing, url: str, method: str = "POST") -> str:
    with pytest.raises(Refusal) as refusal:
        out.send(method, url, {}, b"")
    return refusal.value.problems[0].code


@pytest.mark.parametrize("method", ["POST", "GET", "HEAD", "OPTIONS"])
@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200",
        "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "[::1]", "[::]",
        "[::ffff:127.0.0.1]", "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[64:ff9b::7f00:1]", "[64:ff9b::5db8:d822]",
        "[2002:7f00:1::]", "[2001:0:1::1]", "[::127.0.0.1]", "[fd00::1]", "[fe80::1]", "[ff02::1]", "[2001:db8::1]",
        "①②⑦.⓪.⓪.①", "127.0.0.1.",
    ],
)  # fmt: skip
def test_addresses_off_the_public_network_are_refused_before_anybody_is_asked(host: str, method: str) -> None:
    network = Network()
    assert code(network.out(), f"http://{host}/hook", method) == "outgoing.not_public"
    assert (network.asked, network.connected) == ([], [])


@pytest.mark.parametrize(
    "url",
    [
        "http://0/", "http://0x7f.1/", "http://0x7f000001/", "http://2130706433/", "http://127.1/", "http://0177.0.0.1/",
        "http://a@127.0.0.1/", "http://a:b@example.com/", "http://evil#@good/", "http://good/#x", "http:///x", "http://",
        "//example.com", "example.com", "", "file:///etc/passwd", "gopher://example.com/", "data:text/plain,x",
        "ftp://example.com/", "javascript:1", "http://exa mple.com/", "http://example.com\\@127.0.0.1/", "http://a\r\nb/",
        "http://example.com/\x00", "http://[::1/", "http://[v1.x]/", "http://example.com:0/", "http://example.com:99999/",
        "http://example.com:x/", "http://-a.com/", "http://a..b/", "http://" + "a" * 64 + ".com/", "http://x/" + "a" * 2_000,
        "http://[fe80::1%25eth0]/", "http://*/", "http://%31%32%37.0.0.1/",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_is_refused(url: str) -> None:
    network = Network()
    assert code(network.out(), url) in ("outgoing.bad_address", "outgoing.not_public")
    assert (network.asked, network.connected) == ([], [])


@pytest.mark.parametrize("port", [1, 22, 25, 6379, 5432, 11211])
def test_ports_of_other_services_are_refused(port: int) -> None:
    network = Network([PUBLIC])
    assert code(network.out(), f"http://example.com:{port}/") == "outgoing.port"
    assert code(network.out(), f"http://{PUBLIC}:{port}/") == "outgoing.port"
    assert network.connected == []


@pytest.mark.parametrize("answer", [["127.0.0.1"], [PUBLIC, "10.0.0.1"], ["::ffff:10.0.0.1"], [PUBLIC, "fe80::1"]])
def test_a_name_with_a_single_private_address_is_refused(answer: list[str]) -> None:
    network = Network(answer)
    assert code(network.out(), "https://localhost./") == "outgoing.not_public"
    assert network.connected == []


def test_the_connection_goes_to_the_address_that_was_judged_though_the_name_changes() -> None:
    network = Network([PUBLIC], ["127.0.0.1"])
    assert code(network.out(), "http://rebind.test/") == "outgoing.unreachable"
    assert network.connected == [(PUBLIC, 80)]
    assert network.asked == ["rebind.test"]


def test_a_name_that_leads_nowhere_is_told() -> None:
    assert code(Network([]).out(), "http://nowhere.test/") == "outgoing.no_such_host"
    assert code(Network(["x"]).out(), "http://nowhere.test/") == "outgoing.no_such_host"


def test_an_operator_may_allow_internal_targets_and_nothing_else_becomes_reachable() -> None:
    allow = allowed(" hooks.lan:9000, 10.1.0.0/16 ,plain.lan")
    network = Network(["10.9.0.1"], ["10.1.2.3"], ["169.254.169.254"], ["10.9.0.1"])
    out = network.out(allow)
    assert code(out, "http://hooks.lan:9000/") == "outgoing.unreachable"
    assert code(out, "http://other.lan/") == "outgoing.unreachable"
    assert (
        code(out, "http://plain.lan/") == "outgoing.not_public"
    )  # the machine's own metadata is never meant by a name
    assert code(out, "http://third.lan/") == "outgoing.not_public"
    assert code(out, "http://hooks.lan:9001/") == "outgoing.port"
    assert network.connected == [("10.9.0.1", 9000), ("10.1.2.3", 80)]


@pytest.mark.parametrize("text", ["10.1.0.0/33", "a b", "host:0", "host:x", "http://host", "10.1.0.1/16"])
def test_an_allowance_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        allowed(text)


# -- what comes back -------------------------------------------------------------------------------------------------


@contextmanager
def receiver(answer: Callable[[socket.socket], None]) -> Iterator[tuple[int, list[bytes]]]:
    """A server of one connection that answers as `answer` says; its port, and what it was sent."""
    heard: list[bytes] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def serve() -> None:
            try:
                connection, _ = server.accept()
                with closing(connection):
                    sent = b""
                    while not sent.endswith(b"\r\n\r\nbody"):
                        sent += connection.recv(65_536)
                    heard.append(sent)
                    answer(connection)
            except OSError:
                return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1], heard
    thread.join(10)


def send(answer: Callable[[socket.socket], None], *, deadline: float = 5.0, most: int = 1_000) -> tuple[Reply, bytes]:
    with receiver(answer) as (port, heard):
        allow = allowed(f"receiver.test:{port}")
        out = Outgoing(allow, resolve=lambda *_: ["127.0.0.1"], deadline=deadline, most=most)
        reply = out.send("POST", f"http://receiver.test:{port}/a?b=c", {"X-One": "1"}, b"body")
        return reply, heard[0]


def test_a_request_says_what_it_should_and_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    reply, heard = send(lambda to: to.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Two: 2\r\n\r\nok"))
    assert (reply.status, reply.body, reply.cut, reply.headers["x-two"]) == (200, b"ok", False, "2")
    head, _, body = heard.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "POST /a?b=c HTTP/1.1"
    assert {line.partition(":")[0] for line in lines[1:]} == {
        "Host", "User-Agent", "Accept-Encoding", "Connection", "X-One", "Content-Length"
    }  # fmt: skip
    assert "Accept-Encoding: identity" in lines
    assert body == b"body"


def test_a_redirect_is_an_answer_and_not_followed() -> None:
    reply, _ = send(lambda to: to.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n"))
    assert reply.status == 302


@pytest.mark.parametrize("head", [b"Content-Length: 100000000000\r\n", b"", b"Content-Encoding: gzip\r\n"])
def test_no_more_than_the_cap_is_read(head: bytes) -> None:
    def flood(to: socket.socket) -> None:
        to.sendall(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n")
        while True:
            to.sendall(b"x" * 65_536)

    reply, _ = send(flood)
    assert (len(reply.body), reply.cut) == (1_000, True)


def _slowly(first: bytes, then: bytes) -> Callable[[socket.socket], None]:
    def drip(to: socket.socket) -> None:
        to.sendall(first)
        while True:
            to.sendall(then)
            time.sleep(0.05)

    return drip


@pytest.mark.parametrize(
    "answer",
    [
        _slowly(b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        _slowly(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", b"x"),
        _slowly(b"HTTP/1.1 200 OK\r\nX-A: ", b"x"),
        _slowly(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        lambda to: time.sleep(3),
    ],
)
def test_an_answer_that_drips_ends_at_the_deadline(answer: Callable[[socket.socket], None]) -> None:
    with pytest.raises(Refusal) as refusal:
        send(answer, deadline=0.4)
    assert refusal.value.problems[0].code == "outgoing.too_slow"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500,
    ],
)
def test_an_answer_that_is_none_is_told_as_that(answer: bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        send(lambda to: to.sendall(answer))
    assert refusal.value.problems[0].code == "outgoing.no_answer"


def test_a_look_up_that_hangs_ends_at_the_deadline() -> None:
    released = threading.Event()

    def hang(*_: object) -> list[str]:
        released.wait(10)
        return [PUBLIC]

    out = Outgoing(resolve=hang, deadline=0.2)
    assert code(out, "http://slow.test/") == "outgoing.too_slow"
    released.set()
