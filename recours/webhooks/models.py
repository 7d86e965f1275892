"""Who is told, what was told, and how it went."""

import uuid

from django.db import models
from django.db.models import Q

from recours.webhooks.states import State


class Endpoint(models.Model):
    """An address that is told of some events, of some programmes (null: of all).

    Secrets are sealed (sealing.py); the previous one still signs until `previous_until`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    url = models.CharField(max_length=500)
    events = models.JSONField(default=list)
    programmes = models.JSONField(null=True)
    secret = models.CharField(max_length=200)
    previous = models.CharField(max_length=200, blank=True)
    previous_until = models.DateTimeField(null=True)
    is_on = models.BooleanField(default=True)
    off_because = models.CharField(max_length=40, blank=True)
    failing_since = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=80)

    class Meta:
        ordering = ()


class Event(models.Model):
    """What happened, in the exact words that are signed; its key is the same at each attempt."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=40)
    about = models.CharField(max_length=80, blank=True)
    body = models.TextField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ()


class Delivery(models.Model):
    """One event for one endpoint: delivered, on its way, or given up."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=10, choices=[(s, s) for s in State], default=State.PENDING)
    round = models.PositiveSmallIntegerField(default=1)  # one more at each replay
    attempts = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=80, blank=True)
    milliseconds = models.PositiveIntegerField(null=True)
    tried_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ()
        constraints = [
            models.UniqueConstraint(fields=["event", "endpoint"], name="told_once"),
            models.CheckConstraint(
                condition=Q(state=State.PENDING, next_try_at__isnull=False)
                | (~Q(state=State.PENDING) & Q(next_try_at__isnull=True)),
                name="pending_delivery_is_tried",
            ),
        ]
        indexes = [
            models.Index(fields=["endpoint", "-tried_at"], name="delivery_latest"),
            models.Index(
                fields=["state", "endpoint"],
                name="delivery_unsettled",
                condition=~Q(state=State.DELIVERED),
            ),
        ]
