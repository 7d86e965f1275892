"""When a rule applies: conditions on a purchase, and which one failed first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Condition = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Facts:
    """What conditions look at; `at` is the local time, sums are positive for a sale.

    `articles` holds (sku, category, quantity) of every article of the ticket.
    """

    at: datetime
    channel: str
    store: str
    payment: str
    tier: str | None
    first_purchase: bool
    coupons: frozenset[str]
    total: int
    counted: int
    articles: tuple[tuple[str, str, int], ...]

    def units(self, lines: Condition) -> int:
        """Return how many units of the ticket match."""
        return sum(
            quantity
            for sku, category, quantity in self.articles
            if article_matches(lines, sku, category)
        )


def article_matches(condition: Condition, sku: str, category: str) -> bool:
    """Say whether an article is one the condition names."""
    [(key, inside)] = condition.items()
    if key == "all":
        return all(article_matches(part, sku, category) for part in inside)
    if key == "any":
        return any(article_matches(part, sku, category) for part in inside)
    if key == "not":
        return not article_matches(inside, sku, category)
    return (sku if key == "sku" else category) in inside


def first_failure(condition: Condition, facts: Facts) -> Condition | None:
    """Return the first part, in the order written, that does not hold; None when all holds.

    Of an `any` that fails, and of a `not`, the whole is returned: no single part is to blame.
    """
    [(key, inside)] = condition.items()
    if key == "all":
        failures = (first_failure(part, facts) for part in inside)
        return next((failure for failure in failures if failure is not None), None)
    if key == "any":
        holds = any(first_failure(part, facts) is None for part in inside)
    elif key == "not":
        holds = first_failure(inside, facts) is not None
    else:
        holds = _ATOMS[key](inside, facts)
    return None if holds else condition


def _amount(inside: Condition, facts: Facts) -> bool:
    value = facts.total if inside["of"] == "total" else facts.counted
    return bool(inside.get("at_least", value) <= value < inside.get("below", value + 1))


def _date(inside: Condition, facts: Facts) -> bool:
    return bool(inside["from"] <= facts.at.date().isoformat() <= inside["until"])


def _time(inside: Condition, facts: Facts) -> bool:
    now = facts.at.strftime("%H:%M")
    if inside["from"] < inside["until"]:
        return bool(inside["from"] <= now < inside["until"])
    return bool(now >= inside["from"] or now < inside["until"])


_ATOMS: dict[str, Callable[[Any, Facts], bool]] = {
    "channel": lambda inside, facts: facts.channel in inside,
    "store": lambda inside, facts: facts.store in inside,
    "payment": lambda inside, facts: facts.payment in inside,
    "tier": lambda inside, facts: facts.tier in inside,
    "coupon": lambda inside, facts: not facts.coupons.isdisjoint(inside),
    "first_purchase": lambda inside, facts: facts.first_purchase is inside,
    "contains": lambda inside, facts: facts.units(inside["lines"]) >= inside["at_least"],
    "amount": _amount,
    "date": _date,
    "weekday": lambda inside, facts: facts.at.isoweekday() in inside,
    "time": _time,
}
