"""Laws that are tried for as long as there is patience: a fixed number of examples takes minutes here and hours there.

`make proof` gives every long law the minutes of `--minutes`; how far it comes says the machine, whether it holds does not.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

import pytest

MINUTES = 6.0


def batches(config: pytest.Config, least: int = 1) -> Iterator[int]:
    """Numbers to begin with, until the minutes are over, though at least `least` of them; with `--laws random` others in
    every run. What was begun is finished: what a caller does for one number should take seconds."""
    first = random.SystemRandom().randrange(10**6, 10**9) if config.getoption("--laws") == "random" else 1
    end = time.monotonic() + 60 * float(str(config.getoption("--minutes")))
    done = 0
    while done < least or time.monotonic() < end:
        yield first + done
        done += 1
    print(f"{done} batches, the first of them {first}")  # told with -rP, or when the law fails
