"""What stands beside a complaint: what was promised, what may be the same, what it is called."""

from collections.abc import Sequence
from typing import Any

from recours.complaints.access import may_join
from recours.complaints.queries import (
    ComplaintCard,
    PromiseCard,
    invitation_on,
    promises_on,
    qualifications_of,
)
from recours.complaints.rules.promises import Standing
from recours.complaints.states import NOT_DECIDED
from recours.journeys.possible_duplicates import possible_duplicates
from recours.people.queries import staff_cards
from recours.people.rules import Actor, StaffCard
from recours.web.casefile.joined import SAID
from recours.web.desk.call_forms import kinds_offered

OWED = (Standing.OWED, Standing.DUE)


def beside(
    card: ComplaintCard, joined: Sequence[str], actor: Actor, language: str
) -> dict[str, Any]:
    """Return what the page of a complaint shows beside its evidence and its thread."""
    promises = promises_on([card.reference, *joined])
    changes = qualifications_of(card.reference)
    people = staff_cards({p.made_by for p in promises} | {c.by for c in changes})
    undecided = card.status in NOT_DECIDED
    return {
        "invitation": invitation_on(card.reference) if card.channel in SAID else None,
        "promises": [_promise(one, people) for one in promises],
        "may_join": may_join(actor, card.status),
        "may_be_another": undecided,
        "may_qualify": undecided,
        "kinds": kinds_offered(language) if undecided else [],
        "qualified": [
            (one, one.kind.title(language), one.kind_before.title(language), _name(people, one.by))
            for one in changes
        ],
        "language": language,
    }


def perhaps_the_same(card: ComplaintCard, actor: Actor, language: str) -> list[tuple[Any, str]]:
    """Return the complaints this one may repeat, each with its title; asked for after the page."""
    if card.status not in NOT_DECIDED:
        return []
    found = possible_duplicates(complaint=card.reference, actor=actor)
    return [(one, one.row.kind.title(language)) for one in found]


def _promise(one: PromiseCard, people: dict[str, StaffCard]) -> dict[str, Any]:
    return {
        "card": one,
        "by_name": _name(people, one.made_by),
        "owed_on": one.due_on if one.standing in OWED else None,
        "left": "",
    }


def _name(people: dict[str, StaffCard], key: str) -> str:
    return people[key].name if key in people else ""
