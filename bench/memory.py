"""What a server weighs: the resident memory of its processes, from `/proc`."""

from __future__ import annotations

from pathlib import Path


def of_family(process: int) -> float:
    """MiB of a process and all that descend from it; pages that they share are counted once for each."""
    return sum(resident(member) for member in family(process)) / 1024


def family(process: int) -> list[int]:
    """A process and all that descend from it."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(member for child in children for member in family(int(child)))]


def resident(process: int) -> int:
    """KiB."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0
