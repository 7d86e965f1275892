"""The lists agents work from: short, in the right order, flat however many complaints there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery

from recours.complaints.access import visible_to
from recours.complaints.models import Complaint
from recours.complaints.rules.kinds import Kind, kind_of
from recours.complaints.states import Finding, Status
from recours.people.rules import Actor

PAGE = 25
COUNT_NO_FURTHER = 500
LONGEST_NUMBER = 18  # digits that every database can hold


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
    opened = seen.filter(closed_at__isnull=True, merged_into__isnull=True)
    narrowed = {
        View.MINE: Q(assignee=actor.key),
        View.TEAM: Q(),
        View.TO_DECIDE: Q(awaits="decision"),
        View.APPROVALS: Q(awaits="approval"),
        View.UNASSIGNED: Q(assignee=""),
    }[view]
    return opened.filter(narrowed)


def worklist(*, actor: Actor, view: View, after: str = "", size: int = PAGE) -> Page:
    """Return a page of the list; `after` is the mark of the page before.

    Nearest date first; what is settled, latest first. Pages continue from the last line seen
    (date and number), so the thousandth costs what the first does.
    """
    rows = _chosen(actor, view)
    if mark := _read_mark(view, after):
        rows = rows.filter(_beyond(view, *mark))
    order = ("-closed_at", "-id") if view is View.CLOSED else ("next_due", "id")
    found = list(rows.order_by(*order)[: size + 1])
    more = len(found) > size
    found = found[:size]
    return Page(
        rows=tuple(row_of(row) for row in found), after=_mark(view, found[-1]) if more else ""
    )


def _mark(view: View, row: Complaint) -> str:
    at = row.closed_at if view is View.CLOSED else row.next_due
    return f"{at.isoformat() if at else ''}_{row.pk}"


def _read_mark(view: View, mark: str) -> tuple[date, int] | None:
    text, _, number = mark.partition("_")
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER):
        return None
    try:
        if view is not View.CLOSED:
            return date.fromisoformat(text), int(number)
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (at, int(number)) if at.tzinfo else None


def _beyond(view: View, at: date, number: int) -> Q:
    """Return what stands after a line; the bound that comes first lets the index start there."""
    if view is View.CLOSED:
        return Q(closed_at__lte=at) & (Q(closed_at__lt=at) | Q(id__lt=number))
    return Q(next_due__gte=at) & (Q(next_due__gt=at) | Q(id__gt=number))


class _CountOf(Subquery):
    """How many rows a bounded query gives."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS bounded)"
    output_field = IntegerField()


def counts(actor: Actor) -> dict[View, int]:
    """Return how many lines each open list holds; counting stops at `COUNT_NO_FURTHER`."""
    views = (View.MINE, View.TO_DECIDE, View.APPROVALS, View.UNASSIGNED)
    held = {
        view.name: _CountOf(_chosen(actor, view).order_by().values("id")[:COUNT_NO_FURTHER])
        for view in views
    }
    any_row = Complaint.objects.order_by().annotate(**held).values_list(*held)[:1]
    found = next(iter(any_row), (0,) * len(views))
    return dict(zip(views, found, strict=True))


def neighbours(*, actor: Actor, view: View, reference: str) -> tuple[str, str]:
    """Return the references before and after this one in an open list, empty at the ends."""
    day, number = OuterRef("next_due"), OuterRef("id")
    rows = _chosen(actor, view)
    before = rows.filter(Q(next_due__lt=day) | Q(next_due=day, id__lt=number), next_due__lte=day)
    after = rows.filter(Q(next_due__gt=day) | Q(next_due=day, id__gt=number), next_due__gte=day)
    found = (
        visible_to(actor)
        .filter(reference=reference)
        .annotate(
            before=Subquery(before.order_by("-next_due", "-id").values("reference")[:1]),
            after=Subquery(after.order_by("next_due", "id").values("reference")[:1]),
        )
        .values_list("before", "after")
        .first()
    )
    return (found[0] or "", found[1] or "") if found else ("", "")


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
        .filter(closed_at__isnull=True, merged_into__isnull=True)
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
