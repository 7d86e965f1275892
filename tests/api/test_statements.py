"""Late facts: taken at once, all or none, the same ones again change nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from recours.statements.queries import movements_of, purchase
from tests.api.calling import Caller, fields_of, said

PURCHASE = {
    "source_ref": "caisse-1-000118",
    "receipt": "T-2026-118",
    "occurred_at": "2026-11-07T18:42:00+01:00",
    "store": "Nantes",
    "channel": "magasin",
    "member": "m-4471",
    "payment": "carte",
    "lines": [
        {"sku": "A1", "category": "maison", "label": "Lampe", "net_cents": 12000},
        {"sku": "B2", "category": "livre", "label": "Roman", "quantity": 2, "net_cents": 2680},
    ],
}
MOVEMENT = {
    "source_ref": "mvt-000118",
    "member": "m-4471",
    "kind": "earned",
    "points": 146,
    "occurred_at": "2026-11-09T04:00:00Z",
    "purchase_ref": "caisse-1-000118",
    "expires_on": "2027-11-09",
    "label": "Achat du 7 novembre",
}


def send(caller, *purchases, programme="quai"):
    return caller.post(f"/programmes/{programme}/purchases", {"purchases": purchases}, key=None)


def move(caller, *movements):
    return caller.post("/programmes/quai/movements", {"movements": movements}, key=None)


def test_a_purchase_is_readable_at_once(caller):
    answer = send(caller, PURCHASE)

    assert (answer.status_code, answer.json()) == (200, {"new": 2, "known": 0})
    kept = purchase("quai", "caisse-1-000118")
    assert kept.total_cents == 14680
    assert kept.occurred_at == datetime(2026, 11, 7, 17, 42, tzinfo=UTC)
    assert [line.quantity for line in kept.lines] == [1, 2]


def test_the_same_purchase_again_changes_nothing(caller):
    send(caller, PURCHASE)

    assert send(caller, PURCHASE).json() == {"new": 0, "known": 2}
    assert purchase("quai", "caisse-1-000118").total_cents == 14680


def test_a_movement_is_readable_at_once(caller):
    assert move(caller, MOVEMENT).json() == {"new": 1, "known": 0}
    assert move(caller, MOVEMENT).json() == {"new": 0, "known": 1}
    assert [kept.points for kept in movements_of("quai", "m-4471")] == [146]


def test_h105_a_return_may_come_before_its_purchase(caller):
    back = {
        **PURCHASE,
        "source_ref": "caisse-1-000119",
        "kind": "return",
        "returns_of": "caisse-1-000118",
        "lines": [{"sku": "A1", "net_cents": -12000, "quantity": -1}],
    }

    assert send(caller, back).status_code == 200
    assert send(caller, PURCHASE).status_code == 200
    assert purchase("quai", "caisse-1-000119").total_cents == -12000


def test_h105_the_same_reference_for_another_purchase_is_refused(caller):
    send(caller, PURCHASE)

    answer = send(caller, {**PURCHASE, "store": "Rennes"})

    assert said(answer) == (422, "facts_refused")
    assert fields_of(answer)[0].startswith("purchases.0.lines.0")
    assert purchase("quai", "caisse-1-000118").store == "Nantes"


def test_h105_points_against_their_nature_are_refused(caller):
    answer = move(caller, MOVEMENT, {**MOVEMENT, "source_ref": "mvt-2", "kind": "redeemed"})

    assert said(answer) == (422, "facts_refused")
    assert fields_of(answer) == ["movements.1.points"]
    assert movements_of("quai", "m-4471") == []


def test_one_bad_purchase_and_none_is_taken(caller):
    tomorrow = (datetime.now(tz=UTC) + timedelta(days=5)).isoformat(timespec="seconds")

    answer = send(caller, PURCHASE, {**PURCHASE, "source_ref": "c-2", "occurred_at": tomorrow})

    assert said(answer) == (422, "facts_refused")
    assert purchase("quai", "caisse-1-000118") is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"occurred_at": "2026-11-07T18:42:00"}, "purchases.0.occurred_at"),
        ({"occurred_at": "2026-11-07"}, "purchases.0.occurred_at"),
        ({"occurred_at": 1_700_000_000}, "purchases.0.occurred_at"),
        ({"source_ref": ""}, "purchases.0.source_ref"),
        ({"member": 4471}, "purchases.0.member"),
        ({"lines": []}, "purchases.0.lines"),
        ({"lines": [{"net_cents": 146.80}]}, "purchases.0.lines.0.net_cents"),
        ({"lines": [{"net_cents": 2**63}]}, "purchases.0.lines.0.net_cents"),
        ({"lines": [{"net_cents": 1, "vat": 1}]}, "purchases.0.lines.0.vat"),
        ({"total": 1}, "purchases.0.total"),
    ],
)
def test_what_does_not_fit_is_named(caller, changes, field):
    answer = send(caller, {**PURCHASE, **changes})

    assert said(answer) == (422, "invalid")
    assert fields_of(answer) == [field]


def test_h107_facts_of_another_programme_are_not_taken(caller, token_for):
    assert said(send(caller, PURCHASE, programme="autre")) == (404, "not_found")
    assert said(send(caller, PURCHASE, programme="inconnu")) == (404, "not_found")
    reader = Caller(token_for("complaints:read").plain)
    assert said(send(reader, PURCHASE)) == (403, "scope_missing")
