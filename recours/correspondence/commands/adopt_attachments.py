"""Hand the files of a form to the complaint it became."""

from collections.abc import Sequence

from recours.correspondence.errors import AttachmentNotFound
from recours.correspondence.models import Attachment


def adopt_attachments(*, attachments: Sequence[str], draft: str, about: str) -> None:
    """Move the files given with `draft` to the case `about`; calling again changes nothing.

    Raise `AttachmentNotFound` for a file of another form or case.
    """
    wanted = set(attachments)
    if not wanted:
        return
    Attachment.objects.filter(pk__in=wanted, about=draft).update(about=about)
    if Attachment.objects.filter(pk__in=wanted, about=about).count() != len(wanted):
        raise AttachmentNotFound(about)
