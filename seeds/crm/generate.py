"""Writes demo.json, the CRM's demo data: run `python seeds/crm/generate.py`. The same file comes out every time.

All of it is made up, and plainly so: places from fairy tales, people named after the solar terms, example.com. Records name
each other by `ref`, people by their account, days by their distance from the day of installation.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from story import business, configuration, customers, market, sales
from story.book import Book

TARGET = Path(__file__).with_name("demo.json")


def written() -> str:
    """The whole file: one row per line, so that a change shows where it is."""
    book = Book()
    for chapter in (configuration, market, customers, sales, business):
        chapter.tell(book)
    parts = []
    for table, rows in book.tables.items():
        lines = ",\n    ".join(json.dumps(row, ensure_ascii=False) for row in rows)
        parts.append(f'  {{"table": "{table}", "rows": [\n    {lines}\n  ]}}')
    return "[\n" + ",\n".join(parts) + "\n]\n"


if __name__ == "__main__":
    TARGET.write_text(written(), encoding="utf-8")
