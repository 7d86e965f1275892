"""What announces a message: text messages, browsers that are told, and what they are told."""

import uuid

from django.db import models
from django.db.models import Q

from recours.correspondence.states import Sending


class Subscription(models.Model):
    """A browser that its owner asked to be told by; forgotten once its service knows it no more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    customer = models.CharField(max_length=40)
    endpoint_sha256 = models.CharField(max_length=64, unique=True)
    endpoint = models.CharField(max_length=1000)
    public = models.CharField(max_length=100)
    secret = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    failures = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        ordering = ()
        indexes = [models.Index(fields=["customer", "at"], name="subscription_customer")]


class Notice(models.Model):
    """What a browser is told of a message: that there is one; said once at most."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(
        "correspondence.Message", on_delete=models.PROTECT, related_name="notices"
    )
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE)
    state = models.CharField(max_length=10, choices=[(s, s) for s in Sending])
    reason = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ()
        constraints = [
            models.UniqueConstraint(fields=["message", "subscription"], name="notice_once")
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="notice_pending", condition=Q(state=Sending.PENDING)
            )
        ]


class TextMessage(models.Model):
    """A text message that announces another one; said once at most, for nobody owes it."""

    message = models.OneToOneField(
        "correspondence.Message",
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="announced",
    )
    to = models.CharField(max_length=20)
    text = models.CharField(max_length=160)
    state = models.CharField(max_length=10, choices=[(s, s) for s in Sending])
    reason = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ()
        indexes = [
            models.Index(
                fields=["next_try_at"], name="text_pending", condition=Q(state=Sending.PENDING)
            )
        ]
