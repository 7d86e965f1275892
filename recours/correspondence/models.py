"""Every exchange, in and out: what was said, what was enclosed, what left, what was promised."""

import uuid

from django.db import models
from django.db.models import Q

from recours.correspondence.announcement_models import Notice, Subscription, TextMessage
from recours.correspondence.rules.deliveries import WHAT
from recours.correspondence.states import LEFT, SENT_BY_POST, LetterState, Posting, Sending, Verdict

DIRECTIONS = ("in", "out")
AUDIENCES = ("customer", "internal", "department", "mediator")
__all__ = ("Notice", "Subscription", "TextMessage")  # their tables are in a file of their own


class Message(models.Model):
    """One thing said by somebody to somebody; its words never change (triggers see to it)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.CharField(max_length=80)
    direction = models.CharField(max_length=3)
    audience = models.CharField(max_length=10)
    author = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=20)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ()
        indexes = [models.Index(fields=["about", "at", "id"], name="message_thread")]
        constraints = [
            models.CheckConstraint(condition=Q(direction__in=DIRECTIONS), name="message_direction"),
            models.CheckConstraint(condition=Q(audience__in=AUDIENCES), name="message_audience"),
        ]


class Attachment(models.Model):
    """A file somebody gave us or that we made; the bytes are kept once, under their fingerprint."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.CharField(max_length=80, db_index=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=127)
    size = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ()


class Inspection(models.Model):
    """What was found of the bytes of a file: one answer for all the cases it came with.

    `flags` are words for machines (rules/flags.py); `no_preview` says why nothing can be shown.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    verdict = models.CharField(max_length=10, choices=[(v, v) for v in Verdict])
    found = models.CharField(max_length=200, blank=True)
    flags = models.JSONField(default=list)
    known_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    prepared_at = models.DateTimeField(null=True)
    no_preview = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ()
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="inspection_pending",
                condition=Q(verdict=Verdict.PENDING),
            ),
            models.Index(fields=["checked_at"], name="inspection_checked"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict=Verdict.PENDING, next_try_at__isnull=False)
                | ~Q(verdict=Verdict.PENDING) & Q(next_try_at__isnull=True),
                name="pending_means_tried_again",
            )
        ]


class Derivative(models.Model):
    """A picture of a file that is safe to show: drawn anew, small, without its metadata."""

    source = models.CharField(max_length=64)  # the SHA-256 of the original
    kind = models.CharField(max_length=10)
    page = models.PositiveSmallIntegerField(default=1)
    sha256 = models.CharField(max_length=64, db_index=True)
    type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ()
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "page"], name="derived_once")
        ]


class AttachmentText(models.Model):
    """What was read on a file, kept beside it; `confidence` is out of one hundred."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    text = models.TextField(blank=True)
    engine = models.CharField(max_length=40, blank=True)
    confidence = models.PositiveSmallIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=1)
    trouble = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ()


class ArrivedLetter(models.Model):
    """A letter that came on paper, as it was scanned; a person says which case it belongs to.

    The same bytes are one letter, however often they are given or found. `posted_on` is the
    postmark, `dated` what the letter itself says, `received_on` the day it came to us.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64, unique=True)
    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT)
    source = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=[(s, s) for s in LetterState])
    taken_in_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    proposed = models.JSONField(default=dict)
    received_on = models.DateField(null=True)
    posted_on = models.DateField(null=True)
    dated = models.DateField(null=True)
    about = models.CharField(max_length=80, blank=True, db_index=True)
    filed_by = models.CharField(max_length=80, blank=True)
    filed_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ()
        indexes = [models.Index(fields=["state", "taken_in_at"], name="arrived_letter_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=LetterState.FILED, filed_at__isnull=False) & ~Q(about="")
                | ~Q(state=LetterState.FILED) & Q(about=""),
                name="filed_letter_names_its_case",
            )
        ]


class Enclosure(models.Model):
    """Which attachment came or left with which message."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="enclosures")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT)

    class Meta:
        ordering = ()
        constraints = [
            models.UniqueConstraint(fields=["message", "attachment"], name="enclosed_once")
        ]


class Outbox(models.Model):
    """A message that leaves by e-mail, written in the transaction that decided it.

    `raw_sha256` is the fingerprint of the exact bytes, made once, before the first sending.
    """

    message = models.OneToOneField(
        Message, on_delete=models.PROTECT, primary_key=True, related_name="sending"
    )
    key = models.CharField(max_length=200, unique=True)
    mail_id = models.CharField(max_length=120, unique=True)  # the Message-ID header
    to = models.CharField(max_length=254, blank=True)
    to_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2)
    template = models.CharField(max_length=40)
    worded = models.PositiveIntegerField(null=True)  # the version of its sentences
    values = models.JSONField()
    state = models.CharField(max_length=10, choices=[(s, s) for s in Sending])
    reason = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    claim = models.CharField(max_length=32, blank=True)
    sent_at = models.DateTimeField(null=True)
    raw_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ()
        indexes = [
            models.Index(
                fields=["next_try_at", "queued_at", "message"],
                name="outbox_pending",
                condition=Q(state=Sending.PENDING),
            ),
            models.Index(
                fields=["lease_until"], name="outbox_leased", condition=Q(state=Sending.LEASED)
            ),
            models.Index(
                fields=["state", "queued_at"],
                name="outbox_to_look_at",
                condition=~Q(state=Sending.SENT),
            ),
            models.Index(fields=["-queued_at"], name="outbox_latest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=Sending.LEASED, lease_until__isnull=False) & ~Q(claim="")
                | ~Q(state=Sending.LEASED) & Q(lease_until__isnull=True, claim=""),
                name="leased_means_claimed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LEFT, sent_at__isnull=False) & ~Q(raw_sha256="")
                | ~Q(state__in=LEFT) & Q(sent_at__isnull=True),
                name="sent_bytes_are_kept",
            ),
        ]


class Delivery(models.Model):
    """One thing that happened to a message on its way; written once (triggers see to it).

    Whether a message was opened is never followed.
    """

    id = models.UUIDField(primary_key=True, editable=False)  # drawn from the fact itself
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries")
    what = models.CharField(max_length=12)
    server = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=12, blank=True)
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ()
        constraints = [models.CheckConstraint(condition=Q(what__in=WHAT), name="delivery_what")]


class Route(models.Model):
    """By which channel a message went, and why; what reached nobody waits for a person."""

    message = models.OneToOneField(
        Message, on_delete=models.PROTECT, primary_key=True, related_name="route"
    )
    way = models.CharField(max_length=10)
    reason = models.CharField(max_length=30)
    also = models.JSONField(default=list)
    at = models.DateTimeField()
    waits = models.BooleanField(default=False)  # for somebody to reach the person otherwise
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ()
        indexes = [
            models.Index(fields=["at"], name="route_waits", condition=Q(waits=True)),
        ]


class PrintBatch(models.Model):
    """Letters printed together: one PDF, with a sheet before each."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    letters = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ()


class Departure(models.Model):
    """A letter that leaves by post, written in the transaction that decided it."""

    message = models.OneToOneField(
        Message, on_delete=models.PROTECT, primary_key=True, related_name="departure"
    )
    to_name = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=300)  # as the contact point holds it, a line a line
    language = models.CharField(max_length=2)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True)
    state = models.CharField(max_length=10, choices=[(s, s) for s in Posting])
    queued_at = models.DateTimeField()
    batch = models.ForeignKey(PrintBatch, on_delete=models.PROTECT, null=True)
    printed_at = models.DateTimeField(null=True)
    posted_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)

    class Meta:
        ordering = ()
        indexes = [models.Index(fields=["state", "queued_at"], name="departure_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=SENT_BY_POST, posted_on__isnull=False)
                | ~Q(state__in=SENT_BY_POST) & Q(posted_on__isnull=True),
                name="posted_on_a_day",
            )
        ]


class Preference(models.Model):
    """How a customer wishes to be reached; nothing said means e-mail."""

    customer = models.CharField(max_length=40, primary_key=True)
    way = models.CharField(max_length=10, blank=True)
    also = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        ordering = ()


class Letter(models.Model):
    """A letter as it was written, once and for all; a correction is a new version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    worded = models.PositiveIntegerField(null=True)  # the version of its sentences
    language = models.CharField(max_length=2)
    sha256 = models.CharField(max_length=64)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ()
        constraints = [
            models.UniqueConstraint(fields=["about", "kind", "version"], name="letter_version"),
            models.CheckConstraint(condition=Q(version__gte=1), name="letter_version_from_one"),
        ]


class MessageTemplate(models.Model):
    """One version of the sentences of an e-mail or a letter; only added to (triggers see to it)."""

    kind = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=80, blank=True)  # nobody: it came with Recours

    class Meta:
        ordering = ()
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="template_once")]


class AcknowledgedAddress(models.Model):
    """When an address was last acknowledged, so that nobody is buried under our receipts.

    The five latest times, most recent first; the address itself is only a fingerprint.
    """

    address_sha256 = models.CharField(max_length=64, primary_key=True)
    first = models.DateTimeField()
    second = models.DateTimeField(null=True)
    third = models.DateTimeField(null=True)
    fourth = models.DateTimeField(null=True)
    fifth = models.DateTimeField(null=True)

    class Meta:
        ordering = ()
