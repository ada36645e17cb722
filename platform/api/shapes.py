"""JSON Schemas of answers, for the OpenAPI document alone: rooms below build answers, nothing checks them on the way out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Shape = dict[str, Any]


def ref(name: str) -> Shape:
    return {"$ref": f"#/components/schemas/{name}"}


def array(items: Mapping[str, Any]) -> Shape:
    return {"type": "array", "items": items}


def nullable(shape: Mapping[str, Any]) -> Shape:
    return {"anyOf": [shape, {"type": "null"}]}


def enum(*words: str) -> Shape:
    return {"type": "string", "enum": list(words)}


def mapping(values: Mapping[str, Any]) -> Shape:
    return {"type": "object", "additionalProperties": values}


def obj(_optional: Mapping[str, Any] | None = None, /, **properties: Any) -> Shape:
    """An object whose `properties` are all there, and some `_optional` ones."""
    found: Shape = {"type": "object", "properties": {**properties, **(_optional or {})}}
    if properties:
        found["required"] = list(properties)
    return found


STRING: Shape = {"type": "string"}
INTEGER: Shape = {"type": "integer"}
BOOLEAN: Shape = {"type": "boolean"}
DATE: Shape = {"type": "string", "format": "date"}
INSTANT: Shape = {"type": "string", "format": "date-time"}
MAYBE_STRING: Shape = {"type": ["string", "null"]}
LABELS = obj({"zh-CN": STRING, "en": STRING})
STRINGS = array(STRING)
ANYTHING: Shape = {}
