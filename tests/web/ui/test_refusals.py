"""When something breaks, the person reads what happened and what to do, whatever is broken."""

import pytest
from django.db import OperationalError
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation

from recours.web.ui import errors
from recours.web.ui.typography import plain


def _ask() -> HttpRequest:
    return RequestFactory().get("/cassee/")


@pytest.mark.parametrize(
    ("page", "status", "french", "english"),
    [
        (errors.bad_request, 400, "Nous n'avons pas pu lire cette demande", "We could not read"),
        (errors.forbidden, 403, "Vous n'avez pas accès à cette page", "You do not have access"),
        (errors.not_found, 404, "Nous ne trouvons pas cette page", "We cannot find this page"),
        (errors.server_error, 500, "La panne est chez nous", "The fault is ours"),
        (errors.unavailable, 503, "Nous sommes de retour dans une minute", "back in a minute"),
    ],
)
def test_a_refusal_is_said_in_both_languages(page, status, french, english):
    with translation.override("fr"):
        answer = page(_ask())
    assert answer.status_code == status
    assert french in plain(answer.content.decode())
    with translation.override("en"):
        assert english in page(_ask()).content.decode()


def test_a_silent_database_is_a_pause_and_not_a_fault():
    def ask_a_silent_database():
        raise OperationalError

    try:
        ask_a_silent_database()
    except OperationalError:
        answer = errors.server_error(_ask())
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"


def test_a_refusal_asks_nothing_of_the_database():
    # no django_db mark: a query would fail
    assert b"<form" not in errors.server_error(_ask()).content
