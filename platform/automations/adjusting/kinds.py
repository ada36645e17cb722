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
        actions = [f"{self.key}.{verb}" for verb in ("create", "change", "delete")]
        counted = tx.connection.execute(
            sa.select(_log.about, sa.func.count()).where(_log.action.in_(actions)).group_by(_log.about)
        )
        return {about: count + 1 for about, count in counted}

    def version(self, tx: Tx, name: str) -> int:
        return self.versions(tx).get(name, 1)


BUTTON = Kind("button", BUTTONS, NO_SUCH_BUTTON)
APPROVAL = Kind("approval", APPROVALS, NO_SUCH_DEFINITION)
KINDS: Mapping[str, Kind] = {kind.key: kind for kind in (BUTTON, APPROVAL)}
