"""What must hold for every programme and every purchase, not only for the examples."""

import json
from dataclasses import replace
from itertools import pairwise

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from recours.kernel.canonical import canonical_json
from recours.loyalty.rules.evaluate import evaluate, points_of
from tests.loyalty.oracle import expiry as slow_expiry
from tests.loyalty.oracle import points as slow_points
from tests.loyalty.strategies import contexts, documents, purchases, ticket_lines

often = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)


def returned(purchase, lines, name="R1"):
    back = tuple(
        replace(
            line,
            quantity=-line.quantity,
            net_cents=-line.net_cents,
            discount_cents=-line.discount_cents,
            points_paid_cents=-line.points_paid_cents,
        )
        for line in lines
    )
    total = sum(line.net_cents for line in back) if purchase.lines else -purchase.total_cents
    return replace(
        purchase, source_ref=name, lines=back, total_cents=total, returns_of=purchase.source_ref
    )


@often
@given(documents(), purchases(), contexts)
def test_the_points_are_those_of_a_second_slow_calculation(document, purchase, context):
    result = evaluate(document, purchase, context)

    assert result.points == slow_points(document, purchase, context)
    assert result.points == points_of(document, purchase, context)
    if result.points > 0:
        found = result.expires_on.isoformat() if result.expires_on else None
        assert found == slow_expiry(document, purchase, context)


@often
@given(documents(), purchases(least=1), contexts, st.data())
def test_returns_too_are_those_of_the_slow_calculation(document, purchase, context, data):
    lines = list(purchase.lines)
    earlier = data.draw(st.lists(st.sampled_from(lines), max_size=2)) if lines else []
    now = (
        data.draw(st.lists(st.sampled_from(lines) | ticket_lines(least=1), min_size=1, max_size=2))
        if lines
        else []
    )
    then = data.draw(contexts)
    context = replace(
        context,
        original=purchase,
        original_context=then,
        earlier_returns=tuple(returned(purchase, [line]) for line in earlier),
    )
    ticket = returned(purchase, now)

    assert evaluate(document, ticket, context).points == slow_points(document, ticket, context)
    assert points_of(document, ticket, context) == slow_points(document, ticket, context)


@often
@given(documents(), purchases(), contexts)
def test_calculating_again_gives_the_same_bytes(document, purchase, context):
    first = canonical_json(evaluate(document, purchase, context).as_json())
    copied = json.loads(json.dumps(document))

    assert canonical_json(evaluate(copied, purchase, context).as_json()) == first


@often
@given(documents(), purchases(), contexts)
def test_the_steps_follow_one_another_and_end_at_the_points(document, purchase, context):
    result = evaluate(document, purchase, context)
    told = [s for s in result.steps if s.unit == "points" and s.before is not None]

    assert all(s.text_fr and s.text_en for s in result.steps)
    assert all(s.applied or s.before == s.after for s in told)
    assert all(one.after == two.before for one, two in pairwise(told) if two.operation != "return")
    if told:
        assert told[-1].after == result.points
    else:
        assert result.points == 0


@often
@given(documents(simple=True), purchases(least=1), contexts, st.data())
def test_buying_more_never_gives_fewer_points(document, purchase, context, data):
    assume(purchase.lines)
    assume(document["base"]["tax"]["kind"] == "gross")
    # Rounded late, one point may pass from a rule to the next, and meet the cap of that one.
    late = document["rounding"]["stage"] == "after_multiplier"
    assume(not (late and any(cap["rules"] for cap in document["caps"])))
    index = data.draw(st.integers(0, len(purchase.lines) - 1))
    line = purchase.lines[index]
    more = replace(line, net_cents=line.net_cents + data.draw(st.integers(0, 5000)))
    lines = (*purchase.lines[:index], more, *purchase.lines[index + 1 :])
    larger = replace(purchase, lines=lines, total_cents=sum(x.net_cents for x in lines))

    assert (
        evaluate(document, larger, context).points >= evaluate(document, purchase, context).points
    )


@often
@given(documents(), purchases(), contexts)
def test_no_cap_is_ever_exceeded(document, purchase, context):
    assume(purchase.total_cents >= 0)
    result = evaluate(document, purchase, context)

    for cap, (name, counted) in zip(document["caps"], result.counted, strict=True):
        assert name == cap["id"]
        if cap["kind"] == "campaign":
            continue  # it binds inside its dates only: the slow calculation checks it
        assert counted <= max(0, cap["points"] - max(0, context.earned(cap)))


@often
@given(documents(policy="recompute_on_net"), purchases(least=1), contexts, st.data())
def test_a_purchase_and_its_whole_return_leave_nothing(document, purchase, context, data):
    assume(purchase.lines or purchase.total_cents >= 0)
    bought = evaluate(document, purchase, context)
    cut = data.draw(st.integers(0, len(purchase.lines)))
    first = returned(purchase, purchase.lines[:cut], "R1")
    last = returned(purchase, purchase.lines[cut:], "R2")
    back = replace(context, original=purchase, original_context=context)
    if cut and cut < len(purchase.lines):
        given_back = [
            evaluate(document, first, back),
            evaluate(document, last, replace(back, earlier_returns=(first,))),
        ]
    else:
        given_back = [evaluate(document, returned(purchase, purchase.lines), back)]

    assert bought.points + sum(e.points for e in given_back) == 0
    for index, (_name, counted) in enumerate(bought.counted):
        assert counted + sum(e.counted[index][1] for e in given_back) == 0


@often
@given(documents(), purchases(), contexts)
def test_a_return_without_its_purchase_mirrors_the_same_purchase(document, purchase, context):
    assume(document["returns"]["policy"] != "keep")
    assume(purchase.total_cents > 0)
    document = {**document, "caps": []}
    alone = returned(purchase, purchase.lines)

    assert (
        evaluate(document, alone, context).points == -evaluate(document, purchase, context).points
    )
