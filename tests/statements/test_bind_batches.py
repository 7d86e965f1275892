"""Many small imports: questions open few files and answer the same."""

from datetime import date, timedelta

import pytest

from recours.statements import queries
from recours.statements.commands.bind_batches import MOST_FOLDERS, bind_batches
from recours.statements.models import Volume
from recours.statements.reading.folders import library
from recours.statements.sealing.shelf import home_of
from tests.statements.shop import AT, HEADER

pytestmark = pytest.mark.django_db
DAYS = MOST_FOLDERS + 1


@pytest.fixture
def year(take):
    """One small file a day, the first purchase being completed on the last day."""
    reports = [
        take([
            HEADER,
            f"T{n};P{n};2026-03-{n:02d} 10:00:00;Lyon;M{n % 3};A;;;1;{n},00",
        ])
        for n in range(1, DAYS)
    ]  # fmt: skip
    last = take([HEADER, "T1;P1;2026-03-01 10:00:00;Lyon;M1;B;;;1;0,50"])
    return [*reports, last]


def test_after_many_imports_few_folders_are_open(year):
    assert len(library("cercle", "purchases").folders) == 1
    assert Volume.objects.count() == 1


def test_answers_are_the_same_once_bound(year):
    first = queries.purchase("cercle", "P1")
    assert first.total_cents == 150
    assert first.batch == year[0].batch
    assert len(queries.purchases_of("cercle", "M1")) == 6
    near = {"store": "Lyon", "on": date(2026, 3, 1), "days": 0}
    assert queries.purchases_near("cercle", **near, total_cents=150) == [first]
    assert queries.purchases_near("cercle", **near, total_cents=100) == []
    assert queries.purchase("cercle", "P16").batch == year[15].batch


def test_known_lines_are_still_known_once_bound(take, year):
    again = take([HEADER, "T7;P7;2026-03-07 10:00:00;Lyon;M1;A;;;1;7,00"])

    assert (again.rows_new, again.rows_known) == (0, 1)


def test_batches_stay_and_their_folders_too(year):
    assert len(queries.batches("cercle")) == DAYS
    assert all(not found for found in queries.invariants(deep=True).values())


def test_a_replaced_volume_goes_when_nobody_can_be_reading_it(take, year):
    old = Volume.objects.get()
    for n in range(DAYS):
        take([HEADER, f"U{n};U{n};2026-04-01 10:00:00;Lyon;M1;A;;;1;1,00"])
    assert Volume.objects.get(id=old.id).replaced_at is not None
    folders = {path.name for path in home_of("cercle", "purchases").glob("v*")}
    assert len(folders) == 2

    for _ in range(2):
        bind_batches(programme="cercle", kind="purchases", at=AT + timedelta(hours=2))

    assert len(list(home_of("cercle", "purchases").glob("v*"))) == 1
    assert len(queries.purchases_of("cercle", "M1")) == 6 + DAYS
