"""What is shipped: wheel and source archive hold the engine, templates and seeds, and nothing called `platform`."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from support.tree import ROOT, tracked


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_wheel_holds_every_module_as_gezi_and_the_templates_and_seeds(shipped: Path) -> None:
    (wheel,) = shipped.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"gezi"}
    expected = {
        f"gezi/{path.relative_to('platform').as_posix()}" for path in tracked() if path.is_relative_to("platform")
    }
    for folder in ("templates", "seeds"):
        expected |= {f"gezi/exchange/{path.as_posix()}" for path in tracked() if path.is_relative_to(folder)}
    assert sorted(expected - names) == []


def test_the_wheel_offers_the_command(shipped: Path) -> None:
    (wheel,) = shipped.glob("*.whl")
    archive = zipfile.ZipFile(wheel)
    (entry,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
    assert "gezi = gezi.cli:main" in archive.read(entry).decode()


def test_the_source_archive_can_build_everything_again(shipped: Path) -> None:
    (archive,) = shipped.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    wanted = {
        path.as_posix()
        for path in tracked()
        if path.parts[0] in {"platform", "web", "tests", "templates", "seeds"}
        or path.as_posix() in {"LICENSE", "CHANGELOG.md", "README.md", "README.zh-CN.md", "pyproject.toml"}
    }
    assert sorted(wanted - names) == []
