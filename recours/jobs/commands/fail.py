"""Write that a job failed: it comes back later, or waits for a person."""

from datetime import datetime

from recours.jobs.errors import LeaseLost
from recours.jobs.models import Job
from recours.jobs.rules import ERRORS_KEPT, ClaimedJob, describe_error, wait_before_retry
from recours.jobs.states import State


def fail(*, job: ClaimedJob, error: BaseException, at: datetime) -> State:
    """Return the new state, ready again or dead; raise `LeaseLost` when it is in other hands."""
    mine = Job.objects.filter(pk=job.id, state=State.RUNNING, claim=job.claim)
    row = mine.only("errors").first()
    if row is None:
        raise LeaseLost(job.id)
    described = describe_error(error, attempt=job.attempts, at=at)
    gone = job.attempts >= job.max_attempts
    wait = wait_before_retry(job=job.id, attempts=job.attempts, base=job.backoff)
    state = State.DEAD if gone else State.READY
    if not mine.update(
        state=state,
        run_after=at if gone else at + wait,
        finished_at=at if gone else None,
        errors=[*row.errors, described][-ERRORS_KEPT:],
        claim="",
        lease_until=None,
    ):
        raise LeaseLost(job.id)
    return state
