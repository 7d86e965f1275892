"""What people were told, and when: published once, whole, never changed."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

import recours.terms
from recours.people.rules import Actor
from recours.terms import queries
from recours.terms.commands.publish_terms import publish_terms
from recours.terms.errors import BadTerms, TermsAlreadyPublished, TermsNotAfter
from recours.terms.models import Terms
from recours.trustlog import queries as log

pytestmark = pytest.mark.django_db
EXAMPLES = Path(recours.terms.__file__).parent / "examples"
CHLOE = Actor(kind="staff", key="chloe", name="Chloé Martin")
SEPTEMBER_2025 = datetime(2025, 9, 1, tzinfo=UTC)
SEPTEMBER_2026 = datetime(2026, 9, 1, tzinfo=UTC)


def publish(version="7", effective_from=SEPTEMBER_2026, **changes):
    terms = json.loads((EXAMPLES / f"bellerive-v{version}.json").read_text())
    return publish_terms(
        **(terms | changes),
        published_at=effective_from - timedelta(days=31),
        effective_from=effective_from,
        actor=CHLOE,
    )


def test_the_terms_in_force_are_the_last_that_took_effect():
    publish("6", SEPTEMBER_2025)
    publish("7", SEPTEMBER_2026)

    assert queries.terms_in_force("bellerive", SEPTEMBER_2026 - timedelta(seconds=1)).version == "6"
    assert queries.terms_in_force("bellerive", SEPTEMBER_2026).version == "7"
    assert queries.terms_in_force("bellerive", SEPTEMBER_2025 - timedelta(days=1)) is None
    assert queries.terms_in_force("ailleurs", SEPTEMBER_2026) is None


def test_a_clause_reads_as_it_was_published():
    publish("6", SEPTEMBER_2025)
    publish("7", SEPTEMBER_2026)

    assert "tranche de 5 €" in queries.clause("bellerive", "6", "art-4-3").text_fr
    assert "tranche de 2 €" in queries.clause("bellerive", "7", "art-4-3").text_fr
    assert queries.clause("bellerive", "7", "art-9-9") is None
    assert queries.clause("bellerive", "8", "art-4-3") is None


def test_publishing_is_a_fact_of_the_log():
    card = publish()

    [entry] = log.entries("terms:bellerive")
    assert entry.kind == "terms.published"
    assert entry.body["sha256"] == card.sha256


def test_the_same_text_published_again_changes_nothing():
    first = publish()

    assert publish() == first
    assert len(log.entries("terms:bellerive")) == 1


def test_another_text_under_the_same_version_is_refused():
    publish()

    with pytest.raises(TermsAlreadyPublished):
        publish(title_fr="Autre chose")
    with pytest.raises(TermsAlreadyPublished):
        publish(effective_from=SEPTEMBER_2026 + timedelta(days=1))


def test_the_past_stays_said():
    publish("7", SEPTEMBER_2026)

    with pytest.raises(TermsNotAfter):
        publish("6", SEPTEMBER_2025)
    with pytest.raises(TermsNotAfter):
        publish("6", SEPTEMBER_2026)


@pytest.mark.parametrize(
    ("clause", "fault"),
    [
        ({"anchor": "Art 4.2"}, "write its anchor as art-4-2"),
        ({"text_en": " "}, "a text is empty"),
        ({"more": "x"}, "its keys are"),
    ],
)
def test_terms_that_lack_something_are_refused(clause, fault):
    terms = json.loads((EXAMPLES / "bellerive-v7.json").read_text())

    with pytest.raises(BadTerms, match=fault):
        publish(clauses=[terms["clauses"][0], terms["clauses"][1] | clause])
    with pytest.raises(BadTerms, match="comes twice"):
        publish(clauses=[terms["clauses"][0]] * 2)
    with pytest.raises(BadTerms):
        publish(clauses=[])


def test_doctor_reads_every_published_text_again():
    publish()
    assert queries.invariants() == {"published terms are those that were signed for": []}

    Terms.objects.create(
        programme="bellerive",
        version="8",
        title_fr="x",
        title_en="x",
        clauses=[],
        sha256="0" * 64,
        published_at=SEPTEMBER_2026,
        effective_from=SEPTEMBER_2026 + timedelta(days=9),
        published_by="",
    )
    [breaches] = queries.invariants().values()
    assert len(breaches) == 1


@pytest.mark.parametrize(
    "change", ["UPDATE terms_terms SET version = '8'", "DELETE FROM terms_terms"]
)
def test_the_database_refuses_to_change_what_was_published(change):
    publish()

    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        connection.cursor().execute(change)
