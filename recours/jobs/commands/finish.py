"""Write the result of a job."""

from datetime import datetime
from typing import Any

from recours.jobs.errors import LeaseLost
from recours.jobs.models import Job
from recours.jobs.rules import ClaimedJob
from recours.jobs.states import State


def finish(*, job: ClaimedJob, result: Any, at: datetime) -> None:
    """Mark the job as done; raise `LeaseLost` when it is in other hands by now."""
    mine = Job.objects.filter(pk=job.id, state=State.RUNNING, claim=job.claim)
    if not mine.update(state=State.DONE, result=result, finished_at=at, claim="", lease_until=None):
        raise LeaseLost(job.id)
