"""Keep a file as evidence, whatever it is: it came with a message, it is not ours to refuse."""

from datetime import datetime

from recours.correspondence import keeping
from recours.correspondence.commands.set_file_apart import set_file_apart
from recours.correspondence.queries import AttachmentCard
from recours.correspondence.rules.evidence import any_type_of, kept_ending
from recours.correspondence.rules.files import is_antivirus_test


def keep_file(*, data: bytes, name: str, about: str, at: datetime) -> AttachmentCard:
    """Return the card of the file; its type is told by its content, its name is made harmless.

    Nothing is refused, not even an empty file or a virus: who may open it is said by its verdict,
    and what cannot be shown is only ever downloaded.
    """
    kind = kept_ending(name, any_type_of(data))
    card = keeping.keep(data=data, name=name, kind=kind, about=about, at=at)
    if is_antivirus_test(data):
        set_file_apart(sha256=card.sha256, found=keeping.TEST_FILE, at=at)
    return card
