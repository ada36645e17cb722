"""What automations send to the outside: once, signed, tried again, and never to where they may not (E12, attacks: webhooks)."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from gezi.api.background import Background
from gezi.core.clock import FixedClock
from support.people import BASE, People, code


class Peer:
    """A receiver on loopback that answers with `statuses` in turn, then with 200."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.statuses: list[int] = []
        self.headers: dict[str, str] = {}
        peer = self

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                peer.heard.append((dict(self.headers.items()), body))
                self.send_response(peer.statuses.pop(0) if peer.statuses else 200)
                for name, value in peer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(b"the peer's own words")

            def log_message(self, format: str, *args: Any) -> None:
                return

        self.server = HTTPServer(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"


@pytest.fixture
def peer() -> Iterator[Peer]:
    made = Peer()
    thread = Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join(10)
    made.server.server_close()


def calling(people: People, url: str, allow: str | None = "127.0.0.1/32") -> Background:
    """An automation that tells `url` of every new lead, one lead, and the background of an installation that allows so much."""
    label = {"zh-CN": "通知", "en": "Tell"}
    body = {"lead": {"field": "name"}}
    document = {"key": "tell", "label": label, "table": "leads", "trigger": {"on": "created"}}
    document |= {"do": [{"webhook": {"url": url, "body": body}}]}
    answer = people.crm.visitor("admin").post(f"{BASE}/automations", {"definition": document})
    assert answer.status_code == 201, answer.json
    workspaces = people.crm.services.workspaces
    workspaces.settings = replace(workspaces.settings, outgoing_allow=allow)
    people.create("sales1", "leads", name="林一帆")
    return Background.of(workspaces)


def run_of(people: People) -> Any:
    admin = people.crm.visitor("admin")
    listed: Any = admin.get(f"{BASE}/runs", automation="tell").json
    (found,) = listed["runs"]
    return admin.get(f"{BASE}/runs/{found['id']}").json


def test_a_call_is_delivered_once_and_its_signature_verifies(people: People, peer: Peer) -> None:
    background = calling(people, peer.url)
    for _ in range(2):
        background.run()
    ((headers, body),) = peer.heard
    assert json.loads(body) == {"lead": "林一帆"}
    answer: Any = people.crm.visitor("admin").post(f"{BASE}/automations/tell/secret").json
    secret = answer["secret"]
    signed = headers["X-Gezi-Timestamp"].encode() + b"." + body
    assert headers["X-Gezi-Signature"] == "sha256=" + hmac.new(secret.encode(), signed, sha256).hexdigest()
    run = run_of(people)
    assert headers["Idempotency-Key"] == f"run:{run['id']}:0"
    assert (run["state"], run["steps"][0]["output"]) == ("done", {"status": 200})
    assert "own words" not in json.dumps(run)
    assert code(people.crm.visitor("sales1").post(f"{BASE}/automations/tell/secret")) == (403, "schema.forbidden")


def test_a_refused_request_is_final_and_a_busy_peer_is_left_alone_as_long_as_it_asks(
    people: People, peer: Peer, clock: FixedClock
) -> None:
    peer.statuses, peer.headers = [429, 422], {"Retry-After": "3600"}
    background = calling(people, peer.url)
    background.run()
    for minutes, heard in ((59, 1), (1, 2), (24 * 60, 2)):  # the usual first pause is five seconds
        clock.advance(timedelta(minutes=minutes))
        background.run()
        assert len(peer.heard) == heard
    run = run_of(people)
    assert (run["state"], [each["status"] for each in run["steps"][0]["input"]["tries"]]) == ("failed", [429, 422])


def test_a_peer_in_trouble_is_asked_again_under_the_same_key(people: People, peer: Peer, clock: FixedClock) -> None:
    peer.statuses = [500, 500, 500]
    background = calling(people, peer.url)
    for _ in range(5):
        background.run()
        clock.advance(timedelta(minutes=10))
    assert len(peer.heard) == 4
    assert len({headers["Idempotency-Key"] for headers, _ in peer.heard}) == 1
    run = run_of(people)
    (step,) = run["steps"]
    assert (run["state"], step["state"], step["output"]) == ("done", "done", {"status": 200})
    assert [each["status"] for each in step["input"]["tries"]] == [500, 500, 500, 200]


def test_a_private_address_that_nobody_allowed_fails_the_run_and_its_owner_is_told(people: People, peer: Peer) -> None:
    calling(people, peer.url, allow=None).run()
    assert peer.heard == []
    run = run_of(people)
    assert (run["state"], run["error"]["code"]) == ("failed", "outgoing.not_public")
    bell: Any = people.crm.visitor("admin").get(f"{BASE}/notifications").json
    assert [each["text"] for each in bell["notifications"] if each["automation"] == "tell"] == [
        f"自动化“通知”：{run['error']['message']}"
    ]
