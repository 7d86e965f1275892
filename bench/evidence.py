"""Dossiers per second: the evidence of a complaint found, computed, weighed and kept."""

from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure, percentile
from bench.installation import Failed, Installation

AIM_MS = 20


def measure(place: Installation, *, sheet: Path, count: int) -> Iterator[Figure]:
    """Yield the rate, the middle and the slow end of assembling real dossiers."""
    found = place.inside("weigh_evidence", sheet, count)
    if found["found"] < found["lodged"]:
        raise Failed(f"{found['lodged']} dossiers, {found['found']} with their purchase")
    lived, quiet, bare = found["lived"], found["quiet"], found["bare"]
    where = f"{place.engine}, {found['purchases']:,} purchases sealed"
    middle = percentile(bare, 0.5)
    yield Figure(
        name=f"dossiers, {where}",
        value=1000 * count / sum(lived),
        unit="/s",
        quiet=1000 * count / sum(quiet),
        baseline=1000 * len(bare) / sum(bare),
        baseline_name="the purchase alone, by DuckDB",
    )
    for share, name in ((0.5, "p50"), (0.95, "p95")):
        yield Figure(
            name=f"one dossier, {place.engine}, {name}",
            value=percentile(lived, share),
            unit="ms",
            quiet=percentile(quiet, share),
            baseline=middle if share == 0.5 else percentile(bare, share),  # noqa: PLR2004  # the middle
            baseline_name=f"the purchase alone, by DuckDB, {name}",
            aim=AIM_MS,
            more_is_better=False,
            more={"dossiers": count},
        )
