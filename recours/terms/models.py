"""Published terms: rows are added, never changed (triggers refuse it)."""

from django.db import models


class Terms(models.Model):
    """One version of a programme's terms, whole."""

    programme = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    title_fr = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    clauses = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    effective_from = models.DateTimeField()
    published_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "version"], name="terms_version_once"),
            models.UniqueConstraint(
                fields=["programme", "effective_from"], name="terms_one_version_at_a_time"
            ),
        ]
