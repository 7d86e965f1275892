"""The live page of components, and the two choices a person may make on any page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from recours.web.guard.rows import allow
from recours.web.ui.context import THEMES
from recours.web.ui.samples import samples

YEAR = 365 * 24 * 3600


@allow(roles=("public",), methods=("GET",))
def components(request: HttpRequest) -> HttpResponse:
    """Show every component with all its states."""
    return render(request, "ui/components.html", samples())


@allow(roles=("public",), methods=("POST",))
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language, and go back."""
    chosen = request.POST.get("langue", "")
    response = _back(request)
    if chosen in dict(settings.LANGUAGES):
        _remember(response, settings.LANGUAGE_COOKIE_NAME, chosen)
    return response


@allow(roles=("public",), methods=("POST",))
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark; anything else follows the device."""
    chosen = request.POST.get("theme", "")
    response = _back(request)
    if chosen in THEMES:
        _remember(response, "theme", chosen)
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """Go back to where the person was: a page of this site, or the home page."""
    wanted = request.POST.get("next", "")
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return HttpResponseRedirect(wanted if safe else "/")


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
