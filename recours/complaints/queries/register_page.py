"""The register, page by page, in the order complaints were written in it."""

from recours.complaints.access import visible_to
from recours.complaints.queries.worklist import Page, row_of
from recours.people.rules import Actor


class UnknownMark(Exception):
    """The page continues from a complaint that this person does not see."""


def register_page(*, actor: Actor, after: str = "", size: int) -> Page:
    """Return the complaints written after that one (the first ones without it).

    Numbers are given under a lock held until the complaint is committed: nothing ever appears
    behind the mark. Raise `UnknownMark`.
    """
    rows = visible_to(actor)
    if after:
        number = rows.filter(reference=after).values_list("id", flat=True).first()
        if number is None:
            raise UnknownMark(after)
        rows = rows.filter(id__gt=number)
    found = list(rows.order_by("id")[: size + 1])
    more = len(found) > size
    found = found[:size]
    return Page(rows=tuple(row_of(row) for row in found), after=found[-1].reference if more else "")
