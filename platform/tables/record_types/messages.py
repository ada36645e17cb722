"""The sentences of this package."""

from __future__ import annotations

from ...core.errors import Kind, Message

TYPE_NOT_ALLOWED = Message(
    "record_type.not_allowed",
    zh="您不能使用“{label}”里的类型“{type}”",
    en="You may not use the type “{type}” in “{label}”",
    kind=Kind.FORBIDDEN,
)
NOT_OF_TYPE = Message(
    "record_type.option",
    zh="类型为“{type}”时，“{label}”不能选“{option}”",
    en="“{label}” cannot be “{option}” in records of the type “{type}”",
)
BAD_TYPES = Message(
    "record_type.invalid",
    zh="记录类型的设置不对：没有“{what}”，或者它不能用在这里",
    en="The settings of the record types are not right: there is no “{what}”, or it cannot be used here",
)
