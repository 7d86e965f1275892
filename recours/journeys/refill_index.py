"""Put in line for the index the complaints that are not in it, or all of them."""

from collections.abc import Callable
from datetime import datetime

from recours.complaints.queries.register_page import register_page
from recours.people.rules import SYSTEM
from recours.search.commands.ask_again import ask_again
from recours.search.queries import missing

PAGE = 500


def refill_index(
    *, every: bool, at: datetime, tell: Callable[[int], object] = lambda _read: None
) -> int:
    """Return how many were put in line, those cut another way included.

    `tell` hears how many complaints were read so far. Stopped anywhere, it may be called again.
    """
    asked, read, after = 0, 0, ""
    while True:
        page = register_page(actor=SYSTEM, after=after, size=PAGE)
        references = [row.reference for row in page.rows]
        wanted = references if every else missing(references)
        ask_again(abouts=wanted, at=at)
        asked, read, after = asked + len(wanted), read + len(references), page.after
        tell(read)
        if not after:
            return asked
