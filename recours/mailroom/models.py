"""What arrived: the bytes first, then what became of them."""

import uuid

from django.db import models
from django.db.models import Q

from recours.mailroom.states import Asks, Outcome, Standing

IN_THE_DATABASE = 1_000_000  # bytes: above, a file that is flushed before the row exists


class RawMail(models.Model):
    """The bytes of a message as they came, once per content; triggers refuse any change.

    `data` is empty when they stand in a file, or when they were erased.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    data = models.BinaryField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ()


class Incoming(models.Model):
    """One arrival of one message, and where it stands.

    `original` is the first arrival of the same content: one of them at most has none. Fingerprints
    stand for a sender, a Message-ID and a subject, to count and compare without the words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    raw = models.ForeignKey(RawMail, on_delete=models.PROTECT)
    size = models.PositiveBigIntegerField()
    door = models.CharField(max_length=8)
    mailbox = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=120, blank=True)
    envelope_from = models.CharField(max_length=320, null=True)  # noqa: DJ001  # empty means <>
    envelope_to = models.JSONField(default=list)
    received_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in Standing], default=Standing.PENDING
    )
    outcome = models.CharField(max_length=12, blank=True, choices=[(o, o) for o in Outcome])
    reason = models.CharField(max_length=60, blank=True)
    about = models.CharField(max_length=80, blank=True)
    proposed = models.CharField(max_length=80, blank=True)
    message = models.CharField(max_length=36, blank=True)
    asks = models.CharField(max_length=20, blank=True, choices=[(a, a) for a in Asks])
    original = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="copies")
    core_sha256 = models.CharField(max_length=64)
    sender_sha256 = models.CharField(max_length=64, blank=True)
    subject_sha256 = models.CharField(max_length=64, blank=True)
    message_id_sha256 = models.CharField(max_length=64, blank=True)
    settled_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    claim = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    handled_by = models.CharField(max_length=36, blank=True)
    handled_at = models.DateTimeField(null=True)
    handled_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ()
        indexes = [
            models.Index(
                fields=["received_at", "id"],
                name="incoming_pending",
                condition=Q(state=Standing.PENDING),
            ),
            models.Index(fields=["state", "received_at", "id"], name="incoming_list"),
            models.Index(
                fields=["asks", "received_at"], name="incoming_asks", condition=~Q(asks="")
            ),
            models.Index(fields=["about", "received_at"], name="incoming_about"),
            models.Index(fields=["sender_sha256", "settled_at"], name="incoming_sender"),
            models.Index(fields=["message_id_sha256"], name="incoming_message_id"),
            models.Index(fields=["core_sha256"], name="incoming_core"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["raw"], condition=Q(original=None), name="one_original_per_content"
            ),
            models.UniqueConstraint(
                fields=["mailbox", "place"], condition=~Q(place=""), name="one_arrival_per_place"
            ),
            models.UniqueConstraint(
                fields=["message"], condition=~Q(message=""), name="one_message_per_arrival"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in Standing]), name="incoming_is_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(state=Standing.PENDING, outcome="", settled_at=None)
                | ~Q(state=Standing.PENDING) & ~Q(outcome="") & Q(settled_at__isnull=False),
                name="settled_means_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(state=Standing.DUPLICATE) | Q(original__isnull=False),
                name="a_copy_names_its_original",
            ),
            models.CheckConstraint(
                condition=~Q(state=Standing.SET_ASIDE) | ~Q(handled_by="") & ~Q(handled_why=""),
                name="set_aside_by_somebody_for_a_reason",
            ),
        ]


class Box(models.Model):
    """A door where mail comes in: who looks after it now, and how it goes.

    `backlog` is how many messages lay there at the last look. A lease by the clock of the database
    spares two workers the same mailbox; it is the place of each message that makes one arrival.
    """

    name = models.CharField(max_length=200, primary_key=True)
    door = models.CharField(max_length=8)
    looked_at = models.DateTimeField(null=True)
    backlog = models.PositiveIntegerField(null=True)
    trouble = models.CharField(max_length=300, blank=True)
    trouble_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    tidied_at = models.DateTimeField(null=True)
    claim = models.CharField(max_length=100, blank=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ()


class Reading(models.Model):
    """What was read in a message: what people see beside the words kept on the case.

    `html` is already safe: a strict list of what may stay. `files` names every part, with the
    attachment it became when it was filed.
    """

    incoming = models.OneToOneField(
        Incoming, on_delete=models.PROTECT, primary_key=True, related_name="reading"
    )
    sender = models.CharField(max_length=320, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    parties = models.JSONField(default=dict)  # reply_to, to, cc: lists of [name, address]
    subject = models.CharField(max_length=500, blank=True)
    date_claimed = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    quoted = models.TextField(blank=True)
    html = models.TextField(blank=True)
    language = models.CharField(max_length=2, blank=True)
    automatic = models.CharField(max_length=20, blank=True)
    authentication = models.JSONField(default=dict)
    notices = models.JSONField(default=list)
    files = models.JSONField(default=list)

    class Meta:
        ordering = ()
