"""What others read of the queue: how it goes, and what needs a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Min

from recours.jobs.models import Job
from recours.jobs.states import State


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A job that failed every time and waits for somebody."""

    id: str
    kind: str
    payload: Mapping[str, Any]
    attempts: int
    error: str
    message: str
    trace: str
    enqueued_at: datetime
    died_at: datetime | None


@dataclass(frozen=True, slots=True)
class QueueState:
    """How many jobs stand where, and since when the oldest one could have run."""

    ready: int
    running: int
    done: int
    dead: int
    discarded: int
    oldest_due: datetime | None


def dead_letters(*, limit: int = 100) -> list[DeadLetter]:
    """Return the jobs that need a person, the latest first."""
    rows = Job.objects.filter(state=State.DEAD).order_by("-finished_at", "id")[:limit]
    return [_letter(row) for row in rows]


def _letter(row: Job) -> DeadLetter:
    last = row.errors[-1] if row.errors else {}
    return DeadLetter(
        id=str(row.pk),
        kind=row.kind,
        payload=row.payload,
        attempts=row.attempts,
        error=last.get("type", ""),
        message=last.get("message", ""),
        trace=last.get("trace", ""),
        enqueued_at=row.enqueued_at,
        died_at=row.finished_at,
    )


def queue_state() -> QueueState:
    """Return the figures of the queue, for pages, `recours check` and monitoring."""
    counts = {
        row["state"]: row["number"]
        for row in Job.objects.values("state").annotate(number=Count("id")).order_by("state")
    }
    oldest = Job.objects.filter(state=State.READY).aggregate(first=Min("run_after"))["first"]
    return QueueState(
        ready=counts.get(State.READY, 0),
        running=counts.get(State.RUNNING, 0),
        done=counts.get(State.DONE, 0),
        dead=counts.get(State.DEAD, 0),
        discarded=counts.get(State.DISCARDED, 0),
        oldest_due=oldest,
    )


def row_of(job: str) -> Job | None:
    """Return the row of a job, for the adapter that speaks django_tasks (backend.py)."""
    try:
        return Job.objects.filter(pk=job).first()
    except ValidationError:  # not a key at all
        return None
