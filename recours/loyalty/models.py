"""Programmes, their published rules, the ledger we keep and the corrections we hand over.

RuleSet, Restoration, Entry and Posting only grow: triggers refuse the rest.
"""

from django.db import models
from django.db.models import F, Q

from recours.loyalty.states import CorrectionState

LARGEST_POINTS = 10**9


class Programme(models.Model):
    """A loyalty programme, and who keeps its official ledger."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    unit_fr = models.CharField(max_length=40)
    unit_en = models.CharField(max_length=40)
    timezone = models.CharField(max_length=60)
    ledger_keeper = models.CharField(max_length=10)
    posting_delay_days = models.PositiveIntegerField()
    automatic_limit = models.PositiveIntegerField()
    claim_window_days = models.PositiveIntegerField()
    point_value_millicents = models.PositiveIntegerField()
    restored_expiry = models.CharField(max_length=20)
    restored_minimum_days = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ledger_keeper__in=["operator", "recours"]),
                name="loyalty_ledger_keeper_known",
            ),
            models.CheckConstraint(
                condition=Q(restored_expiry__in=["as_if_on_time", "from_restoration"]),
                name="loyalty_restored_expiry_known",
            ),
        ]


class RuleSet(models.Model):
    """One version of a programme's rules; it applies until the next one takes effect."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT)
    version = models.CharField(max_length=40)
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    terms_version = models.CharField(max_length=40)
    effective_from = models.DateTimeField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "version"], name="loyalty_rules_once"),
            models.UniqueConstraint(
                fields=["programme", "effective_from"], name="loyalty_one_rule_set_at_a_time"
            ),
        ]


class Account(models.Model):
    """Where points are: a member's account with its balance, or one of the system's, without."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10)
    owner = models.CharField(max_length=120)
    balance = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "owner"], name="loyalty_one_account_per_owner"
            ),
            models.CheckConstraint(
                condition=Q(kind="member", balance__isnull=False, balance__gte=0)
                | Q(kind="system", balance__isnull=True),
                name="loyalty_balance_never_negative",
            ),
        ]


class Restoration(models.Model):
    """Points given back for one source: the row that makes it once, whatever the ledger."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT)
    source = models.CharField(max_length=80, unique=True)
    member = models.CharField(max_length=120)
    points = models.BigIntegerField()
    mode = models.CharField(max_length=10)
    effect = models.CharField(max_length=120, unique=True)
    expires_on = models.DateField(null=True)
    purchase_ref = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=200)
    actor = models.CharField(max_length=80)
    restored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(points__gt=0, points__lte=LARGEST_POINTS),
                name="loyalty_restored_points_positive",
            ),
        ]


class Entry(models.Model):
    """One event of the ledger we keep; its postings say what moved."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT)
    reference = models.CharField(max_length=120, unique=True)
    operation = models.CharField(max_length=20)
    source = models.CharField(max_length=80)
    reason = models.CharField(max_length=200)
    purchase_ref = models.CharField(max_length=120, blank=True)
    expires_on = models.DateField(null=True)
    actor = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "operation"], name="loyalty_one_entry_per_source_and_operation"
            ),
        ]


class Posting(models.Model):
    """A positive number of points leaving one account for another."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="postings")
    debited = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="debits")
    credited = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="credits")
    points = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(points__gt=0, points__lte=LARGEST_POINTS),
                name="loyalty_posting_positive",
            ),
            models.CheckConstraint(
                condition=~Q(debited=F("credited")), name="loyalty_posting_between_two_accounts"
            ),
        ]


class CorrectionFile(models.Model):
    """A file of corrections for the operator, named by its content; written once."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT)
    name = models.CharField(max_length=160, unique=True)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)


class Correction(models.Model):
    """Points the operator is asked to give back in the ledger it keeps."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT)
    reference = models.CharField(max_length=120, unique=True)
    restoration = models.OneToOneField(Restoration, on_delete=models.PROTECT)
    state = models.CharField(max_length=10)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=80, blank=True)
    file = models.ForeignKey(CorrectionFile, on_delete=models.PROTECT, null=True)
    exported_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=120, blank=True)
    contested_at = models.DateTimeField(null=True)
    contested_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in CorrectionState]),
                name="loyalty_correction_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "approved"]) | Q(file__isnull=False),
                name="loyalty_exported_in_a_file",
            ),
        ]
        indexes = [models.Index(fields=["programme", "state"], name="loyalty_corrections_by_state")]
