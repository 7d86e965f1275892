"""Write a letter of a case: set, read again, kept; an incomplete one does not exist."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from recours.correspondence.commands.lint_letter import lint_letter
from recours.correspondence.commands.render_letter import render_letter
from recours.correspondence.commands.store_attachment import store_attachment
from recours.correspondence.errors import LetterIncomplete
from recours.correspondence.models import Letter
from recours.correspondence.pdf_text import text_of
from recours.correspondence.printing import words_of
from recours.correspondence.queries import LetterCard, card_of_letter
from recours.correspondence.rules.mails import language_of

NAMES = {
    ("answer", "fr"): "reponse",
    ("answer", "en"): "answer",
    ("acknowledgement", "fr"): "accuse-de-reception",
    ("acknowledgement", "en"): "acknowledgement",
}


@transaction.atomic
def write_letter(
    *, about: str, kind: str, values: Mapping[str, Any], language: str, at: datetime
) -> LetterCard:
    """Return the card of the letter; its attachment is what is joined to the e-mail.

    The printed words are read back from the PDF itself. Raise `LetterIncomplete` with what lacks.
    Writing again makes the next version; the former ones stay.
    """
    spoken = language_of(language)
    words = words_of(kind, spoken)
    pdf = render_letter(template=kind, values=values, language=spoken, words=words)
    missing = lint_letter(kind=kind, values=values, text=text_of(pdf))
    if missing:
        raise LetterIncomplete(missing)
    version = _next_version(about, kind)
    suffix = f"-{version}" if version > 1 else ""
    name = f"{about}-{NAMES[kind, spoken]}{suffix}.pdf"
    kept = store_attachment(data=pdf, name=name, about=about, at=at, ours=True)
    row = Letter(
        id=uuid.uuid4(),
        about=about,
        kind=kind,
        version=version,
        worded=words.version if words else None,
        language=spoken,
        sha256=kept.sha256,
        attachment_id=kept.id,
        at=at,
    )
    row.save(force_insert=True)
    return card_of_letter(row)


def _next_version(about: str, kind: str) -> int:
    written = Letter.objects.filter(about=about, kind=kind).aggregate(last=Max("version"))
    return (written["last"] or 0) + 1
