"""Two agents who join the same two complaints at once, each the other way: exactly one succeeds."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from recours.complaints.commands.keep_promise import keep_promise
from recours.complaints.errors import ComplaintMerged, ComplaintNotMerged, PromiseClosed
from recours.complaints.models import Clock, Complaint, Merge
from recours.complaints.queries import complaint_card, promises_on
from recours.journeys.confirm_in_writing import confirm_in_writing
from recours.journeys.merge_complaints import merge_complaints
from recours.journeys.unmerge_complaints import unmerge_complaints
from recours.kernel.days import legal_day
from tests.crash.cast import NOW, open_shop
from tests.journeys.calls import basile, call, clocks, lodged

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(hours=2)


@pytest.fixture(autouse=True)
def shop(data_folder, tmp_path):
    open_shop(tmp_path)


def at_once(*acts, refusals=()):
    """Do all of these together; return what each got, None when refused."""
    barrier = Barrier(len(acts))

    def one(act):
        barrier.wait()
        try:
            return act()
        except refusals:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def join(kept, merged):
    return lambda: merge_complaints(kept=kept, merged=merged, reasons=[], actor=basile(), at=LATER)


@pytest.mark.parametrize("_turn", range(3))
def test_joined_both_ways_at_once_one_leads(_turn):
    one, two = lodged(1, evidence=False), lodged(2, evidence=False)
    got = at_once(*[join(one, two), join(two, one)] * 2, refusals=(ComplaintMerged,))

    assert got.count(True) == 1
    assert Merge.objects.count() == 1
    assert Complaint.objects.filter(merged_into__isnull=False).count() == 1


def test_separated_by_two_at_once_they_are_separated_once():
    one, two = call().reference, lodged(2, evidence=False)
    join(one, two)()
    before = Clock.objects.count()
    apart = lambda: unmerge_complaints(merged=two, actor=basile(), at=LATER)  # noqa: E731
    got = at_once(apart, apart, apart, refusals=(ComplaintNotMerged,))

    assert [g for g in got if g] == [one]
    assert Clock.objects.count() == before
    assert "B-ADM-4" not in clocks(one)


def test_confirmed_while_it_is_joined_the_year_starts_on_both():
    one, two = call().reference, call().reference
    confirm = lambda: confirm_in_writing(  # noqa: E731
        complaint=two, written_on=legal_day(LATER), by="link", at=LATER
    )
    at_once(join(one, two), confirm, confirm)
    lead = complaint_card(two)

    assert lead.written_on == legal_day(LATER)
    assert complaint_card(one).written_on == legal_day(LATER)


def test_a_promise_is_kept_by_one_of_two():
    reference = call(promise="Je rappelle.", promise_by=legal_day(LATER)).reference
    (promise,) = promises_on([reference])

    def keep():
        with transaction.atomic():
            keep_promise(promise=promise.id, how="", actor=basile(), at=LATER)
        return True

    assert at_once(keep, keep, keep, refusals=(PromiseClosed,)).count(True) == 1
