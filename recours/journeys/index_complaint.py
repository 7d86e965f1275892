"""Write what a complaint says into the search index, in place of what it said before."""

from datetime import datetime

from recours.journeys.indexing.gather import gather
from recours.search.commands.index_document import index_document
from recours.search.queries import mark_of


def index_complaint(*, reference: str, at: datetime) -> bool:
    """Return whether the index changed; what is written meanwhile is indexed at the next turn."""
    mark = mark_of(reference)  # before anything is read: a later change has another mark
    documents = gather([reference], until=at)
    return any(index_document(document=one, mark=mark, at=at) for one in documents)
