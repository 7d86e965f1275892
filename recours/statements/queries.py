"""What others may read of the operator's statements: sealed lines and late ones together."""

from datetime import date, datetime

from recours.statements.audit import invariants
from recours.statements.models import ImportBatch, LateFact
from recours.statements.reading import movements, purchases
from recours.statements.rules import BatchCard, Movement, Purchase

__all__ = [
    "batches",
    "invariants",
    "movements_for_purchase",
    "movements_of",
    "purchase",
    "purchase_by_receipt",
    "purchases_near",
    "purchases_of",
    "stores",
]


def purchase_by_receipt(programme: str, receipt: str) -> list[Purchase]:
    """Return the purchases whose printed number is this one, or is but for dashes and spaces.

    Several shops may use the same number.
    """
    return purchases.by_receipt(programme, receipt)


def purchase(programme: str, source_ref: str) -> Purchase | None:
    """Return the purchase of this reference in the operator's system."""
    found = purchases.by_reference(programme, source_ref)
    return found[0] if found else None


def purchases_near(
    programme: str, *, store: str | None, on: date, days: int, total_cents: int
) -> list[Purchase]:
    """Return the purchases of exactly this total within `days` of a day; store None: any shop."""
    first, last = purchases.around(on, days)
    return purchases.near(programme, store=store, first=first, last=last, total_cents=total_cents)


def purchases_of(
    programme: str, member: str, *, since: datetime | None = None, until: datetime | None = None
) -> list[Purchase]:
    """Return a member's purchases, oldest first; `since` is included, `until` is not."""
    return purchases.of_member(programme, member, since=since, until=until)


def movements_of(
    programme: str, member: str, *, since: datetime | None = None, until: datetime | None = None
) -> list[Movement]:
    """Return a member's movements, oldest first; `since` is included, `until` is not."""
    return movements.of_member(programme, member, since=since, until=until)


def movements_for_purchase(programme: str, purchase_ref: str) -> list[Movement]:
    """Return the movements of points that name this purchase."""
    return movements.of_purchase(programme, purchase_ref)


def stores(programme: str) -> list[str]:
    """Return the shops where purchases were made."""
    sealed = ImportBatch.objects.filter(programme=programme, kind="purchases")
    late = LateFact.objects.filter(programme=programme, kind="purchases").exclude(store="")
    found = {name for names in sealed.values_list("stores", flat=True) for name in names}
    return sorted(found | set(late.values_list("store", flat=True).distinct()))


def batches(programme: str, kind: str | None = None) -> list[BatchCard]:
    """Return the sealed batches, the latest first."""
    rows = ImportBatch.objects.filter(programme=programme)
    if kind is not None:
        rows = rows.filter(kind=kind)
    return [_card(row) for row in rows.order_by("-sealed_at", "-number", "kind")]


def _card(row: ImportBatch) -> BatchCard:
    return BatchCard(
        batch=row.id,
        kind=row.kind,
        programme=row.programme,
        number=row.number,
        content_sha256=row.content_sha256,
        source_sha256=row.source_sha256,
        source_name=row.source_name,
        mapping=str(row.mapping.get("name", "")),
        author=row.author,
        rows_in=row.rows_in,
        rows_new=row.rows_new,
        rows_known=row.rows_known,
        rows_rejected=row.rows_rejected,
        first=row.first,
        last=row.last,
        sealed_at=row.sealed_at,
    )
