"""Keep what was read on a letter as proposals: a person confirms."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from recours.correspondence.models import ArrivedLetter
from recours.correspondence.states import LetterState


def propose_letter(*, letter: str, proposed: Mapping[str, Any], at: datetime) -> bool:
    """Say whether the proposals were written; a letter that is filed keeps what was decided."""
    rows = ArrivedLetter.objects.filter(
        pk=letter, state__in=(LetterState.WAITING, LetterState.TO_CONFIRM)
    )
    return bool(rows.update(proposed=dict(proposed), read_at=at, state=LetterState.TO_CONFIRM))
