"""What a person does with a message: the words and files that go on a case, and their record."""

from datetime import datetime

from recours.complaints.commands.tell_listeners import tell_listeners
from recours.correspondence.commands.keep_file import keep_file
from recours.correspondence.commands.record_message import record_message
from recours.journeys.filing.carry import CHANNEL, key_of
from recours.journeys.filing.files import Kept, keep_files
from recours.journeys.filing.reader import is_too_large, read_arrival, read_head
from recours.journeys.filing.show import words_of
from recours.kernel.canonical import digest
from recours.mail.errors import UnreadableMail
from recours.mail.shapes import ReadMail
from recours.mailroom.errors import MailAlreadyFiled
from recours.mailroom.queries import MailCard, raw_of
from recours.mailroom.states import Outcome, Standing
from recours.people.rules import Actor
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact

RAW_NAME = "message.eml"


def check_waits(card: MailCard) -> None:
    """Raise `MailAlreadyFiled` unless the message is in the hands of people, and on no case."""
    lone = card.state is Standing.FILED and card.outcome == Outcome.NOTIFICATION
    in_hand = card.state not in {Standing.PENDING, Standing.FILED, Standing.SET_ASIDE}
    if card.about or not (in_hand or lone):
        raise MailAlreadyFiled(card.id)


def read_again(card: MailCard) -> ReadMail | None:
    """Return what the message says, nothing when no machine could read it."""
    raw = raw_of(card.id)
    try:
        return read_head(raw) if is_too_large(card) else read_arrival(raw)
    except UnreadableMail:
        return None


def keep_all(card: MailCard, read: ReadMail | None, *, about: str, at: datetime) -> Kept:
    """Keep the files of the message; the message itself, when it could not be read whole."""
    if read is not None and not is_too_large(card):
        return keep_files(read, about=about, at=at)
    whole = keep_file(data=raw_of(card.id), name=RAW_NAME, about=about, at=at)
    return Kept((whole.id,), [])


def put_on_case(
    card: MailCard,
    read: ReadMail | None,
    *,
    case: str,
    visible: bool,
    actor: Actor,
    at: datetime,
) -> tuple[str, Kept]:
    """Write the words in the thread, and in the log who put them there; return their key."""
    kept = keep_all(card, read, about=case, at=at)
    text = words_of(read) if read else ""
    audience = "customer" if visible else "internal"
    message = record_message(
        about=case,
        direction="in",
        audience=audience,
        author=_author(read),
        subject=read.subject if read else "",
        text=text,
        at=card.received_at,
        channel=CHANNEL,
        attachments=kept.attachments,
        key=key_of(card),
    )
    body = {
        "text_sha256": digest(text),
        "attachments": list(kept.attachments),
        "channel": CHANNEL,
        "audience": audience,
        "linked_by": actor.key,
    }
    append(facts=[Fact(kind="exchange.received", account=case, body=body)], at=at)
    if visible:
        told = {"message": message, "channel": CHANNEL}
        tell_listeners(reference=case, event="message.received", data=told, at=at)
    return message, kept


def _author(read: ReadMail | None) -> str:
    """Name the address that wrote, never the name it gives itself: nothing proves it."""
    if read is None:
        return ""
    return read.sender or (read.senders[0].address if read.senders else "")
