"""Copies a CSV to Parquet with DuckDB alone, then imports it here: seconds, and those waited."""

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from bench.inside.django import start, tell
from bench.machine import spent

WORKERS = min(os.cpu_count() or 1, 2)  # threads that compute at once, in both


def timed(work: Callable[[], int]) -> dict[str, float]:
    before, clock = spent(os.getpid()), time.perf_counter()
    lines = work()
    seconds = time.perf_counter() - clock
    used = spent(os.getpid()) - before
    # Threads wait side by side: what the whole waited is at most the mean of what each did.
    quiet = max(seconds - used.waited / WORKERS, used.cpu / WORKERS)
    return {"lines": lines, "seconds": seconds, "quiet": quiet, "cpu": used.cpu}


def plain_copy(path: Path, target: Path) -> int:
    db = duckdb.connect(config={"threads": WORKERS})
    relation = db.read_csv(str(path), delimiter=";", header=True, all_varchar=True)
    relation.write_parquet(str(target), compression="zstd")
    return len(db.read_parquet(str(target)))


def main(file: str, programme: str, kind: str, mapping: str = "") -> None:
    start()
    from recours.statements.commands.import_statements import import_statements  # noqa: PLC0415
    from recours.statements.mapping import load_mapping  # noqa: PLC0415

    path = Path(file)
    plain = None
    if path.suffix == ".csv":
        plain = timed(lambda: plain_copy(path, path.with_suffix(".parquet")))
    ours = timed(
        lambda: (
            import_statements(
                path=path,
                programme=programme,
                mapping=load_mapping(mapping, kind),
                author="bench",
                at=datetime.now(tz=UTC),
            ).rows_new
        )
    )
    tell({"plain": plain, "ours": ours})


if __name__ == "__main__":
    main(*sys.argv[1:])
