"""What went wrong in a page of the browser while a test looked at something else."""

from __future__ import annotations

from playwright.sync_api import Page


class Visit:
    """What went on in a page while it was looked at."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.forgiven: set[int] = set()  #: statuses that the test wants to meet

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda message: self.said(message.type, message.text))
        page.on("response", lambda answer: self.answered(answer.status, answer.url))

    def said(self, kind: str, text: str) -> None:
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.problems.append(text)

    def answered(self, status: int, address: str) -> None:
        """A refusal (422, 409 …) is part of a test; an address that leads nowhere or a broken server never is."""
        if (status == 404 or status >= 500) and status not in self.forgiven:
            self.problems.append(f"{status} {address}")
