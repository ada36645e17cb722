"""The archive that a workbook is: whether it is safe to unpack, and where its parts lie. Runs in the reading process."""

from __future__ import annotations

import re
import struct
import zipfile
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from . import limits

_END = b"PK\x05\x06"
_SMALL = 16 * 2**20  #: bytes of a part that is read whole
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_LINK = re.compile(r"\{.*relationships\}id")
_PERCENTS = frozenset({9, 10})  #: the built-in formats 0% and 0.00%
_QUOTED = re.compile(r'"[^"]*"|\\.')


class Stop(Exception):
    """Why the file is not read, as a word of `messages.STOPS`."""

    def __init__(self, word: str, **params: object) -> None:
        super().__init__(word)
        self.word, self.params = word, params


class Archive:
    """A workbook's archive after its directory has been looked at."""

    def __init__(self, path: Path) -> None:
        _check_entries(path)
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError, struct.error) as error:
            raise Stop("unreadable") from error
        entries = self._zip.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise Stop("old_or_locked")
        unpacked = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries)
        if len(entries) > limits.ENTRIES or unpacked > limits.UNPACKED or unpacked > limits.RATIO * max(packed, 1_000):
            raise Stop("suspicious")
        self._names = {entry.filename.lower(): entry.filename for entry in entries}

    def open(self, name: str) -> IO[bytes]:
        """A part by its name, whose case the writers of workbooks do not agree on."""
        try:
            return self._zip.open(self._names[name.lower()])
        except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise Stop("unreadable") from error

    def sheets(self) -> list[tuple[str, str]]:
        """(name, part) of every sheet in order, those that are hidden last."""
        relations = self._xml("xl/_rels/workbook.xml.rels")
        parts = {one.get("Id", ""): _part(one.get("Target", "")) for one in relations}
        shown: list[tuple[str, str]] = []
        hidden: list[tuple[str, str]] = []
        for one in self._xml("xl/workbook.xml").iter():
            if one.tag in (f"{_MAIN}sheet", f"{_STRICT}sheet"):
                link = next((value for name, value in one.attrib.items() if _LINK.fullmatch(name)), "")
                if link in parts:
                    found = hidden if one.get("state", "visible") != "visible" else shown
                    found.append((one.get("name", ""), parts[link]))
        return shown + hidden

    def percent_styles(self) -> frozenset[int]:
        """The cell styles that show a number as per cents."""
        if "xl/styles.xml" not in self._names:
            return frozenset()
        styles = self._xml("xl/styles.xml")
        formats = set(_PERCENTS)
        found: set[int] = set()
        for one in styles.iter():
            if one.tag.endswith("}numFmt") and "%" in _QUOTED.sub("", one.get("formatCode", "")):
                formats.add(_whole(one.get("numFmtId")))
        for group in styles.iter():
            if group.tag.endswith("}cellXfs"):
                found.update(place for place, style in enumerate(group) if _whole(style.get("numFmtId")) in formats)
        return frozenset(found)

    def _xml(self, name: str) -> Element:
        with self.open(name) as part:
            text = part.read(_SMALL + 1)
        if len(text) > _SMALL:
            raise Stop("suspicious")
        try:
            return fromstring(text, forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError) as error:
            raise Stop("unreadable") from error


def _check_entries(path: Path) -> None:
    """How many entries the directory says it has, asked before anything is made for each of them."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 65_557))
        tail = file.read()
    place = tail.rfind(_END)
    if place < 0 or len(tail) < place + 12:
        raise Stop("unreadable")
    (count,) = struct.unpack_from("<H", tail, place + 10)
    if count > limits.ENTRIES:
        raise Stop("suspicious")


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1
