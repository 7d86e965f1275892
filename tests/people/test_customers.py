from datetime import UTC, date, datetime, timedelta

import pytest

from recours.people.commands.confirm_sign_in_code import confirm_sign_in_code
from recours.people.commands.count_attempt import count_attempt
from recours.people.commands.recognise_customer import recognise_customer
from recours.people.commands.register_members import register_members
from recours.people.commands.request_sign_in_code import request_sign_in_code
from recours.people.errors import (
    BadAddress,
    CardHeldByAnother,
    CodeRefused,
    NoSuchCustomer,
    TooManyAttempts,
)
from recours.people.models import AttemptCount, ContactPoint, SignInCode
from recours.people.queries import (
    contact_is_verified,
    customer_by_email,
    customer_card,
    is_live_link,
    member_by_card,
    member_card,
    members_of_customer,
)
from recours.people.rules import MemberRow

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HERE, ELSEWHERE = "browser-of-alice", "browser-of-a-stranger"


def recognise(email="alice@example.fr", name="Alice Rivoire", phone="06 12 34 56 78"):
    return recognise_customer(name=name, email=email, phone=phone, language="fr", at=NOW)


def test_alice_is_recognised_by_her_address_alone(db):
    first = recognise()
    assert recognise(email=" ALICE@example.FR ", name="Quelqu’un", phone="") == first
    assert customer_card(first).name == "Alice Rivoire"


def test_without_an_address_each_customer_is_new(db):
    assert recognise(email="") != recognise(email="")


@pytest.mark.parametrize(
    "address",
    ["a", "a@b", "a@example.fr, b@example.fr", "a\x00@example.fr", "a b@example.fr", "<a@b.fr>"],
)
def test_what_is_not_one_address_is_refused(db, address):
    with pytest.raises(BadAddress):
        recognise(email=address)


def test_recognising_is_cheap(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):  # two of them open and close a savepoint
        recognise()
    with django_assert_max_num_queries(1):
        recognise()


def test_a_stranger_has_no_card(db):
    with pytest.raises(NoSuchCustomer):
        customer_card("none")
    assert customer_by_email("not an address") is None


def rows(*people):
    return [MemberRow(*person) for person in people]


def test_the_list_of_members_is_written_once_however_often_it_comes(db):
    people = rows(("m1", "6320 0001", "Alice", "Rivoire", "alice@example.fr", date(2020, 5, 1)))
    assert register_members(programme="quai", rows=people, at=NOW).added == 1
    again = register_members(programme="quai", rows=people, at=NOW)
    assert (again.added, again.known) == (0, 1)
    assert member_by_card("quai", "6320-0001").member == "m1"
    assert member_by_card("quai", "٦٣٢٠") is None
    assert member_card("quai", "m2") is None


def test_a_card_held_by_another_member_is_refused_by_name(db):
    register_members(programme="quai", rows=rows(("m1", "63200001")), at=NOW)
    with pytest.raises(CardHeldByAnother, match="63200001"):
        register_members(programme="quai", rows=rows(("m2", "6320 0001")), at=NOW)
    assert member_card("quai", "m2") is None


def test_the_same_card_number_may_live_in_two_programmes(db):
    register_members(programme="quai", rows=rows(("m1", "63200001")), at=NOW)
    register_members(programme="autre", rows=rows(("x1", "63200001")), at=NOW)
    assert member_by_card("autre", "63200001").member == "x1"


def test_a_list_is_written_in_a_bounded_number_of_queries(db, django_assert_max_num_queries):
    people = rows(*((f"m{n}", f"{n:08}", "Prénom", "Nom", f"m{n}@example.fr") for n in range(2000)))
    with django_assert_max_num_queries(60):
        assert register_members(programme="quai", rows=people, at=NOW).added == 2000


def ask(browser=HERE, at=NOW):
    return request_sign_in_code(email="Alice@example.fr", browser=browser, at=at)


def test_the_code_lets_alice_in_and_shows_her_memberships(db):
    register_members(programme="quai", rows=rows(("m1", "", "", "", "alice@example.fr")), at=NOW)
    sent = ask()
    card = confirm_sign_in_code(browser=HERE, code=f" {sent.code[:3]} {sent.code[3:]} ", at=NOW)
    assert card.email == "alice@example.fr"
    assert [m.member for m in members_of_customer(card.public_id)] == ["m1"]
    assert contact_is_verified(card.public_id, "alice@example.fr")


def test_a_member_whose_address_changes_is_no_longer_seen_by_the_old_one(db):
    register_members(programme="quai", rows=rows(("m1", "", "", "", "alice@example.fr")), at=NOW)
    card = confirm_sign_in_code(browser=HERE, code=ask().code, at=NOW)
    register_members(programme="quai", rows=rows(("m1", "", "", "", "autre@example.fr")), at=NOW)
    assert members_of_customer(card.public_id) == []


def test_the_code_is_used_once(db):
    sent = ask()
    confirm_sign_in_code(browser=HERE, code=sent.code, at=NOW)
    with pytest.raises(CodeRefused):
        confirm_sign_in_code(browser=HERE, code=sent.code, at=NOW)
    with pytest.raises(CodeRefused):
        confirm_sign_in_code(browser=HERE, link=sent.link, at=NOW)


def test_the_code_dies_after_ten_minutes(db):
    sent = ask()
    with pytest.raises(CodeRefused):
        confirm_sign_in_code(browser=HERE, code=sent.code, at=NOW + timedelta(minutes=10))


def test_the_code_is_useless_in_another_browser(db):
    sent = ask()
    with pytest.raises(CodeRefused):
        confirm_sign_in_code(browser=ELSEWHERE, code=sent.code, at=NOW)


def test_the_link_opened_elsewhere_asks_for_the_code(db):
    sent = ask()
    assert is_live_link(sent.link, browser=HERE, at=NOW)
    assert not is_live_link(sent.link, browser=ELSEWHERE, at=NOW)
    with pytest.raises(CodeRefused):
        confirm_sign_in_code(browser=ELSEWHERE, link=sent.link, at=NOW)
    assert confirm_sign_in_code(browser=ELSEWHERE, link=sent.link, code=sent.code, at=NOW)


def test_the_link_alone_is_enough_where_it_was_asked(db):
    assert confirm_sign_in_code(browser=HERE, link=ask().link, at=NOW)


def test_five_wrong_codes_void_the_right_one(db):
    sent = ask()
    wrong = f"{(int(sent.code) + 1) % 1_000_000:06d}"
    for _ in range(5):
        with pytest.raises(CodeRefused):
            confirm_sign_in_code(browser=HERE, code=wrong, at=NOW)
    with pytest.raises(CodeRefused):
        confirm_sign_in_code(browser=HERE, code=sent.code, at=NOW)


def test_asking_again_voids_the_first_code(db):
    first = ask()
    ask()
    with pytest.raises(CodeRefused):
        confirm_sign_in_code(browser=HERE, link=first.link, at=NOW)


def test_only_hashes_are_kept(db):
    sent = ask()
    kept = repr(SignInCode.objects.values_list())
    assert sent.code not in kept
    assert sent.link not in kept
    assert HERE not in kept


def test_signing_in_with_an_unknown_address_opens_an_empty_space(db):
    card = confirm_sign_in_code(browser=HERE, code=ask().code, at=NOW)
    assert members_of_customer(card.public_id) == []
    assert ContactPoint.objects.filter(verified_at=NOW).count() == 1


def test_the_sixth_attempt_waits_for_the_window_to_end(db):
    def attempt(at):
        count_attempt(kind="test", key="alice", limit=5, seconds=600, at=at)

    for _ in range(5):
        attempt(NOW)
    with pytest.raises(TooManyAttempts) as refused:
        attempt(NOW + timedelta(minutes=9))
    assert 0 < refused.value.retry_after <= 61
    attempt(NOW + timedelta(minutes=10))
    assert AttemptCount.objects.count() == 1
