"""Set a message aside: a person says why nothing follows from it."""

from datetime import datetime

from django.db import transaction

from recours.journeys.filing.by_hand import check_waits
from recours.mailroom.commands.handle_mail import handle_mail
from recours.mailroom.commands.hold_mail import hold_mail
from recours.mailroom.errors import NothingToSetAside
from recours.people.rules import Actor


@transaction.atomic
def set_mail_aside(*, mail: str, reason: str, actor: Actor, at: datetime) -> None:
    """Take the message off the lists, its bytes and the reason kept; raise `NothingToSetAside`."""
    if not reason.strip():
        raise NothingToSetAside(mail)
    check_waits(hold_mail(mail=mail))
    handle_mail(mail=mail, by=actor.key, at=at, why=reason)
