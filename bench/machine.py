"""What the kernel knows: processor time, time spent waiting for a processor, memory, load."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
KILO = 1024
PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of processor used, and seconds spent waiting for one that was busy elsewhere."""

    cpu: float
    waited: float

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.cpu + other.cpu, self.waited + other.waited)

    def __sub__(self, other: "Spent") -> "Spent":
        return Spent(self.cpu - other.cpu, self.waited - other.waited)


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes of a process: all its pages, and those it shares with nobody."""

    rss: float
    uss: float


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found = [pid]
    for parent in found:
        for task in _listed(PROC / str(parent) / "task"):
            try:
                found += map(int, (task / "children").read_text().split())
            except OSError:
                continue
    return found


def spent(*pids: int) -> Spent:
    """What these processes have used so far, thread by thread."""
    total = Spent(0, 0)
    for pid in pids:
        total += _processor_of(pid)
    return total


def _processor_of(pid: int) -> Spent:
    waited = 0
    for task in _listed(PROC / str(pid) / "task"):
        try:
            waited += int((task / "schedstat").read_text().split()[1])
        except (OSError, IndexError):
            continue
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return Spent(0, 0)
    return Spent((int(fields[11]) + int(fields[12])) / TICKS, waited / 1e9)


def thread_waited() -> float:
    """Seconds this very thread has spent waiting for a processor."""
    try:
        return int((PROC / "thread-self/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError):
        return 0.0


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def memory(pid: int) -> Memory:
    """The memory of one process now."""
    rows = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()[1:]
    sizes = {name: int(rest.split()[0]) for name, _, rest in (row.partition(":") for row in rows)}
    own = sizes["Private_Clean"] + sizes["Private_Dirty"] + sizes.get("Private_Hugetlb", 0)
    return Memory(sizes["Rss"] / KILO, own / KILO)


def model() -> str:
    """The processors of this machine, its memory, and what runs on it."""
    rows = (PROC / "cpuinfo").read_text().splitlines()
    names = [row.partition(":")[2].strip() for row in rows if row.startswith("model name")]
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / KILO**3
    return (
        f"{len(names) or os.cpu_count()} x {names[0] if names else platform.machine()}, "
        f"{pages:.0f} GiB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}"
    )


def load() -> float:
    """How many processes wanted a processor over the last minute."""
    return os.getloadavg()[0]
