"""Customers sign in by a code or a link sent to their address."""

import secrets
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from recours.journeys.send_sign_in_code import send_sign_in_code
from recours.people.commands.confirm_sign_in_code import confirm_sign_in_code
from recours.people.errors import BadAddress, CodeRefused
from recours.people.queries import is_live_link
from recours.people.rules import normalise_email
from recours.web.guard import limits
from recours.web.guard.rows import PUBLIC, GuardedRequest, allow
from recours.web.guard.safety import safe_next
from recours.web.guard.sessions import open_customer_session

SPACE = "/espace/"
REFUSED = gettext_lazy(
    "Ce code n’est pas le bon, ou il a plus de dix minutes. "
    "Après cinq essais, il faut en demander un autre."
)
BROWSER, NEXT, ASKED = "sign_in_browser", "sign_in_next", "sign_in_asked"


def _browser(request: HttpRequest) -> str:
    """Return the secret of this browser, kept in its session."""
    return str(request.session.get(BROWSER, ""))


def _language() -> str:
    return (get_language() or "fr")[:2]


def _send(request: HttpRequest, address: str) -> None:
    """Send a code unless too many were sent already; the answer is the same."""
    network = limits.client_network(request)
    limits.limit_key(network, "code", limits.CODE_BY_NETWORK)
    limits.limit_key(f"{network} {address}", "code", limits.CODE_BY_ADDRESS)
    limits.limit_key(address, "code by day", limits.CODE_BY_ADDRESS_AND_DAY)
    request.session.setdefault(BROWSER, secrets.token_urlsafe(32))
    send_sign_in_code(
        email=address, browser=_browser(request), language=_language(), at=datetime.now(tz=UTC)
    )


@allow(roles=(PUBLIC,), methods=("GET", "POST"))
def ask(request: GuardedRequest) -> HttpResponse:
    """Ask for the address; whatever it is, say that a code has left."""
    if request.actor.kind == "customer":
        return redirect(safe_next(request.GET.get("next"), home=SPACE))
    typed = request.POST.get("email", "")
    error = ""
    if request.method == "POST":
        try:
            address = normalise_email(typed)
        except BadAddress:
            error = _("Écrivez une adresse e-mail, par exemple alice@exemple.fr")
        else:
            _send(request, address)
            request.session[NEXT] = safe_next(request.POST.get("next"), home=SPACE)
            request.session[ASKED] = address
            return redirect("customer_code")
    context = {
        "email": typed[:254],
        "error": error,
        "next": safe_next(request.POST.get("next") or request.GET.get("next"), home=SPACE),
    }
    return render(request, "account/customer_ask.html", context, status=422 if error else 200)


def _enter(request: HttpRequest, *, code: str = "", link: str = "") -> HttpResponse | None:
    """Sign the customer in and lead where they were going; None when the proof is refused."""
    try:
        card = confirm_sign_in_code(
            browser=_browser(request),
            code=code,
            link=link,
            language=_language(),
            at=datetime.now(tz=UTC),
        )
    except CodeRefused:
        return None
    page = safe_next(request.session.get(NEXT), home=SPACE)
    open_customer_session(request, public_id=card.public_id)
    return redirect(page)


@sensitive_post_parameters("code")
@allow(roles=(PUBLIC,), methods=("GET", "POST"))
def code(request: HttpRequest) -> HttpResponse:
    """Take the six digits, in the browser that asked for them."""
    if not _browser(request):
        return redirect("customer_sign_in")
    error = ""
    if request.method == "POST":
        limits.limit_network(request, "code try", limits.CODE_BY_NETWORK)
        entered = _enter(request, code=request.POST.get("code", "")[:20])
        if entered is not None:
            return entered
        error = str(REFUSED)
    context = {"error": error, "address": request.session.get(ASKED, ""), "link": ""}
    return render(request, "account/customer_code.html", context, status=422 if error else 200)


@sensitive_post_parameters("code")
@allow(roles=(PUBLIC,), methods=("GET", "POST"))
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button where the link was asked for, the code elsewhere; reading consumes nothing."""
    here = is_live_link(token, browser=_browser(request), at=datetime.now(tz=UTC))
    error = ""
    if request.method == "POST":
        limits.limit_network(request, "code try", limits.CODE_BY_NETWORK)
        entered = _enter(request, code=request.POST.get("code", "")[:20], link=token)
        if entered is not None:
            return entered
        error = str(REFUSED)
    page = "account/customer_link.html" if here else "account/customer_code.html"
    context = {"error": error, "address": "", "link": token}
    return render(request, page, context, status=422 if error else 200)


@allow(roles=(PUBLIC,), methods=("POST",))
def leave(request: HttpRequest) -> HttpResponse:
    """Close the customer's session."""
    request.session.flush()
    return redirect("/")
