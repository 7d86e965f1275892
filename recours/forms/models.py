"""Published forms (added, never changed: triggers refuse it), and the one being edited."""

from django.db import models


class FormVersion(models.Model):
    """One version of the questions of a leaf, whole."""

    leaf = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    origin = models.CharField(max_length=8)  # "shipped" with Recours, or "operator"
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=80)

    class Meta:
        ordering = ()
        constraints = [
            models.UniqueConstraint(fields=["leaf", "version"], name="form_version_once"),
            models.CheckConstraint(
                condition=models.Q(origin__in=["shipped", "operator"]), name="form_origin_known"
            ),
        ]


class FormDraft(models.Model):
    """The questions of a leaf as they are being edited, before they are published."""

    leaf = models.CharField(max_length=40, unique=True)
    document = models.JSONField()
    based_on = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80)

    class Meta:
        ordering = ()
