"""Installations laid out once in a run and copied for every test: a folder on SQLite, a template database on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gezi.core.settings import Settings

from .databases import Cluster
from .servers import started


@dataclass(frozen=True)
class Master:
    """An installation that is laid out once in a run: a folder, and on PostgreSQL a database of this name."""

    name: str
    folder: Path
    cluster: Cluster | None

    @contextmanager
    def copied(self, target: Path) -> Generator[Settings]:
        """A copy of its own for one test."""
        data = self.folder / "data"
        if data.exists():
            shutil.copytree(data, target)
        if self.cluster is None:
            yield Settings(data=target)
            return
        with self.cluster.database(template=self.name) as url:
            yield Settings(data=target, database_url=url)


def laid_out(run: Path, name: str, cluster: Cluster | None, lay_out: Callable[[Settings, Path], None]) -> Master:
    """The master of that name, laid out by whoever of the run comes first; it may leave more in the folder that it is given."""
    name = f"master_{name}"

    def make(folder: Path) -> None:
        url = cluster.url(cluster.create(name=name)) if cluster else None
        lay_out(Settings(data=folder / "data", database_url=url), folder)

    folder = started(run, f"{name}-{'postgresql' if cluster else 'sqlite'}", make)
    return Master(name, folder, cluster)
