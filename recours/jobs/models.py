"""The queue itself: one table of jobs, one of what comes back on its own."""

import uuid

from django.db import models
from django.db.models import F, Q

from recours.jobs.states import State


class Job(models.Model):
    """One piece of work to do once, until it is done or a person gives it up.

    `payload` holds keys, never what they stand for: a queue is read by those who repair it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, choices=[(s, s) for s in State], default=State.READY)
    kind = models.CharField(max_length=200)
    payload = models.JSONField(default=dict)
    backend = models.CharField(max_length=32, blank=True)
    priority = models.SmallIntegerField(default=0)
    unique_key = models.CharField(max_length=200, null=True, unique=True)  # noqa: DJ001  # many jobs have none
    enqueued_at = models.DateTimeField()
    run_after = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=5)
    backoff = models.PositiveIntegerField(default=5)
    claim = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    workers = models.JSONField(default=list)
    errors = models.JSONField(default=list)
    result = models.JSONField(null=True)
    started_at = models.DateTimeField(null=True)
    last_attempted_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ()
        indexes = [
            models.Index(
                F("priority").desc(),
                "run_after",
                "id",
                name="job_ready",
                condition=Q(state=State.READY),
            ),
            models.Index(
                fields=["lease_until"], name="job_lease", condition=Q(state=State.RUNNING)
            ),
            models.Index(fields=["finished_at"], name="job_dead", condition=Q(state=State.DEAD)),
            models.Index(fields=["state", "finished_at"], name="job_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.RUNNING, lease_until__isnull=False) & ~Q(claim="")
                | ~Q(state=State.RUNNING) & Q(lease_until__isnull=True, claim=""),
                name="running_means_claimed",
            ),
            models.CheckConstraint(
                condition=Q(attempts__lte=F("max_attempts")), name="no_more_attempts_than_said"
            ),
        ]


class Schedule(models.Model):
    """When work comes back; `next_run` is the slot that no worker has taken yet."""

    key = models.CharField(max_length=100, primary_key=True)
    cron = models.CharField(max_length=100)
    timezone = models.CharField(max_length=40)
    kind = models.CharField(max_length=200)
    payload = models.JSONField(default=dict)
    next_run = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ()
