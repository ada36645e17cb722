"""The other processes of an installation: told of what was committed here, heard of what was committed there (Redis).

Without Redis nobody is told and nothing is heard: each process looks into the database by itself (`bell`, `workspaces`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from ..core.settings import Settings

if TYPE_CHECKING:
    from ..core.shared.relay import Relay, Word

EVERYWHERE = ""  #: the place of what concerns accounts and the list of workspaces


class Hearing(Protocol):
    """An open workspace."""

    def hear(self, *, structure: bool) -> None: ...


class Neighbours:
    """One process's way to the others. `close` it when nothing more will be written."""

    def __init__(self, settings: Settings) -> None:
        self._relay: Relay | None = None
        if settings.redis_url is not None:
            from ..core.shared.relay import Relay  # noqa: PLC0415 - Redis is loaded only where it is used

            self._relay = Relay(settings.redis_url)

    def tell(self, place: str, last: int = 0, *, structure: bool = False) -> None:
        """Something was committed in a workspace, or (`EVERYWHERE`) in the control database: `last` is its change set,
        `structure` says whether tables, rights or people are others than before."""
        if self._relay is not None:
            from ..core.shared.relay import Word  # noqa: PLC0415 - Redis is loaded only where it is used

            self._relay.tell(Word(place, last, structure))

    def listen(self, workspaces: Mapping[str, Hearing], changed: Callable[[], object]) -> None:
        """Hand on what is heard to those of `workspaces` that it concerns; `changed` is called when rights or people may
        be others than before."""
        if self._relay is None:
            return

        def heard(word: Word) -> None:
            found = workspaces.get(word.place)
            if found is not None:
                found.hear(structure=word.structure)
            if word.structure:
                changed()

        def missed() -> None:
            for workspace in list(workspaces.values()):
                workspace.hear(structure=True)
            changed()

        self._relay.listen(heard, missed)

    def close(self) -> None:
        if self._relay is not None:
            self._relay.close()
