"""Corrections handed to operators that keep their own ledger."""

from dataclasses import dataclass
from datetime import date, datetime

from recours.loyalty.models import Correction


@dataclass(frozen=True, slots=True)
class CorrectionCard:
    """One correction, and where it stands."""

    reference: str
    programme: str
    source: str
    member: str
    points: int
    expires_on: date | None
    purchase_ref: str
    reason: str
    state: str
    made_at: datetime
    approved_at: datetime | None
    exported_at: datetime | None
    file: str
    confirmed_at: datetime | None
    confirmed_by: str
    contested_at: datetime | None
    contested_because: str


def corrections(
    programme: str, *, state: str = "", member: str = "", purchase: str = "", source: str = ""
) -> list[CorrectionCard]:
    """Return the corrections of a programme, the latest first; each word given narrows the list."""
    rows = Correction.objects.filter(programme__code=programme)
    wanted = {
        "state": state,
        "restoration__member": member,
        "restoration__purchase_ref": purchase,
        "restoration__source": source,
    }
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    found = rows.select_related("programme", "restoration", "file")
    return [_card(row) for row in found.order_by("-restoration__restored_at", "-id")]


def _card(row: Correction) -> CorrectionCard:
    given = row.restoration
    return CorrectionCard(
        reference=row.reference,
        programme=row.programme.code,
        source=given.source,
        member=given.member,
        points=given.points,
        expires_on=given.expires_on,
        purchase_ref=given.purchase_ref,
        reason=given.reason,
        state=row.state,
        made_at=given.restored_at,
        approved_at=row.approved_at,
        exported_at=row.exported_at,
        file=row.file.name if row.file else "",
        confirmed_at=row.confirmed_at,
        confirmed_by=row.confirmed_by,
        contested_at=row.contested_at,
        contested_because=row.contested_because,
    )
