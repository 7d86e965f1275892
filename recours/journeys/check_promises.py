"""Check that the slices agree: what one says was done, the others say too."""

from collections import Counter
from collections.abc import Iterator, Sequence

from recours.complaints.queries import Row, points_given_back
from recours.complaints.queries.register_page import register_page
from recours.complaints.states import Status
from recours.correspondence.queries import written
from recours.journeys.filing.promises import disagreements
from recours.loyalty.queries import points_restored
from recours.people.queries import customer_card
from recours.people.rules import SYSTEM
from recours.search.queries import missing
from recours.trustlog.queries import recorded

PAGE = 500
SENTENCES = 20
REGISTERED = "every complaint was registered in the log, once"
ACKNOWLEDGED = "every complaint of somebody with an address was acknowledged, once"
ANSWERED = "every closed complaint was answered, in the log too"
INDEXED = "every complaint is found by a search, or in line to be"
MAILED = "what arrived by mail is in the register once, with its words"
GIVEN_BACK = "points given back on complaints are those the ledger restored"


def check_promises() -> dict[str, list[str]]:
    """Return, per promise, a sentence for each place where it was not kept; reads everything."""
    found: dict[str, list[str]] = {REGISTERED: [], ACKNOWLEDGED: [], ANSWERED: [], INDEXED: []}
    for rows in _register():
        references = [row.reference for row in rows]
        found[REGISTERED] += _not_once(recorded("complaint.registered", references), references)
        found[ACKNOWLEDGED] += _unacknowledged(rows)
        found[ANSWERED] += _unanswered(rows)
        found[INDEXED] += [f"{name}: recours search rebuild" for name in missing(references)]
    found[GIVEN_BACK] = list(_disagreements())
    found[MAILED] = list(disagreements())
    return {promise: sentences[:SENTENCES] for promise, sentences in found.items()}


def _register() -> Iterator[Sequence[Row]]:
    after = ""
    while True:
        page = register_page(actor=SYSTEM, after=after, size=PAGE)
        yield page.rows
        after = page.after
        if not after:
            return


def _not_once(counted: Counter[str], references: Sequence[str]) -> list[str]:
    return [f"{name}: {counted[name]} times" for name in references if counted[name] != 1]


def _unacknowledged(rows: Sequence[Row]) -> list[str]:
    """Name those without one acknowledgement, though somebody gave an address to send it to.

    What was only said is acknowledged by the invitation to write it, and once more when it is.
    """
    references = [row.reference for row in rows]
    counted = written("acknowledgement", references)
    said = written("noted", references)
    for reference in references:
        counted[reference] = counted[reference] or said[reference]
    wrong = [row for row in rows if counted[row.reference] != 1]
    return [
        f"{row.reference}: acknowledged {counted[row.reference]} times"
        for row in wrong
        if counted[row.reference] or customer_card(row.customer).email
    ]


def _unanswered(rows: Sequence[Row]) -> list[str]:
    closed = [row.reference for row in rows if row.status is Status.CLOSED]
    mailed, logged = written("answer", closed), recorded("complaint.answered", closed)
    return [
        f"{reference}: {mailed[reference]} answers written, {logged[reference]} in the log"
        for reference in closed
        if not mailed[reference] or mailed[reference] != logged[reference]
    ]


def _disagreements() -> Iterator[str]:
    told, restored = points_given_back(), points_restored("complaint")
    for source in sorted(told.keys() | restored.keys()):
        if told.get(source) != restored.get(source):
            yield f"{source}: {told.get(source, 0)} given back, {restored.get(source, 0)} restored"
