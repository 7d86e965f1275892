"""Points come back once per source, ever; by our ledger or by a correction handed over."""

import random
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from recours.loyalty import queries
from recours.loyalty.commands.post_entry import Side, post_entry
from recours.loyalty.commands.restore_points import Restored, restore_points
from recours.loyalty.errors import (
    BadPoints,
    NotEnoughPoints,
    RestoredDifferently,
    UnknownProgramme,
)
from recours.loyalty.models import Account, Entry, Posting, Restoration
from recours.trustlog import queries as log
from tests.loyalty.bellerive import BASILE, NOW, programme, publish

pytestmark = pytest.mark.django_db
ON_TIME = date(2028, 12, 31)
CASE = "R-2026-04817-K/1"


def restore(**changes):
    arguments = {
        "programme": "bellerive",
        "member": "m-alice",
        "points": 248,
        "expires_on": ON_TIME,
        "source": CASE,
        "reason": "complaint",
        "actor": BASILE,
        "at": NOW,
        "purchase": "P-1",
    }
    return restore_points(**(arguments | changes))


def spend(points, source="bon-1"):
    return post_entry(
        programme="bellerive",
        operation="redeemed",
        source=source,
        debited=Side("member", "m-alice"),
        credited=Side("system", "redeemed"),
        points=points,
        reason="voucher",
        actor="basile",
        at=NOW,
    )


def test_points_are_posted_to_the_member_when_the_ledger_is_ours(native):
    assert restore() == Restored(f"restore:{CASE}", "posted", ON_TIME)

    assert queries.balance("bellerive", "m-alice") == 248
    [line] = queries.member_ledger("bellerive", "m-alice")
    assert (line.kind, line.points, line.balance, line.purchase_ref) == (
        "restored",
        248,
        248,
        "P-1",
    )
    assert all(breaches == [] for breaches in queries.invariants().values())


def test_a_correction_waits_for_the_operator_when_the_ledger_is_theirs(bellerive):
    assert restore() == Restored(f"COR-{CASE}", "exported", ON_TIME)

    [correction] = queries.corrections("bellerive")
    assert (correction.state, correction.points, correction.member) == ("approved", 248, "m-alice")
    assert queries.balance("bellerive", "m-alice") == 0
    assert all(breaches == [] for breaches in queries.invariants().values())


@pytest.mark.parametrize("keeper", ["native", "bellerive"])
def test_a_second_restoration_of_one_source_is_the_first(keeper, request):
    request.getfixturevalue(keeper)
    first = restore()

    assert restore(at=NOW + timedelta(days=400)) == first
    assert Restoration.objects.count() == 1
    assert len(log.entries("bellerive:m-alice")) == 1


@pytest.mark.parametrize("change", [{"points": 249}, {"member": "m-paul"}])
def test_the_same_source_for_something_else_is_refused(native, change):
    restore()

    with pytest.raises(RestoredDifferently):
        restore(**change)
    assert queries.balance("bellerive", "m-alice") == 248


@pytest.mark.parametrize("points", [0, -1, 10**9 + 1, 2**63])
def test_points_that_are_no_number_of_points_are_refused(native, points):
    with pytest.raises(BadPoints):
        restore(points=points)


def test_an_unknown_programme_is_refused():
    with pytest.raises(UnknownProgramme):
        restore(programme="ailleurs")


def test_restored_points_last_as_if_on_time_but_never_less_than_the_minimum(native):
    assert restore(expires_on=ON_TIME).expires_on == ON_TIME
    assert restore(source="b", expires_on=date(2026, 12, 1)).expires_on == date(2027, 2, 19)
    assert restore(source="c", expires_on=None).expires_on is None


def test_restored_points_may_last_as_points_earned_that_day(db):
    programme(ledger_keeper="recours", restored_expiry="from_restoration")
    publish("6")

    assert restore(expires_on=date(2026, 12, 31)).expires_on == date(2028, 12, 31)


def test_the_log_tells_what_was_posted(native):
    restore()

    [entry] = log.entries("bellerive:m-alice")
    assert entry.kind == "points.posted"
    assert entry.body["points"] == 248
    assert entry.body["from"] == "system:issuance"


def test_goodwill_leaves_another_account(native):
    restore(bucket="goodwill")

    assert Posting.objects.get().debited.owner == "goodwill"


def test_an_account_never_goes_below_zero(native):
    restore()
    spend(200)

    with pytest.raises(NotEnoughPoints), transaction.atomic():
        spend(49, source="bon-2")
    assert queries.balance("bellerive", "m-alice") == 48
    assert [line.balance for line in queries.member_ledger("bellerive", "m-alice")] in (
        [48, 248],
        [48, -200],
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        Account.objects.filter(owner="m-alice").update(balance=-1)


@pytest.mark.parametrize("table", [Entry, Posting, Restoration])
def test_the_database_refuses_to_change_what_was_posted(native, table):
    restore()

    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        table.objects.update(id=F("id") + 1)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        connection.cursor().execute(f"DELETE FROM {table._meta.db_table}")  # noqa: S608  # ours


def test_nothing_is_kept_when_the_transaction_is_undone(native):
    with transaction.atomic():
        restore()
        transaction.set_rollback(True)

    assert (Restoration.objects.count(), Entry.objects.count()) == (0, 0)
    assert queries.balance("bellerive", "m-alice") == 0
    assert restore().entry == f"restore:{CASE}"


def test_doctor_sees_a_balance_that_was_tampered_with(native):
    restore()
    Account.objects.filter(owner="m-alice").update(balance=300)

    broken = {name: found for name, found in queries.invariants().items() if found}

    assert set(broken) == {
        "all accounts together hold zero",
        "a balance is the sum of its postings, never negative",
    }


@pytest.mark.parametrize("seed", range(3))
def test_after_any_sequence_of_operations_the_sums_close(native, seed):
    chance, held = random.Random(seed), 0  # noqa: S311  # seeded, on purpose
    for number in range(60):
        points, source = chance.randint(1, 400), f"{chance.choice('ab')}-{chance.randint(0, 40)}"
        known = Restoration.objects.filter(source=source).exists()
        if chance.random() < 0.5:
            with suppress(RestoredDifferently):
                restore(points=points, source=source)
                held += 0 if known else points
        else:
            with suppress(NotEnoughPoints), transaction.atomic():
                spend(points, source=f"bon-{number}")
                held -= points
        assert queries.balance("bellerive", "m-alice") == held >= 0, f"seed {seed}"

    assert [found for found in queries.invariants().values() if found] == []
    assert len(log.entries("bellerive:m-alice")) == Entry.objects.count()
