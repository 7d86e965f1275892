"""The statements an integrator sends: purchases and movements of points, as their columns are."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from recours.api.fields import MOST_CENTS, MOST_POINTS, Day, refusal
from recours.api.schemas import Strict

_LINE = r"^[^\x00-\x1f\x7f-\x9f]*$"
_MOMENT = re.compile(
    r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})"
)


def _read_moment(value: Any) -> datetime:
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            return datetime.fromisoformat(value)
        except ValueError as problem:
            raise refusal("moment") from problem
    raise refusal("moment")


Ref = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[\x21-\x7e]+$")]
Text40 = Annotated[str, StringConstraints(max_length=40, pattern=_LINE)]
Text64 = Annotated[str, StringConstraints(max_length=64, pattern=_LINE)]
Text100 = Annotated[str, StringConstraints(max_length=100, pattern=_LINE)]
Text300 = Annotated[str, StringConstraints(max_length=300, pattern=_LINE)]
Moment = Annotated[
    datetime,
    BeforeValidator(_read_moment),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": "^20"}),
]
Signed = Annotated[int, Field(ge=-MOST_CENTS, le=MOST_CENTS)]
Quantity = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]


class PurchaseLineIn(Strict):
    """One article; `net_cents` is what was paid for the line, tax included."""

    sku: Text64 = ""
    category: Text100 = ""
    label: Text300 = ""
    quantity: Quantity = 1
    net_cents: Signed
    discount_cents: Signed = 0
    points_paid_cents: Signed = 0


class PurchaseIn(Strict):
    """One purchase or return; `source_ref` is its reference in the operator's system."""

    source_ref: Ref
    receipt: Text64 = ""
    occurred_at: Moment
    store: Text100 = ""
    channel: Text40 = ""
    member: Ref | None = None
    payment: Text40 = ""
    returns_of: Ref | None = None
    kind: Literal["sale", "return", "cancellation", "adjustment"] = "sale"
    lines: Annotated[list[PurchaseLineIn], Field(min_length=1, max_length=500)]


class PurchasesIn(Strict):
    """Purchases, all taken or none."""

    purchases: Annotated[list[PurchaseIn], Field(min_length=1, max_length=500)]


class MovementIn(Strict):
    """One movement of points, as the operator's ledger shows it; `points` is signed."""

    source_ref: Ref
    member: Ref
    kind: Literal[
        "earned", "bonus", "redeemed", "expired", "reversed", "adjusted", "restored", "opening"
    ]
    points: Annotated[int, Field(ge=-MOST_POINTS, le=MOST_POINTS)]
    occurred_at: Moment
    purchase_ref: Ref | None = None
    expires_on: Day | None = None
    label: Text300 = ""


class MovementsIn(Strict):
    """Movements, all taken or none."""

    movements: Annotated[list[MovementIn], Field(min_length=1, max_length=1_000)]


class FactsOut(Schema):
    """How many lines were new, and how many known already."""

    new: int
    known: int
