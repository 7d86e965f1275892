"""What the operator's systems state: purchases, their lines, movements of points. Plain values."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class PurchaseLine:
    """One line of a ticket. Sums are for the whole line, tax included; a return is negative.

    `net_cents` is what the line cost after its discount; `points_paid_cents` is the part of it
    that was paid with points.
    """

    sku: str
    category: str
    quantity: int
    net_cents: int
    discount_cents: int
    points_paid_cents: int
    label: str


@dataclass(frozen=True, slots=True)
class Purchase:
    """One ticket, or the return of one (`returns_of` is then the first ticket's source_ref)."""

    programme: str
    source_ref: str
    receipt: str
    occurred_at: datetime
    store: str
    channel: str
    member: str | None
    total_cents: int
    payment: str
    lines: tuple[PurchaseLine, ...]
    returns_of: str | None
    batch: str
    line_no: int


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of the operator's statement of points; `points` is signed."""

    programme: str
    source_ref: str
    member: str
    kind: str
    points: int
    occurred_at: datetime
    purchase_ref: str | None
    expires_on: date | None
    label: str
    batch: str
    line_no: int
