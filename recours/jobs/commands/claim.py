"""Take the next job that is due, under a lease."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now

from recours.jobs.models import Job
from recours.jobs.rules import ClaimedJob
from recours.jobs.states import State


def claim(*, worker: str, lease: timedelta, at: datetime) -> ClaimedJob | None:
    """Return one job that no other worker holds, or nothing.

    What is due is read at `at`; the lease ends by the clock of the database, the only one that
    all the workers share. Looking for work takes no lock when there is none.
    """
    due = Job.objects.filter(state=State.READY, run_after__lte=at)
    if not due.exists():
        return None
    with transaction.atomic():
        job = (
            due.select_for_update(skip_locked=True).order_by("-priority", "run_after", "id").first()
        )
        return _take(job, worker, lease, at) if job else None


def _take(job: Job, worker: str, lease: timedelta, at: datetime) -> ClaimedJob | None:
    token = uuid.uuid4().hex
    taken = Job.objects.filter(pk=job.pk, state=State.READY).update(
        state=State.RUNNING,
        claim=token,
        lease_until=Now() + lease,
        attempts=job.attempts + 1,
        workers=[*job.workers, worker],
        started_at=job.started_at or at,
        last_attempted_at=at,
    )
    if not taken:
        return None
    return ClaimedJob(
        id=str(job.pk),
        kind=job.kind,
        payload=job.payload,
        backend=job.backend,
        attempts=job.attempts + 1,
        claim=token,
        backoff=job.backoff,
        max_attempts=job.max_attempts,
    )
