"""Reads a multipart request: one file and a few short fields; nothing that was not declared."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import BinaryIO, cast

from flask import Request

from ..core.errors import Problem, Refusal, refuse
from . import messages

_ENVELOPE = 1_048_576  #: what the parts around the file may add


@dataclass(frozen=True, slots=True)
class Upload:
    """The file and the fields beside it."""

    file: BinaryIO
    name: str
    fields: Mapping[str, str]


def read_upload(request: Request, *, most: int, known: Collection[str] = ()) -> Upload:
    """The part `file` and the fields named in `known`. Raises `Refusal`: 400 for another form, 413 past `most` bytes."""
    if request.mimetype != "multipart/form-data":
        raise refuse(messages.WRONG_CONTENT_TYPE, expected="multipart/form-data")
    request.max_content_length = most + _ENVELOPE
    files, fields = request.files, request.form  # parsing happens here; big files go to disk
    problems = [
        Problem(messages.UNKNOWN_KEY, {"key": name[:100]})
        for name in (*files, *fields)
        if name != "file" and name not in known
    ]
    given = files.getlist("file")
    if not given or not given[0].filename:
        problems.append(Problem(messages.NO_FILE, field="file"))
    problems += [
        Problem(messages.REPEATED_KEY, {"key": name[:100]})
        for name in {*files, *fields}
        if len(files.getlist(name)) + len(fields.getlist(name)) > 1
    ]
    if problems:
        raise Refusal(problems)
    return Upload(cast(BinaryIO, given[0].stream), given[0].filename or "", fields.to_dict())
