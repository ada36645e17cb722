"""Notifications by e-mail: one letter each, in the member's language, and never piling up where none is sent."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from gezi.api.background import Background
from gezi.automations.flows import notices
from gezi.core.clock import FixedClock
from gezi.core.context import SYSTEM, Source
from gezi.core.errors import Refusal
from gezi.core.mailing import Sender
from support.people import BASE, People


class Post:
    """A mail server on loopback that answers RCPT with `answers` in turn, then takes everything."""

    def __init__(self) -> None:
        self.answers: list[str] = []
        self.asked = 0
        self.letters: list[EmailMessage] = []
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.url = f"smtp://127.0.0.1:{port}"
        self.controller = Controller(self, hostname="127.0.0.1", port=port)

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        self.asked += 1
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - as above
        self.letters.append(message_from_bytes(envelope.content, EmailMessage, policy=default))
        return "250 OK"


@pytest.fixture
def post() -> Iterator[Post]:
    made = Post()
    made.controller.start()
    yield made
    made.controller.stop()


def told(people: People, url: str | None, *, locale: str = "zh-CN") -> Background:
    """sales1 wants e-mail and is told of lead 1; the background of an installation that sends by `url`."""
    visitor = people.crm.visitor("sales1")
    chosen = {"mail": True, "email": "lin@crm.example"}
    assert visitor.patch(f"{BASE}/notifications/settings", chosen).json == {"bell": True, **chosen, "sends_mail": False}
    assert visitor.patch("/me", {"locale": locale}).status_code == 200
    workspaces = people.crm.services.workspaces
    sent_by = {"smtp_url": url, "mail_from": "格子 <gezi@crm.example>" if url else None}
    workspaces.settings = replace(workspaces.settings, base_url="https://crm.example/", **sent_by)
    workspace = workspaces.open("crm")
    member = people.member("sales1")
    with workspace.write(workspaces.context(SYSTEM, Source.UI)) as tx:
        text = {"zh-CN": "线索“林一帆”\n等您跟进", "en": "The lead waits for you"}
        notices.tell(tx, [member], text, "k", table=tx.catalogue.table("leads").id, record=1)
    return Background.of(workspaces)


def test_a_server_that_is_busy_gets_the_letter_later_and_once(people: People, post: Post, clock: FixedClock) -> None:
    post.answers = ["421 later", "451 later"]
    background = told(people, post.url)
    for _ in range(5):
        background.run()
        clock.advance(timedelta(minutes=10))
    assert post.asked == 3
    (letter,) = post.letters
    assert (letter["To"], letter["Subject"]) == ("lin@crm.example", "线索“林一帆” 等您跟进")
    assert letter["Message-ID"].startswith("<gezi.crm.mail.")
    assert letter["Message-ID"].endswith("@crm.example>")
    assert "https://crm.example/w/crm/t/leads/r/1" in letter.get_content().splitlines()


def test_a_letter_is_in_the_language_of_its_reader(people: People, post: Post) -> None:
    told(people, post.url, locale="en").run()
    (letter,) = post.letters
    assert letter["Subject"] == "The lead waits for you"
    assert "等您" not in letter.get_content()


def test_an_address_that_is_refused_for_good_is_not_tried_again(people: People, post: Post, clock: FixedClock) -> None:
    post.answers = ["550 nobody of that name"]
    background = told(people, post.url)
    for _ in range(3):
        background.run()
        clock.advance(timedelta(minutes=10))
    assert (post.asked, post.letters) == (1, [])


def test_without_a_mail_server_nothing_piles_up(people: People, post: Post) -> None:
    background = told(people, None)
    background.run()
    assert not background.queue.pending("crm")
    workspaces = people.crm.services.workspaces
    workspaces.settings = replace(workspaces.settings, smtp_url=post.url, mail_from="gezi@crm.example")
    Background.of(workspaces).run()
    assert post.letters == []


@pytest.mark.parametrize(
    ("url", "sender"),
    [("http://x", "a@b.c"), ("smtp://", "a@b.c"), ("smtp://x:y", "a@b.c"), ("smtp://x", ""), ("smtp://x", "a\n@b.c")],
)
def test_settings_that_mean_nothing_are_refused(url: str, sender: str) -> None:
    with pytest.raises(Refusal):
        Sender(url, sender)
