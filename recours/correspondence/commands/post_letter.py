"""Write what became of a letter: handed to the post, brought back, printed again, or not needed."""

from datetime import date, datetime

from django.db import transaction

from recours.correspondence.errors import MessageNotFound
from recours.correspondence.keys import read_key
from recours.correspondence.models import Departure
from recours.correspondence.proof import note
from recours.correspondence.states import POSTINGS, Posting
from recours.kernel.states import check_move
from recours.people.commands.mark_contact import mark_contact

BACK = {(Posting.POSTED, Posting.PRINTED), (Posting.RETURNED, Posting.POSTED)}


@transaction.atomic
def post_letter(*, message: str, to: str, on: date, by: str, at: datetime) -> None:
    """Move the letter to another state; raise `MessageNotFound` or `ForbiddenMove`.

    `on` is the day it was posted or came back. A letter that came back marks its address as one
    that receives no more; going back on it lifts the mark. Each step is a fact that stays.
    """
    row = Departure.objects.select_for_update().filter(pk=read_key(message)).first()
    if row is None:
        raise MessageNotFound(message)
    present, wanted = Posting(row.state), Posting(to)
    check_move(POSTINGS, present, wanted)
    back = (present, wanted) in BACK
    _write(row, wanted, on)
    note(
        message=row.pk,
        what="withdrawn" if back else _FACTS.get(wanted, "withdrawn"),
        key=f"{wanted}:{at.isoformat()}",
        at=at,
        server="La Poste" if wanted is Posting.POSTED and not back else "",
        words=f"{on.isoformat()} {by}",
    )
    if Posting.RETURNED in {present, wanted}:
        failing = wanted is Posting.RETURNED
        mark_contact(kind="post", address=row.address, failing=failing, at=at)


_FACTS = {Posting.PRINTED: "printed", Posting.POSTED: "posted", Posting.RETURNED: "returned"}


def _write(row: Departure, wanted: Posting, on: date) -> None:
    row.posted_on = {
        Posting.POSTED: row.posted_on or on,
        Posting.RETURNED: row.posted_on,
    }.get(wanted)
    row.returned_on = on if wanted is Posting.RETURNED else None
    if wanted is Posting.TO_PRINT:
        row.batch_id, row.printed_at = None, None
    row.state = wanted
    row.save(
        update_fields=["state", "posted_on", "returned_on", "batch", "printed_at"],
    )
