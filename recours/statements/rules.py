"""What the operator's systems say happened: purchases and points movements, as plain values."""

import re
from dataclasses import dataclass
from datetime import date, datetime

PURCHASE_KINDS = ("sale", "return", "cancellation", "adjustment")
MOVEMENT_KINDS = (
    "earned",
    "bonus",
    "redeemed",
    "expired",
    "reversed",
    "adjusted",
    "restored",
    "opening",
)
GAINS = ("earned", "bonus", "restored")
SPENDINGS = ("redeemed", "expired")
SEALED_KINDS = ("purchases", "points")
KINDS = (*SEALED_KINDS, "members")


def loosen(receipt: str) -> str:
    """Return a receipt number as it is compared: letters and figures alone, in capitals."""
    return re.sub(r"[^0-9A-Za-z]", "", receipt).upper() or receipt


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
    """One ticket, or the return of one (`returns_of` is then the first ticket's source_ref).

    `kind` is one of PURCHASE_KINDS. `batch` is empty while a fact that came by API is not sealed.
    """

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
    kind: str = "sale"


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


@dataclass(frozen=True, slots=True)
class BatchCard:
    """A sealed batch: what was taken from which file, when, by whom."""

    batch: str
    kind: str
    programme: str
    number: int
    content_sha256: str
    source_sha256: str
    source_name: str
    mapping: str
    author: str
    rows_in: int
    rows_new: int
    rows_known: int
    rows_rejected: int
    first: datetime | None
    last: datetime | None
    sealed_at: datetime
