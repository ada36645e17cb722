"""A room imports only rooms below it; import-linter knows every room and finds no breach."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from support.tree import ROOMS, ROOT


def test_the_layers_name_every_room_in_its_order() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    assert layers == [f"gezi.{room}" for room in reversed(ROOMS)]
    folders = {path.name for path in (ROOT / "platform").iterdir() if (path / "__init__.py").exists()}
    assert folders == set(ROOMS)


def test_no_import_breaks_a_contract() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
