"""Runs a server for as long as somebody holds a lock, then stops it and removes its folder.

Started as `python lifeline.py LOCK FOLDER USER COMMAND…`. The test run holds an exclusive lock on the file LOCK; the
operating system drops that lock however the run ends, so no server outlives it.
"""

from __future__ import annotations

import fcntl
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path


def released(lock: Path) -> bool:
    """Whether nobody holds the lock any more (a file that is gone counts as released)."""
    try:
        with lock.open() as handle:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except FileNotFoundError:
        return True
    return True


def main(lock: str, folder: str, user: str, *command: str) -> None:
    identity = {"user": user, "group": user, "extra_groups": []} if user else {}
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, **identity)  # type: ignore[call-overload]
    while server.poll() is None and not released(Path(lock)):
        time.sleep(0.25)
    if server.poll() is None:
        server.send_signal(signal.SIGINT)  # PostgreSQL: fast shutdown; Redis: save nothing and leave
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
