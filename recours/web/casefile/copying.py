"""The copy of a correspondence, as its reader takes it away."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.http import FileResponse, HttpResponseBase
from django.utils.translation import get_language

from recours.complaints.queries import ComplaintCard
from recours.correspondence.copies import CUSTOMER, correspondence_pdf, correspondence_zip
from recours.people.errors import NotYours
from recours.people.queries import customer_card
from recours.web.casefile.files import closed_file

DESK = ("customer", "internal", "department")
NAMES = {"fr": "echanges", "en": "exchanges"}


def copy_response(
    card: ComplaintCard, kind: str, *, audiences: Sequence[str] = CUSTOMER
) -> HttpResponseBase:
    """Give the exchanges that these readers may read: `pdf` or `zip`."""
    language = (get_language() or "fr")[:2]
    asked: dict[str, Any] = {
        "about": card.reference,
        "audiences": audiences,
        "to_name": customer_card(card.customer).name,
        "language": language,
        "at": datetime.now(tz=UTC),
    }
    name = f"{card.reference}-{NAMES.get(language, NAMES['fr'])}.{kind}"
    if kind == "pdf":
        return closed_file(correspondence_pdf(**asked), name=name, kind="application/pdf")
    if kind != "zip":
        raise NotYours(kind)
    response = FileResponse(correspondence_zip(**asked), as_attachment=True, filename=name)
    return _closed(response)


def _closed(response: FileResponse) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
