"""Ask the antivirus again: it knows more today than when the file came."""

from datetime import datetime, timedelta

from django.db import transaction

from recours.correspondence import antivirus, store
from recours.correspondence.commands.settle_verdict import settle_verdict
from recours.correspondence.errors import AntivirusAway, FileDamaged
from recours.correspondence.keeping import ask_inspection
from recours.correspondence.models import Attachment, Inspection
from recours.correspondence.states import Verdict

YOUNG = timedelta(days=30)  # what is new is found in what came lately
AGAIN_AFTER = timedelta(hours=20)
AT_ONCE = 500


def recheck_files(*, at: datetime) -> int:
    """Return how many files were found bad that were thought good.

    Files that were never checked wait for the antivirus from now on; those of the last thirty
    days are looked at again, and stay open unless something is found.
    """
    if not antivirus.is_configured():
        return 0
    _check_the_unknown(at)
    rows = Inspection.objects.filter(
        verdict=Verdict.CLEAN, known_at__gt=at - YOUNG, checked_at__lt=at - AGAIN_AFTER
    )
    bad = 0
    for row in rows.order_by("checked_at", "pk")[:AT_ONCE]:
        try:
            finding = antivirus.inspect(store.read(row.sha256))
        except AntivirusAway:
            break
        except FileDamaged:
            continue
        if finding.found:
            bad += settle_verdict(sha256=row.sha256, present=row.verdict, finding=finding, at=at)
        else:
            _note(row, at)
    return bad


def _note(row: Inspection, at: datetime) -> None:
    Inspection.objects.filter(pk=row.pk, verdict=Verdict.CLEAN).update(checked_at=at)


@transaction.atomic
def _check_the_unknown(at: datetime) -> None:
    """Put what came before there was an antivirus, or before this table, in its queue."""
    known = Inspection.objects.values("sha256")
    old = Attachment.objects.exclude(sha256__in=known).order_by("sha256")
    keys = old.values_list("sha256", flat=True).distinct()[:AT_ONCE]
    rows = [Inspection(sha256=key, verdict=Verdict.UNSCANNED, known_at=at) for key in keys]
    Inspection.objects.bulk_create(rows, ignore_conflicts=True)
    never = Inspection.objects.filter(verdict=Verdict.UNSCANNED, checked_at=None)
    if never.update(verdict=Verdict.PENDING, next_try_at=at, tries=0):
        ask_inspection(at=at, key=f"again:{at:%Y%m%d%H}")
