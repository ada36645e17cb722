"""Sums, counts and their like over the records a caller may see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate

from ...core.errors import refuse
from ...tables.queries import aggregate as service
from .. import renamed
from ..calls import WorkspaceCall
from ..envelopes import Envelope, text
from ..messages import BAD_VALUE
from ..routes import Permission, Resource
from ..shapes import ref

aggregate = Resource("Aggregate")


class Group(fields.Field[Any]):
    """A field key, or `{"field", "bucket"}`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, str):
            return value
        keys_fit = isinstance(value, dict) and {"field"} <= set(value) <= {"field", "bucket"}
        if not keys_fit or not all(isinstance(part, str) for part in value.values()):
            raise ValidationError("A group is a field key, or a field with a bucket.")
        return value


class Measure(Envelope):
    op = text(most=20)
    field = text(required=False, most=200)
    as_ = fields.String(data_key="as", validate=validate.Length(max=100))


class Question(Envelope):
    group_by = fields.List(Group(), load_default=list, validate=validate.Length(max=20))
    measures = fields.List(
        fields.Nested(Measure), load_default=lambda: [{"op": "count"}], validate=validate.Length(max=50)
    )
    filter = fields.Dict(allow_none=True, load_default=None)
    view = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=200))
    q = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=200))
    limit = fields.Integer(
        strict=True, load_default=service.MOST_GROUPS, validate=validate.Range(min=1, max=service.MOST_GROUPS)
    )
    sort = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=200))


@aggregate.post(
    "/api/v1/workspaces/{ws}/tables/{table}/records/aggregate",
    permission=Permission.WORKSPACE,
    body=Question(),
    reads=True,
    answer=ref("AggregateRows"),
    harmless=True,
    summary="Count, sum, avg, min, max and distinct, by group; `left` is how many groups stand behind the limit",
)
def ask(call: WorkspaceCall) -> dict[str, Any]:
    asked = dict(call.body)
    asked["measures"] = [
        {"as" if key == "as_" else key: value for key, value in measure.items()} for measure in asked["measures"]
    ]
    with call.workspace.read(call.ctx) as tx:
        asked = renamed.grouping(tx, call.path["table"], asked)
        if asked["sort"] is not None and asked["sort"].removeprefix("-") not in {
            "group",
            *map(_name, asked["measures"]),
        }:
            raise refuse(BAD_VALUE, key="sort")
        rows, left = service.first(tx, call.path["table"], service.Aggregation(**asked))
        return {"rows": rows, "left": left}


def _name(measure: Mapping[str, str]) -> str:
    """What a measure is called in the answer: as asked, else `sum_total`."""
    return measure.get("as") or "_".join(filter(None, (measure["op"], measure.get("field"))))
