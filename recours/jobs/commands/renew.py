"""Keep a job that takes long."""

from datetime import timedelta

from django.db.models.functions import Now

from recours.jobs.models import Job
from recours.jobs.rules import ClaimedJob
from recours.jobs.states import State


def renew(*, job: ClaimedJob, lease: timedelta) -> bool:
    """Push the end of the lease; return False when another worker has taken the job over."""
    mine = Job.objects.filter(pk=job.id, state=State.RUNNING, claim=job.claim)
    return bool(mine.update(lease_until=Now() + lease))
