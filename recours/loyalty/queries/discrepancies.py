"""Observed and expected, side by side, and the difference between them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from recours.loyalty.queries.expected import context_among, governing, past_of
from recours.loyalty.queries.programmes import (
    Document,
    ProgrammeCard,
    RuleSetCard,
    in_force,
    programme_card,
    rule_sets,
)
from recours.loyalty.rules.discrepancies import Kind, Question, classify, observe
from recours.loyalty.rules.evaluate import Context, Step, evaluate
from recours.loyalty.rules.expiry import expires_on
from recours.loyalty.rules.lots import EarlyExpiry, early_expiries
from recours.statements import queries as statements
from recours.statements.rules import Movement, Purchase


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One purchase: what the rules give, what the statement shows, the difference and its look.

    `delta` is expected − observed: positive when points are owed to the member. `explained_by`
    names the version, rounding or tier that gives what was observed. Before `due_at`, a credit
    that is not there is not late.
    """

    kind: Kind
    expected: int
    observed: int
    delta: int
    due_at: datetime
    due_on: date
    steps: tuple[Step, ...]
    movements: tuple[Movement, ...]
    expires_on: date | None
    rule_set: RuleSetCard | None
    explained_by: str = ""


def discrepancy_for_purchase(
    programme: str,
    purchase: Purchase,
    context: Context | None = None,
    as_of: datetime | None = None,
    *,
    member: str | None = None,
) -> Discrepancy:
    """Return the discrepancy of one purchase, as seen at `as_of` (compulsory).

    Without `context`, it is found from the past of `member`, or of the purchase's own member.
    """
    if as_of is None:
        raise TypeError("say the moment: as_of")
    card, sets = programme_card(programme), rule_sets(programme)
    if context is None:
        past = past_of(programme, member or purchase.member or "", purchase)
        context = context_among(card, sets, past, purchase)
    movements = statements.movements_for_purchase(programme, purchase.source_ref)
    return _compared(card, sets, purchase, context, movements, as_of)


def early_expiries_of(programme: str, member: str) -> tuple[EarlyExpiry, ...]:
    """Return the expiries on a member's statement that took points before their last day.

    Points are taken soonest last day first; the last day of a credit is the one the rules in
    force at its purchase give, else the statement's own.
    """
    card, sets = programme_card(programme), rule_sets(programme)
    movements = statements.movements_of(programme, member)
    bought = {p.source_ref: p.occurred_at for p in statements.purchases_of(programme, member)}
    last_days = {}
    for movement in movements:
        at = bought.get(movement.purchase_ref or "")
        rule_set = in_force(sets, at) if at and movement.kind in {"earned", "bonus"} else None
        if at and rule_set is not None:
            last_days[movement.source_ref] = expires_on(rule_set.document, card.day(at))
    return early_expiries(movements, last_days, card.timezone)


def _compared(
    card: ProgrammeCard,
    sets: list[RuleSetCard],
    purchase: Purchase,
    context: Context,
    movements: list[Movement],
    as_of: datetime,
) -> Discrepancy:
    due_at = purchase.occurred_at + timedelta(days=card.posting_delay_days)
    rule_set = governing(sets, purchase, context)
    if rule_set is None:
        observed = observe(movements, None, as_of, card.timezone)
        return Discrepancy(
            kind="no_rules",
            expected=0,
            observed=observed.points,
            delta=0,
            due_at=due_at,
            due_on=card.day(due_at),
            steps=(),
            movements=observed.movements,
            expires_on=None,
            rule_set=None,
        )
    expected = evaluate(rule_set.document, purchase, context)
    observed = observe(movements, expected.expires_on, as_of, card.timezone)
    kind, explained_by = classify(
        Question(
            document=rule_set.document,
            others=_others(sets, rule_set),
            purchase=purchase,
            context=context,
            expected=expected,
            observed=observed,
            due_at=due_at,
            as_of=as_of,
        )
    )
    return Discrepancy(
        kind=kind,
        expected=expected.points,
        observed=observed.points,
        delta=expected.points - observed.points,
        due_at=due_at,
        due_on=card.day(due_at),
        steps=expected.steps,
        movements=observed.movements,
        expires_on=expected.expires_on,
        rule_set=rule_set,
        explained_by=explained_by,
    )


def _others(sets: list[RuleSetCard], rule_set: RuleSetCard) -> list[tuple[str, Document]]:
    """Return the other versions, the nearest first, an earlier one before a later one."""
    here = [card.version for card in sets].index(rule_set.version)
    near = sorted(range(len(sets)), key=lambda place: (abs(place - here), place))
    return [(sets[place].version, sets[place].document) for place in near if place != here]
