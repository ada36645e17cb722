"""The words that the shapes choose from."""

from __future__ import annotations

PALETTE = ("gray", "red", "orange", "amber", "yellow", "lime", "green", "teal", "cyan", "blue", "purple", "pink")
TYPES = (
    "text", "long_text", "number", "money", "percent", "date", "datetime", "option", "multi_option", "state", "checkbox",
    "member", "members", "relation", "relations", "subtable", "autonumber", "phone", "email", "url", "attachment",
    "formula", "lookup", "rollup",
)  # fmt: skip
OPERATORS = (
    "=", "!=", ">", ">=", "<", "<=", "in", "not_in", "contains", "starts_with", "empty", "not_empty", "between",
)  # fmt: skip
MEASURES = ("count", "sum", "avg", "min", "max", "distinct")
BUCKETS = ("day", "week", "month", "quarter", "year")
