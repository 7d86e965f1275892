"""Approve a proposed correction, by somebody else than who proposed it."""

from datetime import datetime

from django.db import transaction

from recours.kernel.states import check_move
from recours.loyalty.errors import ApprovedByItsAuthor, UnknownCorrection
from recours.loyalty.models import Correction
from recours.loyalty.states import MOVES, CorrectionState
from recours.people.rules import Actor
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact


@transaction.atomic
def approve_correction(*, correction: str, actor: Actor, at: datetime) -> None:
    """Let the correction leave with the next file.

    Raise `UnknownCorrection`, `ApprovedByItsAuthor` or `ForbiddenMove`.
    """
    rows = Correction.objects.select_for_update(of=("self",))
    row = rows.select_related("programme", "restoration").filter(reference=correction).first()
    if row is None:
        raise UnknownCorrection(correction)
    check_move(MOVES, CorrectionState(row.state), CorrectionState.APPROVED)
    if row.restoration.actor == (actor.key or actor.kind):
        raise ApprovedByItsAuthor(correction)
    Correction.objects.filter(pk=row.pk).update(
        state=CorrectionState.APPROVED, approved_at=at, approved_by=actor.key or actor.kind
    )
    account = f"{row.programme.code}:{row.restoration.member}"
    body = {"correction": correction, "by": actor.key or actor.kind}
    append(facts=[Fact(kind="correction.approved", account=account, body=body)], at=at)
