"""Every field type, in an explicit list, and how to get from a configured field to its behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from jsonschema import Draft202012Validator

from ..core.errors import Problem, Refusal
from ..formulas import kinds
from . import autonumber, messages
from .fieldtype import FieldType
from .operators import ARITIES
from .options import effective, problems_of
from .spec import Choice, FieldSpec
from .types.attachment import AttachmentType
from .types.autonumber import AutoNumberType
from .types.checkbox import CheckboxType
from .types.date import DateType
from .types.datetime import DateTimeType, SystemDateTimeType
from .types.email import EmailType
from .types.formula import FormulaType
from .types.long_text import LongTextType
from .types.lookup import LookupType
from .types.member import MemberType, SystemMemberType
from .types.members import MembersType
from .types.money import MoneyType
from .types.multi_option import MultiOptionType
from .types.number import NumberType
from .types.option import OptionType
from .types.percent import PercentType
from .types.phone import PhoneType
from .types.relation import RelationType
from .types.relations import InverseRelationsType, RelationsType
from .types.rollup import RollupType
from .types.state import StateType
from .types.subtable import SubTableType
from .types.text import TextType
from .types.url import UrlType

#: in the order in which a person is offered them
TYPES: Mapping[str, FieldType] = MappingProxyType(
    {
        type_.name: type_
        for type_ in (
            TextType(), LongTextType(), NumberType(), MoneyType(), PercentType(), DateType(), DateTimeType(),
            OptionType(), MultiOptionType(), StateType(), CheckboxType(), MemberType(), MembersType(), RelationType(),
            RelationsType(), SubTableType(), AutoNumberType(), PhoneType(), EmailType(), UrlType(), AttachmentType(),
            FormulaType(), LookupType(), RollupType(),
        )
    }
)  # fmt: skip
COMPUTED = frozenset({"formula", "lookup", "rollup"})  #: types whose values look like another type's

_INVERSE = InverseRelationsType()
_SYSTEM: Mapping[str, FieldType] = {"member": SystemMemberType(), "datetime": SystemDateTimeType()}
_MEMBER = "member"  # what records of members are told apart by in formulas


def type_of(spec: FieldSpec) -> FieldType:
    """The behaviour of a configured field. Ask this one for `computed` and `storage`: relations with `via` and the system
    fields differ in them from what is in `TYPES` under the same name."""
    if spec.type == "relations" and spec.options.get("via") is not None:
        return _INVERSE
    if spec.options.get("system") is not None and spec.type in _SYSTEM:
        return _SYSTEM[spec.type]
    return TYPES[spec.type]


def value_spec(spec: FieldSpec) -> FieldSpec:
    """The spec of what a field's value looks like: its result for formula, look-up and roll-up, the spec itself otherwise.

    It keeps the field's id and place, so its `column` is the same.
    """
    if spec.type not in COMPUTED:
        return spec
    if "result" not in spec.memo:
        result: Mapping[str, Any] = spec.options.get("result") or {"type": "text"}
        spec.memo["result"] = FieldSpec(
            id=spec.id,
            table=spec.table,
            key=spec.key,
            type=result["type"],
            label=spec.label,
            options={key: value for key, value in (result.get("options") or {}).items() if key != "system"},
            choices=tuple(c if isinstance(c, Choice) else Choice(**c) for c in result.get("choices") or ()),
            position=spec.position,
            place=spec.place,
        )
    return spec.memo["result"]


def kind_of(spec: FieldSpec) -> kinds.Kind:
    """The formula kind of a field's values, with its options or the table of its records."""
    spec = value_spec(spec)
    type_ = type_of(spec)
    match spec.type:
        case "option" | "state":
            return _option_kind(spec)
        case "multi_option":
            return kinds.list_of(_option_kind(spec))
        case "relation" | "relations" | "subtable":
            record = kinds.record(spec.options.get("table"))
        case "member" | "members":
            record = kinds.record(_MEMBER)
        case "attachment":
            return kinds.list_of(kinds.TEXT)
        case _:
            return kinds.Kind(type_.kind)
    return kinds.list_of(record) if type_.kind == "list" else record


def _option_kind(spec: FieldSpec) -> kinds.Kind:
    return kinds.option(tuple(kinds.Choice(choice.key, choice.key, choice.text()) for choice in spec.choices))


def settings_of(spec: FieldSpec) -> dict[str, Any]:
    """A field's options with every default filled in, and the scale of what is a number."""
    type_ = type_of(spec)
    options = effective(type_.options_schema, spec.options)
    if isinstance(type_, NumberType):
        options["scale"] = type_.scale(spec)
    return options


def check_options(type_name: str, options: object) -> None:
    """Raises a `Refusal` with everything that is wrong with the options of a field of that type."""
    type_ = TYPES.get(type_name)
    if type_ is None:
        raise Refusal([Problem(messages.UNKNOWN_TYPE, {"type": type_name}, "type")])
    problems = problems_of(type_.options_schema, options)
    if not problems and type_name == "autonumber" and isinstance(options, Mapping):
        problems = autonumber.check(options["pattern"])
    if problems:
        raise Refusal(problems)


def verify() -> None:
    """Whether every type keeps the rules of the house; called at start-up. Raises `ValueError`."""
    for name, type_ in TYPES.items():
        Draft202012Validator.check_schema(dict(type_.options_schema))
        wrong = [
            rule
            for rule, kept in {
                "is listed under its name": name == type_.name,
                "has a label in both languages": set(type_.label) == {"zh-CN", "en"},
                "has a kind that formulas know": type_.kind in _KINDS,
                "names its operators as they are listed": all(
                    key == operator.name and operator.arity is ARITIES[key] for key, operator in type_.operators.items()
                ),
                "refuses unknown settings": type_.options_schema.get("additionalProperties") is False,
            }.items()
            if not kept
        ]
        if wrong:
            raise ValueError(f"field type {name}: not so that it {', '.join(wrong)}")


_KINDS = {"text", "number", "boolean", "date", "datetime", "option", "record", "list", "nothing"}
