"""The background thread that works off what the outboxes hold. The rows are the truth: a crash loses nothing but time.

Every process may have one; leases keep them from doing the same thing at the same time.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

log = logging.getLogger("gezi.queue")

EVERY = 0.5  #: seconds between two looks
PAUSE = 5.0  #: seconds after work that failed for a reason of its own (a database out of reach)


class Drain:
    """Calls `work` again and again until it is closed. `work` answers whether there is more to be done at once."""

    def __init__(self, work: Callable[[], bool], *, every: float = EVERY) -> None:
        self._work = work
        self._every = every
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin; a second call does nothing."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="gezi-drain", daemon=True)
            self._thread.start()

    @property
    def stopping(self) -> bool:
        return self._stopped.is_set()

    def close(self, timeout: float = 15.0) -> None:
        """Stop after what is being done now, waiting for it at most `timeout` seconds."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(timeout)

    def _run(self) -> None:
        while not self._stopped.is_set():
            pause = self._every
            try:
                if self._work():
                    pause = 0.0
            except Exception:
                log.exception("background work failed")
                pause = PAUSE
            if pause:
                self._stopped.wait(pause)
