"""What a return takes back, by the policy of the document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from recours.kernel.points import apply_rate
from recours.loyalty.rules.amounts import lines_of
from recours.loyalty.rules.compute import Outcome, compute
from recours.loyalty.rules.values import Context, Counted
from recours.statements.rules import Purchase


@dataclass(frozen=True, slots=True)
class Clawback:
    """The points of the purchase before and after this return; `outcome` explains the second."""

    before: int
    after: int
    counted: Counted
    shown: Purchase
    outcome: Outcome

    @property
    def points(self) -> int:
        """Return the change: negative when points are taken back."""
        return self.after - self.before


def net_purchase(original: Purchase, returns: Sequence[Purchase]) -> Purchase:
    """Return the purchase as if what was given back had never been bought."""
    tickets = (original, *returns)
    lines = tuple(line for ticket in tickets for line in lines_of(ticket))
    return replace(original, lines=lines, total_cents=sum(ticket.total_cents for ticket in tickets))


def recompute_on_net(
    document: Mapping[str, Any], purchase: Purchase, original: Purchase, context: Context
) -> Clawback:
    """Compute the purchase again without what was given back, and take back the difference."""
    then = context.original_context or context
    left = net_purchase(original, (*context.earlier_returns, purchase))
    before = compute(document, net_purchase(original, context.earlier_returns), then)
    after = compute(document, left, then)
    return Clawback(
        before=before.points,
        after=after.points,
        counted=tuple(
            (name, now - was)
            for (name, was), (_same, now) in zip(before.counted, after.counted, strict=True)
        ),
        shown=left,
        outcome=after,
    )


def proportional(
    document: Mapping[str, Any], purchase: Purchase, original: Purchase, context: Context
) -> Clawback:
    """Take back the points in proportion of the counted amount given back, all returns together."""
    then = context.original_context or context
    whole = compute(document, original, then)
    mode = document["rounding"]["mode"]
    base = abs(whole.base.counted)
    earlier = sum(_given_back(document, ticket, then) for ticket in context.earlier_returns)
    now = earlier + _given_back(document, purchase, then)

    def left(value: int, given_back: int) -> int:
        share = min(max(given_back, 0), base)
        return value - apply_rate(value, share, base, mode) if base else value

    return Clawback(
        before=left(whole.points, earlier),
        after=left(whole.points, now),
        counted=tuple((name, left(n, now) - left(n, earlier)) for name, n in whole.counted),
        shown=original,
        outcome=whole,
    )


def keep(
    document: Mapping[str, Any], purchase: Purchase, original: Purchase, context: Context
) -> Clawback:
    """Take nothing back."""
    del purchase
    whole = compute(document, original, context.original_context or context)
    return Clawback(
        before=whole.points,
        after=whole.points,
        counted=tuple((name, 0) for name, _n in whole.counted),
        shown=original,
        outcome=whole,
    )


POLICIES = {"recompute_on_net": recompute_on_net, "proportional": proportional, "keep": keep}


def _given_back(document: Mapping[str, Any], ticket: Purchase, context: Context) -> int:
    base = compute(document, ticket, context).base
    return -base.sign * base.counted
