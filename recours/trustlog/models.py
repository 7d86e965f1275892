"""The tables of the log. Entry, Leaf and Checkpoint only grow: triggers refuse the rest."""

from django.db import models


class Entry(models.Model):
    """One record of one stream, with the salt that opens its commitment; never published."""

    account = models.CharField(max_length=120)
    seq = models.PositiveIntegerField()
    prev = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=80)
    record = models.TextField()
    salt = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "seq"], name="trustlog_entry_one_record_per_place"
            ),
            models.UniqueConstraint(fields=["commitment"], name="trustlog_entry_commitment_once"),
        ]


class Pending(models.Model):
    """A commitment that has no place in the log yet."""

    commitment = models.CharField(max_length=64)
    at = models.DateTimeField()


class Leaf(models.Model):
    """A commitment in its place: the places follow one another from 0, without a gap."""

    idx = models.PositiveBigIntegerField(primary_key=True)
    commitment = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commitment"], name="trustlog_leaf_commitment_once")
        ]


class Checkpoint(models.Model):
    """A state of the log as it was signed."""

    size = models.PositiveBigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    note = models.TextField()
    at = models.DateTimeField()


class Sequencer(models.Model):
    """The one row that whoever gives places to commitments must hold."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
