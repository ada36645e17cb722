"""The whole engine against a model in plain Python, on two databases at once (reliability: model and engine equivalence)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from support.market import ledger, pair
from support.market.building import Building
from support.market.trader import Trader
from support.masters import Master

STEPS = 50


@pytest.fixture
def masters(run_folder: Path, request: pytest.FixtureRequest) -> list[Master]:
    """On SQLite alone with `--databases sqlite`: then the model is all that answers are compared with."""
    both = "postgresql" in str(request.config.getoption("databases"))
    return pair.masters(run_folder, request.getfixturevalue("cluster") if both else None)


def run(masters: list[Master], folder: Path, examples: int, start: int) -> None:
    """Live so many days of the market, `STEPS` things in each, beginning with an empty one."""

    class Day(Building):
        def __init__(self) -> None:
            super().__init__()
            self.opened = pair.opened(masters, folder)
            self.trader = Trader(self.opened.__enter__(), ledger.market(pair.START.date()), forget=self.forget)

        def teardown(self) -> None:
            try:
                self.trader.everything(surely=True)
                self.trader.pair.proven()
            finally:
                self.opened.__exit__(None, None, None)

    limits = settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        suppress_health_check=list(HealthCheck),  # pyright: ignore[reportArgumentType]
        phases=(Phase.generate, Phase.shrink),
    )
    run_state_machine_as_test(seed(start)(Day) if start else Day, settings=limits)


@pytest.mark.parametrize("start", [1, 2])
def test_both_databases_do_what_the_model_does(masters: list[Master], tmp_path: Path, start: int) -> None:
    run(masters, tmp_path, examples=20, start=start)


@pytest.mark.proof
def test_both_databases_do_what_the_model_does_all_day_long(masters: list[Master], tmp_path: Path) -> None:
    run(masters, tmp_path, examples=2_000, start=0)
