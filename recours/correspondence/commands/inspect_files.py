"""Ask the antivirus about the files that wait for it; those it finds bad are set apart."""

from datetime import datetime, timedelta

from recours.correspondence import antivirus, store
from recours.correspondence.commands.settle_verdict import settle_verdict
from recours.correspondence.errors import AntivirusAway, FileDamaged
from recours.correspondence.models import Inspection
from recours.correspondence.states import Verdict

SHORTEST, LONGEST = timedelta(seconds=15), timedelta(minutes=15)


def inspect_files(*, at: datetime, limit: int = 50) -> int:
    """Return how many files were settled; when the antivirus is away, all of them wait on.

    A file set apart is said in a note on each of its cases.
    """
    settled = 0
    waiting = Inspection.objects.filter(verdict=Verdict.PENDING, next_try_at__lte=at)
    for row in waiting.order_by("next_try_at", "sha256")[:limit]:
        try:
            finding = antivirus.inspect(store.read(row.sha256))
        except AntivirusAway:
            _postpone(row, at)
            break
        except FileDamaged:
            _postpone(row, at)  # the doctor names it; the others do not wait for it
            continue
        settled += settle_verdict(sha256=row.sha256, present=row.verdict, finding=finding, at=at)
    return settled


def _postpone(row: Inspection, at: datetime) -> None:
    """Ask again later, a little later each time."""
    pause = min(LONGEST, SHORTEST * 2 ** min(row.tries, 10))
    Inspection.objects.filter(pk=row.pk, verdict=Verdict.PENDING).update(
        tries=row.tries + 1, next_try_at=at + pause
    )
