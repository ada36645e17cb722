"""Word from process to process that something was committed: where, how far changes have come, whether the structure is new.

A word carries nothing that anybody may not know, and nothing that is believed: who hears it looks into the database. Lost or
doubled, it changes nothing but how soon others look. `tell` neither waits nor fails.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
import redis

from ..ids import new_token
from .connection import connect

_CHANNEL = "gezi:word:"
_AGAIN_AFTER = 1.0  #: seconds until Redis is tried again
_LISTEN = 1.0  #: seconds after which a listener sees whether it is to stop
log = logging.getLogger("gezi.shared")


@dataclass(frozen=True, slots=True)
class Word:
    """Something was committed in a place: a workspace by its key, or "" for what concerns the whole installation."""

    place: str
    last: int  #: the last change set there; 0 when none was written
    structure: bool  #: whether tables, rights or people are others than before

    def and_(self, later: Word | None) -> Word:
        if later is None:
            return self
        return Word(self.place, max(self.last, later.last), self.structure or later.structure)


class Relay:
    """One process's mouth and ear. Made of the address of Redis; `close` says what is still to be said."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._me = new_token(8)
        self._channel = channel_of(url)
        self._turn = threading.Condition()
        self._unsaid: dict[str, Word] = {}
        self._closed = False
        self._speaker: threading.Thread | None = None
        self._listener: threading.Thread | None = None

    def tell(self, word: Word) -> None:
        """Let the others know, soon. Words of one place that still wait become one."""
        with self._turn:
            if self._closed:
                return
            self._unsaid[word.place] = word.and_(self._unsaid.get(word.place))
            if self._speaker is None:
                self._speaker = threading.Thread(target=self._speak, name="gezi-relay-speaker", daemon=True)
                self._speaker.start()
            self._turn.notify_all()

    def listen(self, heard: Callable[[Word], object], missed: Callable[[], object]) -> None:
        """From now on `heard` is called with what others say, and `missed` whenever something may not have been heard."""
        self._listener = threading.Thread(
            target=self._hear, args=(heard, missed), name="gezi-relay-listener", daemon=True
        )
        self._listener.start()

    def close(self, seconds: float = 3) -> None:
        with self._turn:
            self._closed = True
            self._turn.notify_all()
        for thread in (self._speaker, self._listener):
            if thread is not None:
                thread.join(seconds)

    # -- inside ------------------------------------------------------------------------------------------------------

    def _speak(self) -> None:
        client = connect(self._url, patience=2)
        try:
            while True:
                with self._turn:
                    self._turn.wait_for(lambda: self._unsaid or self._closed)
                    words, self._unsaid = list(self._unsaid.values()), {}
                if not words:
                    return
                try:
                    for word in words:
                        client.publish(self._channel, self._written(word))
                except redis.RedisError as error:  # the others look by themselves
                    log.debug("Redis is away, nobody is told: %s", error)
                    with self._turn:
                        self._turn.wait_for(lambda: self._closed, _AGAIN_AFTER)
        finally:
            client.close()

    def _hear(self, heard: Callable[[Word], object], missed: Callable[[], object]) -> None:
        away = False
        while not self._closed:
            client = connect(self._url)
            try:
                with client.pubsub() as ear:
                    ear.subscribe(self._channel)
                    while not self._closed:
                        message = ear.get_message(timeout=_LISTEN)
                        if message is None:
                            continue
                        if message["type"] == "subscribe":
                            away = False
                            missed()
                        elif message["type"] == "message":
                            self._hand_on(message["data"], heard)
            except redis.RedisError as error:
                if not away:
                    log.warning("Redis is away, looking for news without it: %s", error)
                away = True
                with self._turn:
                    self._turn.wait_for(lambda: self._closed, _AGAIN_AFTER)
            finally:
                client.close()

    def _hand_on(self, data: Any, heard: Callable[[Word], object]) -> None:
        try:
            said = orjson.loads(data)
            if said["from"] == self._me:
                return
            heard(Word(str(said["place"]), int(said["last"]), bool(said["structure"])))
        except Exception:
            log.exception("a word of another process could not be understood")

    def _written(self, word: Word) -> bytes:
        return orjson.dumps({"from": self._me, "place": word.place, "last": word.last, "structure": word.structure})


def channel_of(url: str) -> str:
    """Channels are the same in all databases of one Redis, so the number of the installation's own is part of its name."""
    return f"{_CHANNEL}{connect(url).get_connection_kwargs().get('db') or 0}"
