"""A line of the member's own account, disputed from the portal: theirs, or nobody's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from recours.complaints.rules.kinds import KINDS
from recours.kernel.days import legal_day
from recours.people.queries import members_of_customer
from recours.people.rules import Actor, MemberCard
from recours.statements.queries import movements_of
from recours.statements.queries import purchase as purchase_of
from recours.statements.rules import Movement, Purchase

MISSING, EXPIRED = "FID.CREDIT.MISSING", "FID.EXPIRY.RULE"


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A purchase or an expiry of one membership of the person, and what it says."""

    programme: str
    member: str
    card: str
    kind: str
    purchase: str = ""
    movement: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def answers(self) -> dict[str, Any]:
        """Return what the form knows already, as if it had been typed."""
        known = {"kind": self.kind, "family": "", "programme": self.programme, "card": self.card}
        return known | {
            "purchase": self.purchase,
            "movement": self.movement,
            "known": "1",
            **self.facts,
        }


def own_line(
    actor: Actor, *, purchase: str = "", movement: str = "", kind: str = ""
) -> OwnLine | None:
    """Return the line if it is on one of the person's own cards."""
    if actor.kind != "customer" or not (purchase or movement):
        return None
    wanted = kind if kind in KINDS and KINDS[kind].computed == "purchase" else MISSING
    for card in members_of_customer(actor.key):
        if purchase and (bought := _bought(card, purchase)):
            return OwnLine(
                card.programme,
                card.member,
                card.card,
                wanted,
                purchase=purchase,
                facts=_said_of(bought),
            )
        if movement and (expired := _expired(card, movement)):
            return OwnLine(
                card.programme,
                card.member,
                card.card,
                EXPIRED,
                movement=movement,
                facts=_said_of_expiry(expired),
            )
    return None


def _bought(card: MemberCard, source_ref: str) -> Purchase | None:
    found = purchase_of(card.programme, source_ref)
    return found if found is not None and found.member == card.member else None


def _expired(card: MemberCard, source_ref: str) -> Movement | None:
    lines = movements_of(card.programme, card.member)
    return next((x for x in lines if x.source_ref == source_ref and x.kind == "expired"), None)


def _said_of(bought: Purchase) -> dict[str, str]:
    """Return the purchase as its ticket names it: found again whoever signs in or not."""
    euros, cents = divmod(abs(bought.total_cents), 100)
    return {
        "receipt": bought.receipt,
        "store": bought.store,
        "bought_on": legal_day(bought.occurred_at).isoformat(),
        "total": f"{euros},{cents:02d}",
    }


def _said_of_expiry(line: Movement) -> dict[str, str]:
    return {
        "expired_on": legal_day(line.occurred_at).isoformat(),
        "points_lost": str(abs(line.points)),
    }
