"""Hold one message while it is filed: whoever comes second waits, then finds it filed."""

from recours.mailroom.errors import MailNotFound
from recours.mailroom.models import Incoming
from recours.mailroom.queries import MailCard, card_of_mail, read_key


def hold_mail(*, mail: str, waited: MailCard | None = None) -> MailCard:
    """Return where the message stands, its row locked until the caller's transaction ends.

    `waited` is its card when it waited, a moment ago: still right while it waits.
    """
    rows = Incoming.objects.select_for_update().filter(pk=read_key(mail))
    if waited is not None and rows.values_list("state", flat=True).first() == waited.state:
        return waited
    row = rows.first()
    if row is None:
        raise MailNotFound(mail)
    return card_of_mail(row)
