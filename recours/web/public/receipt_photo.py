"""What was read on the photo of a receipt: proposed in the fields left empty, never imposed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from recours.correspondence.errors import AttachmentNotFound
from recours.correspondence.file_cards import attachment_view, file_text
from recours.kernel.days import legal_day
from recours.scans.kinds import SHOWN
from recours.scans.receipt import receipt_fields
from recours.statements.queries import stores
from recours.web.public.lodge_draft import TICKET, files_of
from recours.web.questions.asking import Field

FIELDS = ("receipt", "bought_on", "store", "total")


@dataclass(frozen=True, slots=True)
class Photo:
    """What the photo gives: `state` is "reading", "read", or empty when there is nothing to say."""

    state: str = ""
    proposed: Mapping[str, str] = field(default_factory=dict)


def photo_of(answers: Mapping[str, Any], programme: str) -> Photo:
    """Return what was read on the last receipt given with this form."""
    sent = files_of(answers).get(TICKET, [])
    if not sent or answers.get("known"):
        return Photo()
    try:
        view = attachment_view(str(sent[-1]["id"]))
    except AttachmentNotFound:
        return Photo()
    words = file_text(view.sha256)
    if words is None:
        return Photo("reading" if view.type in SHOWN and view.opens else "")
    found = receipt_fields(
        words.text, stores=stores(programme), latest=legal_day(datetime.now(tz=UTC))
    )
    cents = found.total_cents
    proposed = {
        "receipt": found.number,
        "bought_on": found.date.isoformat() if found.date else "",
        "store": found.store,
        "total": f"{cents // 100},{cents % 100:02d}" if cents is not None else "",
    }
    said = {name: value for name, value in proposed.items() if value}
    return Photo("read", said) if said else Photo()


def with_photo(
    fields: Sequence[Field], photo: Photo, typed: Mapping[str, Any]
) -> tuple[list[Field], bool]:
    """Fill in the fields nobody has answered yet; say whether one was. What was typed stays."""
    filled, used = [], False
    for one in fields:
        value = photo.proposed.get(one.code, "") if one.code in FIELDS else ""
        if value and not one.value and one.code not in typed:
            mark = _("Lu sur votre photo, à vérifier.")
            filled.append(replace(one, value=value, hint=f"{mark} {one.hint}".strip()))
            used = True
        else:
            filled.append(one)
    return filled, used
