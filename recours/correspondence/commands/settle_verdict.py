"""Write what the antivirus says of a file, and what follows: it opens, or is set apart."""

from datetime import datetime

from django.db import transaction

from recours.correspondence.antivirus import Finding
from recours.correspondence.commands.set_file_apart import set_file_apart
from recours.correspondence.keeping import ask_next
from recours.correspondence.models import Attachment, Inspection
from recours.correspondence.states import Verdict

TOO_LARGE = "too large for the antivirus"


@transaction.atomic
def settle_verdict(*, sha256: str, present: str, finding: Finding, at: datetime) -> int:
    """Return 1, or 0 when the verdict is no longer the `present` one: somebody else wrote it."""
    verdict, found = _verdict(finding)
    changed = Inspection.objects.filter(pk=sha256, verdict=present).update(
        verdict=verdict, found=found, checked_at=at, next_try_at=None, tries=0
    )
    if changed and verdict is Verdict.INFECTED:
        set_file_apart(sha256=sha256, found=found, at=at)
    elif changed:
        first = Attachment.objects.filter(sha256=sha256).order_by("at", "id").first()
        if first is not None:
            ask_next(sha256=sha256, kind=first.type, verdict=verdict, at=at)
    return changed


def _verdict(finding: Finding) -> tuple[Verdict, str]:
    if finding.found:
        return Verdict.INFECTED, finding.found
    return (Verdict.UNSCANNED, TOO_LARGE) if finding.too_large else (Verdict.CLEAN, "")
