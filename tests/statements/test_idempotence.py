"""However a file is cut, shuffled or sent again, the facts are those of the whole file."""

import uuid
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recours.statements import queries
from tests.statements.shop import HEADER

pytestmark = pytest.mark.django_db
SETTINGS = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    # Every example writes to a programme of its own: nothing is left from one to the next.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
# Few values, so that identical lines are common.
line = st.tuples(
    st.integers(1, 4), st.sampled_from("ABC"), st.integers(-2, 3), st.integers(-200, 200)
)
files = st.lists(line, min_size=1, max_size=12)


def written(lines):
    return [
        f"T{ref};P{ref};2026-03-0{ref} 10:00:00;Lyon;{'M1' if ref % 2 else ''};{sku};;;{n};{net}"
        for ref, sku, n, net in lines
    ]


def facts(programme):
    """Every line of every purchase, with how many times it is there."""
    found = [queries.purchase(programme, f"P{ref}") for ref in range(1, 5)]
    return Counter(
        (purchase.source_ref, line.sku, line.quantity, line.net_cents)
        for purchase in found
        if purchase
        for line in purchase.lines
    )


def expected(lines):
    return Counter((f"P{ref}", sku, n, net * 100) for ref, sku, n, net in lines)


@SETTINGS
@given(lines=files, data=st.data())
def test_a_shuffled_file_posts_nothing_more(take, lines, data):
    programme = f"p{uuid.uuid4().hex[:20]}"
    take([HEADER, *written(lines)], programme=programme)

    again = take([HEADER, *written(data.draw(st.permutations(lines)))], programme=programme)

    assert again.rows_new == 0
    assert facts(programme) == expected(lines)


@SETTINGS
@given(lines=files, data=st.data())
def test_growing_extracts_end_as_the_whole_file(take, lines, data):
    programme = f"p{uuid.uuid4().hex[:20]}"
    order = data.draw(st.permutations(lines))
    cuts = sorted(data.draw(st.lists(st.integers(1, len(lines)), max_size=3)))

    reports = [
        take([HEADER, *written(order[:end])], programme=programme) for end in [*cuts, len(order)]
    ]

    assert sum(report.rows_new for report in reports) == len(lines)
    assert facts(programme) == expected(lines)


@SETTINGS
@given(lines=files, days=st.sets(st.integers(1, 4)))
def test_a_file_cut_between_purchases_ends_as_the_whole_file(take, lines, days):
    programme = f"p{uuid.uuid4().hex[:20]}"
    parts = [
        [line for line in lines if line[0] in days],
        [line for line in lines if line[0] not in days],
        lines,
    ]

    new = [take([HEADER, *written(part)], programme=programme).rows_new for part in parts if part]

    assert sum(new) == len(lines)
    assert new[-1] == 0
    assert facts(programme) == expected(lines)
