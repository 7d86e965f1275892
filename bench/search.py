"""Searching a full register: what an agent types, beside the engine asked for nothing else."""

from collections.abc import Iterator
from typing import Any

from bench.figures import Figure, percentile
from bench.installation import Failed, Installation

P95_MS = 60


def measure(place: Installation, *, size: int, searches: int) -> Iterator[Figure]:
    """Fill the register with complaints that speak, index them, search; yield each figure."""
    place.inside("fill", size)
    told = place.inside("speak", size)
    filled = place.inside("index_all")
    if filled["indexed"] < size or filled["waiting"]:
        raise Failed(f"{filled} of {size} complaints in the index")
    where = f"{place.engine}, {size:,} complaints"
    yield Figure(
        name=f"indexing, {where}",
        value=filled["indexed"] / filled["seconds"],
        unit="/s",
        baseline=filled["bare_per_second"],
        baseline_name="bare inserts into the engine",
        more={"words_in_a_case": told["words"]},
    )
    yield Figure(
        name=f"noting a change, {place.engine}",
        value=filled["mark_ms"],
        unit="ms",
        baseline=filled["bare_insert_ms"],
        baseline_name="one bare insert",
        aim=0.3,
        more_is_better=False,
    )
    for name, times in place.inside("search_words", searches).items():
        yield _figure(f"search, {name}, {where}", times)


def _figure(name: str, times: dict[str, Any]) -> Figure:
    return Figure(
        name=f"{name}, p95",
        value=percentile(times["lived"], 0.95),
        unit="ms",
        quiet=percentile(times["quiet"], 0.95),
        baseline=max(0.01, percentile(times["bare"], 0.95)),
        baseline_name="bare engine",
        aim=P95_MS,
        more_is_better=False,
        more={
            "p50_ms": percentile(times["lived"], 0.5),
            "p50_ms_less_waiting": percentile(times["quiet"], 0.5),
            "bare_p50_ms": percentile(times["bare"], 0.5),
            "found": times["found"],
            "queries": times["queries"],
        },
    )
