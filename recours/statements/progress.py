"""How a long import says where it is."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb

# step, done, total: steps are called in order, some several times as they go on.
Progress = Callable[[str, int, int], None]

TOTAL = 100
_STEPS = {
    "wait": 0,
    "open": 1,
    "read": 5,
    "compare": 55,
    "write": 60,
    "sealed": 97,
    "placed": 98,
    "recorded": TOTAL,
}
_PAUSE = 0.2


def silent(step: str, done: int, total: int) -> None:
    """Say nothing."""


def tell(progress: Progress, step: str, done: int = 0, total: int = 1) -> None:
    """Say that a step begins, or how much of it is done."""
    start = _STEPS[step]
    end = min((place for place in _STEPS.values() if place > start), default=TOTAL)
    progress(step, start + (end - start) * min(done, total) // total, TOTAL)


@contextmanager
def watched(db: duckdb.DuckDBPyConnection, progress: Progress, step: str) -> Iterator[None]:
    """Say how far the engine is in its one long question, while it works."""
    if progress is silent:
        yield
        return
    done = threading.Event()

    def watch() -> None:
        while not done.wait(_PAUSE):
            tell(progress, step, max(int(db.query_progress()), 0), TOTAL)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
