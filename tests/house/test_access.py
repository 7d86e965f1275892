"""Every page has its row in the table of permissions; who may do what is tested in tests/web."""

import pytest
from django.http import HttpResponse
from django.urls import get_resolver, include, path

from recours.web.guard.rows import allow
from tests.house.rules import access

PATTERNS = get_resolver().url_patterns


def test_every_page_has_a_row():
    assert access.pages_without_row(PATTERNS) == []


def test_a_page_about_an_object_says_whose_it_is():
    assert access.gateless_objects(PATTERNS) == []


def _page(row=None):
    """A view as if it were written in the product, with its row or without."""

    def view(_request, **_address):
        return HttpResponse()

    view.__module__ = "recours.web.desk.views"
    return row(view) if row else view


def test_a_page_that_nobody_placed_is_seen():
    pages = [path("a/", _page(allow(roles=("agent",)))), path("b/", _page())]

    breaches = access.pages_without_row([path("bureau/", include(pages))])

    assert len(breaches) == 1
    assert "/bureau/b/" in breaches[0]


@pytest.mark.parametrize(("gate", "breaches"), [(None, 1), ("complaint", 0)])
def test_an_object_that_belongs_to_nobody_is_seen(gate, breaches):
    page = _page(allow(roles=("agent",), gate=gate))

    found = access.gateless_objects([path("bureau/<reference>/", page)])

    assert len(found) == breaches
