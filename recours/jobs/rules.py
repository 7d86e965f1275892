"""Decisions on plain values: how long to wait, when a slot falls, what an error leaves behind."""

import hashlib
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

LONGEST_WAIT = 900  # seconds: a quarter of an hour, whatever the number of attempts
ERRORS_KEPT = 5
TRACE_KEPT = 4000  # characters, the end of the trace, where the cause is


class BadCron(ValueError):
    """The schedule is not written as cron expects."""


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    """A job in the hands of one worker; `claim` is what lets it write the result."""

    id: str
    kind: str
    payload: Mapping[str, Any]
    backend: str
    attempts: int
    claim: str
    backoff: int
    max_attempts: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Work that comes back: `cron` is read in the timezone (six fields put the seconds first)."""

    key: str
    cron: str
    kind: str
    timezone: str = "Europe/Paris"
    payload: Mapping[str, Any] = field(default_factory=dict)


def wait_before_retry(*, job: str, attempts: int, base: int) -> timedelta:
    """Return how long to wait after so many attempts: doubled each time, 900 s at most.

    The last quarter is drawn from the job's own key: jobs that failed together come back apart,
    and the same job always waits the same time.
    """
    longest = min(LONGEST_WAIT, base * 2 ** min(attempts - 1, 20))
    draw = int.from_bytes(hashlib.sha256(f"{job}:{attempts}".encode()).digest()[:2]) / 65536
    return timedelta(seconds=longest * (0.75 + 0.25 * draw))


def next_slot(*, cron: str, timezone: str, after: datetime) -> datetime:
    """Return the first instant of the schedule strictly after `after`; raise `BadCron`."""
    try:
        return next(CronSim(cron, after.astimezone(ZoneInfo(timezone)))).astimezone(UTC)
    except (CronSimError, StopIteration) as problem:
        raise BadCron(f"{cron!r} in {timezone}") from problem


def describe_error(error: BaseException, *, attempt: int, at: datetime) -> dict[str, Any]:
    """Return what is kept of a failure: its kind, its words, where it happened, when."""
    kind = type(error)
    trace = "".join(traceback.format_exception(error))
    return {
        "type": f"{kind.__module__}.{kind.__qualname__}",
        "message": str(error)[:500],
        "trace": trace[-TRACE_KEPT:],
        "attempt": attempt,
        "at": at.isoformat(),
    }
