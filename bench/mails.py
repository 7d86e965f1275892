"""Messages per second: kept durably, read in a child, filed; and a case full of pictures."""

from collections.abc import Iterator

from bench.figures import Figure, percentile
from bench.installation import Failed, Installation

AIM = 150
AIM_PAGE_MS = 300


def measure(place: Installation, *, count: int) -> Iterator[Figure]:
    """Yield the rate of one worker, and the time of the page of one large message."""
    found = place.inside("file_mails", count)
    if sum(found["filed"].values()) != count:
        raise Failed(f"{count} messages, filed as {found['filed']}")
    yield Figure(
        name=f"mails kept, read and filed, {place.engine}, {found['median'] / 1000:.1f} kB median",
        value=count / found["seconds"],
        unit="/s",
        quiet=count / max(0.001, found["seconds"] - found["waited"]),
        baseline=count / found["bare"],
        baseline_name="bare compat32 parse",
        aim=AIM,
        more={
            "messages": count,
            "filed": found["filed"],
            "kept_per_second": count / found["keeping"],
            "filed_per_second": count / found["filing"],
            "cpu_ms": 1000 * found["cpu"] / count,
        },
    )
    page = found["page"]
    size = f"{page['bytes'] // 1000} kB, {page['pictures']} pictures"
    for share, name in ((0.5, "p50"), (0.95, "p95")):
        yield Figure(
            name=f"case with a mail of {size}, {place.engine}, {name}",
            value=percentile(page["lived"], share),
            unit="ms",
            quiet=percentile(page["quiet"], share),
            baseline=min(page["lived"]),
            baseline_name="its own best",
            aim=AIM_PAGE_MS,
            more_is_better=False,
            more={"queries": page["queries"]},
        )
