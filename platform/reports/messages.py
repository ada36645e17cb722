"""The sentences of this room."""

from __future__ import annotations

from ..core.errors import Kind, Message

NO_SUCH_DASHBOARD = Message(
    "dashboard.not_found",
    zh="没有这个仪表盘，或者您看不到它",
    en="There is no such dashboard, or you may not see it",
    kind=Kind.NOT_FOUND,
)
PIVOT_TOO_LARGE = Message(
    "pivot.too_large",
    zh="透视表太大：最多 {rows} 行、{columns} 列，请加筛选、换更大的日期单位，或只看前几项",
    en="The pivot is too large: at most {rows} rows and {columns} columns; filter, take larger periods, or show the top ones",
    kind=Kind.MALFORMED,
)
