"""Add a computed dossier to the complaint, and move it where the finding sends it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from recours.complaints.errors import ComplaintNotFound, ComplaintNotToDecide
from recours.complaints.models import Complaint, DisputedPurchase, Dossier
from recours.complaints.moves import move
from recours.complaints.states import TO_DECIDE, Finding, Status
from recours.kernel.canonical import digest
from recours.search.commands.mark_changed import mark_changed
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact


def record_dossier(
    *, reference: str, finding: Finding, points_due: int, document: Mapping[str, Any], at: datetime
) -> int:
    """Return the dossier's number; the same document again adds nothing."""
    complaint = Complaint.objects.select_for_update().filter(reference=reference).first()
    if complaint is None:
        raise ComplaintNotFound(reference)
    if complaint.status not in {Status.RECEPTION, *TO_DECIDE}:
        raise ComplaintNotToDecide(reference)
    sha256 = digest(document)
    last = Dossier.objects.filter(complaint=complaint).order_by("-number").first()
    if last is not None and last.sha256 == sha256 and complaint.finding:
        return last.number
    dossier = Dossier.objects.create(
        complaint=complaint,
        number=1 if last is None else last.number + 1,
        computed_at=at,
        finding=finding,
        points_due=points_due,
        document=dict(document),
        sha256=sha256,
    )
    complaint.finding = finding
    complaint.points_due = points_due
    moved = move(complaint, Status.ANALYSIS if finding is Finding.UNKNOWN else Status.DECISION)
    complaint.save(update_fields=["finding", "points_due", *moved])
    if purchase := document.get("purchase"):
        DisputedPurchase.objects.get_or_create(
            complaint=complaint, purchase=purchase, defaults={"programme": complaint.programme}
        )
    mark_changed(about=reference, at=at)
    append(
        facts=[
            Fact(
                kind="complaint.evidence_assembled",
                account=reference,
                body={
                    "dossier": dossier.number,
                    "sha256": sha256,
                    "finding": finding.value,
                    "points_due": points_due,
                },
            )
        ],
        at=at,
    )
    return dossier.number
