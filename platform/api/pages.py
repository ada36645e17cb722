"""What the pages and forms of a table show, as people send it: its layout, and its record types with theirs."""

from __future__ import annotations

from marshmallow import fields, validate

from .envelopes import Envelope, Flag, text


def keys(*, required: bool = False, most: int = 200) -> fields.List:
    return fields.List(text(most=50), required=required, validate=validate.Length(max=most))


_SAID = fields.Dict(keys=fields.String(validate=validate.OneOf(("zh-CN", "en"))), values=text(most=200))
Section = Envelope.from_dict({"label": _SAID, "fields": keys(required=True)}, name="Section")


class RecordType(Envelope):
    key = text(most=50)
    options = fields.Dict(keys=fields.String(), values=keys())
    required = keys()
    sections = fields.List(fields.Nested(Section), validate=validate.Length(max=30))
    roles = keys(most=50)


class StartingType(Envelope):
    role = text(most=50)
    type = text(most=50)


class RecordTypes(Envelope):
    field = text(most=50)
    types = fields.List(fields.Nested(RecordType), required=True, validate=validate.Length(max=100))
    defaults = fields.List(fields.Nested(StartingType), validate=validate.Length(max=50))


class Tab(Envelope):
    key = fields.String(required=True, validate=validate.Regexp(r"^[a-z][a-z0-9_]{0,49}\Z"))
    label = fields.Dict(
        required=True,
        keys=fields.String(validate=validate.OneOf(("zh-CN", "en"))),
        values=fields.String(validate=validate.Length(min=1, max=200)),
        validate=validate.Length(min=1),
    )
    hidden = Flag()
    sections = fields.List(fields.Nested(Section), required=True, validate=validate.Length(max=30))


class Layout(Envelope):
    header = keys(most=20)
    tabs = fields.List(fields.Nested(Tab), required=True, validate=validate.Length(max=20))
