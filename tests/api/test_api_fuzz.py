"""Every operation of the contract, asked a great many things: it never fails, and it answers as the contract says.

Requests come from the OpenAPI document and name what is really there; most are then spoiled. The seed is fixed.
"""

from __future__ import annotations

import io
import logging
import re
import traceback
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

import pytest

from gezi.api.services import Services
from gezi.core.clock import FixedClock
from support.contract import JSON, Contract, Operation
from support.garbage import BODIES, HEADERS, MEDIA, TEXTS, spoiled, written
from support.guesses import Guess, Guesser
from support.installations import Crm, lay_out
from support.masters import Master, laid_out
from support.patience import batches
from support.survey import survey
from support.visitors import Answer, problems

WORKSPACE = "crm"
FORM = "multipart/form-data"
ME = f"/workspaces/{WORKSPACE}/me"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


class House:
    """The workspace that is asked, and a fresh one when a request has shut us out of it."""

    def __init__(self, master: Master, folder: Path, clock: FixedClock) -> None:
        self._master, self._folder, self._clock = master, folder, clock
        self._opened = ExitStack()
        self._copies = 0
        self.renew()

    def renew(self) -> None:
        self.close()
        self._copies += 1
        settings = self._opened.enter_context(self._master.copied(self._folder / str(self._copies)))
        services = Services.open(settings, self._clock)
        self._opened.callback(services.close)
        self.admin = Crm(services).visitor("admin")
        self.contract = Contract(self.admin.get("/api/openapi.json").json)
        self.guesser = Guesser(self.contract, survey(self.admin, WORKSPACE, services.background.run))

    def close(self) -> None:
        self._opened.close()

    def mend(self) -> None:
        """See to it that the administrator is signed in, and still one."""
        session = self.admin.get("/me")
        if session.status_code == 200 and session.json["account"]["account"] == "admin":
            self.admin.headers["X-CSRF-Token"] = session.json["csrf"]
        elif self.admin.sign_in("admin").status_code != 200:
            self.renew()
            return
        answer = self.admin.get(ME)
        if answer.status_code != 200 or not answer.json["admin"]:
            self.renew()


class Faults(logging.Handler):
    """What the server noted about requests that it failed."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.noted: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self.noted.append("".join(traceback.format_exception(error)[-6:]) if error else record.getMessage())


@pytest.fixture
def faults() -> Iterator[Faults]:
    found = Faults()
    logging.getLogger("gezi.api").addHandler(found)
    yield found
    logging.getLogger("gezi.api").removeHandler(found)


@pytest.fixture
def house(run_folder: Path, tmp_path: Path, clock: FixedClock) -> Iterator[House]:
    made = House(laid_out(run_folder, "crm", None, lambda settings, _: lay_out(settings, clock)), tmp_path, clock)
    yield made
    made.close()


def ask(house: House, random: Random, operation: Operation) -> tuple[str, Answer]:
    """Send one request; the answer, and the request as a person would repeat it."""
    form = operation.body(FORM) is not None
    guess = house.guesser.guess(random, operation, FORM if form else JSON)
    _spoil(random, house, operation, guess)
    path = operation.path
    for name, text in guess.path.items():
        path = path.replace(f"{{{name}}}", _quoted(text))
    address = path + "?" * bool(guess.query) + "&".join(f"{_quoted(k)}={_quoted(v)}" for k, v in guess.query.items())
    sent: dict[str, Any] = {"headers": {"Accept-Language": "zh-CN"}}
    if form and isinstance(guess.body, dict):
        sent |= {"data": _form(guess.body)}
    elif operation.body(JSON) is not None:
        sent |= {"data": written(guess.body), "content_type": JSON}
    if not form and random.random() < 0.04:
        sent |= {"data": random.choice(BODIES), "content_type": random.choice(MEDIA)}
    if random.random() < 0.04:
        sent["headers"] = dict([*sent["headers"].items(), random.choice(HEADERS)])
    answer = house.admin.send(operation.method, address, **sent)
    return f"{operation.method} {address[:300]} {str(sent.get('data', ''))[:600]}", answer


def _spoil(random: Random, house: House, operation: Operation, guess: Guess) -> None:
    turn = random.random()
    if turn < 0.35:
        return
    if guess.body is not None and turn < 0.8:
        guess.body = spoiled(random, guess.body)
    elif operation.query and turn < 0.9:
        guess.query[random.choice(operation.query)["name"]] = random.choice(TEXTS)
    elif guess.path and turn < 0.98:
        others = house.guesser.pools.every()
        parts = [name for name in guess.path if name != "ws"] if random.random() < 0.95 else []
        other = random.choice((random.choice(TEXTS), random.choice(others)))
        guess.path[random.choice(parts or list(guess.path))] = str(other)
    else:
        guess.query[random.choice(("unknown", "as", "\x00", "limit"))] = random.choice(TEXTS)


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="surrogatepass")


def _form(body: dict[str, Any]) -> dict[str, Any]:
    texts: dict[str, Any] = {
        key.encode("utf-8", "replace").decode(): str(value).encode("utf-8", "replace")
        for key, value in body.items()
        if value is not None
    }
    content = texts.pop("file", b"")
    return {**texts, "file": (io.BytesIO(b"\xe5\x90\x8d\xe7\xa7\xb0,x\n" + content), "x.csv")}


def judge(contract: Contract, operation: Operation, answer: Answer) -> str | None:
    """What is wrong with the answer; None when nothing is."""
    if answer.status_code >= 500:
        return f"it failed with {answer.status_code}"
    if answer.status_code >= 400:
        try:
            problems(answer)
        except AssertionError as wrong:
            return f"a refusal of another shape: {wrong}"
        bare = [error for error in answer.json["errors"] if not CHINESE.search(error["message"])]
        if bare:
            return f"a refusal without a Chinese sentence: {bare[0]}"
    return contract.breach(operation, answer)


def fuzz(house: House, faults: Faults, seed: int, examples: int) -> list[str]:
    """One line (and a trace) for each sort of thing that is wrong at each operation."""
    found: dict[tuple[str, str], str] = {}
    for operation in house.contract.operations:
        random = Random(f"{seed} {operation}")
        for _ in range(examples):
            if operation.method != "GET":
                house.mend()
            faults.noted.clear()
            asked, answer = ask(house, random, operation)
            wrong = judge(house.contract, operation, answer)
            answer.close()  # a file that was being sent
            if wrong is not None:
                noted = "".join(faults.noted)
                found.setdefault((str(operation), noted or wrong), f"{asked}\n  {wrong}\n{noted or answer.data[:400]}")
    return list(found.values())


def test_every_operation_answers_as_the_contract_says_whatever_it_is_asked(house: House, faults: Faults) -> None:
    found = fuzz(house, faults, 1, 3)
    assert not found, "\n\n".join(found)


@pytest.mark.proof
def test_every_operation_answers_as_the_contract_says_for_long(
    house: House, faults: Faults, pytestconfig: pytest.Config
) -> None:
    for seed in batches(pytestconfig):
        found = fuzz(house, faults, seed, 10)
        assert not found, "\n\n".join([f"seed {seed}", *found])
        house.renew()  # much has been taken away
