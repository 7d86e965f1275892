"""What is written about a complaint is found, soon, once, whatever happens meanwhile."""

from datetime import timedelta

import pytest
from django.db import transaction

from recours.complaints.commands.assign import assign
from recours.complaints.models import Complaint
from recours.journeys.add_to_complaint import add_to_complaint
from recours.journeys.check_promises import INDEXED, check_promises
from recours.journeys.index_complaint import index_complaint
from recours.journeys.index_waiting_complaints import index_waiting_complaints
from recours.journeys.indexing import gather
from recours.journeys.lodge_complaint import Lodging, lodge_complaint
from recours.journeys.refill_index import refill_index
from recours.people.rules import SYSTEM
from recours.search.audit import invariants
from recours.search.commands.forget import forget
from recours.search.commands.index_document import index_document
from recours.search.commands.mark_changed import mark_changed
from recours.search.models import Entry, Part, Sheet, Waiting
from recours.search.queries import Filters, line, mark_of, missing, search
from tests.crash.cast import NOW, open_shop

SOON = NOW + timedelta(seconds=1)
DESK = {"customer", "internal", "department"}


@pytest.fixture
def lodge(db, data_folder, tmp_path):
    """Lodge a complaint; return its reference."""
    open_shop(tmp_path)

    def _lodge(key="form", **more):
        said = {
            "kind": "AUT",
            "programme": "bellerive",
            "name": "Alice Rivoire",
            "email": f"{key}@exemple.fr",
            "phone": "06 12 34 56 78",
            "receipt": "0100-03-261107-0732",
            "story": "La cafetière est arrivée cassée.",
        }
        return lodge_complaint(lodging=Lodging(key=key, **said | more), at=NOW).reference

    return _lodge


def index(at=SOON):
    return index_waiting_complaints(at=at, limit=100)


def found(words, **more):
    more = {"programmes": None, "audiences": DESK} | more
    return [hit.about for hit in search(words=words, **more).hits]


def say(reference, text):
    add_to_complaint(complaint=reference, author="Alice", text=text, channel="web", at=NOW)


@pytest.mark.parametrize(
    "words",
    ["cafetière", "rivoire", "form@exemple.fr", "0612345678", "0100-03-261107-0732", "alice cassé"],
)
def test_what_a_customer_lodged_is_found(lodge, words):
    reference = lodge()
    assert found(words) == []
    index()
    assert found(words) == [reference]
    assert found(reference) == [reference]


def test_what_is_said_later_is_found_too_and_read_once(lodge):
    reference = lodge()
    assert index() == 1
    say(reference, "Le couvercle manque.")
    say(reference, "Et le filtre aussi.")
    assert index() == 1
    assert index() == 0
    assert found("couvercle filtre cafetière") == [reference]


def test_who_is_in_charge_is_a_filter_that_follows(lodge):
    reference = lodge()
    index()
    assign(reference=reference, assignee="basile", actor=SYSTEM, at=NOW)
    index()

    assert found("cafetière", filters=Filters(facts={"a": ["basile"]})) == [reference]
    assert found("cafetière", filters=Filters(facts={"a": ["nobody"]})) == []
    assert found("", filters=Filters(facts={"k": ["AUT"], "h": ["web"]})) == [reference]


def test_what_is_written_while_a_case_is_read_is_not_lost(lodge):
    reference = lodge()
    mark = mark_of(reference)
    (read,) = gather.gather([reference], until=SOON)
    say(reference, "Le couvercle manque.")

    assert not index_document(document=read, mark=mark, at=SOON)
    assert line().waiting == 1
    index()
    assert found("couvercle") == [reference]


def test_an_older_reading_never_replaces_a_newer_one(lodge):
    reference = lodge()
    mark = mark_of(reference)
    (read,) = gather.gather([reference], until=SOON)
    say(reference, "Le couvercle manque.")
    index()

    assert not index_document(document=read, mark=mark, at=SOON)
    assert found("couvercle") == [reference]


def test_what_is_undone_is_not_indexed(lodge):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _ = lodge(), 1 / 0
    assert (index(), Entry.objects.count(), Waiting.objects.count()) == (0, 0, 0)


def test_one_case_that_cannot_be_read_holds_nobody_back(lodge):
    sick, sound = lodge("one"), lodge("two")
    Complaint.objects.filter(reference=sick).update(kind="NOT.A.KIND")
    index()

    assert found("cafetière") == [sound]
    assert (line().waiting, line().failing) == (1, 1)
    assert index() == 0
    Complaint.objects.filter(reference=sick).update(kind="AUT")
    assert index(SOON + timedelta(minutes=1)) == 1
    assert sorted(found("cafetière")) == sorted([sick, sound])


def test_the_index_is_made_again_from_what_is_missing_or_from_all(lodge):
    one, two = lodge("one"), lodge("two")
    index()
    forget(about=one)
    assert missing([one, two]) == [one]
    assert check_promises()[INDEXED] == [f"{one}: recours search rebuild"]

    assert refill_index(every=False, at=SOON) == 1
    assert check_promises()[INDEXED] == []
    index()
    assert sorted(found("cafetière")) == sorted([one, two])
    assert refill_index(every=True, at=SOON) == 2
    index()
    Entry.objects.filter(about=two).update(recipe="0")
    assert missing([one, two]) == [two]


def test_the_same_words_again_write_nothing(lodge):
    reference = lodge()
    index()
    before = Entry.objects.get().indexed_at
    assert not index_complaint(reference=reference, at=SOON + timedelta(hours=1))
    assert Entry.objects.get().indexed_at == before


def test_many_cases_are_read_in_as_many_questions_as_one(lodge, django_assert_num_queries):
    references = [lodge(str(number)) for number in range(3)]
    with django_assert_num_queries(6) as one:
        gather.gather(references[:1], until=SOON)
    with django_assert_num_queries(len(one)):
        gather.gather(references, until=SOON)


def test_a_forgotten_case_leaves_no_word(lodge):
    reference, other = lodge("one", story="Un samovar."), lodge("two")
    index()
    say(reference, "Le samovar fuit.")
    forget(about=reference)

    assert found("samovar") == []
    assert found("one@exemple.fr") == []
    assert not Part.objects.exclude(entry__about=other).exists()
    assert Sheet.objects.count() == 1
    assert not Waiting.objects.filter(about=reference).exists()
    assert all(not breaches for breaches in invariants(deep=True).values())


def test_a_draft_or_a_sign_in_is_not_a_case(db):
    mark_changed(about="draft:1", at=NOW)
    assert line().waiting == 0
