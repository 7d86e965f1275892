"""The packs: whole, complete, in two languages, and read in the version of the day."""

import dataclasses
from datetime import date

import pytest

from recours.law.errors import BadRecord, UnknownRule
from recours.law.pack import all_rules, check_pack, load_rule, versions_of
from recours.law.rule import Rule

# How long each clock runs, written apart from the packs.
LENGTHS = {
    "A-ACK-ACPR": (10, "working_days"),
    "A-ANS-ACPR": (2, "months"),
    "A-ORAL": (0, "days"),
    "A-PSP-15": (15, "working_days"),
    "A-PSP-35": (35, "working_days"),
    "B-90D": (90, "days"),
    "B-ADM-4": (1, "years"),
    "B-ADR28-20": (20, "working_days"),
    "B-ADR28-30": (30, "working_days"),
    "B-INFO-CASE": (0, "days"),
    "B-NOTIF": (0, "days"),
    "B-PRESC": (6, "months"),
    "B-REJ-3W": (3, "weeks"),
    "B-WAIT-2M": (2, "months"),
    "C-3CLICKS-CONF": (1, "working_days"),
    "C-CHATEL-REF": (30, "days"),
    "C-DIGI-EXIT": (30, "days"),
    "C-DIGI-REF": (14, "days"),
    "C-DIGI-UPD": (30, "days"),
    "C-TEL-CHANGE": (1, "months"),
    "C-TEL-EXIT": (4, "months"),
    "C-TRIAL": (14, "days"),
    "C-WITHDRAW": (14, "days"),
    "C-WITHDRAW-REF": (14, "days"),
    "D-DELIVER": (30, "days"),
    "D-GLC-2Y": (2, "years"),
    "D-GLC-30D": (30, "days"),
    "D-GLC-DIGI": (2, "years"),
    "D-GLC-EXT": (6, "months"),
    "D-GLC-REF": (14, "days"),
    "D-REF14": (14, "days"),
    "D-VICES": (2, "years"),
    "E-13": (1, "months"),
    "E-BREACH34": (0, "days"),
    "E-BREACH72": (72, "hours"),
    "E-DPO": (1, "months"),
    "E-DSAR-1M": (1, "months"),
    "E-DSAR-EXT": (3, "months"),
    "E-PORT": (1, "months"),
    "E-RET-ACC": (10, "years"),
    "E-RET-ACCOUNT": (2, "years"),
    "E-RET-CALL": (6, "months"),
    "E-RET-CARD": (13, "months"),
    "E-RET-CLAIM": (5, "years"),
    "E-RET-DSAR": (1, "years"),
    "E-RET-ID": (1, "years"),
    "E-RET-PROSP": (3, "years"),
    "E-RIGHTS": (1, "months"),
    "F-CHANGE": (30, "days"),
    "G-13M": (13, "months"),
    "G-2Y": (2, "years"),
    "G-5Y": (5, "years"),
    "G-SEPA8W": (8, "weeks"),
    "I-AI50-1": (0, "days"),
    "I-DSA20": (6, "months"),
}
WITHOUT_LENGTH = {
    *("B-PROP", "F-EXPIRY", "J-TRANS", "C-CHATEL", "C-CHATEL-EXIT", "C-AV-MOVE"),
    *("C-WITHDRAW-FN", "C-WITHDRAW-PEN", "C-PRICE-INFO", "D-REF-PEN", "D-GLC-REF-PEN"),
}


def test_the_packs_are_whole():
    assert check_pack() == []


@pytest.mark.parametrize("rule_id", LENGTHS)
def test_the_clock_runs_as_long_as_the_text_says(rule_id):
    rule = load_rule(rule_id)
    assert (rule.duration, rule.unit) == LENGTHS[rule_id]


def test_no_clock_or_sum_of_the_research_is_missing():
    assert {rule.id for rule in all_rules()} >= {*LENGTHS, *WITHOUT_LENGTH}


def test_french_titles_are_typed_with_the_french_apostrophe():
    for rule in all_rules():
        for text in (rule.title_fr, rule.trigger_fr, rule.extension_fr, rule.caveat_fr):
            assert "'" not in (text or ""), rule.id


def test_soft_law_is_called_the_operators_commitment():
    rule = load_rule("A-ACK-ACPR")
    assert rule.soft
    assert rule.standing_fr == "engagement de l’opérateur"
    assert not load_rule("B-ADM-4").soft


def test_the_version_in_force_that_day_is_the_one_read():
    assert [rule.version for rule in versions_of("A-ACK-ACPR")] == ["1", "2"]
    assert load_rule("A-ACK-ACPR", on=date(2024, 7, 1)).article.endswith("2022-R-01")
    assert load_rule("A-ACK-ACPR", on=date(2024, 7, 2)).article.endswith("2024-R-02")
    assert load_rule("A-ACK-ACPR").version == "2"


def test_before_its_first_version_a_rule_is_read_but_said_not_in_force():
    rule = load_rule("A-ACK-ACPR", on=date(2020, 1, 1))
    assert rule.version == "1"
    assert not rule.in_force(date(2020, 1, 1))


def test_a_rule_is_found_in_small_letters_and_by_its_other_name():
    assert load_rule("b-adm-4").id == "B-ADM-4"
    assert load_rule("A-PSP").id == "A-PSP-15"


def test_an_unknown_rule_is_refused_with_the_names_near_it():
    with pytest.raises(UnknownRule) as refusal:
        load_rule("A-ACK")
    assert "A-ACK-ACPR" in refusal.value.near


def test_a_rule_kept_as_json_reads_back_the_same():
    for rule in all_rules():
        assert Rule.from_record(rule.as_frozen()) == rule


def test_a_record_without_a_field_or_with_an_unknown_one_is_refused():
    record = load_rule("B-90D").as_frozen()
    with pytest.raises(BadRecord):
        Rule.from_record({name: value for name, value in record.items() if name != "article"})
    with pytest.raises(BadRecord):
        Rule.from_record(record | {"sanction": "CECMC"})


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"title_en": ""}, "title_en is empty"),
        ({"calendar": "MOON"}, "calendar 'MOON' is not one of"),
        ({"roll": "backward"}, "roll 'backward' is not one of"),
        ({"extension_fr": None}, "extension is said in one language only"),
        ({"duration": None}, "a period that says no amount"),
        ({"confidence": "sure"}, "confidence 'sure'"),
        ({"source_url": "law.md"}, "the source is not an address"),
        ({"unit": "hours", "calendar": "OUV6"}, "counts working days"),
        ({"unit": "days", "calendar": "H"}, "calendar H counts hours"),
        ({"valid_from": date(2026, 1, 2), "valid_to": date(2026, 1, 1)}, "ends before it begins"),
        ({"id": "b 90"}, "the id is not written like"),
    ],
)
def test_a_faulty_record_is_found(change, fault):
    broken = dataclasses.replace(load_rule("B-90D"), **change)
    assert any(fault in problem for problem in check_pack([broken]))


def test_two_records_of_one_version_or_two_versions_at_once_are_found():
    rule = load_rule("B-90D")
    assert "B-90D 1: twice" in check_pack([rule, rule])
    later = dataclasses.replace(rule, version="2", valid_from=date(2027, 1, 1))
    assert check_pack([rule, later]) == ["B-90D: versions 1 and 2 overlap"]
    ended = dataclasses.replace(rule, valid_to=date(2026, 12, 31))
    assert check_pack([ended, later]) == []


def test_an_alias_that_is_the_name_of_another_rule_is_found():
    rule = dataclasses.replace(load_rule("B-90D"), aliases=("B-ADM-4",))
    assert "B-ADM-4: the name of two rules" in check_pack([rule, load_rule("B-ADM-4")])
