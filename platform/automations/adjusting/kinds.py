"""The two kinds of things: what tells them apart is how they are called and where they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import Message, refuse
from ...tables import config, models
from ...tables.configlog.documents import name_of
from ..definitions import APPROVALS, BUTTONS
from ..messages import NO_SUCH_BUTTON
from .messages import NO_SUCH_DEFINITION

if TYPE_CHECKING:
    from ...tables.transaction import Tx

Document = Mapping[str, Any]
_log = models.config_log.c


@dataclass(frozen=True, slots=True)
class Kind:
    """Buttons, or approvals."""

    key: str  #: as the configuration log calls it
    stored: str  #: document of the configuration, and section of a template
    no_such: Message

    def all_of(self, tx: Tx) -> dict[str, Document]:
        """Every one by name (`table.key`; an approval by its key), in their order."""
        return {name_of(self.key, each): each for each in config.get(tx, self.stored, ())}

    def find(self, tx: Tx, name: str) -> Document:
        """Raises NOT_FOUND."""
        found = self.all_of(tx).get(name)
        if found is None:
            raise refuse(self.no_such)
        return found

    def originals(self, tx: Tx) -> dict[str, Document]:
        """As the installed templates brought them, by name."""
        brought: list[Document] = []
        for template in config.get(tx, config.TEMPLATES, {}).values():
            brought += template["document"].get(self.stored, ())
        return {name_of(self.key, each): each for each in brought}

    def versions(self, tx: Tx) -> dict[str, int]:
        """How often each has been changed, by any route, counted from the configuration log; the first version is 1."""
        counted = tx.connection.execute(self._changes(_log.about, sa.func.count()).group_by(_log.about))
        return {row[0]: row[1] + 1 for row in counted}

    def version(self, tx: Tx, name: str) -> int:
        counted = tx.connection.execute(self._changes(sa.func.count()).where(_log.about == name))
        return int(counted.scalar_one()) + 1

    def _changes(self, *what: Any) -> sa.Select[*tuple[Any, ...]]:
        actions = [f"{self.key}.{verb}" for verb in ("create", "change", "delete")]
        return sa.select(*what).where(_log.action.in_(actions))


BUTTON = Kind("button", BUTTONS, NO_SUCH_BUTTON)
APPROVAL = Kind("approval", APPROVALS, NO_SUCH_DEFINITION)
KINDS: Mapping[str, Kind] = {kind.key: kind for kind in (BUTTON, APPROVAL)}
