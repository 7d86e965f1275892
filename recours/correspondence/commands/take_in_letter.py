"""Take in a letter that was scanned: the image first, whole, before anything is read on it."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from recours.correspondence.commands.keep_file import keep_file
from recours.correspondence.errors import RefusedAttachment
from recours.correspondence.models import ArrivedLetter
from recours.correspondence.rules.evidence import any_type_of
from recours.correspondence.states import LetterState
from recours.jobs.commands.enqueue import enqueue
from recours.scans.kinds import SHOWN

LARGEST = 40 * 1024 * 1024  # bytes: twenty pages in colour


@dataclass(frozen=True, slots=True)
class TakenLetter:
    """The letter, and whether it was new: the same bytes are one letter."""

    id: str
    new: bool


def take_in_letter(*, data: bytes, name: str, source: str, at: datetime) -> TakenLetter:
    """Return the letter, waiting to be read; `source` is "upload" or "folder".

    Raise `RefusedAttachment` with the sentence to show for what is no scan.
    """
    _check(data)
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        with transaction.atomic():
            return TakenLetter(_write(data, name, source, sha256, at), new=True)
    except IntegrityError:
        known = ArrivedLetter.objects.filter(sha256=sha256).first()
        if known is None:
            raise
        return TakenLetter(str(known.pk), new=False)


def _check(data: bytes) -> None:
    if not data:
        raise RefusedAttachment(_("Ce fichier est vide."))
    if len(data) > LARGEST:
        raise RefusedAttachment(
            _("Ce fichier dépasse 40 Mo. Numérisez en gris, à 200 points par pouce.")
        )
    if any_type_of(data).mime not in SHOWN:
        raise RefusedAttachment(_("Ce n’est pas une numérisation : PDF, JPEG, PNG, TIFF ou HEIC."))


def _write(data: bytes, name: str, source: str, sha256: str, at: datetime) -> str:
    key = uuid.uuid4()
    if ArrivedLetter.objects.filter(sha256=sha256).exists():
        raise IntegrityError(sha256)
    card = keep_file(data=data, name=name, about=f"draft:letter:{key}", at=at)
    ArrivedLetter.objects.create(
        id=key,
        sha256=sha256,
        attachment_id=card.id,
        source=source,
        state=LetterState.WAITING,
        taken_in_at=at,
    )
    enqueue(
        kind="correspondence.read_letter",
        payload={"letter": str(key)},
        at=at,
        unique_key=f"letter:read:{key}",
        max_attempts=3,
    )
    return str(key)
