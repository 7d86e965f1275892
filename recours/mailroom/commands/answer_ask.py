"""Write that a person saw to what a filed message asked."""

from datetime import datetime

from recours.mailroom.errors import MailAlreadyFiled
from recours.mailroom.models import Incoming
from recours.mailroom.queries import read_key


def answer_ask(*, mail: str, by: str, why: str, at: datetime) -> None:
    """Take the message off the list of what is asked; raise `MailAlreadyFiled` when it was."""
    asked = Incoming.objects.filter(pk=read_key(mail)).exclude(asks="")
    if not asked.update(asks="", handled_by=by[:36], handled_at=at, handled_why=why[:500]):
        raise MailAlreadyFiled(mail)
