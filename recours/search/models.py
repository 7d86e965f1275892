"""The index: what each case says, cut into the terms that are looked for."""

from django.db import models


class Entry(models.Model):
    """One case in the index; `sha256` tells whether it says anything new."""

    about = models.CharField(max_length=80, unique=True)
    programme = models.CharField(max_length=40)
    customer = models.CharField(max_length=36, blank=True)
    received_at = models.DateTimeField(db_index=True)
    recipe = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    indexed_at = models.DateTimeField()

    class Meta:
        ordering = ()


class Part(models.Model):
    """One text of a case, kept to show where words were found."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    audience = models.CharField(max_length=10)
    title = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(null=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ()
        constraints = [
            models.UniqueConstraint(fields=["entry", "position"], name="search_part_position")
        ]


class Sheet(models.Model):
    """The terms of a case in order; its key is the entry's, times 32, plus the sheet's number.

    PostgreSQL adds a column `vector` and its index (migration 0002). SQLite keeps the index in the
    virtual table `search_words`, and here the terms themselves: it needs them to take them out.
    """

    id = models.BigIntegerField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="sheets")
    terms = models.BinaryField(default=bytes)

    class Meta:
        ordering = ()


class Waiting(models.Model):
    """A case that said something since it was last indexed; `mark` is new at each change."""

    about = models.CharField(max_length=80, primary_key=True)
    mark = models.BigIntegerField()
    since = models.DateTimeField()
    next_try_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ()
