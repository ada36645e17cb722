"""Whether what a person sends for a field is written as it should be, before anybody reads it. Meaning is checked later."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

from ...core.errors import Problem, Refusal, refuse
from ...fields.fieldtype import InvalidValue
from ...fields.registry import TYPES, check_options, type_of
from ...fields.spec import FieldSpec
from ...fields.text import normal
from ..messages import UNKNOWN_TYPE
from .messages import BAD_CHANGE, BAD_LABEL

if TYPE_CHECKING:
    from ..transaction import Tx

MOST_LABEL = 100
MOST_CHOICES = 500
PALETTE = (
    "gray", "red", "orange", "amber", "yellow", "lime", "green", "teal", "cyan", "blue", "purple", "pink",
)  # fmt: skip
_KEY = {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_]{0,49}$"}
_WORDS = {
    "anyOf": [
        {"type": "string", "maxLength": 2000},
        {
            "type": "object",
            "additionalProperties": False,
            "properties": {"zh-CN": {"type": "string", "maxLength": 2000}, "en": {"type": "string", "maxLength": 2000}},
        },
    ]
}
_CHOICES = {
    "type": "array",
    "maxItems": MOST_CHOICES,
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["label"],
        "properties": {
            "key": {"type": ["string", "null"], "pattern": "^[^\\x00-\\x1f]{1,50}$"},
            "label": _WORDS,
            "labels": {"type": "object"},
            "color": {"enum": [*PALETTE, None]},
            "archived": {"type": "boolean"},
        },
    },
}
_DEFAULT = {
    "type": ["object", "null"],
    "minProperties": 1,
    "additionalProperties": False,
    "properties": {
        "value": {},
        "variable": {"enum": ["@me", "@today", "@now", "@my_department"]},
        "copy": {"type": "string", "pattern": "^[^.]+\\.[^.]+$"},
        "department_of": {"type": "string"},
        "follow": {"type": "boolean"},
        "when": {"type": "object"},
    },
}
PARTS: Mapping[str, Any] = {
    "key": _KEY,
    "label": _WORDS,
    "help": {"anyOf": [_WORDS, {"type": "null"}]},
    "required": {"type": "boolean"},
    "unique": {"type": "boolean"},
    "position": {"type": "integer", "minimum": 0, "maximum": 10_000},
    "choices": _CHOICES,
    "default": _DEFAULT,
    "options": {"type": "object"},
}
_RESULTS = frozenset({"text", "long_text", "number", "money", "percent", "date", "datetime", "option", "checkbox"})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def check(parts: Mapping[str, Any], type_name: str, *, whole: bool = True) -> None:
    """Raises `Refusal` with everything that is not written as it should be in the parts of a field of that type; unless
    they are the `whole` field, its options may lack what they usually need."""
    if type_name not in TYPES:
        raise refuse(UNKNOWN_TYPE, at_field="type", type=type_name[:40])
    problems = shape(parts)
    if "options" in parts and not problems:
        schema = _by_key(TYPES[type_name].options_schema)
        if not whole:
            del schema["required"]
        wrong = sorted({_place(error) for error in Draft202012Validator(schema).iter_errors(parts["options"])})
        problems += [Problem(BAD_CHANGE, {"what": what}, "options") for what in wrong]
        if not problems and parts["options"].get("result") is not None:
            result = parts["options"]["result"]
            if result["type"] not in _RESULTS:
                problems.append(Problem(BAD_CHANGE, {"what": "options.result"}, "options"))
            elif not Draft202012Validator(_CHOICES).is_valid(result.get("choices", [])):
                problems.append(Problem(BAD_CHANGE, {"what": "options.result.choices"}, "options"))
            else:
                check_options(result["type"], result.get("options") or {})
        if not problems and type_name == "autonumber" and parts["options"]:
            check_options(type_name, parts["options"])
    if problems:
        raise Refusal(problems)


def shape(parts: Mapping[str, Any]) -> list[Problem]:
    """The parts that are of the wrong sort."""
    return [
        Problem(BAD_CHANGE, {"what": name}, name)
        for name, value in parts.items()
        if name in PARTS and not Draft202012Validator(PARTS[name]).is_valid(value)
    ]


def label(tx: Tx, given: Any, there: Mapping[str, str] | None = None, place: str = "label") -> dict[str, str]:
    """A label in both languages or in the caller's. Raises `Refusal` where nothing would be left of it."""
    words = {tx.ctx.locale: given} if isinstance(given, str) else dict(given)
    found = {name: text.strip() for name, text in {**(there or {}), **words}.items() if text and text.strip()}
    blank = isinstance(given, str) and not given.strip()
    if (
        blank
        or not found
        or any(len(text) > MOST_LABEL or _CONTROL.search(text) or "\n" in text for text in found.values())
    ):
        raise refuse(BAD_LABEL, at_field=place, most=MOST_LABEL)
    return found


def help_text(tx: Tx, given: Any, there: Mapping[str, str] | None = None) -> dict[str, str]:
    words = {} if given is None else {tx.ctx.locale: given} if isinstance(given, str) else dict(given)
    merged = {} if given is None else {**(there or {}), **words}
    found = {name: text.strip() for name, text in merged.items() if text and text.strip()}
    if any(_CONTROL.search(text) for text in found.values()):
        raise refuse(BAD_CHANGE, at_field="help", what="help")
    return found


def choices(tx: Tx, given: list[Mapping[str, Any]], known: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Drafts of choices: those without a key get one, labels are filled in from those that are known. No two are alike."""
    found: list[dict[str, Any]] = []
    taken = {draft["key"] for draft in given if draft.get("key")} | set(known)
    seen: set[str] = set()
    for place, draft in enumerate(given):
        key = draft.get("key") or fresh(f"option_{place + 1}", taken)
        taken.add(key)
        there = known.get(key)
        words = label(tx, draft["label"], there.label if there is not None else None, "choices")
        names = {normal(text) for text in words.values()}
        if key in seen or names & seen:
            raise refuse(BAD_CHANGE, at_field="choices", what=key)
        seen |= {key, *names}
        color = draft.get("color") or (there.color if there is not None else PALETTE[place % len(PALETTE)])
        archived = draft.get("archived", there.archived if there is not None else False)
        found.append({"key": key, "label": words, "color": color, "archived": archived})
    return found


def fresh(wanted: str, taken: set[str]) -> str:
    """A key like the wanted one that nobody has."""
    if wanted not in taken:
        return wanted
    stem = wanted.rstrip("0123456789").rstrip("_") or wanted
    return next(f"{stem}_{n}" for n in range(2, 100_000) if f"{stem}_{n}" not in taken)


def default_fits(tx: Tx, spec: FieldSpec) -> None:
    """Raises `Refusal` when a constant default is no value of its field."""
    if spec.default is None or "value" not in spec.default:
        return
    try:
        type_of(spec).parse(spec.default["value"], spec, tx.ctx.zone)
    except InvalidValue as invalid:
        raise Refusal([invalid.problem("default")]) from invalid


def _by_key(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a type's settings as people write them: names where ids stand, and no result required."""
    reference = schema.get("x-ref")
    if reference in ("table", "field"):
        types = schema.get("type")
        return {"type": ["string", "null"] if isinstance(types, list) else "string"}
    found = {name: part for name, part in schema.items() if name != "x-ref"}
    if "properties" in found:
        found["properties"] = {name: _by_key(part) for name, part in schema["properties"].items()}
    if isinstance(found.get("items"), Mapping):
        found["items"] = _by_key(schema["items"])
    return found


def _place(error: Any) -> str:
    return ".".join(["options", *(str(part) for part in error.absolute_path)])
