"""A session is written once, and lost by nobody."""

import pytest

from recours.web.guard.session_store import SessionStore

pytestmark = pytest.mark.django_db


def test_what_a_view_has_written_is_not_written_again(django_assert_num_queries):
    session = SessionStore()
    session["followed"] = ["R-2026-00001-X"]
    session.save()
    with django_assert_num_queries(0):
        session.save()
    assert SessionStore(session.session_key)["followed"] == ["R-2026-00001-X"]


def test_what_changed_since_is_written():
    session = SessionStore()
    session["followed"] = []
    session.save()
    session["followed"] = ["R-2026-00001-X"]
    session.save()
    assert SessionStore(session.session_key)["followed"] == ["R-2026-00001-X"]


def test_a_session_begun_empty_has_a_key_and_a_row():
    session = SessionStore()
    session.create()
    assert session.session_key
    assert session.exists(session.session_key)


def test_a_new_key_leaves_nothing_under_the_old_one():
    session = SessionStore()
    session["customer"] = "x"
    session.save()
    old = session.session_key
    session.cycle_key()
    session.save()
    assert not session.exists(old)
    assert SessionStore(session.session_key)["customer"] == "x"
