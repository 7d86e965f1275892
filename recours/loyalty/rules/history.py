"""What a purchase finds when it comes: the tier, and what earlier purchases left of each cap."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from recours.loyalty.rules.evaluate import count
from recours.loyalty.rules.expiry import first_day_of
from recours.loyalty.rules.order import Rule
from recours.loyalty.rules.tiers import day_of, tier_at
from recours.loyalty.rules.values import Context, Counted
from recours.statements.rules import Purchase

Document = Mapping[str, Any]
RulesAt = Callable[[datetime], Document | None]


def context_of(
    purchase: Purchase, purchases: Sequence[Purchase], rules_at: RulesAt, timezone: str
) -> Context:
    """Return what the purchase does not say itself, from all the member's purchases.

    Only those before it count, in order of time, then of `source_ref`. `rules_at` gives the
    document in force at a moment. A return gets the context of what was bought.
    """
    earlier = sorted((p for p in purchases if _when(p) < _when(purchase)), key=_when)
    original = next((p for p in earlier if p.source_ref == purchase.returns_of), None)
    if original is not None:
        then = context_of(original, earlier, rules_at, timezone)
        return _as_return(then, original, earlier)
    document = rules_at(purchase.occurred_at)
    past = _Past(rules_at, timezone)
    for index in range(_first_that_matters(purchase, earlier, past), len(earlier)):
        past.count(earlier[index], earlier[:index])
    return past.context(purchase, earlier, document)


@dataclass(slots=True)
class _Past:
    """Points counted so far, by cap and window."""

    rules_at: RulesAt
    timezone: str
    counted: dict[tuple[str, str], int] = field(default_factory=dict)
    contexts: dict[str, Context] = field(default_factory=dict)

    def context(
        self, purchase: Purchase, earlier: Sequence[Purchase], document: Document | None
    ) -> Context:
        day = day_of(purchase.occurred_at, self.timezone)
        caps = [cap for cap in _caps(document) if cap["kind"] != "purchase" and _window(cap, day)]
        earned = [(cap, self.counted.get(_key(cap, day), 0)) for cap in caps]
        whole = {cap["kind"]: value for cap, value in earned if cap["rules"] is None}
        tier = tier_at(document, purchase.occurred_at, earlier, self.timezone) if document else None
        return Context(
            tier=tier,
            first_purchase=not any(_is_sale(other) for other in earlier),
            earned_today=whole.get("day", 0),
            earned_in_period=whole.get("period", 0),
            timezone=self.timezone,
            earned_in_campaign=whole.get("campaign", 0),
            earned_by_cap=tuple((cap["id"], value) for cap, value in earned),
        )

    def count(self, other: Purchase, earlier: Sequence[Purchase]) -> None:
        """Add what an earlier purchase, or return, used of each cap."""
        if other.returns_of is not None:
            self._count_return(other, earlier)
            return
        document = self.rules_at(other.occurred_at)
        if document is not None and _is_sale(other):
            context = self.context(other, earlier, document)
            self.contexts[other.source_ref] = context
            self._add(document, count(document, other, context), other.occurred_at)

    def _count_return(self, other: Purchase, earlier: Sequence[Purchase]) -> None:
        """Give room back in the window of what was bought, and in no other."""
        original = next((p for p in earlier if p.source_ref == other.returns_of), None)
        then = self.contexts.get(other.returns_of or "")
        document = self.rules_at(original.occurred_at) if original else None
        if original is not None and then is not None and document is not None:
            context = _as_return(then, original, earlier)
            self._add(document, count(document, other, context), original.occurred_at)

    def _add(self, document: Document, counted: Counted, at: datetime) -> None:
        day = day_of(at, self.timezone)
        for cap, (_name, value) in zip(document["caps"], counted, strict=True):
            self.counted[_key(cap, day)] = self.counted.get(_key(cap, day), 0) + value


def _first_that_matters(purchase: Purchase, earlier: Sequence[Purchase], past: _Past) -> int:
    """Return the index of the first purchase in a window of this one, or of those in it."""
    index, first = len(earlier), _start(purchase, past)
    while index and day_of(earlier[index - 1].occurred_at, past.timezone) >= first:
        index -= 1
        first = min(first, _start(earlier[index], past))
    return index


def _start(purchase: Purchase, past: _Past) -> date:
    day = day_of(purchase.occurred_at, past.timezone)
    starts = (_window(cap, day) for cap in _caps(past.rules_at(purchase.occurred_at)))
    return min([day, *(date.fromisoformat(start) for start in starts if start)])


def _as_return(then: Context, original: Purchase, earlier: Sequence[Purchase]) -> Context:
    returns = tuple(other for other in earlier if other.returns_of == original.source_ref)
    return replace(then, original=original, original_context=then, earlier_returns=returns)


def _caps(document: Document | None) -> Sequence[Rule]:
    return document["caps"] if document else ()


def _key(cap: Rule, day: date) -> tuple[str, str]:
    return f"{cap['id']} {cap['kind']}", _window(cap, day)


def _window(cap: Rule, day: date) -> str:
    """Return the first day of the cap's window that holds the day; empty when none does."""
    if cap["kind"] == "period":
        return first_day_of(day, cap["period"]).isoformat()
    if cap["kind"] == "campaign":
        return str(cap["from"]) if cap["from"] <= day.isoformat() <= cap["until"] else ""
    return day.isoformat()


def _is_sale(purchase: Purchase) -> bool:
    return purchase.kind == "sale" and purchase.returns_of is None and purchase.total_cents >= 0


def _when(purchase: Purchase) -> tuple[datetime, str]:
    return purchase.occurred_at, purchase.source_ref
