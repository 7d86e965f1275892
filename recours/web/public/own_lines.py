"""A line of the member's own account, disputed from the portal: theirs, or nobody's."""

from dataclasses import dataclass
from typing import Any

from recours.complaints.rules.kinds import KINDS
from recours.people.queries import members_of_customer
from recours.people.rules import Actor, MemberCard
from recours.statements.queries import movements_of
from recours.statements.queries import purchase as purchase_of

MISSING, EXPIRED = "FID.CREDIT.MISSING", "FID.EXPIRY.RULE"


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A purchase or an expiry of one membership of the person."""

    member: str
    card: str
    kind: str
    purchase: str = ""
    movement: str = ""

    @property
    def answers(self) -> dict[str, Any]:
        """Return what the form knows already."""
        known = {"kind": self.kind, "card": self.card}
        return known | {"purchase": self.purchase, "movement": self.movement}


def own_line(
    actor: Actor, *, purchase: str = "", movement: str = "", kind: str = ""
) -> OwnLine | None:
    """Return the line if it is on one of the person's own cards."""
    if actor.kind != "customer" or not (purchase or movement):
        return None
    wanted = kind if kind in KINDS and KINDS[kind].computed == "purchase" else MISSING
    for card in members_of_customer(actor.key):
        if purchase and _bought(card, purchase):
            return OwnLine(card.member, card.card, wanted, purchase=purchase)
        if movement and _expired(card, movement):
            return OwnLine(card.member, card.card, EXPIRED, movement=movement)
    return None


def _bought(card: MemberCard, source_ref: str) -> bool:
    found = purchase_of(card.programme, source_ref)
    return found is not None and found.member == card.member


def _expired(card: MemberCard, source_ref: str) -> bool:
    return any(
        line.source_ref == source_ref and line.kind == "expired"
        for line in movements_of(card.programme, card.member)
    )
