"""Figures over many records: aggregates, pivots, dashboards."""

from __future__ import annotations

from ..shapes import BOOLEAN, INTEGER, MAYBE_STRING, STRING, Shape, array, enum, mapping, nullable, obj, ref
from .vocabulary import MEASURES

_TYPE = ref("FieldType")
_PIVOT = {
    "rows": array(ref("PivotHeader")),
    "columns": array(ref("PivotHeader")),
    "measures": array(obj(name=STRING, op=enum(*MEASURES), field=MAYBE_STRING)),
    "cells": array(array(nullable(array(ref("Figure"))))),
    "left_out": array(obj(row=INTEGER, column=INTEGER, values=mapping(INTEGER))),
}


def _card(format: Shape, data: Shape, *types: str) -> Shape:
    return obj(
        key=STRING,
        label=STRING,
        type=enum(*types),
        width={"type": "integer", "minimum": 1, "maximum": 4},
        table=STRING,
        view=MAYBE_STRING,
        format=format,
        data=data,
    )


FIGURES: dict[str, Shape] = {
    "GroupKey": nullable({"anyOf": [STRING, BOOLEAN, INTEGER, ref("Reference")]}),
    "Figure": {"type": ["string", "integer", "null"]},
    "AggregateRows": obj(
        left=INTEGER,
        rows=array(
            obj(
                {"errors": mapping(INTEGER)},
                group=mapping(ref("GroupKey")),
                labels=mapping(MAYBE_STRING),
                values=mapping(ref("Figure")),
            )
        ),
    ),
    "Extent": obj(
        rows=INTEGER,
        left_out=INTEGER,
        left_out_rows=array(ref("Reference")),
        reason=MAYBE_STRING,
        hint=MAYBE_STRING,
        masked=array(obj(field=STRING, label=STRING, rows=INTEGER)),
    ),
    "DashboardList": obj(dashboards=array(obj(key=STRING, label=STRING, icon=MAYBE_STRING))),
    "Card": {
        "oneOf": [
            _card(nullable(obj(type=_TYPE, scale={"type": ["integer", "null"]})), ref("NumberData"), "number"),
            _card(
                nullable(obj(type=_TYPE, scale={"type": ["integer", "null"]})),
                ref("ChartData"),
                *("bar", "line", "pie", "funnel", "ranking"),
            ),
            _card({"type": "null"}, ref("ListData"), "list"),
            _card({"type": "null"}, ref("PivotData"), "pivot"),
        ]
    },
    "NumberData": obj({"errors": INTEGER}, value=MAYBE_STRING, previous=MAYBE_STRING),
    "ChartData": obj(
        {"errors": INTEGER},
        rows=array(obj(key=MAYBE_STRING, label=STRING, values=array(MAYBE_STRING))),
        series=array(obj(key=STRING, label=STRING)),
    ),
    "ListData": obj(
        columns=array(ref("Field")),
        records=array(ref("Record")),
        sum=mapping(MAYBE_STRING),
        count={"type": ["integer", "null"]},
    ),
    "PivotHeader": obj(
        key=array(ref("GroupKey")),
        labels=array(MAYBE_STRING),
        level=INTEGER,
        other=BOOLEAN,
        condition=nullable(ref("Condition")),
    ),
    "Pivot": obj(**_PIVOT),
    "PivotData": obj(**_PIVOT, filter=nullable(ref("Condition"))),
    "Dashboard": obj(key=STRING, label=STRING, icon=MAYBE_STRING, cards=array(ref("Card"))),
}
