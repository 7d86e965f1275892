"""Which case a message proves that it answers, and which addresses are our own."""

from collections.abc import Iterable, Iterator

from django.conf import settings

from recours.correspondence.rules.threads import (
    Thread,
    read_bounce_address,
    read_message_id,
    read_reply_address,
)
from recours.kernel.references import is_reference
from recours.mail.shapes import ReadMail
from recours.mailroom.queries import MailCard


def addressed(card: MailCard, read: ReadMail) -> Iterator[str]:
    """Yield every address the message was sent to: the envelope first, it is the surest."""
    yield from card.envelope_to
    yield from read.delivered_to
    yield from (one.address for one in (*read.to, *read.cc))


def proof_of(card: MailCard, read: ReadMail) -> Thread | None:
    """Return the case that a seal of ours names: on an address it came to, or on what it cites.

    A number in the subject proves nothing, nor does an identifier without our seal.
    """
    by_address = (read_reply_address(one) for one in addressed(card, read))
    cited = (read_message_id(one) for one in (*read.in_reply_to, *read.references[::-1]))
    return _first_case(by_address) or _first_case(cited)


def _first_case(threads: Iterable[Thread | None]) -> Thread | None:
    return next((one for one in threads if one and is_reference(one.about)), None)


def bounced_to(card: MailCard, read: ReadMail) -> str:
    """Return the signed address a delivery report came to, empty when it came to none."""
    found = (one for one in addressed(card, read) if read_bounce_address(one))
    return next(found, "")


def is_ours(address: str) -> bool:
    """Say whether an address is one of ours, whatever it carries after its name."""
    local, _, domain = address.lower().rpartition("@")
    if not domain:
        return False
    ours = (
        settings.MAIL_FROM,
        settings.MAIL_REPLY,
        settings.MAIL_BOUNCE,
        str(settings.OPERATOR["email"]),
    )
    plain = f"{local.partition('+')[0]}@{domain}"
    return any(one.lower() in {plain, f"{local}@{domain}"} for one in ours)
