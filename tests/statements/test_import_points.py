"""The operator's statement of points, line by line as its own ledger shows it."""

from datetime import UTC, date, datetime

import pytest

from recours.statements import queries
from tests.statements.shop import POINTS

pytestmark = pytest.mark.django_db


def test_a_members_movements_are_read_in_order(take):
    report = take(POINTS, kind="points")

    assert dict(report.by_kind) == {"earned": 2, "redeemed": 1}
    first, second = queries.movements_of("cercle", "M1")
    assert (first.source_ref, first.kind, first.points, first.purchase_ref) == (
        "X1", "earned", 29, "P1",
    )  # fmt: skip
    assert first.expires_on == date(2027, 3, 31)
    assert first.occurred_at == datetime(2026, 3, 2, 2, tzinfo=UTC)
    assert (second.points, second.purchase_ref, second.expires_on) == (-20, None, None)
    assert (second.batch, second.line_no) == (report.batch, 4)


def test_movements_are_found_by_purchase_and_by_period(take):
    take(POINTS, kind="points")

    (found,) = queries.movements_for_purchase("cercle", "P3")
    assert (found.member, found.points) == ("M2", 1234)
    assert queries.movements_for_purchase("cercle", "P9") == []
    march = {"since": datetime(2026, 3, 1, tzinfo=UTC), "until": datetime(2026, 4, 1, tzinfo=UTC)}
    assert [m.source_ref for m in queries.movements_of("cercle", "M1", **march)] == ["X1"]


def test_a_credit_paid_twice_stays_twice(take):
    take([*POINTS, POINTS[1]], kind="points")

    assert [m.points for m in queries.movements_for_purchase("cercle", "P1")] == [29, 29]
    assert take([*POINTS, POINTS[1]], kind="points").rows_new == 0


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("X;M1;earned;-5;2026-03-01;;;", (2, "points", "sign_against_kind")),
        ("X;M1;redeemed;5;2026-03-01;;;", (2, "points", "sign_against_kind")),
        ("X;M1;stolen;5;2026-03-01;;;", (2, "kind", "choice_unknown")),
        ("X;;earned;5;2026-03-01;;;", (2, "member", "empty")),
        ("X;M1;;5;2026-03-01;;;", (2, "kind", "empty")),
        ("X;M1;earned;;2026-03-01;;;", (2, "points", "empty")),
        ("X;M1;earned;5,5;2026-03-01;;;", (2, "points", "not_integer")),
        ("X;M1;earned;5;2026-03-01;;31/31/2027;", (2, "expires_on", "not_date")),
        ("X;M1;earned;5;2026-03-01;;9999-12-31;", (2, "expires_on", "day_outside")),
    ],
)
def test_movements_that_cannot_be_are_refused(refused, line, expected):
    assert expected in refused([POINTS[0], line], kind="points")


def test_an_attempt_that_earned_nothing_is_a_fact(take):
    take([POINTS[0], "X;M1;earned;0;2026-03-01;P1;;Plafond atteint"], kind="points")

    assert queries.movements_for_purchase("cercle", "P1")[0].points == 0


def test_purchases_and_points_do_not_mix(take):
    take(POINTS, kind="points")

    assert queries.purchases_of("cercle", "M1") == []
    assert [card.kind for card in queries.batches("cercle")] == ["points"]
    assert queries.batches("cercle", "purchases") == []
