"""What each measure is called, what it should reach (100,000 lines, SQLite, `synchronous=FULL`), and the table of results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    label: str
    unit: str
    goal: float
    more_is_better: bool = False

    def met(self, value: float) -> bool:
        return value >= self.goal if self.more_is_better else value <= self.goal


GOALS: Mapping[str, Goal] = {
    "bulk_create": Goal("bulk create of lines", "rows/s", 10_000, more_is_better=True),
    "file_import": Goal("file import with relation and formula", "rows/s", 8_000, more_is_better=True),
    "first_100": Goal("first 100 lines with relation and formula", "ms", 5),
    "first_100_alone": Goal("the same without the relation", "ms", 5),
    "region_top": Goal("100 customers of a region by total", "ms", 6),
    "deep_page": Goal("deep page (90 %)", "ms", 6),
    "create_line": Goal("create a line, totals right in the answer", "ms", 10),
    "change_price": Goal("change a price, totals right in the answer", "ms", 10),
    "list_8": Goal("list 100 lines, 8 clients", "req/s", 300, more_is_better=True),
    "create_8": Goal("create a line, 8 clients", "req/s", 200, more_is_better=True),
    "create_8_p99": Goal("the slowest hundredth of these", "ms", 300),
    "by_path": Goal("100 lines filtered by a field of their order", "ms", 10),
    "grouped": Goal("totals of all orders by status and month", "ms", 300),
    "move_order": Goal("move an order, totals of both customers right", "ms", 10),
    "paste": Goal("change 1,000 rows at once (a paste)", "s", 0.5),
    "add_field": Goal("add a field to the table of lines", "s", 2),
    "add_formula": Goal("add a formula there, computed for every line", "s", 3),
    "change_formula": Goal("change that formula, computed anew for every line", "s", 3),
    "add_rollup": Goal("add a roll-up of it to all orders", "s", 2),
    "reader_pause": Goal("the slowest page read while these are added", "ms", 2_000),
    "search": Goal("text search", "ms", 8),
    "memory": Goal("all server processes at the end", "MiB", 150),
    "start": Goal("start to first answer", "s", 1.5),
    "inexact": Goal("subtotals not exact", "rows", 0),
    "wrong": Goal("totals wrong at the end", "rows", 0),
}


def table(ours: Mapping[str, float], limit: Mapping[str, float]) -> str:
    """Markdown: each measure with the raw limit, the ratio to it (how many times slower), the goal and whether it is met."""
    lines = ["| measure | unit | raw limit | gezi | times the raw limit | goal | met |", "| --- " * 7 + "|"]
    for name, goal in GOALS.items():
        value = ours[name]
        best = limit.get(name)
        ratio = "–" if not best else f"{best / value if goal.more_is_better else value / best:.1f}"
        raw = "–" if best is None else figure(best)
        sign = "≥" if goal.more_is_better else "≤"
        met = "yes" if goal.met(value) else "no"
        lines.append(
            f"| {goal.label} | {goal.unit} | {raw} | {figure(value)} | {ratio} | {sign} {goal.goal:,} | {met} |"
        )
    return "\n".join(lines)


def figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"
