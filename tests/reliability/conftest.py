"""A real server to be killed, cut off and starved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from support.databases import Cluster
from support.serving import Server
from support.tree import ROOT

TEMPLATE = ROOT / "bench" / "template.json"
PASSWORD = "correct horse battery"


@pytest.fixture
def server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A real server with the workspace `small`; on PostgreSQL the server is killed, the database is not."""
    with ExitStack() as stack:
        url = None
        if getattr(request, "param", "sqlite") == "postgresql":
            cluster: Cluster = request.getfixturevalue("cluster")
            url = stack.enter_context(cluster.database())
        made = Server(tmp_path, url)
        stack.callback(made.stop)
        made.command("install", str(TEMPLATE), "--workspace", "small")
        made.command("user", "add", "writer", "--password", PASSWORD, "--workspace", "small", "--admin")
        yield made
