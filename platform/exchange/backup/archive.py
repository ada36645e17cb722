"""The file that a backup is: a zip of parts, and last a manifest that says how long each is and what its SHA-256 is."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from ...core.errors import refuse
from .messages import CANNOT_WRITE, DAMAGED, NEWER, NOT_A_BACKUP

FORMAT = 1
MANIFEST = "manifest.json"
_MOST_MANIFEST = 512 * 2**20
_CHUNK = 1 << 20
_NAME = re.compile(r"[a-z0-9_]+(?:/[A-Za-z0-9_]+)*(?:\.[a-z0-9]+)?")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


class _Counting:
    """A part being written: passes bytes on, counts and hashes them."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self._hash.update(data)
        self.size += len(data)
        self._out.write(data)
        return len(data)

    def entry(self) -> dict[str, Any]:
        return {"size": self.size, "sha256": self._hash.hexdigest()}


class Packer:
    """A backup in the making."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._zip = file
        self._parts: dict[str, dict[str, Any]] = {}

    @contextmanager
    def part(self, name: str, *, packed: bool = True) -> Generator[_Counting]:
        """A part to write to; `packed` ones are compressed."""
        info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        with self._zip.open(info, "w", force_zip64=True) as out:
            counting = _Counting(out)
            yield counting
        self._parts[name] = counting.entry()

    def add(self, name: str, source: Path, *, packed: bool = True) -> None:
        with source.open("rb") as file, self.part(name, packed=packed) as out:
            while chunk := file.read(_CHUNK):
                out.write(chunk)

    def add_json(self, name: str, document: Any) -> None:
        with self.part(name) as out:
            out.write(json.dumps(document, ensure_ascii=False).encode())

    def finish(self, facts: Mapping[str, Any]) -> None:
        manifest = {"product": "gezi", "format": FORMAT, **facts, "parts": self._parts}
        self._zip.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))


@contextmanager
def packing(target: Path) -> Generator[Packer]:
    """Make an archive that is either there whole, and safely on disk, or not at all."""
    unfinished = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            os.fchmod(file.fileno(), 0o600)  # it holds what a workspace holds, and hashes of passwords
            with zipfile.ZipFile(file, "w", allowZip64=True) as made:
                yield Packer(made)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(target)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise refuse(CANNOT_WRITE, path=target, why=error.strerror or error) from error
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


class Unpacker:
    """A backup to be read; nothing of it is used before `verify` has been through all of it."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._zip = file
        self.manifest = self._manifest()
        self.parts: Mapping[str, Mapping[str, Any]] = self.manifest["parts"]

    def verify(self) -> None:
        """Every part is there, as long as it should be, and says what it said. Raises DAMAGED for the first that is not."""
        present = {info.filename for info in self._zip.infolist()} - {MANIFEST}
        for name in sorted(present.symmetric_difference(self.parts)):
            raise refuse(DAMAGED, name=name[:100])
        for name, entry in self.parts.items():
            if not _NAME.fullmatch(name):
                raise refuse(DAMAGED, name=name[:100])
            digest = hashlib.sha256()
            size = 0
            for chunk in self.chunks(name):
                digest.update(chunk)
                size += len(chunk)
                if size > entry["size"]:
                    break
            if size != entry["size"] or digest.hexdigest() != entry["sha256"]:
                raise refuse(DAMAGED, name=name)

    def chunks(self, name: str) -> Iterator[bytes]:
        try:
            with self._zip.open(name) as part:
                while chunk := part.read(_CHUNK):
                    yield chunk
        except (*_BROKEN, KeyError) as error:
            raise refuse(DAMAGED, name=name[:100]) from error

    def json(self, name: str) -> Any:
        try:
            return json.loads(b"".join(self.chunks(name)))
        except (ValueError, RecursionError) as error:
            raise refuse(DAMAGED, name=name) from error

    def extract(self, name: str, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            for chunk in self.chunks(name):
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())

    def _manifest(self) -> dict[str, Any]:
        try:
            if self._zip.getinfo(MANIFEST).file_size > _MOST_MANIFEST:
                raise ValueError(MANIFEST)
            document = json.loads(self._zip.read(MANIFEST))
        except (*_BROKEN, KeyError, ValueError, RecursionError) as error:
            raise refuse(NOT_A_BACKUP) from error
        if not isinstance(document, dict) or document.get("product") != "gezi":
            raise refuse(NOT_A_BACKUP)
        if document.get("format") != FORMAT:
            raise refuse(NEWER)
        shapes: Mapping[str, Callable[[Any], bool]] = {
            "database": lambda value: value in ("sqlite", "postgresql"),
            "revision": lambda value: isinstance(value, str),
            "workspace": lambda value: isinstance(value, dict) and isinstance(value.get("key"), str),
            "parts": lambda value: isinstance(value, dict),
        }
        if not all(holds(document.get(name)) for name, holds in shapes.items()):
            raise refuse(NOT_A_BACKUP)
        return document


@contextmanager
def unpacking(source: Path) -> Generator[Unpacker]:
    """Open an archive. Raises NOT_A_BACKUP for anything else."""
    try:
        file = zipfile.ZipFile(source)
    except _BROKEN as error:
        raise refuse(NOT_A_BACKUP) from error
    with file:
        yield Unpacker(file)


def remove_folder(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
