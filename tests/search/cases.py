"""Cases to search in, small enough to be read."""

from datetime import UTC, datetime, timedelta

from recours.search.commands.index_document import index_document
from recours.search.rules.documents import Document, Part

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
DESK = {"customer", "internal", "department"}


def case(number, *texts, programme="quai", **more):
    """A case whose texts the customer may read."""
    parts = [Part("message", text) if isinstance(text, str) else text for text in texts]
    return Document(
        about=f"R-2026-{number:05d}-X",
        programme=programme,
        received_at=NOW + timedelta(hours=number),
        parts=[*more.pop("parts", ()), *parts],
        **more,
    )


def index(*documents):
    for document in documents:
        index_document(document=document, mark=None, at=NOW)


def numbers(found):
    """The numbers of the cases found, in order."""
    return [int(hit.about[7:12]) for hit in found.hits]
