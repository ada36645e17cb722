"""A thread that waits for bells and sees to what they announce; and looks around by itself, since bells get lost."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

LOOK_EVERY = 2.0  #: seconds between two looks at every place that no bell has been heard of
_AGAIN_AFTER = 1.0  #: seconds until a place whose turn failed has its next
log = logging.getLogger("gezi.queue")


class Attendant:
    """Calls `act(place)` soon after `ring(place)`, and for every place now and then. `ring` neither waits nor fails."""

    def __init__(
        self,
        act: Callable[[str], object],
        places: Callable[[], Sequence[str]],
        *,
        look: Callable[[str], object] | None = None,
        every: float = LOOK_EVERY,
        name: str = "gezi-queue",
    ) -> None:
        """`look(place)` is called in place of `act` when no bell was heard."""
        self._act, self._look, self._places, self._every = act, look or act, places, every
        self._turn = threading.Condition()
        self._rung: dict[str, None] = {}
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def closed(self) -> bool:
        return self._closed

    def start(self) -> None:
        self._thread.start()

    def ring(self, place: str) -> None:
        with self._turn:
            self._rung[place] = None
            self._turn.notify_all()

    def close(self, seconds: float = 30) -> None:
        """Let what is being done come to its next resting place, and end the thread."""
        with self._turn:
            self._closed = True
            self._turn.notify_all()
        if self._thread.ident is not None:
            self._thread.join(seconds)

    def _run(self) -> None:
        while not self._closed:
            with self._turn:
                if not self._rung:
                    self._turn.wait(self._every)
                heard, self._rung = list(self._rung), {}
            for place in heard:
                self._do(self._act, place)
            if not heard:
                for place in self._all():
                    self._do(self._look, place)

    def _all(self) -> Sequence[str]:
        try:
            return self._places()
        except Exception:
            log.exception("the list of workspaces could not be read")
            return ()

    def _do(self, act: Callable[[str], object], place: str) -> None:
        if self._closed:
            return
        try:
            act(place)
        except Exception:
            log.exception("the outbox of %s could not be worked off", place)
            with self._turn:
                self._turn.wait_for(lambda: self._closed, _AGAIN_AFTER)
