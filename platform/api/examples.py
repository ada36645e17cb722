"""A body that fits a schema, for people who read the documentation: what a request looks like, with nothing to look up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_DEEPEST = 10
_CONDITION = {"field": "name", "op": "contains", "value": "…"}
_LABEL = {"zh-CN": "…", "en": "…"}
#: what stands under a key whose schema says no more than that anything may
_KNOWN: Mapping[str, Any] = {
    "values": {"name": "…"},
    "inputs": {},
    "filter": _CONDITION,
    "condition": _CONDITION,
    "label": _LABEL,
    "labels": _LABEL,
    "help": _LABEL,
    "mapping": {"…": "name"},
    "field": "name",
    "group_by": ["owner", {"field": "created_at", "bucket": "month"}],
}


def example(schema: Mapping[str, Any], schemas: Mapping[str, Mapping[str, Any]]) -> str:
    """A document of `schema`, whose references are looked up in `schemas`; what is optional is there as well."""
    return json.dumps(_of(schema, schemas, "", _DEEPEST), ensure_ascii=False, indent=2)


def _of(schema: Mapping[str, Any], schemas: Mapping[str, Mapping[str, Any]], key: str, depth: int) -> Any:
    while "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        return _of(next((one for one in choices if one.get("type") != "null"), choices[0]), schemas, key, depth)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((one for one in kind if one != "null"), "null")
    match kind:
        case "object" if schema.get("properties") and depth:
            return {name: _of(below, schemas, name, depth - 1) for name, below in schema["properties"].items()}
        case "array" if depth and schema.get("items"):
            known = _KNOWN.get(key)
            return known if isinstance(known, list) else [_of(schema["items"], schemas, key, depth - 1)]
        case "object":
            return _KNOWN.get(key, {})
        case "array":
            return []
        case "integer" | "number":
            return schema.get("default", schema.get("minimum", 1))
        case "boolean":
            return schema.get("default", True)
        case "string":
            given = schema.get("default", _KNOWN.get(key))
            return given if isinstance(given, str) else "text".ljust(schema.get("minLength", 0), "-")
        case _:
            return _KNOWN.get(key)
