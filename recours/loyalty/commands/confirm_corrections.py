"""Close the loop: find in the operator's statement the corrections it was handed."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from recours.kernel.states import check_move
from recours.loyalty.models import Correction
from recours.loyalty.queries import programme_card
from recours.loyalty.states import MOVES, CorrectionState
from recours.statements.queries import movements_of
from recours.statements.rules import Movement
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact

KINDS = ("adjusted", "restored")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The references found as handed over, and those found otherwise."""

    confirmed: tuple[str, ...]
    contested: tuple[str, ...]


def confirm_corrections(*, programme: str, at: datetime) -> Confirmed:
    """Confirm each exported correction whose movement is in the statement.

    The movement is one of kind adjusted or restored whose `source_ref` or `purchase_ref` carries
    the correction's reference. Another number of points makes it contested.
    """
    card = programme_card(programme)
    waiting = Correction.objects.filter(
        programme__code=card.code, state__in=[CorrectionState.EXPORTED, CorrectionState.CONTESTED]
    )
    confirmed, contested = [], []
    for row in waiting.select_related("restoration").order_by("reference"):
        found = _movements(card.code, row)
        given = sum(movement.points for movement in found)
        if not found:
            continue
        if given == row.restoration.points:
            _settle(card.code, row, CorrectionState.CONFIRMED, found[-1].source_ref, at)
            confirmed.append(row.reference)
        elif row.state == CorrectionState.EXPORTED:
            why = f"{given} points posted for {row.restoration.points} asked"
            _settle(card.code, row, CorrectionState.CONTESTED, why, at)
            contested.append(row.reference)
    return Confirmed(tuple(confirmed), tuple(contested))


def _movements(programme: str, row: Correction) -> list[Movement]:
    carries = re.compile(rf"(?<![\w/-]){re.escape(row.reference)}(?![\w/-])")
    return [
        movement
        for movement in movements_of(programme, row.restoration.member)
        if movement.kind in KINDS
        and (carries.search(movement.source_ref) or carries.search(movement.purchase_ref or ""))
    ]


@transaction.atomic
def _settle(
    programme: str, row: Correction, state: CorrectionState, found: str, at: datetime
) -> None:
    held = Correction.objects.select_for_update().get(pk=row.pk)
    if held.state == state:
        return
    check_move(MOVES, CorrectionState(held.state), state)
    confirmed = state is CorrectionState.CONFIRMED
    changes = (
        {"confirmed_at": at, "confirmed_by": found}
        if confirmed
        else {"contested_at": at, "contested_because": found}
    )
    Correction.objects.filter(pk=row.pk).update(state=state, **changes)
    body = {"correction": row.reference, "found": found}
    account = f"{programme}:{row.restoration.member}"
    append(facts=[Fact(kind=f"correction.{state}", account=account, body=body)], at=at)
