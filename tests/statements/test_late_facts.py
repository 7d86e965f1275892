"""Facts sent one by one by the operator's system: readable at once, sealed later, never twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from recours.statements import queries
from recours.statements.commands.record_late_facts import record_late_facts
from recours.statements.commands.seal_late_facts import seal_late_facts
from recours.statements.commands.seal_waiting_facts import seal_waiting_facts
from recours.statements.errors import FactsRefused
from recours.statements.models import LateFact
from tests.statements.shop import AT, HEADER, LINES, POINTS

pytestmark = pytest.mark.django_db
SALE = {
    "source_ref": "P9",
    "receipt": "T-9",
    "occurred_at": "2026-03-06T10:00:00+01:00",
    "store": "Lyon Part-Dieu",
    "member": "M1",
    "label": "Théière",
    "quantity": 1,
    "net": "42.00",
}
GAIN = {
    "source_ref": "X9",
    "member": "M1",
    "kind": "earned",
    "points": 42,
    "occurred_at": "2026-03-07T02:00:00Z",
    "purchase_ref": "P9",
    "expires_on": "2027-03-31",
}


def record(*facts, kind="purchases", programme="cercle"):
    return record_late_facts(programme=programme, kind=kind, facts=facts, at=AT)


def seal(kind="purchases"):
    return seal_late_facts(programme="cercle", kind=kind, author="Recours", at=AT)


def everything():
    found = [
        queries.purchase_by_receipt("cercle", "T-9"),
        queries.purchases_of("cercle", "M1"),
        queries.purchases_near(
            "cercle", store="Lyon Part-Dieu", on=date(2026, 3, 6), days=0, total_cents=4200
        ),
    ]
    return [[(p.source_ref, p.total_cents, p.lines) for p in purchases] for purchases in found]


def test_a_purchase_sent_now_is_found_now(take):
    take([HEADER, *LINES])

    report = record(SALE)

    assert (report.new, report.known) == (1, 0)
    (found,) = queries.purchase_by_receipt("cercle", "t9")
    assert (found.total_cents, found.batch) == (4200, "")
    assert [p.source_ref for p in queries.purchases_of("cercle", "M1")] == ["P1", "P4", "P9"]
    assert queries.stores("cercle") == ["Lyon Part-Dieu", "Villeurbanne"]


def test_facts_can_come_before_any_file():
    record(SALE)
    record(GAIN, kind="points")

    assert queries.purchase("cercle", "P9").total_cents == 4200
    (movement,) = queries.movements_for_purchase("cercle", "P9")
    assert movement == queries.movements_of("cercle", "M1")[0]
    assert (movement.points, movement.expires_on) == (42, date(2027, 3, 31))


def test_the_same_fact_again_changes_nothing():
    record(SALE)

    assert record(SALE).known == 1
    assert LateFact.objects.count() == 1


def test_sealing_changes_nothing_to_what_is_read():
    record(SALE, SALE | {"label": "Tasse", "net": "0.00"})
    before = everything()

    report = seal()

    assert report.rows_new == 2
    assert everything() == before
    assert queries.purchase("cercle", "P9").batch == report.batch
    assert queries.invariants(deep=True)["facts by API are counted"] == []


def test_every_night_what_waits_is_sealed_whoever_sent_it():
    record(SALE)
    record(SALE, programme="autre")
    record(GAIN, kind="points")

    assert seal_waiting_facts(at=AT) == 3
    assert seal_waiting_facts(at=AT) == 0
    assert [card.rows_new for card in queries.batches("autre")] == [1]


def test_nothing_is_sealed_twice():
    record(SALE)
    seal()

    assert seal() is None
    assert record(SALE).known == 1
    assert len(queries.batches("cercle")) == 1


def test_movements_are_sealed_too(take):
    take(POINTS, kind="points")
    record(GAIN, kind="points")
    before = queries.movements_of("cercle", "M1")

    seal("points")

    after = queries.movements_of("cercle", "M1")
    assert [(m.source_ref, m.points, m.expires_on) for m in after] == [
        (m.source_ref, m.points, m.expires_on) for m in before
    ]


def test_a_file_that_holds_a_fact_sent_before_does_not_post_it_again(take):
    record(SALE)
    line = "T-9;P9;2026-03-06 10:00:00;Lyon Part-Dieu;M1;;;Théière;1;42,00"

    assert take([HEADER, *LINES, line]).rows_known == 1
    seal()
    assert queries.purchase("cercle", "P9").total_cents == 4200


def test_a_fact_that_a_file_held_is_not_kept_again(take):
    take([HEADER, *LINES])
    fact = {
        "source_ref": "P2",
        "receipt": "T-2",
        "occurred_at": "2026-03-01T10:30:00Z",
        "store": "Lyon Part-Dieu",
        "sku": "BREAD",
        "category": "food",
        "label": "Pain de campagne",
        "net": "3.40",
    }

    assert record(fact).known == 1


def test_a_line_that_completes_a_sealed_purchase_is_counted_with_it(take):
    take([HEADER, *LINES])
    more = SALE | {"source_ref": "P1", "receipt": "T-1", "occurred_at": "2026-03-01T09:00:00Z"}

    record(more)

    near = {"store": "Lyon Part-Dieu", "on": date(2026, 3, 1), "days": 0}
    assert queries.purchase("cercle", "P1").total_cents == 2900 + 4200
    assert len(queries.purchases_near("cercle", **near, total_cents=7100)) == 1
    assert queries.purchases_near("cercle", **near, total_cents=2900) == []
    seal()
    assert len(queries.purchases_near("cercle", **near, total_cents=7100)) == 1


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (SALE | {"net": 42.0}, ("net", "not_text")),
        (SALE | {"net": 42}, ("net", "not_text")),
        (SALE | {"quantity": True}, ("quantity", "not_text")),
        (SALE | {"net": "1e5"}, ("net", "not_amount")),
        (SALE | {"price": "1"}, ("price", "column_unknown")),
        (SALE | {"occurred_at": "2027-01-01"}, ("occurred_at", "future")),
        (SALE | {"source_ref": None}, ("source_ref", "empty")),
        (SALE | {"label": "a\x00b"}, ("label", "strange_character")),
    ],
)
def test_facts_that_cannot_be_are_refused_all_together(fact, expected):
    with pytest.raises(FactsRefused) as refusal:
        record(SALE, fact)

    assert expected in [(p.column, p.code) for p in refusal.value.problems]
    assert {p.line for p in refusal.value.problems} == {2}
    assert not LateFact.objects.exists()


def test_a_purchase_sent_before_does_not_change_member(take):
    record(SALE)

    with pytest.raises(FactsRefused):
        record(SALE | {"member": "M2"})


@pytest.mark.django_db(transaction=True)
def test_tills_that_send_at_once_keep_each_line_once():
    mine = [SALE | {"source_ref": f"P{n}", "receipt": f"T{n}"} for n in range(4)]

    def send(n):
        try:
            return record(SALE, mine[n])
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=4) as tills:
        reports = list(tills.map(send, range(4)))

    assert sum(report.new for report in reports) == 5
    assert LateFact.objects.count() == 5
    assert queries.invariants()["facts by API are counted"] == []
