"""What a purchase should have given: context, points, steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from recours.loyalty.queries.programmes import (
    ProgrammeCard,
    RuleSetCard,
    documents_of,
    in_force,
    programme_card,
    rule_sets,
)
from recours.loyalty.rules import history
from recours.loyalty.rules.evaluate import Context, Step, evaluate
from recours.statements import queries as statements
from recours.statements.rules import Purchase


@dataclass(frozen=True, slots=True)
class Expected:
    """The points the rules in force give for a purchase, and how they were found."""

    points: int
    steps: tuple[Step, ...]
    rule_set: RuleSetCard
    expires_on: date | None


def context_for(programme: str, member: str, purchase: Purchase) -> Context:
    """Return what this purchase finds in the member's past: tier, caps, first or not.

    For a return, also what was bought and what had come back before.
    """
    card = programme_card(programme)
    return context_among(card, rule_sets(programme), past_of(programme, member, purchase), purchase)


def expected_for(programme: str, purchase: Purchase, context: Context) -> Expected | None:
    """Return what the purchase should give; None when no rule was in force."""
    rule_set = governing(rule_sets(programme), purchase, context)
    if rule_set is None:
        return None
    found = evaluate(rule_set.document, purchase, context)
    return Expected(found.points, found.steps, rule_set, found.expires_on)


def past_of(programme: str, member: str, purchase: Purchase) -> list[Purchase]:
    """Return the member's purchases, and what a return gives back when it was bought otherwise."""
    purchases = statements.purchases_of(programme, member) if member else []
    known = {other.source_ref for other in purchases}
    if purchase.returns_of and purchase.returns_of not in known:
        original = statements.purchase(programme, purchase.returns_of)
        purchases += [original] if original else []
    return purchases


def context_among(
    card: ProgrammeCard,
    sets: list[RuleSetCard],
    purchases: Sequence[Purchase],
    purchase: Purchase,
) -> Context:
    """Return the context of a purchase among those of its member."""
    return history.context_of(purchase, purchases, documents_of(sets), card.timezone)


def governing(sets: list[RuleSetCard], purchase: Purchase, context: Context) -> RuleSetCard | None:
    """Return the rules a purchase is under: those of its moment; a return, of what was bought."""
    bought = context.original or purchase
    return in_force(sets, bought.occurred_at)
