"""What Alice reads of her points: every line, where it comes from, what it leaves her."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override

from recours.loyalty import queries
from recours.loyalty.commands.restore_points import restore_points
from tests.loyalty.bellerive import BASILE, bought, moved

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 9, 10, 30, tzinfo=UTC)


def ledger():
    return queries.member_ledger("bellerive", "m-alice")


def an_autumn():
    bought("P-1", MONDAY, ("epicerie", "63.20"))
    moved("X-1", MONDAY + timedelta(days=1), 63, purchase="P-1", expires="2028-12-31")
    moved("X-2", MONDAY + timedelta(days=2), -40, kind="redeemed")
    bought("P-2", MONDAY + timedelta(days=3), ("epicerie", "146.80"))


def test_lines_are_the_latest_first_with_the_balance_they_left(bellerive):
    an_autumn()

    assert [(line.kind, line.points, line.balance) for line in ledger()] == [
        ("uncredited", 0, 23),
        ("redeemed", -40, 23),
        ("earned", 63, 63),
    ]
    assert queries.balance("bellerive", "m-alice") == 23


def test_a_line_says_what_it_is_in_the_language_of_the_page(bellerive):
    an_autumn()
    uncredited, redeemed, earned = ledger()

    with override("fr"):
        assert earned.what == "Achat de 63,20\u202f€"
        assert earned.note == "Valables jusqu’au 31 décembre 2028"
        assert uncredited.note == "Aucun point n’est inscrit pour cet achat."
        assert redeemed.what == "Points utilisés"
    assert (earned.where, earned.on) == ("Nantes Beaujoire", date(2026, 11, 10))
    assert (redeemed.where, redeemed.note) == ("", "")


def test_points_on_their_way_are_shown_and_not_counted(bellerive):
    an_autumn()
    restore_points(
        programme="bellerive",
        member="m-alice",
        points=146,
        expires_on=date(2028, 12, 31),
        source="R-2026-04817-K/1",
        reason="complaint",
        actor=BASILE,
        at=MONDAY + timedelta(days=12),
        purchase="P-2",
    )

    line = ledger()[0]

    assert (line.kind, line.points, line.pending, line.state) == (
        "correction",
        146,
        True,
        "approved",
    )
    assert (line.balance, queries.balance("bellerive", "m-alice")) == (23, 23)
    with override("fr"):
        assert line.what == "Points à rétablir"
        assert line.note == "Décidé : la demande part au programme au prochain envoi."


def test_nobody_reads_the_lines_of_somebody_else(bellerive):
    an_autumn()

    assert queries.member_ledger("bellerive", "m-paul") == []
    assert queries.balance("bellerive", "m-paul") == 0


def test_an_account_of_ours_that_never_moved_is_empty(native):
    assert queries.member_ledger("bellerive", "m-alice") == []
    assert queries.balance("bellerive", "m-alice") == 0
