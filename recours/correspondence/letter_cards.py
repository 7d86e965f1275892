"""What others read of the letters that came on paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from recours.correspondence.errors import LetterNotFound
from recours.correspondence.keys import read_key
from recours.correspondence.models import ArrivedLetter
from recours.correspondence.states import LetterState

OPEN = (LetterState.WAITING, LetterState.TO_CONFIRM)


@dataclass(frozen=True, slots=True)
class ArrivedLetterCard:
    """A letter as it arrived: its image, what was read, the days, and the case once filed."""

    id: str
    attachment: str
    name: str
    sha256: str
    source: str
    state: str
    taken_in_at: datetime
    proposed: Mapping[str, Any]
    received_on: date | None
    posted_on: date | None
    dated: date | None
    about: str
    filed_by: str
    filed_at: datetime | None
    note: str

    @property
    def is_open(self) -> bool:
        """Say whether somebody still has to say what it is."""
        return self.state in OPEN


def _card(row: ArrivedLetter) -> ArrivedLetterCard:
    return ArrivedLetterCard(
        id=str(row.pk),
        attachment=str(row.attachment_id),
        name=row.attachment.name,
        sha256=row.sha256,
        source=row.source,
        state=row.state,
        taken_in_at=row.taken_in_at,
        proposed=dict(row.proposed),
        received_on=row.received_on,
        posted_on=row.posted_on,
        dated=row.dated,
        about=row.about,
        filed_by=row.filed_by,
        filed_at=row.filed_at,
        note=row.note,
    )


def letter_card(key: str) -> ArrivedLetterCard:
    """Return one letter, or raise `LetterNotFound`."""
    row = ArrivedLetter.objects.filter(pk=read_key(key)).select_related("attachment").first()
    if row is None:
        raise LetterNotFound(key)
    return _card(row)


def letters_waiting(limit: int = 100) -> list[ArrivedLetterCard]:
    """Return the letters that wait for somebody, the oldest first."""
    rows = ArrivedLetter.objects.filter(state__in=OPEN).select_related("attachment")
    return [_card(row) for row in rows.order_by("taken_in_at", "pk")[:limit]]


def letters_of_case(about: str) -> list[ArrivedLetterCard]:
    """Return the letters that were put on a case, in the order they came."""
    rows = ArrivedLetter.objects.filter(about=about).select_related("attachment")
    return [_card(row) for row in rows.order_by("taken_in_at", "pk")]


def waiting_count() -> int:
    """Return how many letters wait for somebody."""
    return ArrivedLetter.objects.filter(state__in=OPEN).count()
