"""The layout of a table: what a record's page and form show, in tabs and sections. It is looks alone (S96)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ...core.errors import Problem, Refusal
from ...fields.registry import type_of
from .messages import BAD_LAYOUT, HIDDEN_REQUIRED

if TYPE_CHECKING:
    from ..catalogue import TableSpec
    from ..transaction import Tx

SETTING = "layout"  #: where a table's settings keep it
Layout = Mapping[str, Any]


def arranged(tx: Tx, table: TableSpec, given: Layout) -> dict[str, Any]:
    """The stored form of a layout that somebody wrote by key and whose shape has been checked.

    A field stands in one place at most. What the writer cannot see (hidden fields, fields in the trash) stays in its tab.
    Raises `Refusal` with everything that names what is not there or stands twice.
    """
    readable = {spec.key for spec in table.all_fields if tx.scope(table).may_read(spec.id)}
    problems: list[Problem] = []

    def bad(what: str, place: str) -> None:
        problems.append(Problem(BAD_LAYOUT, {"what": what[:60]}, f"{SETTING}.{place}"))

    header = list(given.get("header", ()))
    for key in sorted({key for key in header if key not in readable or header.count(key) > 1}):
        bad(key, "header")
    tabs: list[dict[str, Any]] = []
    placed: set[str] = set()
    for number, tab in enumerate(given["tabs"]):
        if any(tab["key"] == before["key"] for before in tabs):
            bad(tab["key"], f"tabs[{number}].key")
        for at, section in enumerate(tab["sections"]):
            for key in section["fields"]:
                if key not in readable or key in placed:
                    bad(key, f"tabs[{number}].sections[{at}].fields")
                placed.add(key)
        tabs.append(
            {
                "key": tab["key"],
                "label": _both(tab["label"]),
                **({"hidden": True} if tab.get("hidden") else {}),
                "sections": [_section(section) for section in tab["sections"]],
            }
        )
    if problems:
        raise Refusal(problems)
    before: Layout = table.settings.get(SETTING) or {}
    unseen = [key for key in before.get("header", ()) if key not in readable]
    for tab in tabs:
        old = next((each for each in before.get("tabs", ()) if each["key"] == tab["key"]), {"sections": ()})
        if left := [key for key in _fields([old]) if key not in readable]:
            sections = tab["sections"] or [{"fields": []}]
            tab["sections"] = [*sections[:-1], {**sections[-1], "fields": [*sections[-1]["fields"], *left]}]
    return {"header": [*header, *unseen], "tabs": tabs}


def warnings(tx: Tx, table: TableSpec) -> list[Problem]:
    """What makes new records fail once the layout is used: a required field without a default that no form asks for (S96)."""
    hidden = set(_fields(tab for tab in (table.settings.get(SETTING) or {}).get("tabs", ()) if tab.get("hidden")))
    kind = table.record_types.field if table.record_types is not None else None  # every form shows it
    return [
        Problem(HIDDEN_REQUIRED, {"label": spec.text(tx.ctx.locale)}, spec.key)
        for spec in table.fields
        if spec.key in hidden
        and spec.required
        and spec.default is None
        and not type_of(spec).computed
        and spec != kind
        and tx.scope(table).may_read(spec.id)
    ]


def _fields(tabs: Iterable[Mapping[str, Any]]) -> list[str]:
    return [key for tab in tabs for section in tab["sections"] for key in section["fields"]]


def _section(given: Mapping[str, Any]) -> dict[str, Any]:
    said = _both(given.get("label") or {})
    return ({"label": said} if said else {}) | {"fields": list(given["fields"])}


def _both(said: Mapping[str, str]) -> dict[str, str]:
    """What is said in one language alone stands for the other, as templates want both."""
    words = {locale: text.strip() for locale, text in said.items() if text.strip()}
    return {locale: words.get(locale) or next(iter(words.values())) for locale in ("zh-CN", "en")} if words else {}
