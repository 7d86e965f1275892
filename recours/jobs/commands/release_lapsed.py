"""Take jobs back from workers that died."""

from datetime import datetime

from django.db.models.functions import Now

from recours.jobs.commands.fail import fail
from recours.jobs.errors import LeaseLost, WorkerLost
from recours.jobs.models import Job
from recours.jobs.rules import ClaimedJob
from recours.jobs.states import State


def release_lapsed(*, at: datetime) -> int:
    """Return how many jobs whose lease ran out by the clock of the database were taken back.

    A lost worker counts as an attempt: a job that kills its workers ends as a dead letter.
    """
    lapsed = Job.objects.filter(state=State.RUNNING, lease_until__lt=Now())
    return sum(_release(job, at) for job in list(lapsed[:100]))


def _release(job: Job, at: datetime) -> bool:
    held = ClaimedJob(
        id=str(job.pk),
        kind=job.kind,
        payload=job.payload,
        backend=job.backend,
        attempts=job.attempts,
        claim=job.claim,
        backoff=0,
        max_attempts=job.max_attempts,
    )
    try:
        fail(job=held, error=WorkerLost(job.workers[-1]), at=at)
    except LeaseLost:  # its worker came back in time, or another one was quicker than us
        return False
    return True
