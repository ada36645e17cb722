"""Uploaded files: a row in `attachments`, the bytes under `<data>/attachments/<workspace>/ab/<id>`, never changed afterwards.

Which row shows a file is the attachment fields' matter; who may read it is decided through that row.
"""

from __future__ import annotations

import os
import re
import secrets
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import sqlalchemy as sa

from ..core.context import Context
from ..core.errors import Kind, Message, Problem, refuse
from ..core.instants import Instant
from ..core.metadata import BigId, workspace_metadata
from ..fields.packing import Attachment
from ..fields.types.attachment import DEFAULT_BYTES
from ..permissions.actions import Action
from .catalogue import TableSpec
from .storage import CHUNK, Row, chunks

if TYPE_CHECKING:
    from .transaction import Tx
    from .workspaces import Workspace
    from .writing.incoming import Incoming

MOST_BYTES = 50 * 1024 * 1024
MOST_NAME = 200  #: characters; file systems take 255 bytes
LEFT_ALONE = timedelta(days=1)  #: an upload may be under way, or wait for its record, for so long
_CHUNK = 256 * 1024
_OWN = re.compile(r"[0-9a-f]{32}(\.part)?")

TOO_LARGE = Message(
    "attachment.too_large",
    zh="文件超过 {most} MB 的上限",
    en="The file is larger than the limit of {most} MB",
    kind=Kind.TOO_LARGE,
)
MAY_NOT_UPLOAD = Message(
    "attachment.not_allowed",
    zh="您不能上传文件：您没有可以填写附件的表",
    en="You may not upload files: there is no table whose attachments you may fill in",
    kind=Kind.FORBIDDEN,
)
TOO_MANY_WAITING = Message(
    "attachment.too_many_waiting",
    zh="您已有 {most} 个上传后还没有放进记录的文件，请先保存记录；没有用到的文件一天后自动删除",
    en="{most} files of yours are in no record yet: save their records first; what no record takes is deleted after a day",
    kind=Kind.CONFLICT,
)
TOO_MUCH_WAITING = Message(
    "attachment.too_much_waiting",
    zh="您上传后还没有放进记录的文件合计不能超过 {most} MB，请先保存记录；没有用到的文件一天后自动删除",
    en="Files of yours that are in no record yet may have {most} MB together: save their records first; "
    "what no record takes is deleted after a day",
    kind=Kind.TOO_LARGE,
)
NO_SUCH_FILE = Message(
    "attachment.not_found",
    zh="没有这个文件，或者您看不到它",
    en="There is no such file, or you may not see it",
    kind=Kind.NOT_FOUND,
)
UNKNOWN_FILE = Message(
    "value.unknown_file",
    zh="“{label}”中的文件不存在，或者不是您上传的",
    en="A file in “{label}” does not exist, or was not uploaded by you",
)
TOO_LARGE_HERE = Message(
    "value.file_too_large",
    zh="“{label}”中的文件不能超过 {most} MB",
    en="A file in “{label}” has at most {most} MB",
)

_WAITING = sa.text("waiting")
attachments = sa.Table(
    "attachments",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("stored", sa.Text, nullable=False, unique=True),  #: 128 random bits: the name of the file on disk
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("member", sa.BigInteger),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("waiting", sa.Boolean, nullable=False, server_default=sa.false()),  #: no record has ever taken it
    sa.Index("ix_attachments_waiting", "member", sqlite_where=_WAITING, postgresql_where=_WAITING),
)

#: the first bytes tell; what the uploader's program says of the type is not believed
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
_BY_SUFFIX = {
    ".csv": "text/csv",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".txt": "text/plain",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}
_UNKNOWN = "application/octet-stream"
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|\Z)")


def receive(ws: Workspace, ctx: Context, stream: BinaryIO, name: str) -> Attachment:
    """Keep an uploaded file: complete on disk first, then its row. Refuses (413) more than `MOST_BYTES`, and what of the
    uploader's would wait for a record beyond the settings (409, 413)."""
    stored = secrets.token_hex(16)
    target = _path(ws, stored)
    size, kind = _store(stream, target, name)
    shown = clean_name(name)
    try:
        with ws.write(ctx) as tx:
            _check_waiting(tx, size)
            id = tx.connection.execute(
                sa.insert(attachments)
                .values(
                    stored=stored,
                    name=shown,
                    size=size,
                    type=kind,
                    member=ctx.actor.member,
                    created_at=ctx.now,
                    waiting=True,
                )
                .returning(attachments.c.id)
            ).scalar_one()
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return Attachment(id, shown, size, kind)


def check_uploading(tx: Tx) -> None:
    """Refuse (403) a file of somebody who may not fill in the attachments of any table, neither of new rows nor of others."""
    for table in tx.catalogue.tables.values():
        scope = tx.scope(table)
        acts = [action for action in (Action.CREATE, Action.EDIT) if action in scope.actions]
        files = [spec.id for spec in table.inputs if spec.type == "attachment"]
        if any(scope.may_set(id, action) for action in acts for id in files):
            return
    raise refuse(MAY_NOT_UPLOAD)


def keep(
    tx: Tx, table: TableSpec, pairs: Iterable[tuple[Mapping[int, object] | None, Mapping[int, object] | None]]
) -> None:
    """The files that rows hold now and (before, after) did not hold before: they wait no more, and stay for good."""
    fields = [spec.id for spec in table.inputs if spec.type == "attachment"]
    if not fields:
        return
    taken: set[int] = set()
    for before, after in pairs:
        for id in fields:
            files = (after or {}).get(id)
            if files and files != (before or {}).get(id):
                taken.update(file.id for file in cast(tuple[Attachment, ...], files))
    for part in chunks(taken):
        tx.connection.execute(
            sa.update(attachments).where(attachments.c.id.in_(part), attachments.c.waiting).values(waiting=False)
        )


def check(tx: Tx, table: TableSpec, rows: Sequence[Incoming], current: Sequence[Row] | None = None) -> None:
    """Complete the files named in `rows` by what was found when they were stored; complain of those that may not be used.

    A file may be put into a record by who uploaded it, and stays where it is already (`current`, of an update): ids are
    counted, and naming somebody else's must not open it.
    """
    for spec in table.inputs:
        if spec.type != "attachment":
            continue
        named = {file.id for row in rows for file in row.values.get(spec.id) or ()}
        usable = _usable(tx, named)
        most = spec.options.get("max_bytes", DEFAULT_BYTES)
        for place, row in enumerate(rows):
            if not row.values.get(spec.id) or spec.id in row.trusted:
                continue
            before = {} if current is None else {file.id: file for file in current[place].get(spec.id) or ()}
            files = [before.get(file.id) or usable.get(file.id) for file in row.values[spec.id]]
            label = {"label": spec.text(tx.ctx.locale)}
            if any(file is None for file in files):
                row.complain(Problem(UNKNOWN_FILE, label, spec.key))
            elif any(file is not None and file.size > most for file in files):
                row.complain(Problem(TOO_LARGE_HERE, {**label, "most": _megabytes(most)}, spec.key))
            else:
                row.values[spec.id] = tuple(files)


def path_of(tx: Tx, id: int) -> Path:
    """Where the bytes of a file lie; the caller has found it in a record that may be seen. Raises NOT_FOUND."""
    query = sa.select(attachments.c.stored).where(attachments.c.id == id)
    stored = tx.connection.execute(query).scalar_one_or_none()
    path = None if stored is None else _path(tx.workspace, stored)
    if path is None or not path.is_file():
        raise refuse(NO_SUCH_FILE)
    return path


def sweep(ws: Workspace, now: datetime) -> int:
    """Remove what uploads left that came to nothing: files older than a day that no record ever took, or that never came to
    their row (a crash, a full disk). Returns how many there were. What a record took stays, since history and trash may bring
    it back."""
    with ws.database.write() as connection:
        columns = attachments.c
        connection.execute(sa.delete(attachments).where(columns.waiting, columns.created_at < now - LEFT_ALONE))
    before = (now - LEFT_ALONE).timestamp()
    old = [
        path for path in ws.files.glob("??/*") if _OWN.fullmatch(path.name) and path.lstat().st_mtime < before
    ]  # anything else in the folder is none of ours
    known: set[str] = set()
    with ws.database.read() as connection:
        for start in range(0, len(old), CHUNK):
            names = [path.name for path in old[start : start + CHUNK]]
            query = sa.select(attachments.c.stored).where(attachments.c.stored.in_(names))
            known.update(connection.execute(query).scalars())
    lost = [path for path in old if path.name not in known]
    for path in lost:
        path.unlink(missing_ok=True)
    return len(lost)


def _check_waiting(tx: Tx, size: int) -> None:
    """Refuse one more file where too many of the caller's, or too much, wait for a record."""
    if tx.ctx.actor.system:
        return
    count, volume = sa.func.count(), sa.func.coalesce(sa.func.sum(attachments.c.size), 0)
    query = sa.select(count, volume).where(attachments.c.waiting, attachments.c.member == tx.ctx.actor.member)
    files, size_before = tx.connection.execute(query).one()
    settings = tx.workspace.settings
    if settings.waiting_files and files >= settings.waiting_files:
        raise refuse(TOO_MANY_WAITING, most=settings.waiting_files)
    if settings.waiting_megabytes and size_before + size > settings.waiting_megabytes * 2**20:
        raise refuse(TOO_MUCH_WAITING, most=settings.waiting_megabytes)


def _usable(tx: Tx, ids: Collection[int]) -> dict[int, Attachment]:
    columns = attachments.c
    found: dict[int, Attachment] = {}
    for part in chunks(ids):
        query = sa.select(columns.id, columns.name, columns.size, columns.type).where(columns.id.in_(part))
        if not tx.ctx.actor.system:
            query = query.where(columns.member == tx.ctx.actor.member)
        found.update((row.id, Attachment(row.id, row.name, row.size, row.type)) for row in tx.connection.execute(query))
    return found


def _path(ws: Workspace, stored: str) -> Path:
    return ws.files / stored[:2] / stored


def _megabytes(size: int) -> str:
    return format((Decimal(size) / 2**20).quantize(Decimal("0.1")).normalize(), "f")


def clean_name(name: str) -> str:
    """A file name fit to be shown and sent: no folders, no control or direction-changing characters, no reserved word."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip(" .")
    if len(shown) > MOST_NAME:
        stem, dot, suffix = shown.rpartition(".")
        keep = f".{suffix}" if dot and len(suffix) <= 10 else ""
        shown = (stem if keep else shown)[: MOST_NAME - len(keep)] + keep
    if _RESERVED.match(shown):
        shown = f"_{shown}"
    return shown or "file"


def _store(stream: BinaryIO, target: Path, name: str) -> tuple[int, str]:
    """Copy `stream` to `target` so that it is either there whole or not at all; returns its size and type."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.part")
    size = 0
    head = b""
    try:
        with unfinished.open("xb") as file:
            while chunk := stream.read(_CHUNK):
                head = head or chunk[:32]
                size += len(chunk)
                if size > MOST_BYTES:
                    raise refuse(TOO_LARGE, most=_megabytes(MOST_BYTES))
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)
    _sync_folder(target.parent.parent)
    return size, _type_of(head, name)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _type_of(head: bytes, name: str) -> str:
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return _BY_SUFFIX.get(Path(name).suffix.lower(), _UNKNOWN)
