"""Rules are published once, under terms that hold their clauses, and apply until the next."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from recours.kernel.canonical import digest
from recours.loyalty import queries
from recours.loyalty.errors import (
    BadProgramme,
    BadRuleDocument,
    ProgrammeExists,
    RuleSetAlreadyPublished,
    RuleSetNotAfter,
    UnknownClause,
    UnknownProgramme,
)
from recours.trustlog import queries as log
from tests.loyalty.bellerive import NOW, SINCE, programme, publish, rules

pytestmark = pytest.mark.django_db


def test_the_rules_in_force_are_the_last_that_took_effect(bellerive):
    second = timedelta(seconds=1)

    assert queries.rule_set_in_force("bellerive", SINCE["7"] - second).version == "6"
    assert queries.rule_set_in_force("bellerive", SINCE["7"]).version == "7"
    assert queries.rule_set_in_force("bellerive", SINCE["6"] - second) is None


def test_versions_follow_one_another_without_gap_or_overlap(bellerive):
    six, seven = queries.rule_sets("bellerive")

    assert (six.effective_from, six.effective_to) == (SINCE["6"], SINCE["7"])
    assert (seven.effective_from, seven.effective_to) == (SINCE["7"], None)
    assert seven.sha256 == digest(rules("7"))
    assert seven.document == rules("7")


def test_publishing_is_a_fact_of_the_log_and_again_changes_nothing(bellerive):
    publish("7")

    kinds = [entry.kind for entry in log.entries("rules:bellerive")]
    assert kinds == ["programme.created", "rules.published", "rules.published"]


def test_another_document_under_a_published_version_is_refused(bellerive):
    changed = rules("7")
    changed["rules"][0]["title_fr"] = "Autre titre"

    with pytest.raises(RuleSetAlreadyPublished):
        publish("7", document=changed)


def test_a_version_never_takes_effect_before_a_published_one(bellerive):
    later = rules("7") | {"version": "8"}

    with pytest.raises(RuleSetNotAfter):
        publish("7", document=later, effective_from=SINCE["7"] - timedelta(days=1))
    with pytest.raises(RuleSetNotAfter):
        publish("7", document=later)


def test_a_rule_that_leans_on_no_clause_of_the_terms_is_refused():
    programme()
    spoiled = rules("7")
    spoiled["rules"][0]["clause"] = "art-9-9"

    with pytest.raises(UnknownClause, match="art-9-9"):
        publish("7", document=spoiled)
    with pytest.raises(UnknownClause):
        publish("7", terms_version="12")


def test_a_document_with_faults_is_refused_with_their_places():
    programme()

    with pytest.raises(BadRuleDocument, match="rounding: this key is missing"):
        publish("7", document={k: v for k, v in rules("7").items() if k != "rounding"})
    with pytest.raises(UnknownProgramme):
        publish_for_nobody()


def publish_for_nobody():
    document = rules("7") | {"programme": "ailleurs"}
    with pytest.raises(UnknownClause):
        publish("7", document=document)
    queries.programme_card("ailleurs")


@pytest.mark.parametrize(
    "change", ["UPDATE loyalty_ruleset SET document = '{}'", "DELETE FROM loyalty_ruleset"]
)
def test_the_database_refuses_to_change_published_rules(bellerive, change):
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        connection.cursor().execute(change)


def test_a_programme_created_again_is_the_same_and_not_another():
    first = programme()

    assert programme() == first
    assert queries.programmes() == [first]
    with pytest.raises(ProgrammeExists):
        programme(ledger_keeper="recours")


@pytest.mark.parametrize(
    "change",
    [
        {"code": "Belle:rive"},
        {"name": " "},
        {"timezone": "Mars/Olympus"},
        {"ledger_keeper": "nobody"},
        {"restored_expiry": "never"},
    ],
)
def test_a_programme_that_cannot_work_is_refused(change):
    with pytest.raises(BadProgramme):
        programme(**change)


def test_what_points_are_worth_in_cents():
    card = programme(point_value_millicents=1000)

    assert (card.value_cents(248), card.value_cents(-5)) == (248, -5)
    assert programme(code="miles", point_value_millicents=333).value_cents(10) == 3
    assert card.day(NOW).isoformat() == "2026-11-21"
