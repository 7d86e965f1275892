"""Find complaints by anything that was said, shown or typed about them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from recours.complaints.queries import Row
from recours.complaints.queries.said import Sought, rows_named, sought
from recours.complaints.states import OPEN, Status
from recours.journeys.indexing.gather import NOBODY
from recours.people.queries import customer_cards
from recours.people.rules import Actor, CustomerCard
from recours.search.queries import Extract, Filters, Found, extracts, search
from recours.search.rules.questions import Question

PAGE = 20
MOST_CUSTOMERS = 4
STATES = {"ouvertes": OPEN, "reglees": frozenset({Status.CLOSED})}  # beside each status
READS = {  # whose words each role may read
    "agent": frozenset({"customer", "internal", "department"}),
    "supervisor": frozenset({"customer", "internal", "department"}),
    "dpo": frozenset({"customer"}),
}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a person narrows a search to; `state` is one of `STATES` or a status."""

    state: str = ""
    with_file: bool = False
    wanted: Sought = field(default_factory=Sought)

    def statuses(self) -> frozenset[Status]:
        """Return the statuses asked for, none for all."""
        if not self.state:
            return frozenset()
        return STATES.get(self.state) or frozenset({Status(self.state)})


@dataclass(frozen=True, slots=True)
class Line:
    """One complaint found, whose it is, and where the words stand in it."""

    row: Row
    customer: CustomerCard | None
    extract: Extract | None


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what was found; `total` counts what this person may see, the latest if `capped`.

    `customers` are those whose name, number or address answers, with how many complaints.
    """

    question: Question
    lines: tuple[Line, ...]
    total: int
    capped: bool
    customers: tuple[tuple[CustomerCard, int], ...]
    page: int
    pages: int


def search_complaints(
    *, actor: Actor, words: str, narrowed: Narrowed | None = None, page: int = 1
) -> Results:
    """Return what this person may see of what answers, twenty at a time.

    The index proposes, as this person may read; the register says what is theirs and as asked.
    """
    asked = narrowed or Narrowed()
    readers = frozenset().union(*(READS.get(role, frozenset()) for role in actor.roles))
    found = search(
        words=words,
        programmes=actor.programmes if readers else frozenset(),
        audiences=readers,
        filters=_filters(asked),
    )
    kept = sought(actor, [hit.about for hit in found.hits], _wanted(asked))
    shown = [hit.about for hit in found.hits if hit.about in kept]
    first = (page - 1) * PAGE
    named = _named(found, kept)
    cards = customer_cards({*named, *(kept[about] for about in shown[first : first + PAGE])})
    return Results(
        question=found.question,
        lines=_lines(actor, found.question, shown[first : first + PAGE], readers, cards),
        total=len(shown),
        capped=found.capped,
        customers=tuple((cards[key], number) for key, number in named.items() if key in cards),
        page=page,
        pages=-(-len(shown) // PAGE),
    )


def _filters(asked: Narrowed) -> Filters:
    wanted = asked.wanted
    facts: dict[str, Sequence[str]] = {}
    if statuses := asked.statuses():
        facts["s"] = sorted(statuses)
    if wanted.family:
        facts["k"] = [wanted.family]
    if wanted.programme:
        facts["p"] = [wanted.programme]
    if wanted.channel:
        facts["h"] = [wanted.channel]
    if wanted.assignee is not None:
        facts["a"] = [wanted.assignee or NOBODY]
    if asked.with_file:
        facts["f"] = ["1"]
    return Filters(facts, wanted.customer, wanted.since, wanted.until)


def _wanted(asked: Narrowed) -> Sought:
    wanted = asked.wanted
    return Sought(
        statuses=asked.statuses(),
        family=wanted.family,
        programme=wanted.programme,
        channel=wanted.channel,
        assignee=wanted.assignee,
        customer=wanted.customer,
        since=wanted.since,
        until=wanted.until,
    )


def _named(found: Found, kept: dict[str, str]) -> dict[str, int]:
    """Return the customers who answer by their name, with how many of their complaints do."""
    by_name = [kept[hit.about] for hit in found.hits if hit.by_name and hit.about in kept]
    return dict(Counter(by_name).most_common(MOST_CUSTOMERS))


def _lines(
    actor: Actor,
    question: Question,
    references: Sequence[str],
    readers: frozenset[str],
    cards: dict[str, CustomerCard],
) -> tuple[Line, ...]:
    rows = rows_named(actor, references)
    told = extracts(question=question, abouts=references, audiences=readers)
    return tuple(
        Line(rows[name], cards.get(rows[name].customer), told.get(name))
        for name in references
        if name in rows
    )
