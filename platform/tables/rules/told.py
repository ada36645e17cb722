"""The rules of a table as those who build are shown them: by key, with what a template brought and what has become of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ...core.errors import refuse
from ..schema.log import admit
from . import messages, stored
from .messages import NOT_FOUND
from .stored import KINDS

if TYPE_CHECKING:
    from ..catalogue import TableSpec
    from ..transaction import Tx

#: what each kind is called, in Chinese and English
NAMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "validations": ("校验", "validation"),
        "steps": ("状态流转", "step"),
        "locks": ("锁定", "lock"),
        "invariants": ("跨表约束", "invariant"),
        "allocations": ("分摊", "allocation"),
        "ranges": ("区间", "range"),
        "acyclic": ("无循环", "acyclic"),
    }
)


def listed(tx: Tx, table_key: str) -> dict[str, Any]:
    """All rules of a table, and what of the template's has been deleted. Raises `Refusal`."""
    admit(tx)
    table = tx.table(table_key)
    return {
        "rules": [described(tx, table, kind, rule) for kind in KINDS for rule in stored.of(table, kind)],
        "deleted": list(_deleted(tx, table)),
        "kinds": [{"key": kind, "label": _name(tx, kind)} for kind in KINDS],
    }


def one(tx: Tx, table_key: str, kind: str, key: str) -> dict[str, Any]:
    """One rule with what its template had. Raises `Refusal`."""
    admit(tx)
    table = tx.table(table_key)
    rule = next((rule for rule in stored.of(table, kind) if rule["key"] == key), None)
    if rule is None:
        raise refuse(NOT_FOUND, key=key[:50])
    return {**described(tx, table, kind, rule), "original": _shown(tx, kind, stored.originals(table, kind).get(key))}


def described(tx: Tx, table: TableSpec, kind: str, rule: stored.Stored) -> dict[str, Any]:
    shown = _shown(tx, kind, rule)
    original = stored.originals(table, kind).get(rule["key"])
    return {
        "kind": kind,
        "key": rule["key"],
        "label": label(tx, kind, rule),
        "rule": shown,
        "enabled": rule.get("enabled") is not False,
        "broken": shown is None,
        "template": original is not None,
        "changed": original is not None and original != rule,
        "version": version(rule),
    }


def with_role(tx: Tx, role: int) -> list[str]:
    """What the rules are called that name a role group: who may take a step, whom a lock does not hold for."""
    return [
        f"{table.text(tx.ctx.locale)} › {label(tx, kind, rule)}"
        for table in tx.catalogue.tables.values()
        for kind in KINDS
        for rule in stored.of(table, kind)
        if role in rule.get("roles", ()) or any(role in each.get("roles", ()) for each in rule.get("except", ()))
    ]


def version(rule: stored.Stored) -> str:
    """What a rule says, in few characters: another one where anything of it is changed."""
    written = json.dumps(rule, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def label(tx: Tx, kind: str, rule: stored.Stored, *, bare: bool = False) -> str:
    """What a rule is called: its own sentence; where it has none, its kind (unless `bare`) and what it is about."""
    locale = tx.ctx.locale
    if said := rule.get("message"):
        return str(said.get(locale) or said.get("zh-CN") or said["en"])
    english = locale.startswith("en")
    names = (", " if english else "、").join(_about(tx, kind, rule)) or rule["key"]
    if kind == "validations":
        return messages.FILL_IN["en" if english else "zh-CN"].replace("{label}", names)
    return names if bare else f"{_name(tx, kind)} {names}"


def _about(tx: Tx, kind: str, rule: stored.Stored) -> Iterator[str]:
    """The labels of what a rule without a sentence is about: required fields, states, ends of ranges and edges."""
    fields, locale = tx.catalogue.fields, tx.ctx.locale
    match kind:
        case "validations":
            ids = list(rule.get("required", ()))
        case "acyclic":
            ids = [rule[end][-1] for end in ("from", "to")]
        case "ranges":
            ids = [rule[end] for end in ("from", "to") if end in rule]
        case _:
            ids = [rule["field"]] if "field" in rule else []
    yield from (fields[id_].text(locale) for id_ in ids if id_ in fields)
    if kind == "steps" and rule["field"] in fields:
        yield from (choice.text(locale) for choice in fields[rule["field"]].choices if choice.id in rule["to"])


def _deleted(tx: Tx, table: TableSpec) -> Iterator[dict[str, Any]]:
    for kind in KINDS:
        there = {rule["key"] for rule in stored.of(table, kind)}
        for key, rule in stored.originals(table, kind).items():
            if key not in there:
                shown = _shown(tx, kind, rule)
                yield {"kind": kind, "key": key, "label": label(tx, kind, rule), "original": shown}


def _shown(tx: Tx, kind: str, rule: stored.Stored | None) -> dict[str, Any] | None:
    """A rule by key; None where there is none, or where it names something that is gone."""
    try:
        return None if rule is None else stored.shown(tx, kind, rule)
    except KeyError:
        return None


def _name(tx: Tx, kind: str) -> str:
    return NAMES[kind][tx.ctx.locale.startswith("en")]
