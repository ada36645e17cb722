"""What a server costs: the resident memory and the processor time of its processes, from `/proc`."""

from __future__ import annotations

import os
from pathlib import Path

from support.serving import family

TICK = 1 / os.sysconf("SC_CLK_TCK")  # seconds


def memory(process: int) -> float:
    """MiB of a process and all that descend from it; pages that they share are counted once for each."""
    return sum(resident(member) for member in family(process)) / 1024


def processor(process: int) -> float:
    """Seconds of processor time that a process and its descendants have used: what a busy machine cannot distort."""
    return sum(used(member) for member in family(process))


def used(process: int) -> float:
    """Seconds; none of one that has ended meanwhile, as those do that tidy a database."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return sum(map(int, fields[11:13])) * TICK


def ran(process: int) -> float:
    """The same of the threads that live, to the nanosecond: for measures of a few milliseconds, between which none ends."""
    tasks = (task for member in family(process) for task in Path(f"/proc/{member}/task").glob("*/schedstat"))
    return sum(_ran(task) for task in tasks) / 1e9 or processor(process)  # not every kernel counts them


def _ran(task: Path) -> int:
    """Nanoseconds; none of a thread that has ended meanwhile."""
    try:
        return int(task.read_text().split()[0])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def resident(process: int) -> int:
    """KiB."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0
