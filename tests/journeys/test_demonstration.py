"""The invented programme: its own cash desk and our rules agree, but where a fault was planted."""

import json
from collections import Counter
from datetime import UTC, datetime

import pytest

from recours.complaints.models import Complaint
from recours.demo.build import build
from recours.demo.cast import PROGRAMME
from recours.demo.desk_answers import answer_corrections
from recours.loyalty.models import Correction
from recours.loyalty.queries import discrepancy_for_purchase, early_expiries_of
from recours.people.models import MemberIdentity
from recours.statements.queries import purchases_of
from recours.trustlog.commands.create_log_key import create_log_key

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
MEMBERS = 60
SEEN_AS = {
    "missing": {"missing"},
    "card_not_read": {"missing"},
    "late": {"late", "missing"},  # missing until the desk wakes up, 45 days later
    "duplicated": {"duplicate"},
    "wrong_rule_version": {"wrong_rule_version", "under"},
    "wrong_rounding": {"wrong_rounding", "under"},
}


@pytest.fixture
def world(db, data_folder, settings):
    settings.DEMO = True
    create_log_key()
    folder = data_folder / "demonstration"
    built = build(folder=folder, now=NOW, say=lambda _line: None, members=MEMBERS)
    truth = json.loads((folder / "verite.json").read_text(encoding="utf-8"))
    assert built.complaints == Complaint.objects.count()
    return truth


@pytest.mark.slow
def test_the_desk_and_our_rules_agree_but_where_a_fault_was_planted(world, data_folder):
    every_purchase_agrees_unless_its_fault_was_planted(world)
    points_removed_too_early_are_all_seen_and_no_others(world)
    there_is_a_complaint_at_every_stage()
    what_the_desk_was_asked_to_correct_it_posts_once(data_folder)


def every_member():
    return MemberIdentity.objects.order_by("member").values_list("member", flat=True)


def every_purchase_agrees_unless_its_fault_was_planted(truth):
    planted = {fault["purchase"]: fault["fault"] for fault in truth}
    seen = Counter()
    for member in every_member():
        for purchase in purchases_of(PROGRAMME, member):
            if purchase.returns_of:
                continue
            kind = discrepancy_for_purchase(PROGRAMME, purchase, as_of=NOW).kind
            fault = planted.get(purchase.source_ref)
            allowed = SEEN_AS[fault] if fault else {"none"}
            assert kind in allowed | {"not_due_yet"}, (purchase.source_ref, fault, kind)
            seen[fault or "none"] += 1
    assert seen["none"] > 800
    assert {"missing", "late", "duplicated"} <= set(seen)


def points_removed_too_early_are_all_seen_and_no_others(truth):
    planted = {fault["member"] for fault in truth if fault["fault"] == "expired_early"}

    assert {m for m in every_member() if early_expiries_of(PROGRAMME, m)} == planted


def there_is_a_complaint_at_every_stage():
    statuses = set(Complaint.objects.values_list("status", flat=True))
    findings = set(Complaint.objects.values_list("finding", flat=True))

    assert {"decision", "close", "analyse"} <= statuses
    assert {"founded", "unfounded", "unknown"} <= findings


def what_the_desk_was_asked_to_correct_it_posts_once(data_folder):
    for _ in range(2):
        answer_corrections(data=data_folder, at=datetime.now(tz=UTC))
        confirmed = Correction.objects.filter(state="confirmed").count()
        assert confirmed == Correction.objects.count() > 0
