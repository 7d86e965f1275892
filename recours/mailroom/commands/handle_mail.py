"""Write what a person did with a message: put it on a case, or set it aside."""

from datetime import datetime

from recours.kernel.states import check_move
from recours.mailroom.errors import MailAlreadyFiled, MailNotFound
from recours.mailroom.models import Incoming, Reading
from recours.mailroom.queries import read_key
from recours.mailroom.states import MOVES, Standing


def handle_mail(
    *,
    mail: str,
    by: str,
    at: datetime,
    about: str = "",
    message: str = "",
    why: str = "",
    files: list[dict[str, object]] | None = None,
) -> None:
    """Move the message to the case `about`, or aside for `why`; raise `MailAlreadyFiled`.

    What became of it the first time (its outcome) stays as it was.
    """
    key = read_key(mail)
    row = Incoming.objects.select_for_update().filter(pk=key).first()
    if row is None:
        raise MailNotFound(mail)
    wanted = Standing.FILED if about else Standing.SET_ASIDE
    if row.about or Standing(row.state) in {Standing.PENDING, Standing.SET_ASIDE}:
        raise MailAlreadyFiled(mail)
    if row.state != Standing.FILED:  # an automatic message of no case may still find one
        check_move(MOVES, Standing(row.state), wanted)
    Incoming.objects.filter(pk=key, state=row.state, about="").update(
        state=wanted,
        about=about,
        message=message,
        handled_by=by[:36],
        handled_at=at,
        handled_why=why.strip()[:500],
    )
    if files is not None:
        Reading.objects.filter(pk=key).update(files=files)
