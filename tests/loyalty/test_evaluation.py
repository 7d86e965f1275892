"""What an agent reads: points of a purchase at Bellerive, and why."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import recours.loyalty
from recours.loyalty.rules.evaluate import Context, evaluate
from recours.statements.rules import Purchase, PurchaseLine

EXAMPLES = Path(recours.loyalty.__file__).parent / "examples"
V6 = json.loads((EXAMPLES / "bellerive-v6.json").read_text())
V7 = json.loads((EXAMPLES / "bellerive-v7.json").read_text())
SATURDAY = datetime(2026, 11, 7, 10, 30, tzinfo=UTC)
ALICE = Context(
    tier="argent",
    first_purchase=False,
    earned_today=0,
    earned_in_period=0,
    timezone="Europe/Paris",
)


def line(category, cents, quantity=1, sku=""):
    return PurchaseLine(sku or category, category, quantity, cents, 0, 0, "")


def ticket(*lines, at=SATURDAY, **changes):
    purchase = Purchase(
        programme="bellerive",
        source_ref="T-1",
        receipt="0412-118-00732",
        occurred_at=at,
        store="nantes-beaujoire",
        channel="magasin",
        member="m-alice",
        total_cents=sum(x.net_cents for x in lines),
        payment="carte",
        lines=lines,
        returns_of=None,
        batch="b",
        line_no=1,
    )
    return replace(purchase, **changes)


ALICES = ticket(line("epicerie", 12430), line("carte-cadeau", 2250))


def told(evaluation):
    return [(s.text_fr, s.value_fr, s.note_fr) for s in evaluation.steps if s.operation != "expiry"]


def step_of(evaluation, rule):
    return next(s for s in evaluation.steps if s.rule == rule)


def with_rules(*rules, **changes):
    return {**V7, "rules": list(rules), "caps": [], **changes}


def rule(name, award, *, mode="add", priority=10, group=None, **more):
    return {
        "id": name,
        "version": 1,
        "clause": "art-4-1",
        "title_fr": name,
        "title_en": name,
        "award": award,
        "stacking": {"mode": mode, "priority": priority, "group": group},
        **more,
    }


def rate(den, num=1):
    return {"rate": {"num": num, "den": den}}


def factor(num, den=1):
    return {"factor": {"num": num, "den": den}}


def test_the_agent_reads_the_calculation_from_the_total_to_the_points():
    result = evaluate(V7, ALICES, ALICE)

    assert result.points == 248
    assert result.expires_on == date(2028, 12, 31)
    assert told(result) == [
        ("Total du ticket 0412-118-00732", "146,80\u202f€", "Art. 3.1"),
        (
            "Moins les cartes cadeaux, exclues",
            "−22,50\u202f€",
            "Règle CARTE-CADEAU, version 2, art. 3.4",
        ),
        (
            "Un point par euro entier, par ticket",
            "124,30\u202f€ → 124 points",
            "Règle BASE, version 7, art. 4.1, arrondi à l’unité inférieure",
        ),
        (
            "Week-end doublé, rang Argent",
            "124 × 2 = 248",
            "Règle WE-ARGENT, version 2, art. 4.2",
        ),
        (
            "Produits frais : un point de plus par tranche de 2 €",
            "sans effet",
            "Règle FRAIS, version 2, art. 4.3",
        ),
        (
            "Plafond de 500 points par jour",
            "sans effet",
            "Règle PLAFOND, version 3, art. 4.6, 248 points ce jour-là",
        ),
    ]


def test_the_same_calculation_in_english():
    texts = [(s.text_en, s.value_en) for s in evaluate(V7, ALICES, ALICE).steps]

    assert texts[0] == ("Total of receipt 0412-118-00732", "€146.80")
    assert texts[3] == ("Double week-end, Silver tier", "124 × 2 = 248")
    assert texts[-1] == ("Valid until 31 December 2028", "")


@pytest.mark.parametrize(
    ("at", "tier", "reason", "reason_en"),
    [
        (
            datetime(2026, 11, 2, 17, 42, tzinfo=UTC),
            "argent",
            "Il fallait un achat le samedi ou le dimanche ; celui-ci est du lundi 2 novembre 2026.",
            "It needed a purchase on Saturday or Sunday; this one is from Monday 2 November 2026.",
        ),
        (
            SATURDAY,
            "bronze",
            "Il fallait le rang Argent ; le rang était Bronze.",
            "It needed tier Silver; the tier was Bronze.",
        ),
        (
            SATURDAY,
            None,
            "Il fallait le rang Argent ; aucun rang ce jour-là.",
            "It needed tier Silver; no tier that day.",
        ),
    ],
)
def test_a_rule_that_did_not_apply_says_the_first_condition_that_failed(
    at, tier, reason, reason_en
):
    step = step_of(
        evaluate(V7, replace(ALICES, occurred_at=at), replace(ALICE, tier=tier)), "WE-ARGENT"
    )

    assert not step.applied
    assert (step.failed_condition, step.failed_condition_en) == (reason, reason_en)


def test_the_day_is_the_day_of_the_programme_not_of_greenwich():
    friday_2330_utc = datetime(2026, 11, 6, 23, 30, tzinfo=UTC)  # Saturday, half past midnight

    assert evaluate(V7, replace(ALICES, occurred_at=friday_2330_utc), ALICE).points == 248


def test_the_daily_cap_counts_what_was_earned_before_and_says_it():
    result = evaluate(V7, ALICES, replace(ALICE, earned_today=400))

    assert result.points == 100
    assert step_of(result, "PLAFOND").value_fr == "248 points → 100 points"
    assert "400 points déjà comptés ce jour-là" in step_of(result, "PLAFOND").note_fr


def test_version_7_gives_more_for_fresh_products_than_version_6():
    fresh = ticket(line("frais", 2430))
    bronze = replace(ALICE, tier="bronze")

    assert evaluate(V6, fresh, bronze).points == 24 + 4
    assert evaluate(V7, fresh, bronze).points == 24 + 12


def test_the_part_paid_with_points_earns_nothing():
    paid = replace(line("epicerie", 5000), points_paid_cents=1010)

    result = evaluate(V7, ticket(paid), replace(ALICE, tier=None))

    assert result.points == 39
    assert ("Moins la part payée en points", "−10,10\u202f€", "Art. 3.1") in told(result)


def test_an_empty_ticket_and_a_free_one_give_nothing_and_break_nothing():
    assert evaluate(V7, ticket(), ALICE).points == 0
    assert evaluate(V7, ticket(line("epicerie", 0)), ALICE).points == 0


def test_a_ticket_without_lines_counts_for_its_total():
    assert evaluate(V7, ticket(total_cents=5080), replace(ALICE, tier=None)).points == 50


def test_a_return_takes_back_what_the_purchase_would_not_have_given():
    bought = ticket(line("epicerie", 10050), line("frais", 2430))
    back = ticket(line("frais", -2430, quantity=-1), returns_of="T-1", source_ref="R-1")
    context = replace(ALICE, original=bought, original_context=ALICE)

    result = evaluate(V7, back, context)

    assert evaluate(V7, bought, ALICE).points == 124 * 2 + 12
    assert result.points == 100 * 2 - (124 * 2 + 12)
    assert result.expires_on is None
    assert result.steps[-1].value_fr == "260 → 200, soit −60 points"


def test_a_proportional_return_takes_its_share_and_the_last_one_takes_the_rest():
    document = {**V7, "returns": {"clause": "art-6-1", "policy": "proportional"}}
    bought = ticket(line("epicerie", 3000, 3))
    bronze = replace(ALICE, tier="bronze", original=bought)
    back = [ticket(line("epicerie", -1000, -1), returns_of="T-1", source_ref=r) for r in "abc"]

    taken = [
        evaluate(document, ticket_, replace(bronze, earlier_returns=tuple(back[:n]))).points
        for n, ticket_ in enumerate(back)
    ]

    assert taken == [-10, -10, -10]


def test_points_are_kept_when_the_policy_says_so():
    document = {**V7, "returns": {"clause": "art-6-1", "policy": "keep"}}
    back = replace(ALICES, returns_of="T-0", total_cents=-14680)

    assert evaluate(document, back, replace(ALICE, original=ALICES)).points == 0


def test_round_then_double_is_not_double_then_round():
    rules = (rule("BASE", rate(100)), rule("X2", factor(2), mode="multiply", priority=20))
    bought = ticket(line("epicerie", 1050))

    early = with_rules(*rules, rounding={"clause": "a", "mode": "floor", "stage": "basket"})
    late = with_rules(
        *rules, rounding={"clause": "a", "mode": "floor", "stage": "after_multiplier"}
    )

    assert evaluate(early, bought, ALICE).points == 20
    assert evaluate(late, bought, ALICE).points == 21
    assert evaluate(late, bought, ALICE).steps[-2].value_fr == "21 → 21 points"


def test_rounding_article_by_article_loses_more_cents():
    document = with_rules(
        rule("BASE", rate(100)), rounding={"clause": "a", "mode": "floor", "stage": "line"}
    )
    bought = ticket(line("epicerie", 190, sku="A"), line("epicerie", 190, sku="B"))

    assert evaluate(document, bought, ALICE).points == 2
    assert evaluate(with_rules(rule("BASE", rate(100))), bought, ALICE).points == 3


@pytest.mark.parametrize(("mode", "points"), [("floor", 2), ("half_up", 3), ("half_even", 2)])
def test_each_rounding_mode_at_the_half(mode, points):
    document = with_rules(
        rule("BASE", rate(100)), rounding={"clause": "a", "mode": mode, "stage": "basket"}
    )

    assert evaluate(document, ticket(line("epicerie", 250)), ALICE).points == points


def test_of_a_best_of_group_only_the_most_generous_rule_applies():
    document = with_rules(
        rule("BASE", rate(100)),
        rule("CINQUANTE", {"fixed": {"points": 50}}, mode="best_of", priority=20, group="OFFRE"),
        rule("X2", factor(2), mode="best_of", priority=30, group="OFFRE"),
    )

    small = evaluate(document, ticket(line("epicerie", 3000)), ALICE)
    large = evaluate(document, ticket(line("epicerie", 9000)), ALICE)

    assert (small.points, large.points) == (80, 180)
    assert step_of(small, "X2").failed_condition == (
        "La règle CINQUANTE du même groupe s’applique à sa place."
    )


def test_of_an_exclusive_group_the_first_rule_that_holds_applies():
    document = with_rules(
        rule("WEB", {"fixed": {"points": 30}}, group="UN", when={"channel": ["web"]}),
        rule("UNITE", {"per_unit": {"points": 5}}, priority=20, group="UN"),
        rule("TROP", {"fixed": {"points": 99}}, priority=30, group="UN"),
    )

    assert evaluate(document, ticket(line("frais", 900, 3)), ALICE).points == 15


def test_a_cap_on_two_rules_cuts_the_last_one_first():
    both = {
        **rule("DEUX", None),
        "kind": "purchase",
        "points": 25,
        "rules": ["BASE", "CADEAU"],
    }
    on_base = {**rule("BASES", None), "kind": "day", "points": 15, "rules": ["BASE"]}
    rules = (rule("BASE", rate(100)), rule("CADEAU", {"fixed": {"points": 30}}, priority=20))
    document = {**with_rules(*rules), "caps": [on_base, both]}

    result = evaluate(document, ticket(line("epicerie", 2000)), ALICE)

    assert result.points == 15 + 5  # 20 + 30, cut to 20 + 5, and then the base to 15
    assert dict(result.counted) == {"BASES": 15, "DEUX": 20}


@pytest.mark.parametrize(
    ("hour", "points"),
    [(9, 0), (10, 7), (11, 7), (12, 0)],  # Paris is one hour ahead in November
)
def test_an_hour_span_holds_its_start_and_not_its_end(hour, points):
    span = {"time": {"from": "11:00", "until": "13:00"}}
    document = with_rules(rule("MIDI", {"fixed": {"points": 7}}, when=span))
    at = datetime(2026, 11, 7, hour, tzinfo=UTC)

    assert evaluate(document, ticket(line("epicerie", 100), at=at), ALICE).points == points


SENTENCE_ON_DATES = (
    "Il fallait un achat du 1er décembre 2026 au 2 décembre 2026 ;"
    " celui-ci est du samedi 7 novembre 2026."
)


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        (
            {"store": ["rennes"]},
            "Il fallait un achat à rennes ; celui-ci l’est à nantes-beaujoire.",
        ),
        ({"coupon": ["BON5"]}, "Il fallait le bon BON5 ; le ticket n’en porte aucun."),
        ({"first_purchase": True}, "Il fallait un premier achat ; ce n’était pas le premier."),
        (
            {"amount": {"of": "total", "at_least": 5000}},
            "Il fallait un ticket d’au moins 50,00\u202f€ ; le ticket est de 10,00\u202f€.",
        ),
        (
            {"contains": {"lines": {"sku": ["A"]}, "at_least": 2}},
            "Il fallait au moins 2 articles de référence A ; le ticket en compte 0.",
        ),
        (
            {"any": [{"channel": ["web"]}, {"tier": ["or"]}]},
            "Il fallait un achat par Internet ou le rang or ; rien de cela n’est rempli.",
        ),
        (
            {"not": {"weekday": [6]}},
            "Il fallait que ceci ne soit pas rempli : un achat le samedi ; or cela l’est.",
        ),
        (
            {"date": {"from": "2026-12-01", "until": "2026-12-02"}},
            SENTENCE_ON_DATES,
        ),
    ],
)
def test_every_refusal_is_a_sentence(condition, reason):
    document = with_rules(rule("OFFRE", {"fixed": {"points": 7}}, when={"all": [condition]}))

    step = step_of(evaluate(document, ticket(line("epicerie", 1000)), ALICE), "OFFRE")

    assert step.failed_condition == reason
