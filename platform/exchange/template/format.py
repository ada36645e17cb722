"""Whether a document is a template: its shape (schema.json), then what it refers to. Every problem is found at once.

A problem's `field` is its place in the document, written `tables[3].fields[2].type`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from ...automations.flows.checking import definitions_of_schema
from ...core.errors import Message, Problem, Refusal
from . import messages, references

Document = Mapping[str, Any]
MOST_LEVELS = 40  #: of nesting; an ordinary template has about a dozen
_WORDS: Mapping[str, str] = {
    "object": "{…}",
    "array": "[…]",
    "string": "text",
    "boolean": "true / false",
    "integer": "1, 2, 3 …",
}


def validate(document: object) -> tuple[Problem, ...]:
    """Every problem of a template; none when it can be installed. References are looked at once the shape is right."""
    if _deeper_than(document, MOST_LEVELS):
        return (Problem(messages.TOO_DEEP, {"most": MOST_LEVELS}),)
    return _validated(json.dumps(document))


@lru_cache(maxsize=8)
def _validated(text: str) -> tuple[Problem, ...]:
    """The answer for a document is remembered: a template that ships with the product is installed again and again."""
    document = json.loads(text)
    found = shape_problems(document)
    if not found:
        found = references.problems(document)
    return tuple(found)


def check(document: object) -> Document:
    """The document itself, or a refusal with every problem."""
    found = validate(document)
    if found:
        raise Refusal(found)
    assert isinstance(document, Mapping)
    return document


def shape_problems(document: object, definition: str | None = None) -> list[Problem]:
    """What the schema has to say; with `definition`, about one part of a template (`demoRecords`)."""
    if _deeper_than(document, MOST_LEVELS):
        return [Problem(messages.TOO_DEEP, {"most": MOST_LEVELS})]
    validator = _validator(definition)
    found: dict[tuple[object, ...], Problem] = {}
    for error in sorted(
        validator.iter_errors(cast(Any, document)), key=lambda error: [str(step) for step in error.absolute_path]
    ):
        for each in _problems(error):
            found.setdefault((each.code, each.field, *each.params.values()), each)
    return list(found.values())


@cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema (2020-12) of a template."""
    own = json.loads(Path(__file__).with_name("schema.json").read_text("utf-8"))
    return {**own, "$defs": {**own["$defs"], **definitions_of_schema()}}


@cache
def _validator(definition: str | None) -> Validator:
    whole = schema()
    if definition is not None:
        whole = {"$schema": whole["$schema"], "$ref": f"#/$defs/{definition}", "$defs": whole["$defs"]}
    return _Exact(whole)


def _pattern(validator: Validator, pattern: str, instance: object, schema: object) -> Iterator[ValidationError]:
    """`$` means the end, never the place before a last line break as Python's `re` would have it."""
    if isinstance(instance, str) and not re.search(pattern.removesuffix("$") + r"\Z", instance):
        yield ValidationError("pattern")


_Exact = extend(Draft202012Validator, {"pattern": _pattern})


def place(path: Iterator[str | int] | tuple[str | int, ...]) -> str:
    """A path into the document as people write it: `tables[3].fields[2]`; the whole document is `$`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".") or "$"


def _problems(error: ValidationError) -> Iterator[Problem]:
    here = place(tuple(error.absolute_path))

    def problem(message: Message, **params: object) -> Problem:
        return Problem(message, {"path": here, **params}, here)

    keyword, wanted, instance = cast(tuple[Any, Any, Any], (error.validator, error.validator_value, error.instance))
    if keyword in (None, "not"):
        yield problem(messages.OUT_OF_PLACE)
    elif keyword == "additionalProperties":
        known = error.schema.get("properties", {}) if isinstance(error.schema, Mapping) else {}
        for key in instance:
            if key not in known:
                yield problem(messages.UNKNOWN_KEY, key=_shown(key))
    elif keyword == "required":
        for key in wanted:
            if key not in instance:
                yield problem(messages.MISSING_KEY, key=key)
    elif keyword == "dependentRequired":
        for key, others in wanted.items():
            for other in others:
                if key in instance and other not in instance:
                    yield problem(messages.MISSING_KEY, key=other)
    elif keyword == "type":
        kinds: list[str] = wanted if isinstance(wanted, list) else [wanted]
        yield problem(messages.WRONG_TYPE, expected=" / ".join(_WORDS.get(kind, kind) for kind in kinds))
    elif keyword in ("enum", "const"):
        choices = wanted if keyword == "enum" else [wanted]
        yield problem(messages.NOT_ONE_OF, choices=", ".join(json.dumps(choice) for choice in choices))
    elif keyword == "pattern":
        yield problem(messages.BAD_TEXT, pattern=wanted)
    elif keyword == "uniqueItems":
        items = [json.dumps(item, sort_keys=True) for item in instance]
        for item in dict.fromkeys(item for item in items if items.count(item) > 1):
            yield problem(messages.TWICE, key=_shown(item.strip('"')))
    else:  # minItems, maxLength and their like
        yield problem(messages.BAD_SIZE)


def _shown(key: str) -> str:
    return key if len(key) <= 60 else key[:60] + "…"


def _deeper_than(value: object, most: int) -> bool:
    """Whether lists and objects are nested more than `most` times; asked before anything recursive meets them."""
    level: list[object] = [value]
    for _ in range(most):
        level = [
            inner
            for outer in level
            if isinstance(outer, (Mapping, list))
            for inner in (outer.values() if isinstance(outer, Mapping) else outer)
        ]
        if not level:
            return False
    return any(isinstance(each, (Mapping, list)) for each in level)
