"""The engine: two directions of safety, versions kept on a case, values it refuses."""

import json
from datetime import UTC, date, datetime

import pytest

from recours.law import errors
from recours.law.engine import due, due_frozen
from recours.law.pack import all_rules, load_rule, versions_of


def test_every_step_is_told_in_french_and_in_english():
    for rule in all_rules():
        inputs = {rule.unit: 12} if rule.parameter else {}
        if rule.kind == "suspension":
            inputs = {"prescription_end": date(2027, 1, 1)}
        start = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
        found = due(rule.id, start, until=datetime(2026, 12, 9, tzinfo=UTC), **inputs)
        assert found.steps, rule.id
        for step in found.steps:
            assert step["text_fr"], rule.id
            assert step["text_en"], rule.id
            assert step["text_fr"] != step["text_en"], rule.id
        json.dumps(found.as_json())


def test_the_answer_in_json_has_the_names_the_documentation_gives():
    found = due("A-ANS-ACPR", date(2026, 6, 30)).as_json()
    assert list(found)[:6] == ["rule", "version", "raw", "rolled", "operator", "customer"]
    assert {"article", "steps"} <= set(found)
    assert "window_start" not in found
    assert "percent" not in found
    assert (found["operator"], found["customer"]) == ("2026-08-30", "2026-08-31")


def test_a_window_and_a_scale_add_their_own_names():
    assert due("C-CHATEL", date(2027, 1, 31)).as_json()["window_end"] == "2026-12-31"
    assert due("D-REF-PEN", date(2026, 1, 1), until=date(2026, 1, 20)).as_json()["percent"] == 20
    open_ended = due("C-CHATEL-EXIT", date(2026, 11, 21)).as_json()
    assert (open_ended["window_start"], open_ended["window_end"]) == ("2026-11-21", None)


def test_a_local_holiday_helps_the_customer_and_never_the_operator():
    # 27 May 2027 is a Thursday, a holiday in Guadeloupe.
    found = due("C-WITHDRAW", date(2027, 5, 13), region="FR-971")
    assert found.operator == date(2027, 5, 27)
    assert found.customer == date(2027, 5, 28)
    assert due("C-WITHDRAW", date(2027, 5, 13)).customer == date(2027, 5, 27)


def test_a_limitation_period_is_not_rolled_even_for_the_customer():
    found = due("G-5Y", date(2022, 11, 20))
    assert found.raw.weekday() == 5
    assert found.customer == found.raw == date(2027, 11, 20)


def test_a_time_falls_on_the_day_it_is_in_paris():
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # half past midnight in Paris
    assert due("A-ANS-ACPR", late).raw == due("A-ANS-ACPR", date(2026, 11, 21)).raw


def test_the_rule_kept_on_a_case_gives_the_same_date_for_ever():
    start = date(2024, 6, 3)
    found = due("A-ACK-ACPR", start, region="FR-67")
    kept = json.loads(json.dumps(found.frozen))
    assert kept["version"] == "1"
    again = due_frozen(kept, start, region="FR-67")
    assert again == found
    assert load_rule("A-ACK-ACPR").version == "2"


def test_a_kept_rule_is_obeyed_even_when_the_pack_says_otherwise():
    kept = load_rule("A-ANS-ACPR").as_frozen() | {"duration": 1, "version": "0"}
    assert due_frozen(kept, date(2026, 11, 21)).raw == date(2026, 12, 21)


def test_a_rule_not_yet_in_force_says_so():
    found = due("B-ADR28-20", date(2027, 3, 1))
    assert not found.in_force
    assert any("ne s’applique qu’à partir du" in step["text_fr"] for step in found.steps)
    assert due("B-ADR28-20", date(2028, 10, 2)).in_force


def test_a_suspension_of_ten_days_gives_ten_days_more():
    found = due("D-GLC-2Y", date(2026, 11, 21), suspended_days=10)
    assert found.raw == date(2028, 12, 1)


def test_the_length_left_to_the_parties_may_be_given():
    assert due("B-PROP", date(2026, 11, 23), days=15).raw == date(2026, 12, 8)
    assert due("D-GLC-EXT", date(2028, 11, 21), months=12).raw == date(2029, 11, 21)
    assert due("D-DELIVER", date(2026, 11, 23), days=3).raw == date(2026, 11, 26)


def test_a_day_named_by_the_text_does_not_depend_on_the_event():
    assert due("J-TRANS", date(2026, 1, 1)).raw == date(2030, 6, 28)


def test_the_withdrawal_function_stays_until_the_customers_last_day():
    found = due("C-WITHDRAW-FN", date(2026, 6, 30))
    assert (found.window_start, found.window_end) == (date(2026, 6, 30), date(2026, 7, 15))


def test_the_increase_is_counted_in_whole_cents():
    found = due("D-REF-PEN", date(2026, 1, 1), days_late=1, sum_cents=14_685)
    assert found.extras["surcharge_cents"] == 1_469  # half a cent is rounded upwards


def test_the_legal_rate_is_counted_only_when_it_is_given():
    late = {"days_late": 10, "sum_cents": 100_000}
    without = due("C-WITHDRAW-PEN", date(2026, 1, 1), **late)
    assert without.percent == "legal_rate"
    assert "surcharge_cents" not in without.extras
    found = due("C-WITHDRAW-PEN", date(2026, 1, 1), legal_rate="3,65", **late)
    assert found.extras["surcharge_cents"] == 100


def test_a_payment_before_its_day_costs_nothing():
    assert due("C-WITHDRAW-PEN", date(2026, 1, 10), until=date(2026, 1, 2)).percent == 0


@pytest.mark.parametrize(
    ("rule", "more", "refusal"),
    [
        ("Z-NONE", {}, errors.UnknownRule),
        ("A-ACK-ACPR", {"region": "FR-99"}, errors.UnknownRegion),
        ("E-BREACH72", {}, errors.TimeMissing),
        ("B-PROP", {}, errors.MissingInput),
        ("B-PRESC", {}, errors.MissingInput),
        ("B-PRESC", {"prescription_end": date(2027, 1, 1)}, errors.MissingInput),
        ("D-REF-PEN", {}, errors.MissingInput),
        ("A-ACK-ACPR", {"days": 3}, errors.BadInput),
        ("B-PROP", {"days": -1}, errors.BadInput),
        ("B-PROP", {"days": True}, errors.BadInput),
        ("B-PROP", {"days": 1.5}, errors.BadInput),
        ("D-REF-PEN", {"days_late": 3, "sum_cents": -1}, errors.BadInput),
        ("C-WITHDRAW-PEN", {"days_late": 3, "sum_cents": 1, "legal_rate": "x"}, errors.BadInput),
        ("C-WITHDRAW", {"info_given": "tomorrow"}, errors.BadInput),
    ],
)
def test_a_question_without_an_answer_is_refused_for_what_it_lacks(rule, more, refusal):
    with pytest.raises(refusal):
        due(rule, date(2026, 11, 21), **more)


def test_a_limitation_period_already_over_cannot_be_suspended():
    with pytest.raises(errors.BadInput):
        due(
            "B-PRESC",
            date(2026, 11, 21),
            until=date(2026, 12, 1),
            prescription_end=date(2026, 11, 20),
        )
    with pytest.raises(errors.BadInput):
        due(
            "B-PRESC",
            date(2026, 11, 21),
            until=date(2026, 11, 1),
            prescription_end=date(2027, 1, 1),
        )


@pytest.mark.parametrize("start", [date(1850, 1, 1), date(2091, 1, 1), date(9999, 12, 31)])
def test_a_date_out_of_reach_is_refused(start):
    with pytest.raises(errors.BadDate):
        due("A-ANS-ACPR", start)


def test_a_length_that_leaves_the_calendar_is_refused():
    with pytest.raises(errors.BadDate):
        due("D-DELIVER", date(2089, 1, 1), days=36_500)


def test_the_four_clocks_of_a_new_complaint_are_there():
    for rule in ("A-ACK-ACPR", "A-ANS-ACPR", "B-ADM-4", "B-WAIT-2M"):
        assert due(rule, date(2026, 11, 21)).operator
    assert len(versions_of("A-ANS-ACPR")) == 2
