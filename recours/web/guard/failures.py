"""The pages that refuse, in words, without losing what was typed."""

from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import get_resolver
from django.utils.http import urlencode

from recours.people.errors import TooManyAttempts
from recours.web.guard.kept import Kept, keep, typed
from recours.web.guard.rows import CUSTOMER, Access, GuardedRequest
from recours.web.guard.safety import safe_next

STAFF_SIGN_IN = "/compte/connexion/"
CUSTOMER_SIGN_IN = "/espace/connexion/"
RESUME = "/compte/reprendre/"


def sign_in_page(row: Access, path: str) -> str:
    """Return the sign-in page for whoever this page is for."""
    if CUSTOMER in row.roles and (len(row.roles) == 1 or path.startswith("/espace/")):
        return CUSTOMER_SIGN_IN
    return STAFF_SIGN_IN


def ask_to_sign_in(request: GuardedRequest, row: Access) -> HttpResponse:
    """Lead to the right sign-in page, which leads back here."""
    back = request.get_full_path()
    if request.htmx:  # a fragment was asked for: the page around it is what to come back to
        back = safe_next(urlsplit(request.htmx.current_url or "").path)
    address = f"{sign_in_page(row, request.path)}?{urlencode({'next': back})}"
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def refuse_form(request: GuardedRequest, row: Access) -> HttpResponse:
    """Refuse a form sent without being signed in: put it aside, show it, say how to go on."""
    form = typed(request, whose=str(request.session.get("was", "")))
    keep(request, form)
    address = f"{sign_in_page(row, request.path)}?{urlencode({'next': RESUME})}"
    response = _refused(request, form, reason="signed_out", sign_in=address)
    if request.htmx:
        response["HX-Redirect"] = RESUME
    return response


def refuse_method(row: Access) -> HttpResponse:
    """Refuse a method this page does not know."""
    return HttpResponseNotAllowed(sorted(row.methods))


def not_found(request: HttpRequest) -> HttpResponseBase:
    """Answer that there is nothing here: foreign and missing look the same."""
    answer = cast("Callable[..., HttpResponseBase]", get_resolver().resolve_error_handler(404))
    return answer(request, exception=Http404())


def refuse_hurry(request: HttpRequest, refused: TooManyAttempts) -> HttpResponse:
    """Refuse one attempt too many, and say when to come back."""
    minutes = -(-refused.retry_after // 60)
    response = render(
        request,
        "account/refused.html",
        {"reason": "too_many", "minutes": minutes, "form": typed(request)},
        status=429,
    )
    response["Retry-After"] = str(refused.retry_after)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form whose key is missing or stale; from our own page it can be sent again.

    What another site sent is shown without a button: sending it again would be doing its work.
    """
    ours = _is_ours(request) and "Origin checking failed" not in reason
    return _refused(
        request, typed(request), reason="stale" if ours else "foreign", sign_in="", again=ours
    )


def _is_ours(request: HttpRequest) -> bool:
    """Say whether the browser tells that the form was on a page of ours."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return not said or urlsplit(said).netloc == request.get_host()


def _refused(
    request: HttpRequest, form: Kept, *, reason: str, sign_in: str, again: bool = False
) -> HttpResponse:
    return render(
        request,
        "account/refused.html",
        {"reason": reason, "form": form, "sign_in": sign_in, "again": again},
        status=403,
    )
