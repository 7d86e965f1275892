"""The central register of complaints."""

import uuid

from django.db import models
from django.db.models import F, Q

from recours.complaints.states import Finding, Outcome, Status


class YearCount(models.Model):
    """How many complaints were registered in a year: numbers have no gaps."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ()


class Draft(models.Model):
    """A form being filled in: kept at each step, so that nothing typed is lost."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answers = models.JSONField(default=dict)
    owner = models.CharField(max_length=36, blank=True)  # who takes the note, at the desk
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ()
        indexes = [
            models.Index(
                fields=["owner", "-changed_at"], name="draft_owner", condition=~Q(owner="")
            )
        ]


class Complaint(models.Model):
    """One complaint, from reception to follow-up."""

    reference = models.CharField(max_length=20, unique=True)
    lodging_key = models.CharField(max_length=120, unique=True)
    lodging_sha256 = models.CharField(max_length=64)
    follow_code = models.CharField(max_length=12)
    kind = models.CharField(max_length=40)
    status = models.CharField(max_length=12, choices=[(s, s) for s in Status])
    awaits = models.CharField(max_length=10)
    round = models.PositiveSmallIntegerField(default=1)
    programme = models.CharField(max_length=40)
    member = models.CharField(max_length=64, blank=True)
    customer = models.CharField(max_length=36)
    disputed = models.JSONField(default=dict)
    story = models.TextField(blank=True)
    wish = models.TextField(blank=True)
    channel = models.CharField(max_length=12)
    language = models.CharField(max_length=2)
    region = models.CharField(max_length=6, default="FR")
    received_at = models.DateTimeField()
    written_on = models.DateField(null=True)
    assignee = models.CharField(max_length=36, blank=True)
    next_due = models.DateField()
    next_rule = models.CharField(max_length=20)
    finding = models.CharField(max_length=10, blank=True, choices=[(f, f) for f in Finding])
    points_due = models.PositiveIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="absorbed"
    )

    class Meta:
        ordering = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=False, status=Status.MERGED)
                | (Q(merged_into__isnull=True) & ~Q(status=Status.MERGED)),
                name="merged_leads_somewhere",
            )
        ]
        indexes = [
            models.Index(
                fields=["assignee", "next_due", "id"],
                name="complaint_worklist",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["next_due", "id"],
                name="complaint_due",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["awaits", "next_due", "id"],
                name="complaint_awaits",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(fields=["customer", "-received_at"], name="complaint_customer"),
            models.Index(fields=["programme", "member"], name="complaint_member"),
            models.Index(fields=["-closed_at"], name="complaint_closed"),
        ]


class DisputedPurchase(models.Model):
    """Which complaint disputes which purchase: other claims on the same one are seen at once."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="purchases")
    programme = models.CharField(max_length=40)
    purchase = models.CharField(max_length=120)

    class Meta:
        ordering = ()
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "purchase"], name="purchase_disputed_once_per_complaint"
            )
        ]
        indexes = [models.Index(fields=["programme", "purchase"], name="disputed_purchase")]


class PointRaised(models.Model):
    """One thing the customer raised, which the answer must settle."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="points_raised")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ()
        constraints = [models.UniqueConstraint(fields=["complaint", "position"], name="point_once")]


class Clock(models.Model):
    """A date the law, or our word, sets on the complaint; its rule is frozen with it.

    One runs for each rule; what another replaced is set aside with its dates, never erased.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="clocks")
    rule = models.CharField(max_length=20)
    frozen = models.JSONField()
    owed_by = models.CharField(max_length=10)  # "operator" or "customer"
    starts_on = models.DateField()
    raw = models.DateField()
    rolled = models.DateField()
    operator_due = models.DateField()
    customer_due = models.DateField()
    met_at = models.DateTimeField(null=True)
    merge = models.ForeignKey(  # the merge that brought it here
        "Merge", on_delete=models.PROTECT, null=True, related_name="clocks"
    )
    set_aside_at = models.DateTimeField(null=True)
    set_aside_for = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ()
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "rule"],
                condition=Q(set_aside_at__isnull=True),
                name="clock_once",
            )
        ]


class Invitation(models.Model):
    """The invitation to confirm in writing what was only said, and its answer."""

    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, related_name="invitation")
    token_sha256 = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    sent_by = models.CharField(max_length=8)  # email, post; letter: handed over
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=8, blank=True)  # "link", "mail" or "letter"

    class Meta:
        ordering = ()


class Promise(models.Model):
    """Words given to a customer, with a date: kept, broken, or still owed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=120, unique=True)
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="promises")
    text = models.TextField()
    made_to = models.CharField(max_length=120)
    due_on = models.DateField()
    made_by = models.CharField(max_length=36)
    made_at = models.DateTimeField()
    came_due_at = models.DateTimeField(null=True)  # the day came, and nothing was written
    kept_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=36, blank=True)
    how = models.TextField(blank=True)  # how it was kept, or why it was not

    class Meta:
        ordering = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(kept_at__isnull=True) | Q(broken_at__isnull=True),
                name="promise_kept_or_broken",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                name="promise_owed",
                condition=Q(kept_at__isnull=True, broken_at__isnull=True),
            )
        ]


class Qualification(models.Model):
    """One change of the kind of a complaint: by whom, from what, with which answers."""

    complaint = models.ForeignKey(
        Complaint, on_delete=models.PROTECT, related_name="qualifications"
    )
    number = models.PositiveSmallIntegerField()
    kind_before = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    answers = models.JSONField(default=dict)
    by = models.CharField(max_length=36)
    at = models.DateTimeField()

    class Meta:
        ordering = ()
        constraints = [
            models.UniqueConstraint(fields=["complaint", "number"], name="qualification_number")
        ]


class Merge(models.Model):
    """Two complaints that were one: which leads, why, who said so, and how to go back."""

    kept = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="merges_away")
    reasons = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    by = models.CharField(max_length=36)
    at = models.DateTimeField()
    undone_by = models.CharField(max_length=36, blank=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ()
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at__isnull=True), name="merged_once"
            ),
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="not_into_itself"),
        ]


class Dossier(models.Model):
    """The evidence and what it shows, as computed one day: added, never changed."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="dossiers")
    number = models.PositiveSmallIntegerField()
    computed_at = models.DateTimeField()
    finding = models.CharField(max_length=10, choices=[(f, f) for f in Finding])
    points_due = models.PositiveIntegerField()
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ()
        constraints = [
            models.UniqueConstraint(fields=["complaint", "number"], name="dossier_number")
        ]


class Decision(models.Model):
    """What the house decided, by whom, on which dossier, and who approved."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, null=True)
    outcome = models.CharField(max_length=10, choices=[(o, o) for o in Outcome])
    points = models.PositiveIntegerField()
    reason = models.TextField(blank=True)
    automatic = models.BooleanField()
    proposed_by = models.CharField(max_length=36)
    proposed_at = models.DateTimeField()
    approved_by = models.CharField(max_length=36, blank=True)
    settled_at = models.DateTimeField(null=True)
    sent_back = models.BooleanField(default=False)

    class Meta:
        ordering = ()
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "round"],
                condition=Q(settled_at__isnull=False),
                name="one_decision_a_round",
            ),
            models.UniqueConstraint(
                fields=["complaint", "round"],
                condition=Q(settled_at__isnull=True, sent_back=False),
                name="one_proposal_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=F("proposed_by")), name="approver_is_not_proposer"
            ),
            models.CheckConstraint(
                condition=~Q(automatic=True, outcome__in=[Outcome.UNFOUNDED, Outcome.PARTLY]),
                name="no_machine_says_no",
            ),
        ]


class Remedy(models.Model):
    """What was carried out on a decision, once, and where its proof stands."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="remedies")
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=40)
    points = models.PositiveIntegerField()
    effect = models.CharField(max_length=120)
    expires_on = models.DateField(null=True)
    carried_out_at = models.DateTimeField()

    class Meta:
        ordering = ()
        constraints = [
            models.UniqueConstraint(fields=["complaint", "round", "kind"], name="one_effect_once")
        ]


class FollowUp(models.Model):
    """The question asked after closing, whether it was put right."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="follow_ups")
    round = models.PositiveSmallIntegerField()
    token_sha256 = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    put_right = models.BooleanField(null=True)
    comment = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ()
        constraints = [
            models.UniqueConstraint(fields=["complaint", "round"], name="asked_once_a_round")
        ]
