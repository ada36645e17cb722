"""What has happened: histories, batches, the trash."""

from __future__ import annotations

from ..shapes import BOOLEAN, INSTANT, INTEGER, MAYBE_STRING, STRING, STRINGS, Shape, array, enum, nullable, obj, ref

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

PAST: dict[str, Shape] = {
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
                cells=array(obj(field=STRING, label=STRING, before=ref("Value"), after=ref("Value"))),
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
        batches=array(
            obj(
                **_BATCH,
                tables=array(
                    obj(
                        table=STRING,
                        created=INTEGER,
                        updated=INTEGER,
                        deleted=INTEGER,
                        moved=INTEGER,
                        record=nullable(ref("Reference")),
                    )
                ),
            )
        )
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
}
