"""The tier of a member at a purchase, by what they bought before its day."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from recours.loyalty.rules.expiry import add_months
from recours.statements.rules import Purchase


def day_of(at: datetime, timezone: str) -> date:
    """Return the day of a moment where the programme lives."""
    return at.astimezone(ZoneInfo(timezone)).date()


def tier_at(
    document: Mapping[str, Any], at: datetime, earlier: Iterable[Purchase], timezone: str
) -> str | None:
    """Return the code of the highest level reached; None when the document has no levels."""
    tiers = document["tiers"]
    if tiers is None:
        return None
    day = day_of(at, timezone)
    first = add_months(day, -tiers["window_months"])
    spent = sum(
        purchase.total_cents
        for purchase in earlier
        if purchase.kind != "adjustment" and first <= day_of(purchase.occurred_at, timezone) < day
    )
    reached = [level["code"] for level in tiers["levels"] if level["at_least_cents"] <= spent]
    return reached[-1] if reached else None
