"""Small work a worker looks at again and again; harmless when two do it at once."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import close_old_connections, connections

from recours.worker.schedules import ERRANDS, Errand
from recours.worker.stop import Stop

log = logging.getLogger("recours.worker")

LONGEST_PAUSE = 60.0  # seconds, after an errand failed many times
GLANCE = 0.2  # seconds between two looks at what is due


@dataclass(slots=True)
class _Turn:
    """When an errand is due again, by the monotonic clock, and how often it just failed."""

    errand: Errand
    due: float = 0.0
    failures: int = 0


def run_errands(stop: Stop, clock: Callable[[], float] = time.monotonic) -> None:
    """Run each errand at its pace until `stop` is set; `clock` only ever goes forward."""
    turns = [_Turn(errand) for errand in ERRANDS]
    try:
        while not stop.is_set():
            for turn in turns:
                if clock() >= turn.due and not stop.is_set():
                    _take(turn, clock)
            stop.wait(GLANCE)
    finally:
        connections.close_all()


def run_all_errands() -> None:
    """Run each errand once, now; a failure is raised."""
    for errand in ERRANDS:
        errand.run(datetime.now(tz=UTC))


def _take(turn: _Turn, clock: Callable[[], float]) -> None:
    try:
        turn.errand.run(datetime.now(tz=UTC))
        turn.failures = 0
    except Exception:
        turn.failures += 1
        log.exception("errand %r failed, %d in a row", turn.errand.name, turn.failures)
    finally:
        close_old_connections()
    pause = turn.errand.every * 2 ** min(turn.failures, 10)
    turn.due = clock() + (min(LONGEST_PAUSE, pause) if turn.failures else turn.errand.every)
