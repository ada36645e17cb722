"""What went wrong in a page of the browser while a test looked at something else."""

from __future__ import annotations

from playwright.sync_api import Page, Request


class Visit:
    """What went on in a page while it was looked at."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.asked: set[Request] = set()  #: what has no answer yet, the stream of changes left aside
        self.forgiven: set[int] = set()  #: statuses that the test wants to meet

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda message: self.said(message.type, message.text))
        page.on("request", self._asked)
        page.on("requestfinished", self._came)
        page.on("requestfailed", self._came)
        page.on("response", lambda answer: self.answered(answer.status, answer.url))

    def quiet(self, page: Page) -> None:
        """Until everything the page asked for has come."""
        while self.asked:
            page.wait_for_timeout(20)

    def _asked(self, request: Request) -> None:
        if request.resource_type != "eventsource":
            self.asked.add(request)

    def _came(self, request: Request) -> None:
        self.asked.discard(request)

    def said(self, kind: str, text: str) -> None:
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.problems.append(text)

    def answered(self, status: int, address: str) -> None:
        """A refusal (422, 409 …) is part of a test; an address that leads nowhere or a broken server never is."""
        if (status == 404 or status >= 500) and status not in self.forgiven:
            self.problems.append(f"{status} {address}")
