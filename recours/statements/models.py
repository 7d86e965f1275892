"""Sealed batches, facts that came by API and are not sealed yet, and what reads look at."""

from django.db import models
from django.db.models import Q


class ImportBatch(models.Model):
    """One sealed import: the folder named by `folder` under RECOURS_DATA never changes again."""

    id = models.CharField(primary_key=True, max_length=24)
    programme = models.CharField(max_length=40)
    kind = models.CharField(max_length=16)
    number = models.PositiveIntegerField()
    content_sha256 = models.CharField(max_length=64)
    source_sha256 = models.CharField(max_length=64)
    source_name = models.CharField(max_length=200)
    mapping = models.JSONField()
    author = models.CharField(max_length=120)
    rows_in = models.PositiveBigIntegerField()
    rows_new = models.PositiveBigIntegerField()
    rows_known = models.PositiveBigIntegerField()
    rows_rejected = models.PositiveBigIntegerField()
    first = models.DateTimeField(null=True)
    last = models.DateTimeField(null=True)
    folder = models.CharField(max_length=200)
    files = models.PositiveIntegerField()
    stores = models.JSONField(default=list)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "number"], name="one_batch_per_number"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["purchases", "points", "members"]), name="batch_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(rows_in__gte=models.F("rows_new") + models.F("rows_known")),
                name="batch_rows_accounted",
            ),
        ]


class Volume(models.Model):
    """Several sealed batches copied together so that reads open few files; can be made again."""

    programme = models.CharField(max_length=40)
    kind = models.CharField(max_length=16)
    first_number = models.PositiveIntegerField()
    last_number = models.PositiveIntegerField()
    rows = models.PositiveBigIntegerField()
    files = models.PositiveIntegerField()
    folder = models.CharField(max_length=200, unique=True)
    bound_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "first_number"],
                condition=Q(replaced_at__isnull=True),
                name="one_volume_in_use",
            )
        ]


class Shelf(models.Model):
    """What a programme's readers look at first, and the row that writers lock."""

    programme = models.CharField(max_length=40)
    kind = models.CharField(max_length=16)
    state = models.CharField(max_length=64, blank=True)
    late = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind"], name="one_shelf_per_kind")
        ]


class LateFact(models.Model):
    """One line received by API, read from here until a batch seals it."""

    programme = models.CharField(max_length=40)
    kind = models.CharField(max_length=16)
    key = models.UUIDField()
    payload = models.JSONField()
    source_ref = models.CharField(max_length=64)
    receipt = models.CharField(max_length=64, blank=True)
    member = models.CharField(max_length=64, blank=True)
    purchase_ref = models.CharField(max_length=64, blank=True)
    store = models.CharField(max_length=100, blank=True)
    day = models.DateField()
    received_at = models.DateTimeField()
    sealed_batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind", "key"], name="one_late_fact")
        ]
        indexes = [
            models.Index(
                fields=["programme", "kind", column],
                name=f"late_{column}",
                condition=Q(sealed_batch__isnull=True),
            )
            for column in ("source_ref", "receipt", "member", "purchase_ref", "day")
        ]
