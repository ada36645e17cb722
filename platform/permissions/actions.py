"""What can be done with the rows of a table, as a closed list."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """A right that a role group may be granted on a table."""

    VIEW = "view"
    CREATE = "create"
    EDIT = "edit"
    DELETE = "delete"
    IMPORT = "import"
    EXPORT = "export"
    PRINT = "print"

    @property
    def zh(self) -> str:
        return _WORDS[self][0]

    @property
    def en(self) -> str:
        return _WORDS[self][1]


READING = frozenset({Action.VIEW, Action.EXPORT, Action.PRINT})  #: change nothing
_WORDS = {
    Action.VIEW: ("查看", "view"),
    Action.CREATE: ("新建", "create"),
    Action.EDIT: ("编辑", "edit"),
    Action.DELETE: ("删除", "delete"),
    Action.IMPORT: ("导入", "import"),
    Action.EXPORT: ("导出", "export"),
    Action.PRINT: ("打印", "print"),
}
