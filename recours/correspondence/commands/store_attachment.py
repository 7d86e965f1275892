"""Keep a file that somebody gave us, or that we made."""

from datetime import datetime

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from recours.correspondence import keeping
from recours.correspondence.errors import RefusedAttachment
from recours.correspondence.models import Attachment
from recours.correspondence.queries import AttachmentCard
from recours.correspondence.rules.files import LARGEST, FileType, type_of
from recours.correspondence.rules.limits import BYTES_OF_CASE, FILES_OF_CASE


def store_attachment(
    *, data: bytes, name: str, about: str, at: datetime, ours: bool = False
) -> AttachmentCard:
    """Return the card of the attachment; its bytes are on the disk, whole, before it exists.

    What it is, is told by its content, never by its name; the same bytes are kept once. `ours` is
    what we made: nobody has to check it. Raise `RefusedAttachment` with the sentence to show.
    """
    kind = _accepted(data)
    if not ours:
        _check_room(about, len(data))
    return keeping.keep(data=data, name=name, kind=kind, about=about, at=at, ours=ours)


def _check_room(about: str, size: int) -> None:
    held = Attachment.objects.filter(about=about).aggregate(files=Count("pk"), size=Sum("size"))
    if held["files"] >= FILES_OF_CASE:
        raise RefusedAttachment(
            _(
                "Ce dossier tient déjà 200 fichiers, le maximum. Votre message, lui, est gardé : "
                "envoyez-le sans fichier, ou réunissez-en plusieurs dans un PDF."
            )
        )
    if (held["size"] or 0) + size > BYTES_OF_CASE:
        raise RefusedAttachment(
            _(
                "Ce dossier est plein : ses fichiers font 300 Mo. Votre message, lui, est gardé : "
                "envoyez-le sans ce fichier."
            )
        )


def _accepted(data: bytes) -> FileType:
    if not data:
        raise RefusedAttachment(
            _("Ce fichier est vide. Choisissez-en un autre, ou continuez sans.")
        )
    if len(data) > LARGEST:
        raise RefusedAttachment(
            _("Ce fichier dépasse 10 Mo. Une photo plus petite, ou le PDF d'origine, suffit.")
        )
    kind = type_of(data)
    if kind is None:
        raise RefusedAttachment(
            _(
                "Nous ne pouvons pas lire ce fichier. Envoyez une photo (JPEG, PNG, HEIC, WebP, "
                "GIF), un PDF ou un texte."
            )
        )
    return kind
