"""Index the complaints that said something since the last time."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from recours.journeys.indexing.gather import gather
from recours.search.commands.index_document import index_document
from recours.search.commands.leave_out import leave_out
from recours.search.commands.note_failure import note_failure
from recours.search.queries import InLine, waiting
from recours.search.rules.documents import Document

log = logging.getLogger("recours.search")
AT_ONCE = 20  # cases written in one transaction: others wait for its end


def index_waiting_complaints(*, at: datetime, limit: int) -> int:
    """Return how many were looked at; one that cannot be indexed waits longer each time."""
    line = waiting(at=at, limit=limit)
    for start in range(0, len(line), AT_ONCE):
        _index(line[start : start + AT_ONCE], at)
    return len(line)


def _index(line: Sequence[InLine], at: datetime) -> None:
    """Index these together; when one of them cannot be, each alone."""
    try:
        documents = {one.about: one for one in gather([case.about for case in line], until=at)}
        with transaction.atomic():
            for case in line:
                _write(case, documents.get(case.about), at)
    except Exception:  # noqa: BLE001  # one bad case never holds the others back
        _one_by_one(line, at)


def _one_by_one(line: Sequence[InLine], at: datetime) -> None:
    for case in line:
        try:
            found = gather([case.about], until=at)
            with transaction.atomic():
                _write(case, found[0] if found else None, at)
        except Exception as error:
            log.exception("%s cannot be indexed", case.about)
            note_failure(
                about=case.about, mark=case.mark, attempts=case.attempts, error=error, at=at
            )


def _write(case: InLine, document: Document | None, at: datetime) -> None:
    if document is None:  # erased since, or never registered
        leave_out(about=case.about, mark=case.mark)
    else:
        index_document(document=document, mark=case.mark, at=at)
