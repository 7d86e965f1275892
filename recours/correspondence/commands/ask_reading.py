"""Ask the worker to read the words of a file, such as the photo of a receipt."""

from datetime import datetime

from recours.correspondence.file_cards import attachment_view
from recours.jobs.commands.enqueue import enqueue
from recours.scans.kinds import SHOWN


def ask_reading(*, attachment: str, at: datetime) -> bool:
    """Say whether it will be read; once is enough. Raise `AttachmentNotFound`."""
    view = attachment_view(attachment)
    if view.type not in SHOWN or not view.opens:
        return False
    enqueue(
        kind="correspondence.read_file",
        payload={"sha256": view.sha256},
        at=at,
        unique_key=f"file:read:{view.sha256}",
        priority=1,
        max_attempts=2,
    )
    return True
