"""Print the letters that wait: one PDF, with a sheet before each that says whose it is."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from recours.correspondence import store
from recours.correspondence.commands.set_departure import set_departure
from recours.correspondence.errors import NothingToPrint
from recours.correspondence.models import Departure, PrintBatch
from recours.correspondence.pages import count_pages, join_pages
from recours.correspondence.printing import prepare_separators
from recours.correspondence.proof import note
from recours.correspondence.states import Posting
from recours.correspondence.typesetting import set_letter
from recours.kernel.days import legal_day

MOST = 40  # letters: what a person folds before coming back


def print_batch(*, by: str, language: str, at: datetime) -> str:
    """Return the key of the batch: the oldest letters, forty at most; raise `NothingToPrint`.

    Two persons who print at once do not print the same letter: each is taken by one batch.
    """
    waiting = Departure.objects.filter(state=Posting.TO_PRINT).order_by("queued_at", "message")
    for row in waiting[:MOST]:
        set_departure(message=str(row.pk), at=at)  # outside the transaction: it takes a while
    with transaction.atomic():
        held = waiting.filter(attachment__isnull=False).select_for_update(of=("self",))
        rows = list(held.select_related("message", "attachment")[:MOST])
        if not rows:
            raise NothingToPrint
        batch = PrintBatch(
            id=uuid.uuid4(),
            at=at,
            by=by[:120],
            sha256=store.keep(_together(rows, language, legal_day(at))),
            letters=len(rows),
        )
        batch.save(force_insert=True)
        Departure.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=Posting.PRINTED, batch=batch, printed_at=at
        )
        for row in rows:
            note(message=row.pk, what="printed", key=str(batch.pk), at=at, words=by)
    return str(batch.pk)


def _together(rows: Sequence[Departure], language: str, on: date) -> bytes:
    letters = [store.read(row.attachment.sha256) for row in rows if row.attachment]
    told = [
        {
            "name": row.to_name,
            "address": row.address.splitlines(),
            "reference": row.message.about,
            "subject": row.message.subject,
            "sheets": count_pages(pdf),
        }
        for row, pdf in zip(rows, letters, strict=True)
    ]
    prepared = prepare_separators(told, language, on)
    sheets = set_letter(template="separators", language=language, document=prepared)
    parts: list[tuple[bytes, Sequence[int] | None]] = []
    for number, pdf in enumerate(letters):
        parts += [(sheets, [number]), (pdf, None)]
    return join_pages(parts)
