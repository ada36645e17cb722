"""Automations of a newer version; each stays switched as it is, and goes back to the new version from now on."""

from __future__ import annotations

from collections.abc import Mapping

from ....automations.flows import definition, saving
from ....tables.transaction import Tx
from .items import Document, Item, Kind, find
from .plan import Difference


def carry(
    tx: Tx, template: Document, base: Document, done: Mapping[Item, Mapping[str | None, Difference]], reason: str
) -> None:
    originals = {each["key"]: each for each in template.get("automations", ())}
    for item, parts in done.items():
        if item.kind is not Kind.AUTOMATION:
            continue
        key = item.path[0]
        whole = parts.get(None)
        if whole is not None and whole.goes:
            saving.remove(tx, key, confirm=True, reason=reason)
        elif whole is not None:
            saving.install(tx, [find(template, Kind.AUTOMATION, item.path)], reason=reason)
        else:
            present = definition.find(tx, key)
            assert present is not None
            changed = {
                **present.document,
                **{str(name): each.theirs for name, each in parts.items() if name != "enabled"},
            }
            document = {name: value for name, value in changed.items() if value is not None}
            switched = parts["enabled"].theirs is not False if "enabled" in parts else None
            saving.change(tx, key, document=document, enabled=switched, confirm=True, reason=reason)
    saving.remember(tx, originals, {each["key"] for each in base.get("automations", ())})
