"""The amount that counts: articles of a ticket, what is taken off them, what is left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from recours.kernel.points import apply_rate
from recours.loyalty.rules.conditions import article_matches
from recours.statements.rules import Purchase, PurchaseLine


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the ticket, all its lines together; sums are in cents, positive for a sale."""

    sku: str
    category: str
    quantity: int
    paid: int
    discount: int
    points_paid: int
    tax: int
    amount: int
    excluded_by: str | None


@dataclass(frozen=True, slots=True)
class Base:
    """The ticket seen by the document; `sign` is −1 for a ticket that gives money back."""

    sign: int
    articles: tuple[Article, ...]

    @property
    def total(self) -> int:
        """Return what the ticket cost, in cents."""
        return sum(article.paid for article in self.articles)

    @property
    def counted(self) -> int:
        """Return the amount that counts, in cents."""
        return sum(article.amount for article in self.kept)

    @property
    def coupons(self) -> frozenset[str]:
        """Return the coupons used: articles of the category `coupon`."""
        return frozenset(a.sku for a in self.articles if a.category == "coupon")

    @property
    def kept(self) -> tuple[Article, ...]:
        """Return the articles that no exclusion took off."""
        return tuple(article for article in self.articles if article.excluded_by is None)


def base_of(document: Mapping[str, Any], purchase: Purchase) -> Base:
    """Return the articles of the ticket in order of sku and category, with what each counts for."""
    lines = lines_of(purchase)
    net = sum(line.net_cents for line in lines)
    sign = -1 if net < 0 or (net == 0 and purchase.returns_of) else 1
    groups = ((key, group) for key, group in _grouped(lines) if not _is_void(group))
    return Base(sign, tuple(_article(document["base"], sign, key, group) for key, group in groups))


def lines_of(purchase: Purchase) -> tuple[PurchaseLine, ...]:
    """Return the lines of the ticket; a total without lines is one line."""
    if purchase.lines or not purchase.total_cents:
        return purchase.lines
    quantity = -1 if purchase.total_cents < 0 else 1
    return (PurchaseLine("", "", quantity, purchase.total_cents, 0, 0, ""),)


def _is_void(lines: Iterable[PurchaseLine]) -> bool:
    """Say whether all of an article was given back: it is no longer on the ticket."""
    sums = zip(
        *((x.quantity, x.net_cents, x.discount_cents, x.points_paid_cents) for x in lines),
        strict=True,
    )
    return not any(map(sum, sums))


def _grouped(lines: Iterable[PurchaseLine]) -> list[tuple[tuple[str, str], list[PurchaseLine]]]:
    groups: dict[tuple[str, str], list[PurchaseLine]] = {}
    for line in lines:
        groups.setdefault((line.sku, line.category), []).append(line)
    return sorted(groups.items())


def _article(
    base: Mapping[str, Any], sign: int, key: tuple[str, str], lines: list[PurchaseLine]
) -> Article:
    sku, category = key
    paid = sign * sum(line.net_cents for line in lines)
    discount = sign * sum(line.discount_cents for line in lines)
    points_paid = sign * sum(line.points_paid_cents for line in lines)
    amount = paid
    if base["discounts"] == "before":
        amount += discount
    if base["paid_with_points"] == "exclude":
        amount -= points_paid
    tax = _tax(base["tax"], category, amount)
    return Article(
        sku=sku,
        category=category,
        quantity=sign * sum(line.quantity for line in lines),
        paid=paid,
        discount=discount,
        points_paid=points_paid,
        tax=tax,
        amount=amount - tax,
        excluded_by=_exclusion(base["exclusions"], sku, category),
    )


def _tax(tax: Mapping[str, Any], category: str, amount: int) -> int:
    """Return the tax within an amount, as amount − half_up(amount × den ÷ (den + num))."""
    if tax["kind"] == "gross":
        return 0
    named = (rate for rate in tax["rates"] if category in rate["category"])
    rate = next(named, tax["otherwise"])
    return amount - apply_rate(amount, rate["den"], rate["den"] + rate["num"], "half_up")


def _exclusion(exclusions: Iterable[Mapping[str, Any]], sku: str, category: str) -> str | None:
    for exclusion in exclusions:
        if article_matches(exclusion["lines"], sku, category):
            return str(exclusion["id"])
    return None
