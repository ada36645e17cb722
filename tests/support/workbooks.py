"""Files for imports, made by hand: small .xlsx archives whose every byte a test decides, and CSV texts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def workbook(path: Path, *rows: Sequence[Any], title: str = "数据") -> Path:
    """An ordinary workbook with these rows."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def csv(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def parts(sheet: str, *, shared: str = "", styles: str = "", sheets: Sequence[tuple[str, str]] = ()) -> dict[str, str]:
    """The parts of a workbook whose first sheet is `sheet` (what stands inside `<worksheet>`)."""
    listed = sheets or (("Sheet1", ""),)
    names = "".join(
        f'<sheet name="{name}" sheetId="{place}" r:id="rId{place}" {extra}/>'
        for place, (name, extra) in enumerate(listed, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{place}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{place}.xml"/>'
        for place in range(1, len(listed) + 1)
    )
    links += f'<Relationship Id="rIdS" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    links += f'<Relationship Id="rIdT" Type="{OFFICE}/styles" Target="styles.xml"/>'
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
        "xl/worksheets/sheet1.xml": worksheet(sheet),
        "xl/sharedStrings.xml": shared or f'<sst xmlns="{MAIN}"/>',
        "xl/styles.xml": styles or f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>',
    }


def worksheet(inside: str) -> str:
    return f'<worksheet xmlns="{MAIN}">{inside}</worksheet>'


def pack(path: Path, files: Mapping[str, str | bytes] | Iterable[tuple[str, str | bytes]]) -> Path:
    """Pack parts into an archive."""
    items = files.items() if isinstance(files, Mapping) else files
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in items:
            archive.writestr(name, content)
    return path


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def opened(content: bytes) -> list[list[Any]]:
    """The cells of a workbook's first sheet, as openpyxl reads them."""
    from openpyxl import load_workbook

    sheet: Any = load_workbook(io.BytesIO(content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]
