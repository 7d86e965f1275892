"""The pages that say no, or not now: they need neither the database nor a session."""

import sys
from http import HTTPStatus

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from recours.web.ui.context import ui

RETRY_AFTER = 60


def bad_request(request: HttpRequest, exception: object = None) -> HttpResponse:  # noqa: ARG001  # Django gives it
    """400: what arrived cannot be read."""
    return _page(request, HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: object = None) -> HttpResponse:  # noqa: ARG001  # Django gives it
    """403: known, and not allowed."""
    return _page(request, HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: object = None) -> HttpResponse:  # noqa: ARG001  # Django gives it
    """404: missing, or somebody else's; the two look the same."""
    return _page(request, HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database does not answer: that one comes back by itself."""
    if isinstance(sys.exc_info()[1], OperationalError):
        return unavailable(request)
    return _page(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: come back in a minute."""
    response = _page(request, HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _page(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    words = render_to_string(f"{int(status)}.html", ui(request))
    return HttpResponse(words, status=status)
