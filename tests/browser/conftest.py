"""A real Chromium before a real `gezi serve` with the CRM and its demo data, on SQLite."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from support.client import Client
from support.servers import MissingProgram
from support.serving import Server
from support.tree import ROOT
from support.visit import Visit

PASSWORD = "格子里的秘密 2026"
QUIET = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A second try, told in the summary: decision 0006."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def front_end() -> None:
    if not (ROOT / "platform" / "api" / "static" / "app" / "index.html").exists():
        pytest.fail("the front end is not built: run `make build`")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's browser; Playwright's own is never downloaded."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        raise MissingProgram("Chromium", "chromium")
    flags = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(front_end: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The CRM as `make run` serves it. Tests share it, so each works on rows of its own."""
    started = Server(tmp_path_factory.mktemp("server"), GEZI_DEMO_PASSWORD=PASSWORD)
    started.command("install", "crm", "--workspace", "crm", "--demo", "--demo-accounts")
    started.start()
    yield started
    started.stop()


@pytest.fixture
def context_of(chromium: Browser, server: Server) -> Iterator[Callable[..., BrowserContext]]:
    """`context_of(width=390, height=844)`: a fresh browser profile in Chinese, in Shanghai."""
    made: list[BrowserContext] = []

    def make(width: int = 1440, height: int = 900, **options: object) -> BrowserContext:
        context = chromium.new_context(
            base_url=server.address,
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **options,  # type: ignore[arg-type]
        )
        context.set_default_timeout(15_000)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def visit() -> Iterator[Visit]:
    """Nothing may go wrong in a page unseen."""
    watched = Visit()
    yield watched
    assert watched.problems == []


@pytest.fixture
def word() -> str:
    """A word that only this test's rows have."""
    return f"测{secrets.token_hex(4)}"


@pytest.fixture
def signed_in(context_of: Callable[..., BrowserContext], visit: Visit) -> Callable[..., Page]:
    """`signed_in("sales1")`: the page that they come to. The form itself is `test_signing_in`'s; here one request does."""

    def enter(account: str, language: str = "zh-CN", **screen: int) -> Page:
        page = context_of(**screen).new_page()
        visit.watch(page)
        page.add_init_script(f"localStorage.setItem('gezi.locale', '{language}')")
        let_in = page.context.request.post("/api/v1/session", data={"account": account, "password": PASSWORD})
        assert let_in.ok, let_in.text()
        page.goto("/")
        page.wait_for_url("**/w/crm**")
        return page

    return enter


@pytest.fixture(scope="session")
def token_of(server: Server) -> Callable[[str], str]:
    """A token of that account, made when it is first asked for."""
    return cache(lambda account: server.command("token", "create", "--workspace", "crm", "--account", account))


@pytest.fixture
def program(server: Server, token_of: Callable[[str], str]) -> Iterator[Callable[[str], Client]]:
    """`program("boss")` speaks to the API with a token of that account: to lay out rows, and to see what was stored."""
    made: list[Client] = []

    def enter(account: str) -> Client:
        made.append(Client(server.port, token_of(account), "crm"))
        return made[-1]

    yield enter
    for client in made:
        client.close()
