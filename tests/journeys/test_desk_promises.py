"""What an agent promised: on the lists, back by itself, kept or broken once."""

from datetime import timedelta

import pytest

from recours.complaints.commands.break_promise import break_promise
from recours.complaints.commands.keep_promise import keep_promise
from recours.complaints.commands.record_promise import record_promise
from recours.complaints.errors import PromiseClosed, PromiseNeedsWords, PromiseNotFound
from recours.complaints.queries import (
    complaint_card,
    promises_come_due,
    promises_on,
    promises_owed,
)
from recours.complaints.rules.promises import Standing
from recours.journeys.bring_promises_back import bring_promises_back
from recours.kernel.days import legal_day
from recours.trustlog.queries import entries
from tests.crash.cast import NOW, open_shop
from tests.journeys.calls import basile, lodged

TODAY = legal_day(NOW)


@pytest.fixture
def case(db, data_folder, tmp_path):
    open_shop(tmp_path)
    return lodged(1)


@pytest.fixture(autouse=True)
def _in_one_transaction(case):
    """Commands write inside the transaction of a journey or a page: the test's own here."""


def promise(case, *, days=2, key="one", text="Je vous rappelle."):
    return record_promise(
        reference=case,
        key=key,
        text=text,
        made_to="Alice Rivoire",
        due_on=TODAY + timedelta(days=days),
        actor=basile(),
        at=NOW,
    )


def test_a_promise_ranks_with_what_the_law_owes(case):
    first = complaint_card(case).next_due
    promise(case)

    card = complaint_card(case)
    assert (card.next_due, card.next_rule) == (TODAY + timedelta(days=2), "PROMISE")
    keep_promise(promise=promises_on([case])[0].id, how="appelée", actor=basile(), at=NOW)
    assert complaint_card(case).next_due == first


def test_a_promise_for_later_than_the_law_changes_no_rank(case):
    before = complaint_card(case).next_due
    promise(case, days=300)
    assert complaint_card(case).next_due == before


def test_a_promise_come_due_comes_back_once_by_itself(case):
    promise(case, days=2)

    assert bring_promises_back(at=NOW + timedelta(days=1)) == 0
    assert bring_promises_back(at=NOW + timedelta(days=2)) == 1
    assert bring_promises_back(at=NOW + timedelta(days=3)) == 0
    assert promises_come_due(basile()) == 1
    assert promises_on([case])[0].standing is Standing.DUE
    assert [e.kind for e in entries(case)].count("promise.came_due") == 1


def test_a_promise_is_closed_once(case):
    key = promise(case)
    keep_promise(promise=key, how="", actor=basile(), at=NOW)

    with pytest.raises(PromiseClosed):
        keep_promise(promise=key, how="", actor=basile(), at=NOW)
    with pytest.raises(PromiseClosed):
        break_promise(promise=key, why="trop tard", actor=basile(), at=NOW)
    assert promises_owed(basile()) == []


def test_a_broken_promise_says_why(case):
    key = promise(case)
    with pytest.raises(PromiseNeedsWords):
        break_promise(promise=key, why=" ", actor=basile(), at=NOW)
    break_promise(promise=key, why="Le magasin n'a pas répondu.", actor=basile(), at=NOW)

    assert promises_on([case])[0].standing is Standing.BROKEN


def test_an_empty_promise_is_not_kept_and_an_unknown_one_is_not_found(case):
    with pytest.raises(PromiseNeedsWords):
        promise(case, text="  ")
    with pytest.raises(PromiseNotFound):
        keep_promise(promise="00000000-0000-4000-8000-000000000000", how="", actor=basile(), at=NOW)
