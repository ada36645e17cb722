"""The fields and choices that a document names, gathered while it is read; and what buttons and approvals name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from ..core.errors import Refusal
from ..fields import conditions
from ..fields.spec import FieldSpec
from ..permissions.actions import Action
from ..tables import authoring, config
from ..tables import naming as keys
from ..tables.catalogue import Catalogue, TableSpec
from ..tables.computed.dependencies import expand
from ..tables.rights import authors
from ..tables.schema import references
from ..tables.schema.references import Reference
from . import authority
from .approvals.definition import UNNAMED
from .definitions import APPROVALS, BUTTONS

if TYPE_CHECKING:
    from ..tables.transaction import Tx

Part = Mapping[str, Any]


class Named:
    """What has been named so far; whatever is not there is no matter."""

    def __init__(self, catalogue: Catalogue, zone: tzinfo | None = None) -> None:
        self._catalogue, self._zone = catalogue, zone
        self.fields: set[int] = set()
        self.choices: set[tuple[int, str]] = set()
        self.far: set[int] = set()  #: fields that are read of rows to which relations lead

    @property
    def found(self) -> tuple[frozenset[int], frozenset[tuple[int, str]]]:
        return frozenset(self.fields), frozenset(self.choices)

    def field(self, table: TableSpec, key: str | None) -> FieldSpec | None:
        spec = None if key is None else table.by_key.get(key)
        if spec is not None:
            self.fields.add(spec.id)
        return spec

    def path(self, table: TableSpec, dotted: str) -> tuple[FieldSpec, ...] | None:
        """The fields along a path; None where it leads nowhere."""
        specs = authoring.path_resolver(self._catalogue, table)(dotted)
        self.fields |= {spec.id for spec in specs or ()}
        self._follow(tuple(spec.id for spec in specs or ()))
        return specs

    def _follow(self, path: tuple[int, ...]) -> None:
        self.far.update(expand(self._catalogue, path)[1:])

    def target(self, spec: FieldSpec | None) -> TableSpec | None:
        """The table that a relation or a sub-table leads to."""
        return None if spec is None else self._catalogue.by_id.get(spec.options.get("table", 0))

    def condition(self, table: TableSpec, written: Part | None) -> None:
        """Raises `Refusal` with what is wrong."""
        if written is None:
            return
        found = conditions.parse(written, authoring.path_resolver(self._catalogue, table), self._zone)
        for test in conditions.tests(found):
            self.fields.update(test.path)
            self._follow(test.path)
            spec = self._catalogue.fields.get(test.path[-1])
            values = set(test.value) if isinstance(test.value, tuple) else {test.value}
            if spec is not None:
                self.choices |= {(spec.id, each.key) for each in spec.choices if each.id in values}

    def value(self, spec: FieldSpec | None, expression: Part | None) -> None:
        """A literal that is written into a field of choices."""
        if (
            spec is not None
            and expression is not None
            and expression.get("value") in {each.key for each in spec.choices}
        ):
            self.choices.add((spec.id, expression["value"]))

    def reference(self, kind: str, document: Part, label: Mapping[str, str]) -> Reference:
        fields, choices = self.found
        return Reference(kind, document["table"], document["key"], label, fields, choices)


def declare(tx: Tx) -> None:
    """Say what the buttons and approvals of the workspace name, now that they are these."""
    found: list[Reference] = []
    for kind, stored in (("button", BUTTONS), ("approval", APPROVALS)):
        for document in config.get(tx, stored, ()):
            table = tx.catalogue.tables.get(document["table"])
            if table is not None:
                found.append(_named(tx, kind, document).reference(kind, document, document.get("label") or UNNAMED))
    references.declare(tx, "documents", found)


def kept(tx: Tx, kind: str, document: Part, present: Part | None = None) -> Part:
    """A button or an approval that a caller wants to be kept, with present keys in place of former ones. Raises `Refusal`;
    FORBIDDEN where it names what its author may not read, other than the one that is `present` does already."""
    wanted = keys.kept(tx, document, lambda one: _named(tx, kind, one).found)
    for_author(tx, kind, wanted, present)
    return wanted


def for_author(tx: Tx, kind: str, wanted: Part, present: Part | None) -> None:
    """Raises a FORBIDDEN refusal where the caller may not keep such a button or approval in place of the one that is
    `present`: it names what they may not read, reaches into rows that they do not see, or does what they may not do."""
    before = None if present is None else restated(tx, kind, present)
    there = None if before is None else (_named(tx, kind, before).fields, before)
    named, table = _named(tx, kind, wanted), tx.catalogue.tables.get(wanted["table"])
    closed = table is not None and Action.VIEW not in tx.scope(table).actions
    authors.check_changed(tx, named.fields, wanted, there, named.fields | named.far if closed else named.far)
    if table is not None:
        authority.check(tx, kind, table, wanted, before or {})


def restated(tx: Tx, kind: str, document: Part) -> Part:
    """One that is there, with present keys."""
    return keys.restated(tx, document, lambda one: _named(tx, kind, one).found)


def _named(tx: Tx, kind: str, document: Part) -> Named:
    named, table = Named(tx.catalogue, tx.ctx.zone), tx.catalogue.tables.get(document["table"])
    if table is not None:
        (_button if kind == "button" else _approval)(tx, named, table, document)
    return named


def _button(tx: Tx, named: Named, table: TableSpec, button: Part) -> None:
    for written in (button.get("when"), *(each["when"] for each in button.get("objections", ()))):
        _condition(named, table, written)
    once, limits = button.get("once"), button.get("limits", {})
    if once is not None and once["table"] in tx.catalogue.tables:
        named.field(tx.catalogue.tables[once["table"]], once["field"])
    held = limits.get("held", {})
    _condition(named, table, held.get("skip", {}).get("when"))
    pools = named.target(named.field(table, limits.get("pool")))
    if pools is not None:
        caps = (held.get("cap"), held.get("skip", {}).get("flag"), limits.get("daily", {}).get("cap"))
        for key in (*caps, *(limits.get(name) for name in ("exempt", "previous", "fresh"))):
            named.field(pools, key)
    for step in button["do"]:
        _condition(named, table, step.get("when"))
        _values(named, table, table, step.get("set", {}))
        target = tx.catalogue.tables.get(step.get("create", ""))
        if target is not None:
            _values(named, table, target, step["values"])
            for name in ("fields", "show"):
                for key in step.get("duplicates", {}).get(name, ()):
                    named.field(target, key)
            for key, part in step.get("children", {}).items():
                near, far = (named.target(named.field(of, name)) for of, name in ((table, part["from"]), (target, key)))
                if near is not None and far is not None:
                    _values(named, near, far, part["values"])


def _approval(tx: Tx, named: Named, table: TableSpec, approval: Part) -> None:
    state = named.field(table, approval["state"])
    for option in approval["on"].values():
        named.value(state, {"value": option})
    named.field(table, approval.get("submitter"))
    if "approver" in approval:
        named.path(table, approval["approver"]["department"])
    stages: Sequence[Part] = approval.get("stages", ())
    for stage in stages:
        _condition(named, table, stage.get("when"))
        for key in stage.get("fields", ()):
            named.field(table, key)
    for approvers in (*(stage["approvers"] for stage in stages), approval.get("copied", ())):
        for approver in approvers:
            for kind, at in approver.items():
                if kind != "role":
                    named.path(table, at)
    for key in approval.get("change", {}).get("fields", ()):
        named.field(table, key)


def _condition(named: Named, table: TableSpec, written: Part | None) -> None:
    try:
        named.condition(table, written)
    except Refusal:
        return  # it names something that is gone; the button says so when it is pressed


def _values(named: Named, near: TableSpec, far: TableSpec, values: Part) -> None:
    for key, expression in values.items():
        named.value(named.field(far, key), expression)
        for dotted in paths_in(expression):
            named.path(near, dotted)


def paths_in(expression: Part | None) -> Sequence[str]:
    """The paths over the record that a value reads."""
    match expression:
        case {"field": str(path)}:
            return (path,)
        case {"first": list(paths)}:
            return paths
        case _:
            return ()
