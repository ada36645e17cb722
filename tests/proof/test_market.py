"""The whole engine against a model in plain Python, on two databases at once (reliability: model and engine equivalence)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from support.market import ledger, pair
from support.market.building import Building
from support.market.crowd import Crowd
from support.market.trader import Trader
from support.masters import Master
from support.patience import batches

STEPS = 50
ENOUGH = 10_000


@pytest.fixture
def masters(run_folder: Path, request: pytest.FixtureRequest) -> list[Master]:
    """On SQLite alone with `--databases sqlite`: then the model is all that answers are compared with."""
    both = "postgresql" in str(request.config.getoption("databases"))
    return pair.masters(run_folder, request.getfixturevalue("cluster") if both else None)


def run(masters: list[Master], folder: Path, machine: type[Building], days: int, start: int, steps: int = STEPS) -> int:
    """Live so many days of the market, `steps` single things in each; returns how many things were done and checked."""
    done: list[int] = []

    class Day(machine):
        def __init__(self) -> None:
            super().__init__()
            self.opened = pair.opened(masters, folder)
            self.trader = Trader(self.opened.__enter__(), ledger.market(pair.START.date()), forget=self.forget)

        def teardown(self) -> None:
            try:
                self.trader.everything(surely=True)
                self.trader.pair.proven()
                done.append(self.trader.checked)
            finally:
                self.opened.__exit__(None, None, None)

    limits = settings(
        max_examples=days,
        stateful_step_count=steps,
        suppress_health_check=list(HealthCheck),  # pyright: ignore[reportArgumentType]
        phases=(Phase.generate, Phase.shrink),
    )
    run_state_machine_as_test(seed(start)(Day), settings=limits)
    return sum(done)


@pytest.mark.parametrize("start", [1, 2])
def test_both_databases_do_what_the_model_does_in_twenty_thousand_steps(
    masters: list[Master], tmp_path: Path, start: int
) -> None:
    """Half of them in each case. On quiet days few rows see every rule in any order; on others a crowd comes first. In the
    quick round, on SQLite alone, a tenth has to do."""
    done = run(masters, tmp_path, Building, days=4, start=start)
    while done < (ENOUGH if len(masters) == 2 else ENOUGH // 10):
        start += 2
        done += run(masters, tmp_path, Crowd, days=4, start=start, steps=6)


@pytest.mark.proof
@pytest.mark.parametrize("machine", [Building, Crowd])
def test_both_databases_do_what_the_model_does_all_day_long(
    masters: list[Master], tmp_path: Path, machine: type[Building], pytestconfig: pytest.Config
) -> None:
    done = sum(run(masters, tmp_path, machine, days=4, start=start) for start in batches(pytestconfig))
    print(f"{done} things were done and checked")
