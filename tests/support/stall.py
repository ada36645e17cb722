"""A small template, and a workspace in which it is installed: what upgrades begin with."""

from __future__ import annotations

from typing import Any

from gezi.core.context import SYSTEM, Source
from gezi.exchange.template import installer
from gezi.tables.workspaces import Workspaces


def label(zh: str, en: str) -> dict[str, str]:
    return {"zh-CN": zh, "en": en}


FIRST: dict[str, Any] = {
    "format": 1,
    "key": "shop",
    "version": "1.0.0",
    "name": label("小店", "Shop"),
    "tables": [
        {
            "key": "items",
            "label": label("货品", "Items"),
            "primary": "name",
            "fields": [
                {"key": "name", "type": "text", "label": label("名称", "Name"), "required": True},
                {
                    "key": "price",
                    "type": "money",
                    "label": label("价格", "Price"),
                    "protected": True,
                    "options": {"currency": "CNY"},
                },
                {
                    "key": "gross",
                    "type": "formula",
                    "label": label("含税", "Gross"),
                    "protected": True,
                    "options": {
                        "formula": "round(price * 1.13, 2)",
                        "result": {"type": "money", "options": {"currency": "CNY"}},
                    },
                },
                {
                    "key": "kind",
                    "type": "option",
                    "label": label("种类", "Kind"),
                    "choices": [
                        {"key": "tea", "label": label("茶", "Tea"), "color": "green"},
                        {"key": "cup", "label": label("杯", "Cup"), "color": "blue"},
                    ],
                },
                {"key": "remark", "type": "text", "label": label("备注", "Remark")},
            ],
            "validations": [
                {
                    "key": "price_positive",
                    "must": {"field": "price", "op": ">=", "value": "0"},
                    "field": "price",
                    "message": label("价格不能为负", "No negative price"),
                }
            ],
            "views": [
                {"key": "all", "label": label("全部", "All"), "type": "grid", "fields": ["name", "price"]},
                {"key": "teas", "label": label("茶叶", "Teas"), "type": "grid", "fields": ["name"]},
            ],
        }
    ],
    "roles": [{"key": "seller", "label": label("店员", "Sellers")}],
    "grants": [{"role": "seller", "table": "items", "actions": ["view", "edit"]}],
}


def install(workspaces: Workspaces) -> None:
    """The workspace `stall` with the first version."""
    workspace = workspaces.create("stall", "Stall")
    with workspace.write(workspaces.context(SYSTEM, Source.TEMPLATE)) as tx:
        installer.install(tx, FIRST)
