"""Requests that fit the contract and name things that are there, so that they are not turned away at the door."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from .contract import Contract, Operation, Schema
from .places import Place, Places

#: the pool that a property's name speaks of
_POOL_OF = {
    "ws": "workspaces", "workspace": "workspaces", "table": "tables", "field": "fields", "field_": "fields",
    "primary": "fields", "parent": "fields", "tree": "fields", "order": "fields", "after": "fields", "view": "views",
    "copy": "views", "role": "roles", "roles": "roles", "member": "members", "to": "members", "add": "members",
    "remove": "members", "by": "members", "record": "records", "id": "records", "ids": "records", "automation": "automations",
    "button": "actions", "locale": "locales", "password": "passwords", "current": "passwords", "new": "passwords",
    "account": "accounts", "url": "urls", "email": "emails", "definition": "definitions", "draft": "drafts",
    "tables": "rights", "label": "labels", "help": "labels", "type": "types", "formula": "formulas", "filter": "filters",
    "condition": "filters", "rows": "groups", "columns": "groups", "group_by": "groups", "op": "operations", "sort": "sorts",
    "fields": "fields", "template": "templates", "values": "values", "inputs": "values", "name": "names", "q": "names",
    "options": "options", "choices": "choices", "default": "defaults", "settings": "settings", "keep": "tables",
    "task": "tasks", "items": "items", "batch": "batches",
}  # fmt: skip
_FLAGS = (True, False)


@dataclass
class Pools:
    """What there is, by the part of an address that names it (`tables`, `records`); some of it table by table."""

    common: dict[str, list[Any]] = field(default_factory=dict)
    of_table: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    places: Places = field(default_factory=dict)  #: where the parts of an address belong together

    def of(self, name: str, table: str | None) -> list[Any]:
        return self.of_table.get(table or "", {}).get(name) or self.common.get(name, [])

    def every(self) -> list[Any]:
        """Ids and keys of all sorts of things."""
        return [one for pool in self.common.values() for one in pool if isinstance(one, (int, str))]


@dataclass
class Guess:
    """A request before it is written down."""

    path: dict[str, str]
    query: dict[str, str]
    body: Any


@dataclass(frozen=True)
class Guesser:
    contract: Contract
    pools: Pools

    def guess(self, random: Random, operation: Operation, media: str) -> Guess:
        """Everything as the contract asks for it."""
        place = self._place(random, operation)
        table = place.path.get("table")
        if table is None and "{table}" in operation.path:
            table = random.choice(list(self.pools.of_table))
        path = {"ws": str(random.choice(self.pools.common["workspaces"]))} if "{ws}" in operation.path else {}
        before = ""
        for part in operation.path.split("/"):
            name = part.strip("{}")
            if name == part:
                before = part
            elif name != "ws":
                path[name] = place.path.get(name) or str(random.choice(self._pool(before, name, table) or [1, "x"]))
        query = {}
        for parameter in operation.query:
            name = parameter["name"]
            if parameter["required"] or name in place.said or random.random() < 0.25:
                value = place.said.get(name) or self._value(random, parameter["schema"], name, table, 0)
                query[name] = value if isinstance(value, str) else json.dumps(value)
        schema = operation.body(media)
        return Guess(path, query, None if schema is None else self._body(random, schema, table, place))

    def _place(self, random: Random, operation: Operation) -> Place:
        """One of the places that fill most of the address; mostly, for otherwise others would never be asked for."""
        below = operation.path.partition("{ws}")[2]
        fitting = [
            start
            for start in self.pools.places
            if f"{below}/".startswith(f"{start}/") or f"{operation.method} {below}" == start
        ]
        if not fitting or random.random() < 0.1:
            return Place({})
        return random.choice(self.pools.places[max(fitting, key=len)])

    def _body(self, random: Random, schema: Schema, table: str | None, place: Place) -> Any:
        body = self._value(random, schema, "", table, 0)
        known = self.contract.resolve(schema).get("properties", {})
        if isinstance(body, dict):
            body |= {key: copy.deepcopy(value) for key, value in place.said.items() if key in known}
        return body

    def _pool(self, before: str, name: str, table: str | None) -> list[Any]:
        """What can stand in an address for `{name}`, whose part before says what it is one of."""
        if name == "table":
            return [table]
        return self.pools.of(f"{before}/{name}", table) or self.pools.of(before, table)

    def _value(self, random: Random, schema: Schema, name: str, table: str | None, depth: int) -> Any:
        schema = self.contract.resolve(schema)
        for one in ("anyOf", "oneOf"):
            if one in schema:
                return self._value(random, random.choice(schema[one]), name, table, depth)
        if "enum" in schema:
            return random.choice(schema["enum"])
        pool = self.pools.of(_POOL_OF.get(name, name), table)
        sort = schema.get("type")
        if isinstance(sort, list):
            sort = random.choice(sort)
        if sort == "object" and "properties" in schema and not (name == "items" and pool):
            return self._object(random, schema, table, depth)
        if sort == "array":
            most = min(3, schema.get("maxItems", 3))
            size = random.randint(min(schema.get("minItems", 0), most), most)
            return [self._value(random, schema["items"], name, table, depth + 1) for _ in range(size)]
        fitting = [one for one in pool if _fits(one, sort)]
        if fitting and random.random() < 0.9:
            return copy.deepcopy(random.choice(fitting))
        return self._plain(random, schema, sort, name, table, depth)

    def _object(self, random: Random, schema: Schema, table: str | None, depth: int) -> dict[str, Any]:
        required = schema.get("required", ())
        given: Mapping[str, Any] = schema["properties"]
        return {
            key: self._value(random, below, key, table, depth + 1)
            for key, below in given.items()
            if key in required or random.random() < 0.3
        }

    def _plain(self, random: Random, schema: Schema, sort: str | None, name: str, table: str | None, depth: int) -> Any:
        match sort:
            case "integer":
                low = schema.get("minimum", 0)
                return random.randint(low, min(schema.get("maximum", low + 50), low + 50))
            case "boolean":
                return random.choice(_FLAGS)
            case "null":
                return None
            case "string":
                return random.choice(("2026-11-21T10:00:00+08:00",)) if schema.get("format") == "date-time" else "a1"
            case "object":
                below = schema.get("additionalProperties")
                keys = random.sample(("zh-CN", "en", "x"), random.randint(0, 3))
                shape = below if isinstance(below, dict) else {}
                return {key: self._value(random, shape, key, table, depth + 1) for key in keys}
            case _:
                return random.choice((*_FLAGS, *_FLAGS, "x", 1, [], {}, None))


def _fits(value: Any, sort: str | None) -> bool:
    match sort:
        case "integer":
            return isinstance(value, int)
        case "string":
            return isinstance(value, str)
        case "object":
            return isinstance(value, dict)
        case "null" | "boolean":
            return False
        case _:
            return True
