"""Say that a letter is no complaint, and why; or take it up again."""

from datetime import datetime

from recours.correspondence.errors import LetterAlreadyFiled
from recours.correspondence.models import ArrivedLetter
from recours.correspondence.states import LetterState


def set_letter_aside(*, letter: str, note: str, by: str, at: datetime, back: bool = False) -> None:
    """Write who said so and why; raise `LetterAlreadyFiled`. `back` takes the letter up again."""
    present = (LetterState.SET_ASIDE,) if back else (LetterState.WAITING, LetterState.TO_CONFIRM)
    wanted = LetterState.TO_CONFIRM if back else LetterState.SET_ASIDE
    changed = ArrivedLetter.objects.filter(pk=letter, state__in=present).update(
        state=wanted, note=note[:300], filed_by="" if back else by, filed_at=None if back else at
    )
    if not changed:
        raise LetterAlreadyFiled(letter)
