"""The folder is `platform`, the import is `gezi`, and the standard module of that name stays itself (design 9)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from support.tree import ROOMS, ROOT, sources

CHECK = "import platform, gezi; assert platform.system(), platform; print(platform.__file__); import gezi.core"


@pytest.mark.parametrize("place", ["the repository", "elsewhere"])
def test_the_standard_platform_module_wins_with_gezi_installed(place: str, tmp_path: Path) -> None:
    folder = ROOT if place == "the repository" else tmp_path
    done = subprocess.run([sys.executable, "-c", CHECK], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert str(ROOT / "platform") not in done.stdout


def test_the_package_folder_has_no_init_of_its_own_and_every_room_has_one() -> None:
    assert not (ROOT / "platform" / "__init__.py").exists()
    assert [room for room in ROOMS if not (ROOT / "platform" / room / "__init__.py").exists()] == []


def test_every_folder_of_python_files_in_the_package_is_a_package() -> None:
    folders = {path.parent for path in sources("platform", ".py")} - {Path("platform")}
    assert sorted(str(folder) for folder in folders if not (ROOT / folder / "__init__.py").exists()) == []


def test_the_development_link_points_at_the_package_folder() -> None:
    link = ROOT / "src" / "gezi"
    assert link.is_symlink()
    assert link.readlink() == Path("../platform")
