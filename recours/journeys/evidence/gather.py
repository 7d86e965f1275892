"""Find what the complaint is about: the purchase, the rules of that day, what was credited."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from recours.complaints.queries import (
    ComplaintCard,
    other_claims,
    points_given_for,
    restored_on,
)
from recours.kernel.days import legal_day
from recours.loyalty.queries import (
    Discrepancy,
    ProgrammeCard,
    RuleSetCard,
    discrepancy_for_purchase,
    programme_card,
    rule_set_in_force,
)
from recours.statements import queries as statements
from recours.statements.rules import Purchase
from recours.terms.queries import terms_in_force
from recours.terms.rules import TermsCard

DAYS_AROUND = 3
GIVEN_BACK = {"restored", "adjusted"}


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was found; None and empty mean that it was looked for and not found."""

    card: ComplaintCard
    programme: ProgrammeCard
    candidates: tuple[Purchase, ...]
    purchase: Purchase | None
    member: str
    rule_set: RuleSetCard | None
    terms: TermsCard | None
    discrepancy: Discrepancy | None
    others: tuple[tuple[str, str], ...]
    given: int
    restored_elsewhere: str
    within_claim_window: bool
    enough_to_search: bool


def gather(card: ComplaintCard, at: datetime) -> Gathered:
    """Return everything the desk holds about this complaint."""
    programme = programme_card(card.programme)
    candidates = _candidates(card)
    purchase = candidates[0] if len(candidates) == 1 else None
    if purchase is None:
        return _nothing_found(card, programme, candidates)
    member = card.member or purchase.member or ""
    rule_set = rule_set_in_force(card.programme, purchase.occurred_at)
    others = other_claims(
        programme=card.programme, purchase=purchase.source_ref, but=card.reference
    )
    return Gathered(
        card=card,
        programme=programme,
        candidates=candidates,
        purchase=purchase,
        member=member,
        rule_set=rule_set,
        terms=terms_in_force(card.programme, purchase.occurred_at),
        discrepancy=_discrepancy(programme, purchase, member, at) if rule_set else None,
        others=tuple(others),
        given=points_given_for(programme=card.programme, purchase=purchase.source_ref),
        restored_elsewhere=restored_on(
            programme=card.programme, purchase=purchase.source_ref, but=card.reference
        ),
        within_claim_window=_in_time(programme, purchase, card),
        enough_to_search=True,
    )


def credited(found: Gathered) -> int:
    """Return the points the member has for the purchase: on the statement, or on their way.

    What complaints gave back counts once, whether the operator's statement shows it yet or not.
    """
    if found.discrepancy is None:
        return 0
    shown = sum(m.points for m in found.discrepancy.movements if m.kind in GIVEN_BACK)
    return found.discrepancy.observed - shown + max(shown, found.given)


def _candidates(card: ComplaintCard) -> tuple[Purchase, ...]:
    said = card.disputed
    if ref := said.get("purchase"):
        found = statements.purchase(card.programme, ref)
        return (found,) if found else ()
    if receipt := said.get("receipt"):
        by_receipt = statements.purchase_by_receipt(card.programme, receipt)
        if by_receipt:
            return tuple(by_receipt)
    if said.get("store") and said.get("bought_on") and said.get("total_cents"):
        near = statements.purchases_near(
            card.programme,
            store=said["store"],
            on=date.fromisoformat(said["bought_on"]),
            days=DAYS_AROUND,
            total_cents=said["total_cents"],
        )
        return _of_this_member(card, tuple(near))
    return ()


def _of_this_member(card: ComplaintCard, near: tuple[Purchase, ...]) -> tuple[Purchase, ...]:
    """Prefer the member's own purchases, then those nobody's card was read for."""
    own = tuple(p for p in near if card.member and p.member == card.member)
    unclaimed = tuple(p for p in near if p.member is None)
    return own or unclaimed or near


def _discrepancy(
    programme: ProgrammeCard, purchase: Purchase, member: str, at: datetime
) -> Discrepancy | None:
    if not member:
        return None
    return discrepancy_for_purchase(programme.code, purchase, member=member, as_of=at)


def _in_time(programme: ProgrammeCard, purchase: Purchase, card: ComplaintCard) -> bool:
    last = legal_day(purchase.occurred_at) + timedelta(days=programme.claim_window_days)
    return legal_day(card.received_at) <= last


def _nothing_found(
    card: ComplaintCard, programme: ProgrammeCard, candidates: tuple[Purchase, ...]
) -> Gathered:
    said = card.disputed
    searched = bool(said.get("receipt") or said.get("purchase"))
    placed = all(said.get(name) for name in ("store", "bought_on", "total_cents"))
    return Gathered(
        card=card,
        programme=programme,
        candidates=candidates,
        purchase=None,
        member=card.member,
        rule_set=None,
        terms=None,
        discrepancy=None,
        others=(),
        given=0,
        restored_elsewhere="",
        within_claim_window=True,
        enough_to_search=searched or placed,
    )
