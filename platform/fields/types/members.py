"""Members: several persons of the workspace, kept as pairs in a link table."""

from __future__ import annotations

from ..options import settings
from ..spec import named
from .relations import PointersType


class MembersType(PointersType):
    """`tuple[int, …]`, ids of members in ascending order."""

    name = "members"
    label = named("多个成员", "Members")
    options_schema = settings()
