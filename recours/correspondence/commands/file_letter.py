"""Put a letter that came on paper on its case, with the days that count."""

from datetime import date, datetime

from recours.correspondence.commands.adopt_attachments import adopt_attachments
from recours.correspondence.errors import LetterAlreadyFiled
from recours.correspondence.models import ArrivedLetter
from recours.correspondence.states import LetterState


def file_letter(
    *,
    letter: str,
    about: str,
    received_on: date,
    posted_on: date | None,
    dated: date | None,
    by: str,
    at: datetime,
) -> str:
    """Return the key of its attachment, now the case's; raise `LetterAlreadyFiled`."""
    changed = ArrivedLetter.objects.filter(
        pk=letter, state__in=(LetterState.WAITING, LetterState.TO_CONFIRM)
    ).update(
        state=LetterState.FILED,
        about=about,
        received_on=received_on,
        posted_on=posted_on,
        dated=dated,
        filed_by=by,
        filed_at=at,
    )
    if not changed:
        raise LetterAlreadyFiled(letter)
    attachment = str(ArrivedLetter.objects.get(pk=letter).attachment_id)
    adopt_attachments(attachments=[attachment], draft=f"draft:letter:{letter}", about=about)
    return attachment
