"""Bringing a newer version of an installed template into a workspace: one transaction, through the services that people use.

Each change is an entry of the configuration log, so that it can be read and taken back by itself; but for standing rules and
the marks of protected fields, which that log does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ....core.errors import Problem, Refusal, refuse
from ....tables import config
from ....tables.configlog.writing import WHOLE, write
from ....tables.rights import changing as rights_changing
from ....tables.transaction import Tx
from .. import exporter, format, messages, references
from . import arrangements, automations, guards, rights, spelling, structure
from .choosing import chosen
from .items import Document, Item, items
from .plan import Difference, Plan, Verdict, compare, drift


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade did."""

    before: str  #: the version that was installed
    version: str
    done: tuple[Difference, ...]
    plan: Plan


def planned(tx: Tx, template: Document) -> Plan:
    """What the template would change. Raises `Refusal`: not installed, an older version, or not for this caller."""
    rights_changing.admit(tx)
    entry = _entry(tx, template["key"])
    if _numbers(template["version"]) < _numbers(entry["version"]):
        raise refuse(messages.OLDER, version=template["version"], installed=entry["version"])
    return compare(entry["document"], exporter.export(tx, template["key"]), template, entry.get("spelling", {}))


def drifted(tx: Tx, key: str) -> tuple[Difference, ...]:
    """What has been changed here since the template was installed."""
    rights_changing.admit(tx)
    entry = _entry(tx, key)
    return drift(entry["document"], exporter.export(tx, key), entry.get("spelling", {}))


def brings(entry: Mapping[str, Any], template: Document) -> bool:
    """Whether a template is another one than is installed, and not an older one."""
    return _numbers(template["version"]) >= _numbers(entry["version"]) and template != entry["document"]


def base_of(tx: Tx, key: str) -> Document:
    """The template as it was installed. Raises NOT_FOUND."""
    return _entry(tx, key)["document"]


def version_of(tx: Tx, key: str) -> str:
    """The version that is installed. Raises NOT_FOUND."""
    return str(_entry(tx, key)["version"])


def upgrade(tx: Tx, template: Document, choices: Mapping[str, str]) -> Upgraded:
    """Carry the plan out. Raises `Refusal` with every conflict that nobody has decided, or with what the new version names
    in vain because it was deleted or left out here; nothing is changed then."""
    format.check(template)
    plan = planned(tx, template)
    done = chosen(plan, choices)
    entry = _entry(tx, template["key"])
    broken = {_told(problem) for problem in references.problems(exporter.everything(tx))}
    reason = f"{template['name'].get('zh-CN')} {template['version']}"
    by_item = _by_item(done)
    mine = items(exporter.export(tx, template["key"]))
    structure.carry(tx, template, by_item, plan.renamed, reason)
    rights.carry_groups(tx, by_item)
    guards.carry(tx, template, by_item, reason)
    arrangements.carry(tx, template, by_item, reason)
    rights.carry(tx, mine, by_item, reason)
    automations.carry(tx, template, entry["document"], by_item, reason)
    guards.remember(tx, template)
    if found := [each for each in references.problems(exporter.everything(tx)) if _told(each) not in broken]:
        raise Refusal(found)
    kept = {**entry, "version": template["version"], "upgraded_at": tx.ctx.now.isoformat(), "document": dict(template)}
    _keep(tx, template["key"], kept)
    _keep(tx, template["key"], {**kept, "spelling": _spelling(tx, template, entry, done)})
    told: dict[str, Any] = {"name": template["name"], "version": template["version"], "changes": len(done)}
    write(
        tx, "template.upgrade", WHOLE, about=template["key"],
        before={"name": entry["document"]["name"], "version": entry["version"]}, after=told,
    )  # fmt: skip
    return Upgraded(entry["version"], template["version"], tuple(done), plan)


def _keep(tx: Tx, key: str, entry: Mapping[str, Any]) -> None:
    config.put(tx, config.TEMPLATES, {**config.get(tx, config.TEMPLATES, {}), key: entry})


def _spelling(
    tx: Tx, template: Document, entry: Mapping[str, Any], done: list[Difference]
) -> dict[str, dict[str, Any]]:
    """How the workspace writes what the new version says: of what was brought in, as it is written now; of what the version
    before said too, as it was written then."""
    export = exporter.export(tx, template["key"])
    written, said = items(export), items(template)
    brought = {
        (each.item, name)
        for each in done
        for name in ((*said.get(each.item, {}), *written.get(each.item, {})) if each.part is None else (each.part,))
    }
    words = spelling.of(template, export, brought)
    was = items(entry["document"])
    names = {str(item): item for item in said}
    for name, parts in entry.get("spelling", {}).items():
        item = names.get(name)
        for part, value in parts.items() if item is not None else ():
            if item is not None and (item, part) not in brought and said[item].get(part) == was.get(item, {}).get(part):
                words.setdefault(name, {})[part] = value
    return words


def _by_item(done: list[Difference]) -> dict[Item, dict[str | None, Difference]]:
    found: dict[Item, dict[str | None, Difference]] = {}
    for each in done:
        if each.verdict is not Verdict.RELEASE or each.part is None:
            found.setdefault(each.item, {})[each.part] = each
    return found


def _entry(tx: Tx, key: str) -> Mapping[str, Any]:
    found = config.get(tx, config.TEMPLATES, {}).get(key)
    if found is None:
        raise refuse(messages.NOT_INSTALLED, key=key[:60])
    return found


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _told(problem: Problem) -> tuple[str, str]:
    return problem.code, problem.text("en")
