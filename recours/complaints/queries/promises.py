"""Promises made to customers: what is owed, to whom, since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from recours.complaints.access import visible_to
from recours.complaints.models import Promise
from recours.complaints.rules.promises import Standing, standing
from recours.people.rules import Actor

PAGE = 100


@dataclass(frozen=True, slots=True)
class PromiseCard:
    """Words given to a customer."""

    id: str
    reference: str
    text: str
    made_to: str
    due_on: date
    made_by: str
    made_at: datetime
    came_due_at: datetime | None
    kept_at: datetime | None
    broken_at: datetime | None
    closed_by: str
    how: str

    @property
    def standing(self) -> Standing:
        """Return where the promise stands."""
        return standing(kept=self.kept_at, broken=self.broken_at, came_due=self.came_due_at)


def promises_on(references: Sequence[str]) -> list[PromiseCard]:
    """Return the promises made on these complaints, the nearest first."""
    rows = Promise.objects.filter(complaint__reference__in=list(references))
    return [_card(row) for row in rows.select_related("complaint").order_by("due_on", "made_at")]


def promise_owed(actor: Actor, key: str) -> PromiseCard | None:
    """Return one promise of a complaint this person sees."""
    row = (
        Promise.objects.filter(pk=key, complaint__in=visible_to(actor))
        .select_related("complaint")
        .first()
    )
    return None if row is None else _card(row)


def promises_owed(actor: Actor, *, limit: int = PAGE) -> list[PromiseCard]:
    """Return what was promised and is neither kept nor broken, the nearest first."""
    rows = Promise.objects.filter(
        kept_at=None, broken_at=None, complaint__in=visible_to(actor)
    ).select_related("complaint")
    return [_card(row) for row in rows.order_by("due_on", "id")[:limit]]


def promises_come_due(actor: Actor, *, limit: int = PAGE) -> int:
    """Return how many promises came due and wait for a word; counting stops at the limit."""
    rows = Promise.objects.filter(
        kept_at=None, broken_at=None, came_due_at__isnull=False, complaint__in=visible_to(actor)
    )
    return rows.order_by()[:limit].count()


def _card(row: Promise) -> PromiseCard:
    return PromiseCard(
        id=str(row.pk),
        reference=row.complaint.reference,
        text=row.text,
        made_to=row.made_to,
        due_on=row.due_on,
        made_by=row.made_by,
        made_at=row.made_at,
        came_due_at=row.came_due_at,
        kept_at=row.kept_at,
        broken_at=row.broken_at,
        closed_by=row.closed_by,
        how=row.how,
    )
