"""Member: one person of the workspace."""

from __future__ import annotations

from ..options import settings
from ..spec import named
from .relation import PointerType


class MemberType(PointerType):
    """`int`, the id of a member."""

    name = "member"
    label = named("成员", "Member")
    options_schema = settings(system={"enum": ["created_by", "updated_by"]})


class SystemMemberType(MemberType):
    """Who made or last changed a row; written by the engine."""

    computed = True
