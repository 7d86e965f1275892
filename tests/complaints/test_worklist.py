"""The lists: every line once, in order, a neighbour on each side, whatever mark is typed."""

from datetime import timedelta

import pytest

from recours.complaints.commands.close import close
from recours.complaints.commands.decide import decide
from recours.complaints.models import Complaint
from recours.complaints.queries import View, counts, neighbours, worklist
from recours.complaints.states import Outcome, Status
from recours.journeys.lodge_complaint import Lodging, lodge_complaint
from recours.people.rules import SYSTEM
from tests.crash.cast import NOW, open_shop


@pytest.fixture
def lodge(db, data_folder, tmp_path):
    """Lodge as many complaints as asked, one a day; return their references."""
    open_shop(tmp_path)

    def _lodge(count):
        return [
            lodge_complaint(
                lodging=Lodging(
                    key=f"form-{number}",
                    kind="AUT",
                    programme="bellerive",
                    name="Alice Rivoire",
                    email=f"alice{number}@exemple.fr",
                ),
                at=NOW + timedelta(days=number // 2),
            ).reference
            for number in range(count)
        ]

    return _lodge


def _settle(reference, at):
    Complaint.objects.filter(reference=reference).update(status=Status.DECISION)
    decide(
        reference=reference,
        version=None,
        outcome=Outcome.FOUNDED,
        points=0,
        reason="Un geste.",
        actor=SYSTEM,
        limit=0,
        at=at,
    )
    close(reference=reference, answer_sha256="0" * 64, at=at)


def _read(view, size):
    after, found = "", []
    while True:
        page = worklist(actor=SYSTEM, view=view, after=after, size=size)
        found += [row.reference for row in page.rows]
        if not page.after:
            return found
        after = page.after


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_of_open_complaints_hold_each_line_once_nearest_first(lodge, size):
    references = lodge(7)
    assert _read(View.TEAM, size) == references


@pytest.mark.parametrize("size", [1, 2, 5])
def test_pages_of_settled_complaints_hold_each_line_once_latest_first(lodge, size):
    references = lodge(5)
    for number, reference in enumerate(references):
        _settle(reference, NOW + timedelta(days=30, hours=number // 2))
    assert _read(View.CLOSED, size) == references[::-1]


def test_a_line_knows_the_one_before_and_the_one_after(lodge):
    first, second, third = lodge(3)
    asked = {"actor": SYSTEM, "view": View.TEAM}
    assert neighbours(reference=first, **asked) == ("", second)
    assert neighbours(reference=second, **asked) == (first, third)
    assert neighbours(reference=third, **asked) == (second, "")
    assert neighbours(reference="R-2026-99999-X", **asked) == ("", "")


def test_the_margin_counts_what_waits(lodge, django_assert_num_queries):
    assert set(counts(SYSTEM).values()) == {0}
    lodge(4)
    with django_assert_num_queries(1):
        held = counts(SYSTEM)
    assert held[View.TO_DECIDE] == 4
    assert held[View.APPROVALS] == 0


@pytest.mark.parametrize(
    "mark", ["x", "_", "2026-11-21_", "2026-11-21_-1", "2026-13-40_1", f"2026-11-21_{'9' * 40}"]
)
@pytest.mark.parametrize("view", [View.TEAM, View.CLOSED])
def test_a_mark_that_marks_nothing_is_the_beginning(lodge, view, mark):
    references = lodge(2)
    page = worklist(actor=SYSTEM, view=view, after=mark)
    assert [row.reference for row in page.rows] == (references if view is View.TEAM else [])
