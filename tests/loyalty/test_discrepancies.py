"""What the operator's statement shows against what its rules give: named, measured, explained."""

from datetime import UTC, datetime, timedelta

import pytest

from recours.loyalty import queries
from recours.statements import queries as statements
from tests.loyalty.bellerive import NOW, bought, moved, programme, publish

pytestmark = pytest.mark.django_db
SATURDAY = datetime(2026, 11, 7, 10, 30, tzinfo=UTC)
MONDAY = datetime(2026, 11, 9, 10, 30, tzinfo=UTC)
SUMMER = datetime(2026, 8, 3, 10, 0, tzinfo=UTC)


def alice_is_argent():
    bought("P-0", datetime(2026, 3, 2, 9, tzinfo=UTC), ("epicerie", "700.00"))


def discrepancy(ref="P-1", as_of=NOW, **more):
    purchase = statements.purchase("bellerive", ref)
    return queries.discrepancy_for_purchase("bellerive", purchase, as_of=as_of, **more)


def test_alice_never_got_the_points_of_saturday(bellerive):
    alice_is_argent()
    bought("P-1", SATURDAY, ("epicerie", "124.30"), ("carte-cadeau", "22.50"))

    found = discrepancy()

    assert (found.kind, found.expected, found.observed, found.delta) == ("missing", 248, 0, 248)
    assert found.expires_on.isoformat() == "2028-12-31"
    assert found.rule_set.version == "7"
    assert [s.value_fr for s in found.steps if s.rule == "WE-ARGENT"] == ["124 × 2 = 248"]


def test_a_credit_that_is_not_due_yet_is_not_missing(bellerive):
    bought("P-1", MONDAY, ("epicerie", "50.00"))
    due = MONDAY + timedelta(days=5)

    assert discrepancy(as_of=due - timedelta(seconds=1)).kind == "not_due_yet"
    assert discrepancy(as_of=due).kind == "missing"
    assert discrepancy().due_at == due
    assert discrepancy().due_on == due.date()


def test_points_credited_in_time_or_late(bellerive):
    bought("P-1", MONDAY, ("epicerie", "50.00"))
    bought("P-2", MONDAY, ("epicerie", "50.00"))
    moved("X-1", MONDAY + timedelta(days=2), 50, purchase="P-1")
    moved("X-2", MONDAY + timedelta(days=6), 50, purchase="P-2")

    assert (discrepancy("P-1").kind, discrepancy("P-1").delta) == ("none", 0)
    assert (discrepancy("P-2").kind, discrepancy("P-2").delta) == ("late", 0)


def test_too_few_and_too_many(bellerive):
    bought("P-1", MONDAY, ("epicerie", "50.00"))
    bought("P-2", MONDAY, ("epicerie", "50.00"))
    moved("X-1", MONDAY, 31, purchase="P-1")
    moved("X-2", MONDAY, 77, purchase="P-2")

    assert (discrepancy("P-1").kind, discrepancy("P-1").delta) == ("under", 19)
    assert (discrepancy("P-2").kind, discrepancy("P-2").delta) == ("over", -27)


def test_credited_twice(bellerive):
    bought("P-1", MONDAY, ("epicerie", "50.00"))
    moved("X-1", MONDAY, 50, purchase="P-1")
    moved("X-2", MONDAY + timedelta(days=1), 50, purchase="P-1")

    assert (discrepancy().kind, discrepancy().delta) == ("duplicate", -50)


def test_credited_by_the_rules_of_another_version(bellerive):
    bought("P-1", MONDAY, ("frais", "40.00"))
    moved("X-1", MONDAY, 40 + 8, purchase="P-1")  # version 6: one more per five euros

    found = discrepancy()

    assert (found.kind, found.explained_by) == ("wrong_rule_version", "6")
    assert (found.expected, found.delta) == (60, 12)


def test_the_rules_are_those_of_the_day_of_the_purchase(bellerive):
    bought("P-1", SUMMER, ("frais", "40.00"))
    moved("X-1", SUMMER, 48, purchase="P-1")

    assert discrepancy().kind == "none"
    assert discrepancy().rule_set.version == "6"


def test_credited_with_another_rounding(bellerive):
    bought("P-1", MONDAY, ("epicerie", "50.70"))
    moved("X-1", MONDAY, 51, purchase="P-1")

    assert discrepancy().kind == "wrong_rounding"
    assert discrepancy().explained_by == "half_up basket"


def test_credited_as_if_alice_had_another_tier(bellerive):
    alice_is_argent()
    bought("P-1", SATURDAY, ("epicerie", "100.00"))
    moved("X-1", SATURDAY, 100, purchase="P-1")

    assert discrepancy().kind == "wrong_tier"


def test_a_correction_already_posted_counts(bellerive):
    bought("P-1", MONDAY, ("epicerie", "50.00"))
    moved("X-1", MONDAY, 20, purchase="P-1")
    moved("X-2", MONDAY + timedelta(days=1), 30, kind="adjusted", purchase="P-1")

    assert discrepancy().kind == "none"


def test_points_that_expired_before_their_day(bellerive):
    bought("P-1", MONDAY, ("epicerie", "50.00"))
    moved("X-1", MONDAY, 50, purchase="P-1", expires="2026-11-15")
    moved("X-2", datetime(2026, 11, 16, 2, tzinfo=UTC), -50, kind="expired", purchase="P-1")

    found = discrepancy()

    assert (found.kind, found.expected, found.observed, found.delta) == ("expired_early", 50, 0, 50)
    assert discrepancy(as_of=datetime(2026, 11, 15, tzinfo=UTC)).kind == "none"


def test_points_that_expired_on_time_are_no_discrepancy(bellerive):
    bought("P-1", MONDAY, ("epicerie", "50.00"))
    moved("X-1", MONDAY, 50, purchase="P-1")
    moved("X-2", datetime(2028, 12, 31, 23, 30, tzinfo=UTC), -50, kind="expired", purchase="P-1")

    late = datetime(2029, 6, 1, tzinfo=UTC)
    assert discrepancy(as_of=late).kind == "none"  # 31 December has ended in Paris


def test_an_expiry_that_names_no_purchase_is_measured_against_the_lots(bellerive):
    bought("P-1", SUMMER, ("epicerie", "50.00"))
    bought("P-2", MONDAY, ("epicerie", "30.00"))
    moved("X-1", SUMMER, 50, purchase="P-1", expires="2026-11-15")
    moved("X-2", MONDAY, 30, purchase="P-2", expires="2026-11-15")
    moved("X-3", MONDAY + timedelta(days=1), -20, kind="redeemed")
    moved("X-4", datetime(2026, 11, 16, tzinfo=UTC), -60, kind="expired")

    [early] = queries.early_expiries_of("bellerive", "m-alice")

    assert (early.movement.source_ref, early.allowed, early.early) == ("X-4", 0, 60)
    assert early.due_on.isoformat() == "2028-12-31"


def test_an_expiry_of_an_opening_balance_follows_the_statement(bellerive):
    moved("X-0", SUMMER, 100, kind="opening", expires="2026-09-30")
    moved("X-1", datetime(2026, 10, 1, tzinfo=UTC), -100, kind="expired")

    assert queries.early_expiries_of("bellerive", "m-alice") == ()


def test_points_not_taken_back_after_a_return(bellerive):
    bought("P-1", MONDAY, ("epicerie", "50.00"), ("frais", "20.00"))
    moved("X-1", MONDAY, 80, purchase="P-1")
    bought("R-1", MONDAY + timedelta(days=2), ("frais", "-20.00"), returns_of="P-1")

    assert (discrepancy("R-1").kind, discrepancy("R-1").expected) == ("not_reversed", -30)

    moved("X-2", MONDAY + timedelta(days=2), -30, kind="reversed", purchase="R-1")
    assert discrepancy("R-1").kind == "none"


def test_a_purchase_before_any_rules(bellerive):
    bought("P-1", datetime(2025, 1, 4, tzinfo=UTC), ("epicerie", "50.00"))

    assert (discrepancy().kind, discrepancy().expected) == ("no_rules", 0)


def test_a_purchase_without_card_is_computed_for_who_claims_it(bellerive):
    alice_is_argent()
    bought("P-1", SATURDAY, ("epicerie", "124.30"), member="")

    assert discrepancy(member="m-alice").expected == 248
    assert discrepancy(member="m-paul").expected == 124


def test_a_moment_must_be_said(bellerive):
    bought("P-1", MONDAY, ("epicerie", "50.00"))

    with pytest.raises(TypeError):
        discrepancy(as_of=None)


def test_the_delay_is_the_programmes_own(db):
    programme(posting_delay_days=30)
    publish("6")
    bought("P-1", SUMMER, ("epicerie", "50.00"))

    assert discrepancy(as_of=SUMMER + timedelta(days=29)).kind == "not_due_yet"
