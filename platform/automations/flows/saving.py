"""Making, changing, switching, deleting and resetting automations, each written down with who and why (S99).

One that a template brought is guarded: whoever changes it confirms and gives a reason, and can take it back to what it was.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import Problem, Refusal, refuse
from ...tables import config, listening
from ...tables.schema import log, references
from . import checking, definition, messages, owning
from .catching import heard
from .definition import Automation
from .models import automation_versions, automations

if TYPE_CHECKING:
    from ...tables.transaction import Tx

_columns = automations.c


def add(tx: Tx, document: Mapping[str, Any]) -> Automation:
    """Make an automation; its maker is its owner. Raises `Refusal`."""
    log.admit(tx)
    document = checking.kept(tx, document)
    if definition.find(tx, document["key"]) is not None:
        raise refuse(messages.TAKEN, at_field="key", key=document["key"])
    _insert(tx, document, owner=tx.ctx.actor.member, original=None)
    _log(tx, "automation.create", document["table"], after=document)
    return _found(tx, document["key"])


def install(tx: Tx, documents: Sequence[Mapping[str, Any]], *, reason: str | None = None) -> None:
    """Put a template's automations in place: the engine's own, until somebody without its rights changes them. With a `reason`
    each is an entry of the log; an installation has one in all.

    Raises `Refusal` with everything that is wrong with any of them.
    """
    problems: list[Problem] = []
    for number, document in enumerate(documents):
        if definition.find(tx, document["key"]) is not None:
            problems.append(Problem(messages.TAKEN, {"key": document["key"]}, f"automations[{number}].key"))
            continue
        found = list(checking.problems(tx, document))
        problems += [replace(each, field=f"automations[{number}].{each.field}") for each in found]
        _insert(tx, document, owner=None, original=document)
        if reason is not None:
            _log(tx, "automation.create", document["table"], after=document, reason=reason)
    if problems:
        raise Refusal(problems)
    _declare(tx)


def change(
    tx: Tx,
    key: str,
    *,
    document: Mapping[str, Any] | None = None,
    enabled: bool | None = None,
    shadow: bool | None = None,
    confirm: bool = False,
    reason: str | None = None,
) -> Automation:
    """Change what it does, or switch it. Raises `Refusal`; CONFLICT while a template's lacks confirmation or reason."""
    log.admit(tx)
    present = _found(tx, key)
    _guard(present, confirm=confirm, reason=reason)
    values: dict[str, Any] = {"changed_at": tx.ctx.now}
    if document is not None and dict(document) != dict(present.document):
        wanted = dict(checking.kept(tx, {**document, "key": key}, present.document))
        values |= {"document": wanted, "version": present.version + 1, "paused": None}
        _keep(tx, key, present.version + 1, wanted)
        if _acts(wanted) != _acts(present.document) and not tx.policy.is_admin(tx.ctx.actor):
            values["owner"] = tx.ctx.actor.member  # it must not do with others' rights what its changer may not
        _log(tx, "automation.change", present.table, before=present.document, after=wanted, reason=reason)
    if enabled is not None and (enabled, None) != (present.enabled, present.paused):
        values |= {"enabled": enabled, "paused": None}
        if enabled and not present.active:
            values["looked_at"] = tx.ctx.now
            if present.paused in owning.REASONS and tx.policy.is_admin(tx.ctx.actor) and owning.stranded(tx, present):
                values["owner"] = tx.ctx.actor.member  # who takes it on, since its owner cannot
        _switch(tx, present, "enabled", present.active, enabled, reason)
    if shadow is not None and shadow != present.shadow:
        values["shadow"] = shadow
        _switch(tx, present, "shadow", present.shadow, shadow, reason)
    tx.connection.execute(sa.update(automations).where(_columns.key == key).values(values))
    _declare(tx)
    return _found(tx, key)


def remove(tx: Tx, key: str, *, confirm: bool = False, reason: str | None = None) -> None:
    """Delete it; its runs stay to be read. Raises `Refusal`."""
    log.admit(tx)
    present = _found(tx, key)
    _guard(present, confirm=confirm, reason=reason)
    _log(tx, "automation.delete", present.table, before=present.document, reason=reason)
    drop(tx, [key])


def drop(tx: Tx, keys: Sequence[str]) -> None:
    """Take automations out, without a word in the log (a purge has its own)."""
    tx.connection.execute(sa.delete(automations).where(_columns.key.in_(keys)))
    _declare(tx)


def reset(tx: Tx, key: str, *, reason: str | None) -> Automation:
    """Take it back to what its template has. Raises CONFLICT for one that no template brought."""
    log.admit(tx)
    present = _found(tx, key)
    if present.original is None:
        raise refuse(messages.NO_ORIGINAL)
    _guard(present, confirm=True, reason=reason)
    version = present.version + 1
    values = {"document": present.original, "version": version, "enabled": _enabled(present.original)}
    values |= {"owner": None, "paused": None, "shadow": False, "changed_at": tx.ctx.now, "looked_at": tx.ctx.now}
    tx.connection.execute(sa.update(automations).where(_columns.key == key).values(values))
    _keep(tx, key, version, present.original)
    _log(tx, "automation.reset", present.table, before=present.document, after=present.original, reason=reason)
    _declare(tx)
    return _found(tx, key)


def remember(tx: Tx, originals: Mapping[str, Mapping[str, Any]], former: Container[str]) -> None:
    """What a template's automations go back to from now on. One of its `former` ones that it has no more is the workspace's
    own."""
    for present in definition.all_of(tx):
        if present.original is None or present.key not in former:
            continue
        wanted = originals.get(present.key)
        if wanted != present.original:
            values = {"original": None if wanted is None else dict(wanted)}
            tx.connection.execute(sa.update(automations).where(_columns.key == present.key).values(values))


def written(tx: Tx, tables: frozenset[str]) -> list[Mapping[str, Any]]:
    """The automations of some tables as a template has them."""
    found: list[Mapping[str, Any]] = []
    for each in definition.all_of(tx):
        if each.table in tables:
            document = dict(each.document)
            if each.enabled != _enabled(document):
                document["enabled"] = each.enabled
            found.append(document)
    return found


def restore(tx: Tx, document: Mapping[str, Any]) -> None:
    """Make one again that was deleted: what a template brought is its own again, guarded and with its rights."""
    add(tx, document)
    key = document["key"]
    templates = config.get(tx, config.TEMPLATES, {}).values()
    brought = [each for one in templates for each in one["document"].get("automations", ()) if each["key"] == key]
    if brought:
        values: dict[str, Any] = {"original": dict(brought[0])}
        if tx.policy.is_admin(tx.ctx.actor):
            values["owner"] = None
        tx.connection.execute(sa.update(automations).where(_columns.key == key).values(values))


def _switch(tx: Tx, present: Automation, name: str, before: bool, after: bool, reason: str | None) -> None:
    parts = ({"key": present.key, name: on} for on in (before, after))
    _log(tx, "automation.switch", present.table, before=next(parts), after=next(parts), reason=reason)


def _insert(tx: Tx, document: Mapping[str, Any], *, owner: int | None, original: Mapping[str, Any] | None) -> None:
    last = tx.connection.execute(sa.select(sa.func.max(_columns.position))).scalar_one()
    tx.connection.execute(
        sa.insert(automations).values(
            key=document["key"],
            position=(last or 0) + 1,
            document=dict(document),
            version=1,
            enabled=_enabled(document),
            owner=owner,
            original=None if original is None else dict(original),
            changed_at=tx.ctx.now,
            looked_at=tx.ctx.now,
        )
    )
    _keep(tx, document["key"], 1, document)
    if original is None:
        _declare(tx)


def _acts(document: Mapping[str, Any]) -> dict[str, Any]:
    """What of a definition it does, beside how it is called."""
    return {name: part for name, part in document.items() if name not in ("label", "description")}


def _enabled(document: Mapping[str, Any]) -> bool:
    return bool(document.get("enabled", True))


def _keep(tx: Tx, key: str, version: int, document: Mapping[str, Any]) -> None:
    kept = automation_versions.c
    tx.connection.execute(sa.delete(automation_versions).where(kept.automation == key, kept.version == version))
    tx.connection.execute(
        sa.insert(automation_versions).values(
            automation=key, version=version, document=dict(document), at=tx.ctx.now, member=tx.ctx.actor.member
        )
    )


def _declare(tx: Tx) -> None:
    """Say what is to be heard of and what is named, now that the automations are these."""
    found = definition.all_of(tx)
    listening.declare(tx, "automations", [pair for each in found if each.active and (pair := heard(each)) is not None])
    references.declare(tx, "automations", [checking.reference(tx, each) for each in found])


def _guard(present: Automation, *, confirm: bool, reason: str | None) -> None:
    if present.original is not None and not (confirm and (reason or "").strip()):
        raise refuse(messages.NEEDS_CONFIRM, at_field="reason")


def _found(tx: Tx, key: str) -> Automation:
    found = definition.find(tx, key)
    if found is None:
        raise refuse(messages.NO_SUCH)
    return found


def _log(tx: Tx, action: str, table: str, **parts: Any) -> None:
    spec = tx.catalogue.tables.get(table)
    about = (parts.get("after") or parts["before"])["key"]
    log.write(tx, action, 0 if spec is None else spec.id, about=about, **parts)
