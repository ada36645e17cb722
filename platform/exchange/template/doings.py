"""What automations, buttons and approvals of a template name: they stop, or do something else, once such a field is gone.

Demo automations do not count: they go with the demo (S70).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ...automations import bodies
from ...automations.naming import paths_in
from .index import Index

Part = Mapping[str, Any]
Named = tuple[str, str]  #: a table, and a path from it
_OF_ROWS = ("each", "update")  #: steps that go over rows that hang on the record


class Doings:
    """The fields along the way are told by whoever asks (`tests` finds the paths in a condition)."""

    def __init__(self, index: Index, tests: Callable[[Part], Iterable[str]]) -> None:
        self._index, self._tests = index, tests

    def of_automation(self, automation: Part) -> Iterator[Named]:
        if automation.get("demo"):
            return
        table, trigger = automation["table"], automation["trigger"]
        for name in (*trigger.get("fields", ()), *([trigger["field"]] if "field" in trigger else ())):
            yield table, name
        yield from self._asked(table, trigger.get("condition"), automation.get("if"))
        yield from self._steps(table, automation["do"], {})

    def of_button(self, button: Part) -> Iterator[Named]:
        table, limits = button["table"], button.get("limits", {})
        yield from self._asked(table, button.get("when"), *(each["when"] for each in button.get("objections", ())))
        if "once" in button:
            yield button["once"]["table"], button["once"]["field"]
        held = limits.get("held", {})
        yield from self._asked(table, held.get("skip", {}).get("when"))
        if "pool" in limits:
            figures = (held.get("cap"), held.get("skip", {}).get("flag"), limits.get("daily", {}).get("cap"))
            for key in (None, *figures, *(limits.get(name) for name in ("exempt", "previous", "fresh"))):
                yield table, limits["pool"] if key is None else f"{limits['pool']}.{key}"
        yield from self._steps(table, button["do"], {})

    def of_approval(self, approval: Part) -> Iterator[Named]:
        table = approval["table"]
        stages: list[Part] = list(approval.get("stages", ()))
        plain = [approval["state"], *approval.get("change", {}).get("fields", ())]
        plain += [key for stage in stages for key in stage.get("fields", ())]
        if "submitter" in approval:
            plain.append(approval["submitter"])
        if "approver" in approval:
            plain.append(approval["approver"]["department"])
        for each in (*(one for stage in stages for one in stage["approvers"]), *approval.get("copied", ())):
            plain += [at for kind, at in each.items() if kind != "role"]
        yield from ((table, path) for path in dict.fromkeys(plain))
        yield from self._asked(table, *(stage.get("when") for stage in stages))

    # -- inside --------------------------------------------------------------------------------------------------------

    def _steps(self, table: str, steps: Iterable[Part], found: dict[str, str]) -> Iterator[Named]:
        for step in steps:
            yield from self._asked(table, step.get("when"))
            for way in step.get("branch", ()):
                yield from self._asked(table, way.get("when"))
                yield from self._steps(table, way["do"], found)
            target = table
            for name in _OF_ROWS:
                if name in step:
                    target, paths = self._related(table, step[name], found)
                    yield from paths
            target = step.get("create", step.get("find", target))
            if "find" in step:
                found[step["as"]] = target
            yield from self._asked(target, step.get("where"))
            for name in ("set", "values", "match"):
                yield from self._values(table, target, step.get(name, {}))
            for name in ("fields", "show"):
                yield from ((target, key) for key in step.get("duplicates", {}).get(name, ()))
            for key, part in step.get("children", {}).items():
                yield from ((table, part["from"]), (target, key))
                near, far = self._under(table, part["from"]), self._under(target, key)
                if near is not None and far is not None:
                    yield from self._values(near, far, part["values"])
            if "each" in step:
                yield from self._steps(target, step["do"], found)
            yield from self._rest(table, step, found)

    def _rest(self, table: str, step: Part, found: Mapping[str, str]) -> Iterator[Named]:
        if "until" in step.get("wait", {}):
            yield table, step["wait"]["until"]
        for whom in step.get("notify", {}).get("to", ()):
            if "field" in whom:
                yield table, whom["field"]
        for value in (step.get("webhook", {}).get("body") or {}).values():
            yield from ((table, path) for path in paths_in(value))
        if "allocate" in step:
            part = step["allocate"]
            yield table, part["amount"]
            target, paths = self._related(table, part["over"], found)
            yield from paths
            yield from ((target, part[name]) for name in ("field", "weight"))

    def _values(self, near: str, far: str, values: Part) -> Iterator[Named]:
        for key, expression in values.items():
            yield far, key
            yield from ((near, path) for path in paths_in(expression))

    def _asked(self, table: str, *conditions: Part | None) -> Iterator[Named]:
        for condition in conditions:
            left = bodies.without(condition)
            if left is not None:
                yield from ((table, path) for path in self._tests(left))

    def _related(self, table: str, path: str, found: Mapping[str, str]) -> tuple[str, list[Named]]:
        """The table of the rows that a step goes over, and the field that leads to them."""
        if path in found:
            return found[path], []
        far, _, name = path.partition(".")
        if name and far in self._index.tables:
            return far, [(far, name)]
        return self._under(table, path) or table, [(table, path)]

    def _under(self, table: str, key: str) -> str | None:
        field = self._index.field(table, key)
        return None if field is None else self._index.target(table, field)
