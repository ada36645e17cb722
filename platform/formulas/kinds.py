"""What sort of value an expression yields. Kinds are known when a formula is saved; values are met when it runs.

| kind | value at run time |
| --- | --- |
| text | `str` |
| number | `Decimal` |
| boolean | `bool` |
| date | `date` |
| datetime | `datetime`, aware |
| option | `Choice.value` |
| record | the id of the record or member |
| list | `tuple` of values |
| nothing | always `None` |

Every kind has the empty value `None`.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of an option field."""

    value: int | str  #: what the caller hands over at run time: the option's id or its key
    key: str  #: stable; a stored formula names options by it, so renaming a label changes no formula (S98)
    label: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind; compare with `==`, or look at `name`."""

    name: str
    of: Kind | None = None  #: of the items, for a list
    choices: tuple[Choice, ...] = field(default=(), repr=False)  #: for an option
    target: int | str | None = None  #: for a record: which table, so that records of two tables are never compared

    @property
    def is_list(self) -> bool:
        return self.name == "list"

    def item(self) -> Kind:
        """The kind of the items of a list, or the kind itself."""
        return self.of if self.of is not None else self

    def words(self) -> tuple[str, str]:
        """How a person calls it, in Chinese and in English with its article."""
        if self.of is not None:
            zh, en = self.of.words()
            return f"{zh}列表", f"a list of {en.partition(' ')[2]}s"
        return _WORDS[self.name]


_WORDS = {
    "text": ("文本", "a text"),
    "number": ("数字", "a number"),
    "boolean": ("是/否", "a yes/no value"),
    "date": ("日期", "a date"),
    "datetime": ("日期时间", "a date with time"),
    "option": ("选项", "an option"),
    "record": ("关联记录", "a record"),
    "nothing": ("空值", "an empty value"),
}

TEXT = Kind("text")
NUMBER = Kind("number")
BOOLEAN = Kind("boolean")
DATE = Kind("date")
DATETIME = Kind("datetime")
NOTHING = Kind("nothing")


def option(choices: tuple[Choice, ...]) -> Kind:
    return Kind("option", choices=choices)


def record(target: int | str | None = None) -> Kind:
    return Kind("record", target=target)


def list_of(kind: Kind) -> Kind:
    return Kind("list", of=kind)
