"""The sentences of this room."""

from __future__ import annotations

from ..core.errors import Kind, Message

NO_SUCH_DASHBOARD = Message(
    "dashboard.not_found",
    zh="没有这个仪表盘，或者您看不到它",
    en="There is no such dashboard, or you may not see it",
    kind=Kind.NOT_FOUND,
)
