"""Live updates of a real server: with several processes each sees the others' changes, and open streams do not keep it up."""

from __future__ import annotations

import json
import time
from pathlib import Path

from gezi.core.settings import Settings
from support.guests import BASE, Guest, until
from support.serving import Server

TRAVEL = f"{BASE}/workspaces/travel"


def test_every_process_tells_of_every_change_and_a_stopping_server_ends_its_streams(
    settings: Settings, tmp_path: Path
) -> None:
    workers = {"GEZI_WORKERS": "2"} if settings.on_postgresql else {}
    server = Server(tmp_path, settings.database_url, **workers)
    server.start()
    try:
        ann = Guest(server.port)
        streams = [ann.ask("GET", f"{TRAVEL}/changes", Accept="text/event-stream") for _ in range(5)]
        for stream in streams:
            assert until(stream, "ready")["changes"] == []
        rows = {"records": [{"values": {"title": "a"}}]}
        made = json.loads(ann.ask("POST", f"{TRAVEL}/tables/trips/records", rows).read())
        id_ = made["records"][0]["id"]
        for stream in streams:
            assert until(stream, "changes")["changes"] == [
                {"table": "trips", "id": id_, "version": 1, "kind": "create"}
            ]
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < 15
        assert [stream.read().strip() for stream in streams] == [b""] * 5
        ann.leave()
    finally:
        server.stop()
