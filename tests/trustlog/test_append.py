"""Facts are written with what they tell, in order, each bound to the one before."""

import json
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from recours.kernel.canonical import NotCanonical
from recours.kernel.receipts import commit
from recours.trustlog.commands.append import Fact, append
from recours.trustlog.errors import OutsideTransaction
from recours.trustlog.models import Entry, Pending
from recours.trustlog.queries import entries, entry_count, pending_count
from tests.trustlog.telling import AT, COMPLAINT, tell

pytestmark = pytest.mark.django_db


def test_records_follow_one_another_and_name_the_one_before():
    first, second = tell(COMPLAINT, "complaint.lodged", "complaint.decided", first=True)
    (third,) = tell(COMPLAINT, "points.restored")
    cards = entries(COMPLAINT)
    assert [(card.seq, card.kind, card.commitment) for card in cards] == [
        (1, "complaint.lodged", first),
        (2, "complaint.decided", second),
        (3, "points.restored", third),
    ]
    records = [json.loads(row.record) for row in Entry.objects.order_by("seq")]
    assert [record["prev"] for record in records] == [None, first, second]
    assert entry_count(COMPLAINT) == 3


def test_a_record_says_what_when_and_where_in_one_writing_only():
    tell(COMPLAINT)
    assert Entry.objects.get().record == (
        '{"account":"R-2026-04817-K","at":"2026-11-21T10:00:00.123Z","body":{"points":248},'
        '"kind":"complaint.lodged","prev":null,"seq":1,"v":1}'
    )


def test_a_commitment_opens_with_its_record_and_salt_alone():
    (told,) = tell()
    row = Entry.objects.get()
    assert len(bytes.fromhex(row.salt)) == 32
    assert commit(record=row.record.encode(), salt=bytes.fromhex(row.salt)).hex() == told


def test_two_records_that_say_the_same_have_nothing_in_common_in_the_log():
    (here,), (there,) = tell("A-1", first=True), tell("A-2", first=True)
    assert here != there
    assert Entry.objects.values("salt").distinct().count() == 2


def test_a_stream_nobody_began_begins():
    """A member's ledger has no first page: its first record may come from anywhere."""
    tell("fidelite:M-1")
    tell("fidelite:M-1")
    assert [card.seq for card in entries("fidelite:M-1")] == [1, 2]


def test_several_streams_go_on_at_once():
    tell("A", first=True)
    tell("B", first=True)
    facts = [Fact("k", "B", {}), Fact("k", "A", {}), Fact("k", "C", {}, first=True)]
    with transaction.atomic():
        append(facts=[*facts, Fact("k", "C", {})], at=AT)
    assert [[card.seq for card in entries(one)] for one in "ABC"] == [[1, 2], [1, 2], [1, 2]]


def test_what_was_told_waits_for_its_place():
    told = tell(COMPLAINT, "a", "b", first=True)
    assert pending_count() == 2
    assert set(Pending.objects.values_list("commitment", flat=True)) == set(told)
    assert [card.index for card in entries(COMPLAINT)] == [None, None]


def test_the_beginning_of_a_stream_costs_two_statements():
    with (
        transaction.atomic(),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        append(facts=[Fact("k", "A", {}, first=True), Fact("k", "A", {})], at=AT)
    assert [query["sql"].split()[0] for query in asked] == ["INSERT", "INSERT"]


def test_going_on_costs_one_read_more_whatever_the_number_of_streams():
    tell("A", first=True)
    tell("B", first=True)
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        append(facts=[Fact("k", "A", {}), Fact("k", "B", {})], at=AT)
    verbs = [query["sql"].split()[0] for query in asked if "advisory" not in query["sql"]]
    assert verbs == ["SELECT", "INSERT", "INSERT"]


def test_nothing_is_told_when_the_transaction_is_undone():
    with transaction.atomic():
        append(facts=[Fact("k", "A", {}, first=True)], at=AT)
        transaction.set_rollback(True)
    assert (entry_count("A"), pending_count()) == (0, 0)


def test_a_stream_does_not_begin_twice():
    tell("A", first=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        append(facts=[Fact("k", "A", {}, first=True)], at=AT)


@pytest.mark.parametrize("value", [1.5, Decimal("1.5"), AT, b"x", 2**60, {1: 2}, {"a": [0.0]}])
def test_what_cannot_be_written_in_one_way_is_refused(value):
    with pytest.raises(NotCanonical), transaction.atomic():
        append(facts=[Fact("k", "A", {"value": value}, first=True)], at=AT)
    assert entry_count("A") == 0


@pytest.mark.django_db(transaction=True)
def test_a_fact_outside_any_transaction_is_refused():
    with pytest.raises(OutsideTransaction):
        append(facts=[Fact("k", "A", {}, first=True)], at=AT)
