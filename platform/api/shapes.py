"""JSON Schemas of answers, for the OpenAPI document alone: rooms below build answers, nothing checks them on the way out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Shape = dict[str, Any]


def ref(name: str) -> Shape:
    return {"$ref": f"#/components/schemas/{name}"}


def array(items: Mapping[str, Any]) -> Shape:
    return {"type": "array", "items": items}


def nullable(shape: Mapping[str, Any]) -> Shape:
    return {"anyOf": [shape, {"type": "null"}]}


def enum(*words: str) -> Shape:
    return {"type": "string", "enum": list(words)}


def mapping(values: Mapping[str, Any]) -> Shape:
    return {"type": "object", "additionalProperties": values}


def obj(_optional: Mapping[str, Any] | None = None, /, **properties: Any) -> Shape:
    """An object whose `properties` are all there, and some `_optional` ones."""
    found: Shape = {"type": "object", "properties": {**properties, **(_optional or {})}}
    if properties:
        found["required"] = list(properties)
    return found


STRING: Shape = {"type": "string"}
INTEGER: Shape = {"type": "integer"}
BOOLEAN: Shape = {"type": "boolean"}
DATE: Shape = {"type": "string", "format": "date"}
INSTANT: Shape = {"type": "string", "format": "date-time"}
MAYBE_STRING: Shape = {"type": ["string", "null"]}
LABELS = obj({"zh-CN": STRING, "en": STRING})
STRINGS = array(STRING)
ANYTHING: Shape = {}

PALETTE = ("gray", "red", "orange", "amber", "yellow", "lime", "green", "teal", "cyan", "blue", "purple", "pink")
TYPES = (
    "text", "long_text", "number", "money", "percent", "date", "datetime", "option", "multi_option", "state", "checkbox",
    "member", "members", "relation", "relations", "subtable", "autonumber", "phone", "email", "url", "attachment",
    "formula", "lookup", "rollup",
)  # fmt: skip
_TYPE = {"type": "string", "examples": list(TYPES)}

_BATCH = {
    "batch": STRING,
    "at": INSTANT,
    "actor": nullable(ref("Reference")),
    "source": STRING,
    "undoes": MAYBE_STRING,
    "undone_by": MAYBE_STRING,
}
_KEPT = {
    "kept_count": INTEGER,
    "kept": array(
        obj(
            table=MAYBE_STRING,
            id={"type": ["integer", "null"]},
            label=MAYBE_STRING,
            field=MAYBE_STRING,
            message=STRING,
        )
    ),
}

_RECORD = {
    "id": INTEGER,
    "version": INTEGER,
    "values": mapping(ANYTHING),
    "allowed": obj(edit=BOOLEAN, delete=BOOLEAN),
    "locks": array(obj(key=STRING, message=STRING, fields=nullable(STRINGS), delete=BOOLEAN)),
    "actions": array(ref("Button")),
}
_BESIDE = {
    "batch": MAYBE_STRING,
    "touched": array(obj(table=STRING, id=INTEGER, version=INTEGER, values=mapping(ANYTHING))),
    "warnings": array(obj(row={"type": ["integer", "null"]}, field=MAYBE_STRING, code=STRING, message=STRING)),
}

COMPONENTS: dict[str, Shape] = {
    "Errors": obj(
        errors=array(
            obj(
                {"current": ANYTHING},
                row={"type": ["integer", "null"]},
                field=MAYBE_STRING,
                code=STRING,
                message=STRING,
            )
        )
    ),
    "Account": obj(account=STRING, name=STRING, locale=enum("zh-CN", "en")),
    "Session": obj(account=ref("Account"), csrf=MAYBE_STRING),
    "Reference": obj(id=INTEGER, label=STRING),
    "Token": obj(
        {"created_at": INSTANT, "last_used_at": nullable(INSTANT), "prefix": STRING, "tables": nullable(STRINGS)},
        reads=BOOLEAN,
        id=INTEGER,
        name=STRING,
        workspace=STRING,
    ),
    "Workspace": obj(key=STRING, name=STRING),
    "Member": obj(id=INTEGER, name=STRING, state=enum("active", "left")),
    "Myself": obj(
        id=INTEGER,
        name=STRING,
        roles=array(obj(key=STRING, label=STRING)),
        departments=array(ref("Reference")),
        admin=BOOLEAN,
        builder=BOOLEAN,
        timezone=STRING,
        today=DATE,
    ),
    "Navigation": obj(
        groups=array(
            obj(
                key=STRING,
                label=STRING,
                icon=MAYBE_STRING,
                items=array(obj(kind=enum("table", "dashboard"), key=STRING, label=STRING, icon=MAYBE_STRING)),
            )
        ),
        home=MAYBE_STRING,
    ),
    "Condition": {
        "oneOf": [
            obj({"value": ANYTHING}, field=STRING, op=STRING),
            obj(**{"and": array(ref("Condition"))}),
            obj(**{"or": array(ref("Condition"))}),
            obj(**{"not": ref("Condition")}),
        ]
    },
    "Choice": obj(key=STRING, label=STRING, color=enum(*PALETTE), archived=BOOLEAN),
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
        settings=mapping(ANYTHING),
        default=ANYTHING,
        aliases=array(obj(key=STRING, since=nullable(INSTANT), until=nullable(INSTANT), ended=BOOLEAN)),
    ),
    "View": obj(
        key=STRING,
        label=STRING,
        type=enum("grid", "kanban", "calendar", "gallery", "form", "pivot"),
        fields=STRINGS,
        filter=nullable(ref("Condition")),
        sort=MAYBE_STRING,
        settings=mapping(ANYTHING),
        widths=mapping(INTEGER),
        personal=BOOLEAN,
        locked=BOOLEAN,
        editable=BOOLEAN,
    ),
    "Allowed": obj(
        view=BOOLEAN, create=BOOLEAN, edit=BOOLEAN, delete=BOOLEAN, **{"import": BOOLEAN, "export": BOOLEAN}
    ),
    "Button": obj(
        key=STRING,
        label=STRING,
        icon=MAYBE_STRING,
        primary=BOOLEAN,
        inputs=array(obj(key=STRING, type=_TYPE, label=STRING, required=BOOLEAN)),
        confirm=MAYBE_STRING,
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
        written=nullable(mapping(ANYTHING)),
    ),
    "Table": obj(
        key=STRING,
        label=STRING,
        labels=LABELS,
        icon=MAYBE_STRING,
        group=MAYBE_STRING,
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
            tabs=array(obj(key=STRING, label=STRING, sections=array(obj(label=MAYBE_STRING, fields=STRINGS)))),
        ),
        related=array(obj(key=STRING, table=STRING, field=STRING, label=STRING, columns=STRINGS)),
    ),
    "Record": obj(
        {"color": enum(*PALETTE), "colors": mapping(enum(*PALETTE))},
        id=INTEGER,
        version=INTEGER,
        values=mapping(ANYTHING),
    ),
    "RecordWithRights": obj(**_RECORD),
    "RecordWritten": obj(**_RECORD, **_BESIDE),
    "Page": obj({"count": {"type": ["integer", "null"]}}, records=array(ref("Record")), next=MAYBE_STRING),
    "Written": obj(records=array(ref("Record")), **_BESIDE),
    "Deleted": obj(deleted=array(INTEGER), batch=MAYBE_STRING),
    "History": obj(
        changes=array(
            obj(
                id=INTEGER,
                at=INSTANT,
                actor=nullable(ref("Reference")),
                source=STRING,
                kind=enum("create", "update", "delete"),
                version=INTEGER,
                batch=MAYBE_STRING,
                undoes=MAYBE_STRING,
                undone_by=MAYBE_STRING,
                undoable=BOOLEAN,
                run=nullable(obj(id=INTEGER, automation=STRING, label=STRING)),
                cells=array(obj(field=STRING, label=STRING, before=ANYTHING, after=ANYTHING)),
            )
        ),
        next=MAYBE_STRING,
    ),
    "Ownership": obj(
        entries=array(
            obj(
                **{"from": nullable(ref("Reference"))},
                id=INTEGER,
                kind=enum("create", "claim", "assign", "transfer", "release", "recycle"),
                to=nullable(ref("Reference")),
                pool={"type": ["integer", "null"]},
                reason=MAYBE_STRING,
                at=INSTANT,
                by=nullable(ref("Reference")),
                batch=STRING,
            )
        ),
        next=MAYBE_STRING,
    ),
    "BatchList": obj(
        batches=array(obj(**_BATCH, tables=array(obj(table=STRING, created=INTEGER, updated=INTEGER, deleted=INTEGER))))
    ),
    "UndoPreview": obj(**_BATCH, undoable=BOOLEAN, restored=INTEGER, removed=INTEGER, revived=INTEGER, **_KEPT),
    "Undone": obj(batch=STRING, restored=INTEGER, removed=INTEGER, revived=INTEGER, tables=STRINGS, **_KEPT),
    "Trash": obj(
        items=array(
            obj(
                table=STRING,
                id=INTEGER,
                label=STRING,
                deleted_at=INSTANT,
                deleted_by=nullable(ref("Reference")),
                batch=STRING,
                restorable=BOOLEAN,
            )
        ),
        next=MAYBE_STRING,
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
    "Explanation": obj(
        field=STRING,
        value=ANYTHING,
        kind=enum("formula", "rollup", "lookup"),
        formula=MAYBE_STRING,
        steps=array(obj(text=STRING, value=ANYTHING)),
        inputs=array(obj(field=STRING, label=STRING, value=ANYTHING)),
        rows=nullable(
            obj(
                counted=INTEGER,
                left_out=INTEGER,
                hidden=INTEGER,
                sample=array(obj(id=INTEGER, label=STRING, value=ANYTHING)),
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
    "AggregateRows": obj(
        rows=array(
            obj(
                {"errors": mapping(INTEGER)},
                group=mapping(ANYTHING),
                labels=mapping(STRING),
                values=mapping(ANYTHING),
            )
        )
    ),
    "Reason": obj(code=STRING, message=STRING, role=MAYBE_STRING, effect=enum("allow", "block", "none")),
    "Decision": obj(
        allowed=BOOLEAN,
        reasons=array(ref("Reason")),
        decisive=nullable(ref("Reason")),
        hint=nullable(ref("Reason")),
    ),
    "Candidates": obj(candidates=array(ref("Reference"))),
    "File": obj(id=INTEGER, name=STRING, size=INTEGER, type=STRING),
    "ImportResult": obj(
        {"batch": MAYBE_STRING},
        created=INTEGER,
        updated=INTEGER,
        skipped=INTEGER,
        errors=array(
            obj(
                row={"type": ["integer", "null"]},
                column=MAYBE_STRING,
                field=MAYBE_STRING,
                code=STRING,
                message=STRING,
            )
        ),
        unmapped=STRINGS,
        mapping=mapping(STRING),
    ),
    "Job": obj(
        id=STRING,
        kind=STRING,
        state=enum("queued", "running", "done", "failed", "cancelled"),
        progress=nullable(obj(done=INTEGER, total={"type": ["integer", "null"]})),
        result=nullable(ref("ImportResult")),
        errors=array(mapping(ANYTHING)),
    ),
    "JobAnswer": obj(job=ref("Job")),
    "DashboardList": obj(dashboards=array(obj(key=STRING, label=STRING, icon=MAYBE_STRING))),
    "Card": obj(
        key=STRING,
        label=STRING,
        type=enum("number", "bar", "line", "pie", "funnel", "ranking", "list", "pivot"),
        width={"type": "integer", "minimum": 1, "maximum": 4},
        table=MAYBE_STRING,
        format=nullable(mapping(ANYTHING)),
        data=ANYTHING,
    ),
    "Dashboard": obj(key=STRING, label=STRING, cards=array(ref("Card"))),
}
