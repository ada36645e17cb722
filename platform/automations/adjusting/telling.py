"""Buttons and approvals as those who build see them: the definition, what the template brought, and what names it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...tables.schema import log
from .. import naming
from ..approvals.definition import UNNAMED
from . import uses
from .kinds import APPROVAL, BUTTON, Document, Kind

if TYPE_CHECKING:
    from ...tables.transaction import Tx


def listed(tx: Tx) -> dict[str, Any]:
    """All of both kinds in their order, and what templates brought that is not there any more. Raises FORBIDDEN."""
    log.admit(tx)
    return {
        "buttons": _all(tx, BUTTON),
        "approvals": _all(tx, APPROVAL),
        "removed": [
            {"kind": kind.key, "table": each["table"], "key": each["key"], "label": each.get("label", UNNAMED)}
            for kind in (BUTTON, APPROVAL)
            for name, each in kind.originals(tx).items()
            if name not in kind.all_of(tx) and each["table"] in tx.catalogue.tables
        ],
    }


def one(tx: Tx, kind: Kind, name: str) -> dict[str, Any]:
    """One with what names it. Raises FORBIDDEN, NOT_FOUND."""
    log.admit(tx)
    document = kind.find(tx, name)
    open_ = {document["key"]: uses.open_rounds(tx, document["key"])} if kind is APPROVAL else {}
    shown = _shown(tx, kind, document, kind.originals(tx).get(name), kind.version(tx, name), open_)
    return {**shown, "used_by": [each.dump() for each in uses.of(tx, kind, document)]}


def _all(tx: Tx, kind: Kind) -> list[dict[str, Any]]:
    originals, versions = kind.originals(tx), kind.versions(tx)
    open_ = uses.open_by_key(tx) if kind is APPROVAL else {}
    return [
        _shown(tx, kind, document, originals.get(name), versions.get(name, 1), open_)
        for name, document in kind.all_of(tx).items()
    ]


def _shown(
    tx: Tx, kind: Kind, document: Document, original: Document | None, version: int, open_: dict[str, int]
) -> dict[str, Any]:
    document = naming.restated(tx, kind.key, document)
    original = None if original is None else naming.restated(tx, kind.key, original)
    return {
        "key": document["key"],
        "table": document["table"],
        "label": document.get("label", UNNAMED),
        "enabled": document.get("enabled", True),
        "version": version,
        "template": original is not None,
        "changed": original is not None and dict(original) != dict(document),
        "definition": dict(document),
        "original": None if original is None else dict(original),
        "open": open_.get(document["key"], 0),
    }
