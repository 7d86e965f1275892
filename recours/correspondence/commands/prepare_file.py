"""Draw what others may see of a file: previews and a thumbnail, without metadata."""

from datetime import datetime

from django.db import transaction

from recours.correspondence import store
from recours.correspondence.errors import AttachmentNotFound, FileDamaged
from recours.correspondence.models import Attachment, Derivative, Inspection
from recours.correspondence.states import OPENED, Verdict
from recours.scans.errors import ScanFailed
from recours.scans.safe import SafePicture, draw_safely


def prepare_file(*, sha256: str, at: datetime) -> int:
    """Return how many pictures the file has; calling again changes nothing.

    A file that cannot be drawn keeps the reason. Raise `AttachmentNotFound`.
    """
    first = Attachment.objects.filter(sha256=sha256).order_by("at", "id").first()
    if first is None:
        raise AttachmentNotFound(sha256)
    known = Inspection.objects.filter(pk=sha256).first()
    if known is None or Verdict(known.verdict) not in OPENED:
        return 0
    try:
        drawn = draw_safely(store.read(sha256), first.type)
    except ScanFailed as failed:
        return _remember(sha256, at, reason=failed.reason)
    except FileDamaged:
        return _remember(sha256, at, reason="damaged")
    rows = [_row(sha256, picture, at) for picture in drawn]
    with transaction.atomic():
        Derivative.objects.bulk_create(rows, ignore_conflicts=True)
        _remember(sha256, at, reason="")
    return len(rows)


def _row(sha256: str, picture: SafePicture, at: datetime) -> Derivative:
    return Derivative(
        source=sha256,
        kind=picture.kind,
        page=picture.page,
        sha256=store.keep(picture.data),
        type=picture.type,
        size=len(picture.data),
        width=picture.width,
        height=picture.height,
        at=at,
    )


def _remember(sha256: str, at: datetime, *, reason: str) -> int:
    Inspection.objects.filter(pk=sha256).update(prepared_at=at, no_preview=reason)
    return 0
