"""Read the words of a file and keep them beside it."""

from datetime import datetime

from recours.correspondence import store
from recours.correspondence.errors import AttachmentNotFound, FileDamaged
from recours.correspondence.file_cards import FileText, file_text
from recours.correspondence.models import Attachment, AttachmentText
from recours.scans.errors import ScanFailed
from recours.scans.kinds import SHOWN
from recours.scans.read import read_page
from recours.search.commands.mark_changed import mark_changed

PLAIN = "text/plain"
LONGEST = 200_000  # letters


def read_file(*, sha256: str, at: datetime) -> FileText:
    """Return the words of the file, read now or before; none, and why, when it gives none.

    Raise `AttachmentNotFound`.
    """
    known = file_text(sha256)
    if known is not None and not known.trouble:
        return known
    first = Attachment.objects.filter(sha256=sha256).order_by("at", "id").first()
    if first is None:
        raise AttachmentNotFound(sha256)
    row = _read(sha256, first.type, at)
    AttachmentText.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["sha256"],
        update_fields=["text", "engine", "confidence", "pages", "trouble", "at"],
    )
    for about in Attachment.objects.filter(sha256=sha256).values_list("about", flat=True):
        mark_changed(about=about, at=at)
    found = file_text(sha256)
    if found is None:
        raise AttachmentNotFound(sha256)
    return found


def _read(sha256: str, kind: str, at: datetime) -> AttachmentText:
    row = AttachmentText(sha256=sha256, at=at)
    try:
        data = store.read(sha256)
        if kind == PLAIN:
            row.text, row.engine, row.confidence = _plain(data), "document", 100
        elif kind in SHOWN:
            found = read_page(data, kind)
            row.text, row.engine = found.text[:LONGEST].replace("\0", " "), found.engine[:40]
            row.confidence, row.pages = found.confidence, found.pages
        else:
            row.trouble = "not-shown"
    except ScanFailed as failed:
        row.trouble = failed.reason
    except FileDamaged:
        row.trouble = "damaged"
    return row


def _plain(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return text[:LONGEST].replace("\0", " ")
