"""Give back on a decided complaint the points that were lost.

loyalty writes the ledger line, complaints writes the remedy, the log writes both; all of it
stands or falls together, once and only once.
"""

from datetime import date, datetime

from django.db import transaction

from recours.complaints.commands.hold_complaint import hold_complaint
from recours.complaints.commands.record_remedy import record_remedy
from recours.complaints.errors import ComplaintNotDecided
from recours.complaints.queries import ComplaintCard, complaint_card
from recours.journeys.evidence.expiry import EXPIRY
from recours.loyalty.commands.restore_points import Restored, restore_points
from recours.people.rules import SYSTEM


@transaction.atomic
def restore_points_on_complaint(*, complaint: str, at: datetime) -> Restored | None:
    """Return what was written in the ledger, None when the decision gives no points."""
    hold_complaint(reference=complaint)
    card = complaint_card(complaint)
    decision = card.settled
    if decision is None:
        raise ComplaintNotDecided(complaint)
    if not decision.points:
        return None
    restored = restore_points(
        programme=card.programme,
        member=card.member,
        points=decision.points,
        expires_on=_expiry(card),
        source=f"{complaint}/{card.round}",
        reason="complaint",
        actor=SYSTEM,
        at=at,
        purchase=_purchase(card),
    )
    record_remedy(
        reference=complaint,
        kind="points",
        points=decision.points,
        effect=restored.entry,
        expires_on=restored.expires_on,
        at=at,
    )
    return restored


def _purchase(card: ComplaintCard) -> str:
    purchase = card.dossier.document.get("purchase", "") if card.dossier else ""
    return "" if purchase.startswith(EXPIRY) else purchase


def _expiry(card: ComplaintCard) -> date | None:
    text = card.dossier.document.get("expires_on") if card.dossier else None
    return date.fromisoformat(text) if text else None
