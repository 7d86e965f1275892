"""What a purchase finds when it comes: tier, points already earned, what was given back."""

from datetime import UTC, datetime, timedelta

import pytest

from recours.loyalty import queries
from recours.statements import queries as statements
from tests.loyalty.bellerive import bought, programme, publish, rules

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)


def context(ref, member="m-alice"):
    return queries.context_for("bellerive", member, statements.purchase("bellerive", ref))


def expected(ref):
    purchase = statements.purchase("bellerive", ref)
    return queries.expected_for("bellerive", purchase, context(ref)).points


def test_points_earned_earlier_that_day_leave_less_room(bellerive):
    bought("P-1", MORNING, ("epicerie", "300.00"))
    bought("P-2", MORNING + timedelta(hours=2), ("epicerie", "150.00"))
    bought("P-3", MORNING + timedelta(hours=4), ("epicerie", "150.00"))
    bought("P-4", MORNING + timedelta(days=1), ("epicerie", "150.00"))

    assert [context(f"P-{n}").earned_today for n in (1, 2, 3, 4)] == [0, 300, 450, 0]
    assert [expected(f"P-{n}") for n in (1, 2, 3, 4)] == [300, 150, 50, 150]


def test_two_purchases_at_one_moment_are_told_apart_by_their_reference(bellerive):
    bought("P-2", MORNING, ("epicerie", "300.00"))
    bought("P-1", MORNING, ("epicerie", "300.00"))

    assert (expected("P-1"), expected("P-2")) == (300, 200)


def test_the_day_ends_at_midnight_in_paris(bellerive):
    bought("P-1", datetime(2026, 11, 9, 22, 59, tzinfo=UTC), ("epicerie", "400.00"))
    bought("P-2", datetime(2026, 11, 9, 23, 1, tzinfo=UTC), ("epicerie", "400.00"))

    assert (expected("P-1"), expected("P-2")) == (400, 400)


def test_what_is_given_back_the_same_day_leaves_room_again(bellerive):
    bought("P-1", MORNING, ("epicerie", "500.00"))
    bought("R-1", MORNING + timedelta(hours=1), ("epicerie", "-500.00"), returns_of="P-1")
    bought("P-2", MORNING + timedelta(hours=2), ("epicerie", "200.00"))

    assert (expected("P-1"), expected("R-1"), expected("P-2")) == (500, -500, 200)


def test_a_return_on_another_day_gives_no_room_to_that_day(bellerive):
    bought("P-1", MORNING - timedelta(days=3), ("epicerie", "500.00"))
    bought("R-1", MORNING, ("epicerie", "-500.00"), returns_of="P-1")
    bought("P-2", MORNING + timedelta(hours=2), ("epicerie", "700.00"))

    assert expected("P-2") == 500


def test_several_returns_of_one_purchase_take_back_what_it_gave(bellerive):
    bought("P-1", MORNING, ("epicerie", "100.60", 3))
    for number, day in enumerate((1, 2, 3)):
        back = "-33.50" if number < 2 else "-33.60"
        bought(f"R-{number}", MORNING + timedelta(days=day), ("epicerie", back), returns_of="P-1")

    assert expected("P-1") + sum(expected(f"R-{n}") for n in range(3)) == 0


@pytest.mark.parametrize(
    ("spent", "when", "tier"),
    [
        ("599.99", datetime(2026, 3, 2, 9, tzinfo=UTC), "bronze"),
        ("600.00", datetime(2026, 3, 2, 9, tzinfo=UTC), "argent"),
        ("600.00", datetime(2025, 11, 8, 9, tzinfo=UTC), "bronze"),
        ("600.00", datetime(2025, 11, 9, 9, tzinfo=UTC), "argent"),
        ("600.00", datetime(2026, 11, 9, 7, tzinfo=UTC), "bronze"),
    ],
)
def test_the_tier_is_what_was_spent_in_the_twelve_months_before_the_day(
    bellerive, spent, when, tier
):
    bought("P-0", when, ("epicerie", spent))
    bought("P-1", MORNING, ("epicerie", "10.00"))

    assert context("P-1").tier == tier


def test_returns_are_deducted_from_what_was_spent(bellerive):
    bought("P-0", MORNING - timedelta(days=90), ("epicerie", "700.00"))
    bought("R-0", MORNING - timedelta(days=80), ("epicerie", "-150.00"), returns_of="P-0")
    bought("P-1", MORNING, ("epicerie", "10.00"))

    assert context("P-1").tier == "bronze"


def test_a_return_keeps_the_tier_of_the_day_of_the_purchase(bellerive):
    saturday = datetime(2026, 11, 7, 9, tzinfo=UTC)
    bought("P-0", saturday - timedelta(days=30), ("epicerie", "600.00"))
    bought("P-1", saturday, ("epicerie", "100.00"))
    bought("R-0", saturday + timedelta(days=1), ("epicerie", "-600.00"), returns_of="P-0")
    bought("R-1", saturday + timedelta(days=2), ("epicerie", "-100.00"), returns_of="P-1")

    assert (expected("P-1"), expected("R-1")) == (200, -200)


def test_the_first_purchase_is_known_as_such(bellerive):
    bought("P-1", MORNING, ("epicerie", "10.00"))
    bought("P-2", MORNING + timedelta(hours=1), ("epicerie", "10.00"))

    assert (context("P-1").first_purchase, context("P-2").first_purchase) == (True, False)


def test_a_monthly_cap_counts_the_whole_month_across_versions(db):
    programme()
    publish("6", document=capped("6"))
    publish("7", document=capped("7"))
    bought("P-1", datetime(2026, 10, 31, 12, tzinfo=UTC), ("epicerie", "90.00"))
    bought("P-2", datetime(2026, 11, 2, 12, tzinfo=UTC), ("epicerie", "90.00"))
    bought("P-3", datetime(2026, 11, 30, 12, tzinfo=UTC), ("epicerie", "90.00"))

    assert [expected(f"P-{n}") for n in (1, 2, 3)] == [90, 90, 10]


def capped(version):
    document = rules(version)
    cap = document["caps"][0] | {"kind": "period", "period": "month", "points": 100}
    return document | {"caps": [cap]}
