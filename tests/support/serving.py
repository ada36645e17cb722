"""A real `gezi serve` in a folder of its own, on a free port; and the commands beside it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

GEZI = Path(sys.executable).with_name("gezi")
PATIENCE = 60.0  # seconds until the server must answer


class Server:
    """Its data lies in `folder`; further settings as `GEZI_…` names."""

    def __init__(self, folder: Path, database_url: str | None = None, **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("GEZI_")}
        self.environment |= {"GEZI_DATA": str(folder / "data"), "GEZI_PORT": str(self.port)}
        self.environment |= settings
        if database_url:
            self.environment["GEZI_DATABASE_URL"] = database_url
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self, *under: str) -> float:
        """Seconds from the command to the first answer. `under` is a command that runs the server, such as strace."""
        began = time.perf_counter()
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen([*under, GEZI, "serve"], env=self.environment, stdout=log, stderr=log)
        while not answers(self.port):
            if self._process.poll() is not None or time.perf_counter() - began > PATIENCE:
                raise RuntimeError(f"the server does not answer:\n{(self.folder / 'server.log').read_text()[-3000:]}")
            time.sleep(0.01)
        return time.perf_counter() - began

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(30)

    def kill(self) -> None:
        """End every process of it at once, as a crash would."""
        assert self._process is not None
        for process in family(self._process.pid):
            os.kill(process, signal.SIGKILL)
        self._process.wait(30)

    def command(self, *arguments: str) -> str:
        """What a `gezi …` command prints."""
        done = subprocess.run([GEZI, *arguments], env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"gezi {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout.strip()


def family(process: int) -> list[int]:
    """A process and all that descend from it."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except FileNotFoundError:  # it has ended meanwhile
        return []
    return [process, *(member for child in children for member in family(int(child)))]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/api/v1/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
