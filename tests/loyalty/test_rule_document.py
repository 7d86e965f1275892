"""What an integrator meets: a document is accepted whole, or each fault is named with its place."""

import copy
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import recours.loyalty
import recours.terms
from recours.loyalty.rules.document import clauses_of, validate
from tests.loyalty.strategies import documents

EXAMPLES = Path(recours.loyalty.__file__).parent / "examples"
TERMS = Path(recours.terms.__file__).parent / "examples"
often = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)


def bellerive(version="7"):
    return json.loads((EXAMPLES / f"bellerive-v{version}.json").read_text())


@pytest.mark.parametrize("version", ["6", "7"])
def test_the_example_programme_is_good_and_every_clause_it_cites_is_in_its_terms(version):
    terms = json.loads((TERMS / f"bellerive-v{version}.json").read_text())

    assert validate(bellerive(version)) == []
    assert set(clauses_of(bellerive(version))) <= {c["anchor"] for c in terms["clauses"]}


def change(path, value):
    document = bellerive()
    place = document
    for key in path[:-1]:
        place = place[key]
    if value is KeyError:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return [str(problem) for problem in validate(document)]


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        (("expiry",), KeyError, "expiry: this key is missing."),
        (("rules", 0, "eval"), "points + 1", "rules[0].eval: unknown key; known here: id, version"),
        (
            ("rules", 0, "award", "rate", "den"),
            0,
            "rules[0].award.rate.den: write a whole number from 1 to 10000.",
        ),
        (
            ("rules", 0, "award", "rate", "num"),
            1.5,
            "rules[0].award.rate.num: write a whole number from 1 to 10000.",
        ),
        (("rules", 0, "version"), True, "rules[0].version: write a whole number from 1 to 100000."),
        (
            ("rules", 1, "when", "all", 0, "weekday"),
            [0],
            "rules[1].when.all[0].weekday[0]: write a whole number from 1 to 7.",
        ),
        (
            ("rules", 1, "when"),
            {"python": "True"},
            "rules[1].when.python: unknown key; known here: all, any, not, channel",
        ),
        (
            ("rules", 1, "when", "all", 1, "tier"),
            ["or"],
            "rules[1].when.all[1].tier: the levels are: argent, bronze.",
        ),
        (
            ("rules", 1, "award", "factor", "of"),
            ["FRAIS"],
            "rules[1].award.factor.of: FRAIS is not a rule that is applied before this one.",
        ),
        (
            ("rules", 1, "award", "factor", "den"),
            3,
            "rules[1].award.factor: a factor never takes points away",
        ),
        (("rules", 2, "id"), "BASE", "rules[2].id: BASE is already used above."),
        (
            ("rules", 0, "stacking", "mode"),
            "multiply",
            "rules[0].award: a factor goes with multiply",
        ),
        (
            ("rules", 0, "stacking", "mode"),
            "best_of",
            "rules[0].stacking.group: best_of compares rules of one group",
        ),
        (("caps", 0, "rules"), ["RIEN"], "caps[0].rules: there is no rule RIEN."),
        (
            ("caps", 0, "kind"),
            "hour",
            "caps[0].kind: write one of: purchase, day, period, campaign.",
        ),
        (("rounding", "mode"), "ceil", "rounding.mode: write one of: floor, half_up, half_even."),
        (("expiry", "months"), "24", "expiry.months: write a whole number from 1 to 1200."),
        (
            ("base", "exclusions", 0, "title_fr"),
            "  ",
            "base.exclusions[0].title_fr: write a short text.",
        ),
        (
            ("base", "exclusions", 0, "title_fr"),
            "a\ud800",
            "base.exclusions[0].title_fr: this text holds control",
        ),
        (
            ("tiers", "levels", 1, "at_least_cents"),
            0,
            "tiers.levels[1].at_least_cents: each level asks more",
        ),
        (("rules",), "none", "rules: write a list of 0 to 500 items."),
    ],
)
def test_a_fault_is_named_with_its_place(path, value, problem):
    found = change(path, value)

    assert len(found) == 1
    assert found[0].startswith(problem)


@pytest.mark.parametrize("value", [None, [], "x", 3, {}, {"schema": "recours/rules/v2"}])
def test_what_is_not_a_rule_document_is_refused_without_breaking(value):
    assert validate(value)


def test_conditions_nested_too_deep_are_refused():
    condition = {"channel": ["web"]}
    for _level in range(40):
        condition = {"not": condition}

    assert change(("rules", 0, "when"), condition)[0].endswith("8 levels deep, not more.")


def test_denominators_too_large_for_whole_columns_are_refused():
    document = bellerive()
    document["rounding"]["stage"] = "after_multiplier"
    document["rules"][0]["award"]["rate"]["den"] = 9973

    assert "denominators" in str(validate(document)[0])


def places(value, path=()):
    yield path, value
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from places(inside, (*path, key))
    if isinstance(value, list):
        for index, inside in enumerate(value):
            yield from places(inside, (*path, index))


@often
@given(documents(), st.data())
def test_every_generated_programme_is_accepted_and_every_spoiled_one_refused(document, data):
    assert validate(document) == []
    spoiled = copy.deepcopy(document)
    path, value = data.draw(st.sampled_from(list(places(spoiled))[1:]))
    place = spoiled
    for key in path[:-1]:
        place = place[key]
    if isinstance(value, dict) and data.draw(st.booleans()):
        value["surprise"] = 1
    else:
        place[path[-1]] = data.draw(st.sampled_from([1.5, float("nan"), -1, "", b"x", {"a": 1}]))

    assert validate(spoiled)
