"""Records and their values, and what is written and read with them."""

from __future__ import annotations

from ..shapes import (
    ANYTHING,
    BOOLEAN,
    INTEGER,
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

_COLOR = ref("Color")
_VALUES = ref("Values")
_TOUCHED = array(ref("Touched"))
_PROBLEMS = array(ref("ErrorItem"))
_RECORD = {
    "id": INTEGER,
    "version": INTEGER,
    "values": _VALUES,
    "allowed": obj(edit=BOOLEAN, delete=BOOLEAN),
    "locks": array(obj(key=STRING, message=STRING, fields=nullable(STRINGS), delete=BOOLEAN, hint=MAYBE_STRING)),
    "actions": array(ref("Button")),
    "adds": STRINGS,
}
_BESIDE = {
    "batch": MAYBE_STRING,
    "touched": _TOUCHED,
    "warnings": _PROBLEMS,
}
_COUNTS = {"created": INTEGER, "updated": INTEGER, "deleted": INTEGER}
_IMPORT_ERRORS = array(
    obj(row={"type": ["integer", "null"]}, column=MAYBE_STRING, field=MAYBE_STRING, code=STRING, message=STRING)
)

ROWS: dict[str, Shape] = {
    "Value": {
        "description": "Decimals, dates and choices are strings; nothing is null; a computed value may be an error",
        "anyOf": [
            STRING,
            BOOLEAN,
            {"type": "null"},
            ref("Reference"),
            obj(error=STRING),
            STRINGS,
            array(ref("Reference")),
            array(ref("File")),
            array(ref("Record")),
        ],
    },
    "Values": mapping(ref("Value")),
    "Impact": obj(**_COUNTS, tables=array(obj(table=STRING, **_COUNTS))),
    "TrialChange": obj(table=STRING, record=INTEGER, label=MAYBE_STRING, kind=STRING, cells=mapping(ANYTHING)),
    "Touched": obj(table=STRING, id=INTEGER, version=INTEGER, values=_VALUES),
    "Record": obj(
        {"color": _COLOR, "colors": mapping(_COLOR), "masked": STRINGS},
        id=INTEGER,
        version=INTEGER,
        values=_VALUES,
    ),
    "RecordWithRights": obj({"masked": STRINGS}, **_RECORD),
    "RecordWritten": obj({"masked": STRINGS}, **_RECORD, **_BESIDE),
    "Page": obj({"count": {"type": ["integer", "null"]}}, records=array(ref("Record")), next=MAYBE_STRING),
    "Written": obj(records=array(ref("Record")), **_BESIDE),
    "Deleted": obj(deleted=array(INTEGER), batch=MAYBE_STRING),
    "Candidates": obj(candidates=array(ref("Reference"))),
    "File": obj(id=INTEGER, name=STRING, size=INTEGER, type=STRING),
    "Explanation": obj(
        field=STRING,
        value=ref("Value"),
        kind=enum("formula", "rollup", "lookup"),
        formula=MAYBE_STRING,
        steps=array(obj(text=STRING, value=ref("Value"))),
        inputs=array(obj(field=STRING, label=STRING, value=ref("Value"))),
        rows=nullable(
            obj(
                counted=INTEGER,
                left_out=INTEGER,
                hidden=INTEGER,
                sample=array(obj(id=INTEGER, label=STRING, value=ref("Value"))),
                left=array(obj(id=INTEGER, label=STRING, value=ref("Value"), unmet=array(STRING))),
                reasons=array(obj(reason=STRING, rows=INTEGER)),
            )
        ),
        rounding=MAYBE_STRING,
        moved_by=nullable(
            obj(
                batch=STRING,
                at=STRING,
                source=STRING,
                member=nullable(obj(id=INTEGER, label=STRING)),
                table=MAYBE_STRING,
                record=nullable(INTEGER),
            )
        ),
    ),
    "News": obj(
        changes=array(
            obj(
                table=STRING,
                id={"type": ["integer", "null"]},
                version={"type": ["integer", "null"]},
                kind=enum("create", "update", "delete", "computed", "reload"),
            )
        ),
        last=INTEGER,
        structure=INTEGER,
        resync=BOOLEAN,
    ),
    "ImportResult": obj(
        {"batch": MAYBE_STRING},
        created=INTEGER,
        updated=INTEGER,
        skipped=INTEGER,
        errors=_IMPORT_ERRORS,
        unmapped=STRINGS,
        mapping=mapping(STRING),
    ),
}
