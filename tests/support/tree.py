"""The files of the repository as committed: what the layout tests look through."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "core",
    "formulas",
    "accounts",
    "fields",
    "permissions",
    "tables",
    "automations",
    "reports",
    "exchange",
    "api",
    "cli",
)


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git tracks and that is still there, relative to the root."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    paths = (Path(name) for name in listing.split("\0") if name)
    return tuple(path for path in paths if (ROOT / path).is_file() and not (ROOT / path).is_symlink())


def sources(folder: str, *suffixes: str) -> list[Path]:
    """Tracked files below `folder` with one of the suffixes."""
    return [path for path in tracked() if path.is_relative_to(folder) and path.suffix in suffixes]


def text(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")
