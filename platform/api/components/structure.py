"""Tables, fields, views and conditions."""

from __future__ import annotations

from ..shapes import (
    ANYTHING,
    BOOLEAN,
    INSTANT,
    INTEGER,
    LABELS,
    MAYBE_STRING,
    STRING,
    STRINGS,
    Shape,
    array,
    enum,
    mapping,
    nullable,
    obj,
    ref,
)
from .vocabulary import BUCKETS, MEASURES, OPERATORS, PALETTE, TYPES

_TYPE = ref("FieldType")
_COLOR = ref("Color")

_SAMPLES = array(obj(text=STRING, rows=INTEGER, value=STRING, candidates=STRINGS))

STRUCTURE: dict[str, Shape] = {
    "FieldType": enum(*TYPES),
    "Color": enum(*PALETTE),
    "Condition": {
        "oneOf": [
            obj({"value": ANYTHING}, field=STRING, op=enum(*OPERATORS)),
            obj(**{"and": array(ref("Condition"))}),
            obj(**{"or": array(ref("Condition"))}),
            obj(**{"not": ref("Condition")}),
        ]
    },
    "Choice": obj(key=STRING, label=STRING, labels=LABELS, color=nullable(_COLOR), archived=BOOLEAN),
    "Field": obj(
        key=STRING,
        type=_TYPE,
        label=STRING,
        labels=LABELS,
        help=MAYBE_STRING,
        required=BOOLEAN,
        unique=BOOLEAN,
        computed=BOOLEAN,
        read_only=BOOLEAN,
        masked=BOOLEAN,
        protected=BOOLEAN,
        value_type=_TYPE,
        options=array(ref("Choice")),
        settings=ref("FieldSettings"),
        default=ANYTHING,
        aliases=array(obj(key=STRING, since=nullable(INSTANT), until=nullable(INSTANT), ended=BOOLEAN)),
    ),
    "FieldSettings": obj(
        {
            "scale": {"type": ["integer", "null"]},
            "thousands": BOOLEAN,
            "currency": STRING,
            "table": MAYBE_STRING,
            "field": STRING,
            "via": MAYBE_STRING,
            "filter": nullable(ref("Condition")),
            "unfit": STRING,
            "on_delete": STRING,
            "relation": STRING,
            "transitions": nullable(array(ref("Transition"))),
            "manual": BOOLEAN,
            "pattern": STRING,
            "formula": STRING,
            "scope": STRING,
            "path": ANYTHING,
            "aggregate": STRING,
            "where": ANYTHING,
            "by": MAYBE_STRING,
            "subtree": BOOLEAN,
            "check": MAYBE_STRING,
            "max_length": {"type": ["integer", "null"]},
            "max_files": {"type": ["integer", "null"]},
            "max_bytes": {"type": ["integer", "null"]},
        }
    ),
    "Transition": obj(key=STRING, label=LABELS, to=STRING, **{"from": STRINGS}),
    "ViewMeasure": obj({"field": STRING, "as": STRING}, op=enum(*MEASURES)),
    "Group": obj({"bucket": enum(*BUCKETS)}, field=STRING),
    "ViewSettings": obj(
        {
            "stack": STRING,
            "end_date": STRING,
            "card": STRINGS,
            "date": STRING,
            "cover": STRING,
            "sum": STRINGS,
            "group": array(obj({"descending": BOOLEAN, "collapsed": BOOLEAN, "bucket": enum(*BUCKETS)}, field=STRING)),
            "footer": mapping(enum(*MEASURES[1:])),
            "row_height": {"type": "integer", "enum": [24, 32, 40, 56]},
            "frozen": {"type": "integer", "minimum": 1, "maximum": 6},
            "colors": array(obj({"field": STRING}, when=ref("Condition"), color=_COLOR)),
            "thanks": LABELS,
            "pivot": obj(rows=array(ref("Group")), columns=array(ref("Group")), measures=array(ref("ViewMeasure"))),
        }
    ),
    "View": obj(
        key=STRING,
        label=STRING,
        type=enum("grid", "kanban", "calendar", "gallery", "form", "pivot"),
        fields=STRINGS,
        filter=nullable(ref("Condition")),
        sort=MAYBE_STRING,
        settings=ref("ViewSettings"),
        widths=mapping(INTEGER),
        personal=BOOLEAN,
        locked=BOOLEAN,
        editable=BOOLEAN,
    ),
    "ConversionPreview": obj(
        converted=INTEGER,
        ambiguous=INTEGER,
        unparseable=INTEGER,
        empty=INTEGER,
        samples=obj(converted=_SAMPLES, ambiguous=_SAMPLES, unparseable=_SAMPLES),
        choices=array(ANYTHING),
    ),
    "Allowed": obj(
        view=BOOLEAN,
        create=BOOLEAN,
        edit=BOOLEAN,
        delete=BOOLEAN,
        **{"import": BOOLEAN, "export": BOOLEAN, "print": BOOLEAN},
    ),
    "Button": obj(
        key=STRING,
        label=STRING,
        icon=MAYBE_STRING,
        primary=BOOLEAN,
        inputs=array(obj(key=STRING, type=_TYPE, label=STRING, required=BOOLEAN)),
        confirm=MAYBE_STRING,
        undoable=BOOLEAN,
        limited=BOOLEAN,
    ),
    "TypesOfRecords": obj(
        field=STRING,
        allowed=STRINGS,
        start=MAYBE_STRING,
        types=array(
            obj(
                key=STRING,
                options=mapping(STRINGS),
                required=STRINGS,
                sections=array(obj(label=MAYBE_STRING, fields=STRINGS)),
            )
        ),
        written=nullable(ref("WrittenTypes")),
    ),
    "WrittenTypes": obj(
        {"defaults": array(obj(role=STRING, type=STRING))},
        field=STRING,
        types=array(
            obj(
                {
                    "options": mapping(STRINGS),
                    "required": STRINGS,
                    "sections": array(obj({"label": LABELS}, fields=STRINGS)),
                    "roles": STRINGS,
                },
                key=STRING,
            )
        ),
    ),
    "Table": obj(
        key=STRING,
        label=STRING,
        labels=LABELS,
        icon=MAYBE_STRING,
        group=MAYBE_STRING,
        help=MAYBE_STRING,
        primary=STRING,
        parent=nullable(obj(table=STRING, field=STRING)),
        tree=MAYBE_STRING,
        ownership=MAYBE_STRING,
        order=MAYBE_STRING,
        record_types=nullable(ref("TypesOfRecords")),
        fields=array(ref("Field")),
        views=array(ref("View")),
        buttons=array(ref("Button")),
        approvals=array(obj(key=STRING, label=STRING, state=STRING, approved=STRING, change=STRINGS)),
        recomputing=array(obj(job=STRING, field=MAYBE_STRING, label=STRING)),
        allowed=ref("Allowed"),
        layout=obj(
            header=STRINGS,
            tabs=array(
                obj(
                    {"hidden": BOOLEAN, "labels": LABELS},
                    key=STRING,
                    label=MAYBE_STRING,
                    sections=array(obj({"labels": LABELS}, label=MAYBE_STRING, fields=STRINGS)),
                )
            ),
        ),
        related=array(obj(key=STRING, table=STRING, field=STRING, label=STRING, columns=STRINGS)),
    ),
}
