from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recours.complaints.rules.conclusion import Evidence, conclude, conclude_on_expiry
from recours.complaints.states import Finding

MISSING = Evidence(
    candidates=1,
    enough_to_search=True,
    member_known=True,
    same_member=True,
    within_claim_window=True,
    rules_known=True,
    discrepancy="missing",
    expected=248,
    observed=0,
    due_on=None,
    credited_on=None,
    restored_elsewhere="",
    claimed=None,
)


def test_points_never_credited_are_all_due():
    found = conclude(MISSING)

    assert (found.finding, found.due) == (Finding.FOUNDED, 248)


def test_only_the_difference_is_due_when_some_were_credited():
    found = conclude(replace(MISSING, discrepancy="wrong_rule_version", observed=200))

    assert (found.finding, found.due) == (Finding.FOUNDED, 48)
    assert "version" in found.why.fr


def test_asking_for_more_than_the_rule_gives_is_founded_in_part():
    found = conclude(replace(MISSING, claimed=400))

    assert (found.finding, found.due) == (Finding.PARTLY, 248)
    assert "400" in found.why.fr


@pytest.mark.parametrize(
    "change",
    [
        {"candidates": 0},
        {"candidates": 0, "enough_to_search": False},
        {"candidates": 3},
        {"member_known": False},
        {"same_member": False},
        {"rules_known": False},
    ],
)
def test_what_is_missing_is_said_and_nothing_is_guessed(change):
    found = conclude(replace(MISSING, **change))

    assert (found.finding, found.due) == (Finding.UNKNOWN, 0)
    assert found.why.fr
    assert found.why.en


def test_a_purchase_is_restored_only_once_whoever_asks():
    found = conclude(replace(MISSING, restored_elsewhere="R-2026-00001-X"))

    assert (found.finding, found.due) == (Finding.UNFOUNDED, 0)
    assert "R-2026-00001-X" in found.why.fr


def test_points_not_due_yet_are_not_refused():
    found = conclude(replace(MISSING, discrepancy="not_due_yet", due_on=date(2026, 11, 24)))

    assert found.finding is Finding.UNKNOWN
    assert "24 novembre 2026" in found.why.fr


@given(
    st.sampled_from(["none", "late", "over", "duplicate", "missing", "under", "wrong_rounding"]),
    st.integers(0, 2_000),
    st.integers(0, 2_000),
)
def test_never_more_is_due_than_the_rule_gave(discrepancy, expected, observed):
    evidence = replace(MISSING, discrepancy=discrepancy, expected=expected, observed=observed)
    found = conclude(evidence)

    assert 0 <= found.due <= expected
    assert (found.due > 0) == (found.finding in {Finding.FOUNDED, Finding.PARTLY})


def test_points_removed_too_early_come_back_whole():
    found = conclude_on_expiry(member_known=True, found=True, early=True, points=320)

    assert (found.finding, found.due) == (Finding.FOUNDED, 320)
