"""Whether a definition can be kept: its shape (schema.json), then every table, field, option and result that it names.

Problems name their place in the definition. What may still go wrong later (a field is deleted) is the run's to tell.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from croniter import croniter
from jsonschema import Draft202012Validator

from ...core.errors import Message, Problem, Refusal
from ...permissions.actions import Action
from ...tables import naming as keys
from ...tables.catalogue import Catalogue, TableSpec
from ...tables.rights import authors
from ...tables.schema.references import Reference
from .. import bodies, definitions
from ..expressions import PLACE
from ..naming import Named
from . import messages, timing
from .definition import ON_BODIES, ON_ROWS, Automation, Step

if TYPE_CHECKING:
    from ...tables.transaction import Tx


@cache
def definitions_of_schema() -> Mapping[str, Any]:
    """The JSON Schema of automations: `$defs` that the template's schema takes in as well."""
    return json.loads(Path(__file__).with_name("schema.json").read_text("utf-8"))["$defs"]


def shape(document: Any) -> list[Problem]:
    """What is wrong with the form of a definition."""
    schema = {"$ref": "#/$defs/automation", "$defs": definitions_of_schema()}
    found: list[Problem] = []
    for error in Draft202012Validator(schema).iter_errors(document):  # pyright: ignore[reportUnknownMemberType]
        path = _written(error.absolute_path) or "–"
        found.append(Problem(messages.BAD_SHAPE, {"path": path, "why": error.message[:200]}, path))
    return found[:50]


def problems(tx: Tx, document: Mapping[str, Any]) -> list[Problem]:
    """Everything that is wrong with a definition."""
    return shape(document) or list(_Names(tx, document).problems())


def check(tx: Tx, document: Mapping[str, Any]) -> None:
    """Raises `Refusal` with everything that is wrong."""
    found = problems(tx, document)
    if found:
        raise Refusal(found)


def kept(tx: Tx, document: Mapping[str, Any], present: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    """A definition that a caller wants to be kept, checked, with present keys in place of former ones. Raises `Refusal`;
    FORBIDDEN where it names what its author may not read, other than the one that is `present` does already."""
    check(tx, document)
    wanted = keys.kept(tx, document, lambda one: _read(tx, one).found)
    before = None if present is None else restated(tx, present)
    named, far = _reaching(tx, wanted)
    there = None if before is None else (_read(tx, before).fields, before)
    authors.check_changed(tx, named.fields, wanted, there, far)
    return wanted


def unseen(tx: Tx, document: Mapping[str, Any]) -> bool:
    """Whether a definition that is there names what the caller may not read: what `kept` would refuse of a new one."""
    named, far = _reaching(tx, restated(tx, document))
    return bool(authors.unseen(tx, named.fields, far))


def _reaching(tx: Tx, document: Mapping[str, Any]) -> tuple[Named, set[int]]:
    """What a definition names, and the fields of it of whose tables its author has to see every row."""
    named = _read(tx, document)
    table = tx.catalogue.tables.get(document["table"])
    closed = table is not None and Action.VIEW not in tx.scope(table).actions
    return named, named.fields | named.far if closed else named.far


def restated(tx: Tx, document: Mapping[str, Any]) -> Mapping[str, Any]:
    """A definition that is there, with present keys."""
    return keys.restated(tx, document, lambda one: _read(tx, one).found)


def _read(tx: Tx, document: Mapping[str, Any]) -> Named:
    names = _Names(tx, document)
    for _ in names.problems():
        pass
    return names.named


def reference(tx: Tx, automation: Automation) -> Reference:
    """The fields and choices that an automation names, as far as they are there."""
    return _read(tx, automation.document).reference("automation", automation.document, automation.label)


def cycles(tx: Tx, automations: Sequence[Automation]) -> list[list[str]]:
    """Chains of automations that may set each other off, each by its keys. Depth and budgets stop them at run time; a chain
    that conditions end is no mistake, so this is only ever a warning."""
    follows = {each.key: {other.key for other in automations if _sets_off(tx, each, other)} for each in automations}
    found: dict[frozenset[str], list[str]] = {}
    for start in sorted(follows):
        chain = _around(follows, start)
        if chain:
            found.setdefault(frozenset(chain), chain)
    return list(found.values())


class _Names:
    """What a definition names, looked up."""

    def __init__(self, tx: Tx, document: Mapping[str, Any]) -> None:
        self._tx, self._document = tx, document
        self._catalogue: Catalogue = tx.catalogue
        self.named = Named(tx.catalogue, tx.ctx.zone)
        self._found: dict[str, str] = {}  # results of `find`, with their table
        self._made: set[str] = set()

    def problems(self) -> Iterator[Problem]:
        table = self._catalogue.tables.get(self._document["table"])
        if table is None:
            yield _problem(messages.NO_TABLE, ("table",), self._document["table"])
            return
        yield from self._trigger(table, self._document["trigger"])
        yield from self._condition(table, self._document.get("if"), ("if",))
        yield from self._steps(table, self._document["do"], ("do",))

    def _trigger(self, table: TableSpec, trigger: Mapping[str, Any]) -> Iterator[Problem]:
        for number, key in enumerate(trigger.get("fields", ())):
            yield from self._field(table, key, ("trigger", "fields", number))
        if "field" in trigger:
            yield from self._field(table, trigger["field"], ("trigger", "field"))
        yield from self._condition(table, trigger.get("condition"), ("trigger", "condition"))
        if "button" in trigger:
            known = {each.key for each in definitions.buttons_of(self._tx, table)}
            if trigger["button"] not in known:
                yield _problem(messages.NO_PLACE, ("trigger", "button"), trigger["button"])
        if "approval" in trigger:
            yield from self._approval(trigger["approval"], ("trigger", "approval"))
        if "cron" in trigger and not croniter.is_valid(trigger["cron"]):
            why = {"path": "trigger.cron", "why": trigger["cron"][:50]}
            yield Problem(messages.BAD_SHAPE, why, "trigger.cron")
        elif "cron" in trigger and not timing.comes(trigger["cron"], self._tx.ctx.now):
            yield Problem(messages.NEVER, {}, "trigger.cron")

    def _steps(self, table: TableSpec, steps: Sequence[Step], path: tuple[Any, ...]) -> Iterator[Problem]:
        for number, step in enumerate(steps):
            here = (*path, number)
            yield from self._condition(table, step.get("when"), (*here, "when"))
            yield from self._step(table, step, here)

    def _step(self, table: TableSpec, step: Step, here: tuple[Any, ...]) -> Iterator[Problem]:
        if "branch" in step:
            for number, way in enumerate(step["branch"]):
                yield from self._condition(table, way.get("when"), (*here, "branch", number, "when"))
                yield from self._steps(table, way["do"], (*here, "branch", number, "do"))
            return
        target = table
        for name in ("each", "update"):
            if name in step:
                found = self._related(table, step[name])
                if found is None:
                    yield _problem(messages.NO_FIELD, (*here, name), step[name])
                    return
                target = found
                yield from self._condition(target, step.get("where"), (*here, "where"))
        for name in ("create", "find"):
            if name in step:
                found = self._catalogue.tables.get(step[name])
                if found is None:
                    yield _problem(messages.NO_TABLE, (*here, name), step[name])
                    return
                target = found
        if "find" in step:
            yield from self._condition(target, step.get("where"), (*here, "where"))
            self._found[step["as"]] = target.key
        elif "as" in step:
            self._made.add(step["as"])
        if "each" in step:
            yield from self._steps(target, step["do"], (*here, "do"))
        for name in ("set", "values", "match"):
            yield from self._values(table, target, step.get(name), (*here, name))
        if "submit" in step:
            yield from self._approval(step["submit"], (*here, "submit"))
        if "notify" in step:
            for number, whom in enumerate(step["notify"]["to"]):
                yield from self._told(table, whom, (*here, "notify", "to", number))
            for words in (*step["notify"]["text"].values(), step["notify"].get("key", "")):
                for dotted in PLACE.findall(words):
                    self.named.path(table, dotted)  # one that leads nowhere stays empty
        if "until" in step.get("wait", {}):
            yield from self._path(table, step["wait"]["until"], (*here, "wait", "until"))
        if "allocate" in step:
            yield from self._allocation(table, step["allocate"], (*here, "allocate"))
        if "webhook" in step:
            yield from self._values(table, None, step["webhook"].get("body"), (*here, "webhook", "body"))

    def _told(self, table: TableSpec, whom: Mapping[str, Any], here: tuple[Any, ...]) -> Iterator[Problem]:
        """Who is told: somebody that there is, or was."""
        match whom:
            case {"field": path}:
                yield from self._path(table, path, here)
            case {"role": role} if all(each.key != role for each in self._tx.policy.groups):
                yield _problem(messages.NO_ROLE, here, role)
            case {"member": member} if self._tx.members.get(member) is None:
                yield _problem(messages.NO_MEMBER, here, str(member))
            case _:
                return

    def _allocation(self, table: TableSpec, part: Mapping[str, Any], here: tuple[Any, ...]) -> Iterator[Problem]:
        yield from self._path(table, part["amount"], (*here, "amount"))
        target = self._related(table, part["over"])
        if target is None:
            yield _problem(messages.NO_FIELD, (*here, "over"), part["over"])
            return
        for name in ("field", "weight"):
            yield from self._field(target, part[name], (*here, name))

    def _values(
        self, table: TableSpec, target: TableSpec | None, values: Mapping[str, Any] | None, here: tuple[Any, ...]
    ) -> Iterator[Problem]:
        for key, expression in (values or {}).items():
            if target is not None:
                yield from self._field(target, key, (*here, key))
                self.named.value(target.by_key.get(key), expression)
            match expression:
                case {"field": path} | {"origin": path}:
                    yield from self._path(self._origin() if "origin" in expression else table, path, (*here, key))
                case {"first": paths}:
                    for path in paths:
                        yield from self._path(table, path, (*here, key))
                case {"body": path} if self._document["trigger"]["on"] not in ON_BODIES:
                    yield _problem(messages.NO_BODY, (*here, key), path)
                case {"found": name} if name not in self._found:
                    yield _problem(messages.NO_NAME, (*here, key), name)
                case {"created": name} if name not in self._made:
                    yield _problem(messages.NO_NAME, (*here, key), name)
                case _:
                    pass

    def _origin(self) -> TableSpec:
        return self._catalogue.tables[self._document["table"]]

    def _related(self, table: TableSpec, path: str) -> TableSpec | None:
        if path in self._found:
            return self._catalogue.tables.get(self._found[path])
        far, _, name = path.partition(".")
        if name and far in self._catalogue.tables:
            link = self.named.field(self._catalogue.tables[far], name)
            return self._catalogue.tables[far] if link is not None and link.options.get("table") == table.id else None
        return self.named.target(self.named.field(table, path))

    def _field(self, table: TableSpec, key: str, here: tuple[Any, ...]) -> Iterator[Problem]:
        if self.named.field(table, key) is None:
            yield _problem(messages.NO_FIELD, here, key)

    def _path(self, table: TableSpec, dotted: str, here: tuple[Any, ...]) -> Iterator[Problem]:
        if not self.named.path(table, dotted):
            yield _problem(messages.NO_FIELD, here, dotted)

    def _approval(self, key: str, here: tuple[Any, ...]) -> Iterator[Problem]:
        if key not in {each.key for each in definitions.approvals_of(self._tx)}:
            yield _problem(messages.NO_PLACE, here, key)

    def _condition(
        self, table: TableSpec, written: Mapping[str, Any] | None, here: tuple[Any, ...]
    ) -> Iterator[Problem]:
        for test in bodies.tests(written):
            if self._document["trigger"]["on"] not in ON_BODIES or not bodies.well_formed(test):
                yield _problem(messages.NO_BODY, here, str(test["body"]))
                return
        left = bodies.without(written)
        if left is None:
            return
        try:
            self.named.condition(table, left)
        except Refusal as refusal:
            for problem in refusal.problems:
                path = _written(here)
                yield Problem(messages.BAD_SHAPE, {"path": path, "why": problem.text(self._tx.ctx.locale)}, path)


def _problem(message: Message, path: Iterable[Any], key: str) -> Problem:
    place = _written(path)
    return Problem(message, {"path": place, "key": key[:60]}, place)


def _written(path: Iterable[Any]) -> str:
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _sets_off(tx: Tx, one: Automation, other: Automation) -> bool:
    """Whether what `one` writes may be what `other` waits for."""
    if other.on not in ON_ROWS:
        return False
    for kind, table, fields in _writes(tx, one.table, one.steps):
        if table != other.table:
            continue
        match other.on:
            case "created":
                if kind == "create":
                    return True
            case "updated":
                if kind == "update" and fields & set(other.trigger["fields"]):
                    return True
            case "linked":
                if other.trigger["field"] in fields:
                    return True
            case "becomes":
                if kind == "create" or fields & set(_fields_of(other.trigger["condition"])):
                    return True
            case _:
                pass
    return False


def _writes(tx: Tx, table: str, steps: Sequence[Step]) -> Iterator[tuple[str, str, set[str]]]:
    for step in steps:
        if "branch" in step:
            for way in step["branch"]:
                yield from _writes(tx, table, way["do"])
            continue
        target = _target(tx, table, step, steps)
        if "each" in step:
            yield from _writes(tx, target, step["do"])
        elif "create" in step:
            yield "create", step["create"], set(step["values"])
        elif "set" in step:
            yield "update", target, set(step["set"])


def _target(tx: Tx, table: str, step: Step, steps: Sequence[Step]) -> str:
    path = step.get("each") or step.get("update")
    spec = tx.catalogue.tables.get(table)
    if path is None or spec is None:
        return table
    found = next((each["find"] for each in steps if each.get("as") == path and "find" in each), None)
    if found is not None:
        return found
    far, _, name = path.partition(".")
    if name:
        return far
    field = spec.by_key.get(path)
    target = None if field is None else tx.catalogue.by_id.get(field.options.get("table", 0))
    return table if target is None else target.key


def _fields_of(condition: Mapping[str, Any]) -> Iterator[str]:
    if "field" in condition:
        yield condition["field"].partition(".")[0]
    for part in (
        *condition.get("and", ()),
        *condition.get("or", ()),
        *([condition["not"]] if "not" in condition else ()),
    ):
        yield from _fields_of(part)


def _around(follows: Mapping[str, set[str]], start: str) -> list[str] | None:
    """A way from an automation back to itself, the shortest."""
    line: list[list[str]] = [[start]]
    seen: set[str] = set()
    while line:
        chain = line.pop(0)
        for following in sorted(follows[chain[-1]]):
            if following == start:
                return chain
            if following not in seen:
                seen.add(following)
                line.append([*chain, following])
    return None
