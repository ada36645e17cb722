"""The command `gezi` as people run it: its own process, an installation in a folder, sometimes a server beside it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gezi.cli.program import program

GEZI = Path(sys.executable).with_name("gezi")
PASSWORD = "correct horse battery"
TEMPLATE = {
    "format": 1,
    "key": "small",
    "version": "1.2.0",
    "name": {"zh-CN": "小样", "en": "Small"},
    "tables": [
        {
            "key": "notes",
            "label": {"zh-CN": "便签", "en": "Notes"},
            "primary": "title",
            "fields": [
                {"key": "title", "type": "text", "label": {"zh-CN": "标题", "en": "Title"}, "required": True},
                {"key": "count", "type": "number", "label": {"zh-CN": "数量", "en": "Count"}, "options": {"scale": 0}},
                {
                    "key": "double",
                    "type": "formula",
                    "label": {"zh-CN": "两倍", "en": "Double"},
                    "options": {"formula": "{count} * 2", "result": {"type": "number", "options": {"scale": 0}}},
                },
            ],
        }
    ],
    "roles": [{"key": "admin", "label": {"zh-CN": "管理员", "en": "Administrators"}, "admin": True}],
    "grants": [],
    "demo": {
        "accounts": [{"account": "demo_admin", "name": "演示", "roles": ["admin"]}],
        "records": [{"table": "notes", "rows": [{"ref": "one", "values": {"title": "第一", "count": "21"}}]}],
    },
}


@dataclass(frozen=True)
class Done:
    """What became of a command."""

    returncode: int
    stdout: str
    stderr: str


@dataclass
class Installation:
    """A data folder and the commands run on it."""

    folder: Path
    database_url: str | None = None
    port: int = 0
    servers: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def environment(self, **more: str) -> dict[str, str]:
        found = {name: value for name, value in os.environ.items() if not name.startswith(("GEZI_", "LC_", "LANG"))}
        found |= {"GEZI_DATA": str(self.data), "LANG": "zh_CN.UTF-8", "PYTHONUTF8": "1"}
        if self.database_url:
            found["GEZI_DATABASE_URL"] = self.database_url
        return found | more

    def run(self, *arguments: str, stdin: str = "", **more: str) -> Done:
        """A command in this process: the same program, without the second that a process takes to start."""
        here = os.getcwd()
        os.chdir(self.folder)
        try:
            unset = dict.fromkeys(("LC_ALL", "LC_MESSAGES"))
            result = CliRunner().invoke(program, arguments, input=stdin, env={**unset, **self.environment(**more)})
        finally:
            os.chdir(here)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Done(result.exit_code, result.stdout, result.stderr)

    def run_apart(self, *arguments: str, stdin: str = "") -> Done:
        """The installed command, as a process of its own."""
        done = subprocess.run(
            [GEZI, *arguments],
            env=self.environment(),
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def says(self, *arguments: str, **more: Any) -> str:
        """What a command that succeeds prints."""
        done = self.run(*arguments, **more)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def fails(self, *arguments: str, **more: Any) -> str:
        """What a command that is refused says: a sentence, never a traceback."""
        done = self.run(*arguments, **more)
        assert done.returncode == 1, (done.returncode, done.stdout + done.stderr)
        return done.stderr.strip()

    def serve(self, **more: str) -> subprocess.Popen[str]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        with (self.folder / "server.log").open("a") as log:
            server = subprocess.Popen(
                [GEZI, "serve"],
                env=self.environment(GEZI_PORT=str(self.port), **more),
                stdout=log,
                stderr=log,
                text=True,
            )
        self.servers.append(server)
        deadline = time.monotonic() + 60
        while not self._answers():
            assert server.poll() is None, self.log()
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.02)
        return server

    def workers(self) -> list[int]:
        """The processes that the last server started has made."""
        pid = self.servers[-1].pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def log(self) -> str:
        return (self.folder / "server.log").read_text()

    def get(self, path: str, **headers: str) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"null")
        finally:
            connection.close()

    def post(self, path: str, body: bytes, **headers: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("POST", path, body=body, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def stop(self) -> None:
        for server in self.servers:
            if server.poll() is None:
                server.send_signal(signal.SIGTERM)
            server.wait(30)
        self.servers.clear()

    def _answers(self) -> bool:
        try:
            return self.get("/api/v1/health") == (200, {"status": "ok"})
        except OSError:
            return False


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.stop()


@pytest.fixture
def template(tmp_path: Path) -> str:
    path = tmp_path / "small.json"
    path.write_text(json.dumps(TEMPLATE, ensure_ascii=False), encoding="utf-8")
    return str(path)


@pytest.fixture
def furnished(installation: Installation, template: str) -> Callable[[], Installation]:
    """An installation with the account `ann`, administrator of `small`."""

    def furnish() -> Installation:
        installation.says("user", "add", "ann", "--password", PASSWORD)
        installation.says("install", template, "--workspace", "small")
        return installation

    return furnish
