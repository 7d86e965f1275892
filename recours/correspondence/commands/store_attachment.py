"""Keep a file that somebody gave us, or that we made."""

import uuid
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from recours.correspondence import store
from recours.correspondence.errors import RefusedAttachment
from recours.correspondence.models import Attachment
from recours.correspondence.queries import AttachmentCard, card_of_attachment
from recours.correspondence.rules.files import LARGEST, FileType, shown_name, type_of


def store_attachment(*, data: bytes, name: str, about: str, at: datetime) -> AttachmentCard:
    """Return the card of the attachment; its bytes are on the disk, whole, before it exists.

    What it is, is told by its content, never by its name; the same bytes are kept once. Raise
    `RefusedAttachment` with the sentence to show.
    """
    kind = _accepted(data)
    row = Attachment(
        id=uuid.uuid4(),
        about=about,
        sha256=store.keep(data),
        name=shown_name(name, kind),
        type=kind.mime,
        size=len(data),
        at=at,
    )
    row.save(force_insert=True)
    return card_of_attachment(row)


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
