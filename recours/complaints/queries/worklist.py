"""The lists agents work from: short, in the right order, flat however many complaints there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Count, Q, QuerySet

from recours.complaints.access import visible_to
from recours.complaints.models import Complaint
from recours.complaints.rules.kinds import Kind, kind_of
from recours.complaints.states import Finding, Status
from recours.people.rules import Actor

PAGE = 25
COUNT_NO_FURTHER = 500


class View(StrEnum):
    """The worklists of this release."""

    MINE = "miennes"
    TEAM = "equipe"
    TO_DECIDE = "a-decider"
    APPROVALS = "approbations"
    UNASSIGNED = "non-attribuees"
    CLOSED = "closes"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a worklist."""

    reference: str
    kind: Kind
    status: Status
    programme: str
    customer: str
    assignee: str
    received_at: datetime
    next_due: date
    next_rule: str
    finding: Finding | None
    points_due: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a worklist; `after` opens the next one, empty at the end."""

    rows: tuple[Row, ...]
    after: str


def _chosen(actor: Actor, view: View) -> QuerySet[Complaint]:
    seen = visible_to(actor)
    if view is View.CLOSED:
        return seen.filter(closed_at__isnull=False)
    opened = seen.filter(closed_at__isnull=True)
    narrowed = {
        View.MINE: Q(assignee=actor.key),
        View.TEAM: Q(),
        View.TO_DECIDE: Q(awaits="decision"),
        View.APPROVALS: Q(awaits="approval"),
        View.UNASSIGNED: Q(assignee=""),
    }[view]
    return opened.filter(narrowed)


def worklist(*, actor: Actor, view: View, after: str = "", size: int = PAGE) -> Page:
    """Return a page of the list, nearest date first; `after` is the mark of the page before.

    Pages continue from the last line seen (date and number), so the thousandth costs what the
    first does.
    """
    rows = _chosen(actor, view)
    if mark := _read_mark(after):
        day, number = mark
        rows = rows.filter(Q(next_due__gt=day) | Q(next_due=day, id__gt=number))
    found = list(rows.order_by("next_due", "id")[: size + 1])
    more = len(found) > size
    found = found[:size]
    mark_after = f"{found[-1].next_due.isoformat()}_{found[-1].pk}" if more else ""
    return Page(rows=tuple(row_of(row) for row in found), after=mark_after)


def _read_mark(mark: str) -> tuple[date, int] | None:
    day, _, number = mark.partition("_")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None


def counts(actor: Actor) -> dict[View, int]:
    """Return how many lines each open list holds; counting stops at `COUNT_NO_FURTHER`."""
    return {
        view: len(_chosen(actor, view).order_by().values_list("id")[:COUNT_NO_FURTHER])
        for view in (View.MINE, View.TO_DECIDE, View.APPROVALS, View.UNASSIGNED)
    }


def neighbours(*, actor: Actor, view: View, reference: str) -> tuple[str, str]:
    """Return the references before and after this one in the list, empty at the ends."""
    here = visible_to(actor).filter(reference=reference).values_list("next_due", "id").first()
    if here is None:
        return "", ""
    day, number = here
    rows = _chosen(actor, view)
    before = (
        rows.filter(Q(next_due__lt=day) | Q(next_due=day, id__lt=number))
        .order_by("-next_due", "-id")
        .values_list("reference", flat=True)
        .first()
    )
    after = (
        rows.filter(Q(next_due__gt=day) | Q(next_due=day, id__gt=number))
        .order_by("next_due", "id")
        .values_list("reference", flat=True)
        .first()
    )
    return before or "", after or ""


def found_by(  # one way of naming complaints each
    actor: Actor,
    *,
    reference: str = "",
    customer: str = "",
    members: Sequence[tuple[str, str]] = (),
    receipt: str = "",
) -> list[Row]:
    """Return what a search names, the latest first, within the person's rights (fifty at most)."""
    asked = Q(pk__in=())
    if reference:
        asked |= Q(reference=reference)
    if customer:
        asked |= Q(customer=customer)
    if receipt:
        asked |= Q(disputed__receipt=receipt)
    for programme, member in members:
        asked |= Q(programme=programme, member=member)
    rows = visible_to(actor).filter(asked).order_by("-received_at", "-id")[:50]
    return [row_of(row) for row in rows]


def load_per_person(actor: Actor) -> dict[str, int]:
    """Return how many open complaints each person holds; the empty name is nobody yet."""
    rows = (
        visible_to(actor)
        .filter(closed_at__isnull=True)
        .order_by()
        .values_list("assignee")
        .annotate(held=Count("id"))
    )
    return dict(rows)


def row_of(row: Complaint) -> Row:
    """Return the line of a complaint."""
    return Row(
        reference=row.reference,
        kind=kind_of(row.kind),
        status=Status(row.status),
        programme=row.programme,
        customer=row.customer,
        assignee=row.assignee,
        received_at=row.received_at,
        next_due=row.next_due,
        next_rule=row.next_rule,
        finding=Finding(row.finding) if row.finding else None,
        points_due=row.points_due,
    )
