"""The desk's list and case pages: time in the server and queries, at two sizes of the register."""

from collections.abc import Iterator
from typing import Any

from bench.figures import Figure, percentile
from bench.installation import Failed, Installation

P95_MS, QUERIES = 40, 20
FLOOR = "page without data"


def measure(place: Installation, *, sizes: tuple[int, int], visits: int) -> Iterator[Figure]:
    """Fill the register to each size, visit it, yield the figures of each page."""
    first = _visit(place, sizes[0], visits)
    floor = percentile(first[FLOOR]["lived"], 0.95)
    for name, times in first.items():
        if name != FLOOR:
            where = f"{name}, {place.engine}, {sizes[0]:,} complaints".replace(",", " ", 0)
            yield _time(where, times, floor, "p95 of a page without data")
    second = _visit(place, sizes[1], visits)
    for name, times in second.items():
        if name == FLOOR:
            continue
        where = f"{name}, {place.engine}, {sizes[1]:,} complaints"
        yield _time(where, times, percentile(first[name]["lived"], 0.95), f"at {sizes[0]:,}")
        yield Figure(
            name=f"{name}, {place.engine}, queries",
            value=times["queries"],
            unit="",
            baseline=first[name]["queries"],
            baseline_name=f"at {sizes[0]:,}",
            aim=QUERIES,
            more_is_better=False,
        )


def _visit(place: Installation, size: int, visits: int) -> dict[str, Any]:
    filled = place.inside("fill", size)
    if filled["complaints_complaint"] < size:
        raise Failed(f"the register holds {filled['complaints_complaint']} instead of {size}")
    found: dict[str, Any] = place.inside("visit_pages", visits)
    return found


def _time(name: str, times: dict[str, Any], baseline: float, baseline_name: str) -> Figure:
    return Figure(
        name=f"{name}, p95",
        value=percentile(times["lived"], 0.95),
        unit="ms",
        quiet=percentile(times["quiet"], 0.95),
        baseline=baseline,
        baseline_name=baseline_name,
        aim=P95_MS,
        more_is_better=False,
        more={
            "p50_ms": percentile(times["lived"], 0.5),
            "p50_ms_less_waiting": percentile(times["quiet"], 0.5),
            "queries": times["queries"],
            "visits": len(times["lived"]),
        },
    )
