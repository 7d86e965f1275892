"""An integrator reads its programmes' complaints; H-109: what is not asked properly is refused."""

import pytest

from recours.complaints.models import Complaint
from tests.api.calling import fields_of, said


def test_a_complaint_shows_where_it_stands_and_nobody_s_name(caller):
    reference = caller.lodged()

    answer = caller.get(f"/complaints/{reference.lower()}")

    assert answer.status_code == 200
    read = answer.json()
    assert (read["reference"], read["status"], read["programme"]) == (
        reference,
        "reception",
        "quai",
    )
    assert {clock["rule"] for clock in read["clocks"]} >= {"A-ACK-ACPR", "A-ANS-ACPR"}
    assert (read["decided"], read["points"], read["remedies"]) == (None, None, [])
    for secret in ("Alice", "alice@example.fr", Complaint.objects.get().follow_code):
        assert secret not in answer.content.decode()


def test_pages_follow_the_register_and_miss_nothing(caller):
    references = [caller.lodged() for _ in range(5)]

    read, after = [], ""
    for _ in range(3):
        page = caller.get("/complaints", limit=2, **({"after": after} if after else {})).json()
        read += [line["reference"] for line in page["complaints"]]
        after = page["next"]

    assert read == references
    assert after is None


def test_a_page_holds_only_the_programmes_of_the_token(caller, stranger, token_for):
    mine, theirs = caller.lodged(), stranger.lodged(programme="autre")
    everywhere = type(caller)(token_for(programmes=None).plain)

    def seen(by):
        return [line["reference"] for line in by.get("/complaints").json()["complaints"]]

    assert (seen(caller), seen(stranger), seen(everywhere)) == ([mine], [theirs], [mine, theirs])
    assert fields_of(caller.get("/complaints", after=theirs)) == ["after"]


def test_a_page_costs_as_much_with_three_complaints_as_with_one(
    caller, django_assert_max_num_queries
):
    caller.lodged()
    with django_assert_max_num_queries(4):
        caller.get("/complaints")
    caller.lodged()
    caller.lodged()
    with django_assert_max_num_queries(4):
        assert len(caller.get("/complaints").json()["complaints"]) == 3


@pytest.mark.parametrize(
    "limit",
    ["0", "-1", "101", "1000000000", "1e2", "1.0", "+5", " 5", "1_0", "٥", "", "abc", "true"],
)
def test_h109_a_limit_out_of_bounds_is_refused(caller, limit):
    answer = caller.get("/complaints", limit=limit)

    assert said(answer) == (400, "parameter_invalid")
    assert fields_of(answer) == ["limit"]


@pytest.mark.parametrize("after", ["R-2026-99999-X", "x", "'; DROP TABLE", "\0", "a" * 50, "-1"])
def test_h109_a_mark_that_is_none_is_refused(caller, after):
    answer = caller.get("/complaints", after=after)

    assert said(answer) == (400, "parameter_invalid")
    assert fields_of(answer) == ["after"]


@pytest.mark.parametrize(
    "name", ["page", "order_by", "fields", "status__ne", "customer__email__startswith", "Limit", ""]
)
def test_h109_an_unknown_parameter_is_refused(caller, name):
    assert said(caller.get("/complaints", **{name: "1"})) == (400, "parameter_unknown")


def test_h109_a_parameter_given_twice_is_refused(caller):
    assert said(caller.get("/complaints", limit=["1", "2"])) == (400, "parameter_repeated")


def test_h109_parameters_are_refused_everywhere(caller):
    reference = caller.lodged()

    for path in (f"/complaints/{reference}", f"/complaints/{reference}/receipt", "/log"):
        assert said(caller.get(path, fields="*")) == (400, "parameter_unknown")
