"""Refusals, people, navigation, rights and jobs."""

from __future__ import annotations

from ..shapes import (
    ANYTHING,
    BOOLEAN,
    DATE,
    INSTANT,
    INTEGER,
    MAYBE_STRING,
    STRING,
    STRINGS,
    Shape,
    array,
    enum,
    nullable,
    obj,
    ref,
)

_PROBLEMS = array(ref("ErrorItem"))
_IMPORT_ERRORS = array(
    obj(row={"type": ["integer", "null"]}, column=MAYBE_STRING, field=MAYBE_STRING, code=STRING, message=STRING)
)

WORKSPACE: dict[str, Shape] = {
    "ErrorItem": obj(
        {"current": ANYTHING, "trial": ANYTHING, "duplicates": ANYTHING},
        row={"type": ["integer", "null"]},
        field=MAYBE_STRING,
        code=STRING,
        message=STRING,
    ),
    "Errors": obj(errors=_PROBLEMS),
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
    "BodyPath": obj(path=STRING, type=STRING, example=MAYBE_STRING),
    "Workspace": obj(key=STRING, name=STRING),
    "Member": obj(id=INTEGER, name=STRING, state=enum("active", "left")),
    "Myself": obj(
        id=INTEGER,
        name=STRING,
        roles=array(obj(key=STRING, label=STRING)),
        departments=array(ref("Reference")),
        department_table=MAYBE_STRING,
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
    "Reason": obj(code=STRING, message=STRING, role=MAYBE_STRING, effect=enum("allow", "block", "none")),
    "Decision": obj(
        allowed=BOOLEAN,
        reasons=array(ref("Reason")),
        decisive=nullable(ref("Reason")),
        hint=nullable(ref("Reason")),
    ),
    "Job": obj(
        id=STRING,
        kind=STRING,
        state=enum("queued", "running", "done", "failed", "cancelled"),
        progress=nullable(obj(done=INTEGER, total={"type": ["integer", "null"]})),
        result=nullable(ref("ImportResult")),
        errors=_IMPORT_ERRORS,
    ),
    "JobAnswer": obj(job=ref("Job")),
}
