"""Forget the files given with something that is forgotten itself."""

from collections.abc import Sequence

from recours.correspondence.models import Attachment


def drop_attachments(*, about: Sequence[str]) -> int:
    """Return how many files were forgotten; their bytes go with the next sweep.

    A file that a message carries is kept by the database, and refused.
    """
    return Attachment.objects.filter(about__in=about).delete()[0]
