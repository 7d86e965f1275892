"""How a customer is reached: the addresses, whether they still receive, and what is preferred."""

import secrets
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from recours.correspondence.commands.prefer import prefer
from recours.correspondence.departures import browsers_of, wish_of
from recours.correspondence.errors import NoSuchWay
from recours.correspondence.pushing import public_key
from recours.journeys.send_address_code import send_address_code
from recours.people.commands.change_email import change_email
from recours.people.commands.set_postal_address import set_postal_address
from recours.people.errors import AddressOfAnother, BadAddress, CodeRefused
from recours.people.queries import contact_points, customer_card
from recours.people.rules import normalise_email
from recours.web.guard import limits
from recours.web.guard.rows import GuardedRequest, allow
from recours.web.portal.views import MEMBER, common

BROWSER, ASKED = "address_browser", "address_asked"


@allow(roles=MEMBER, methods=("GET", "POST"))
def contact(request: GuardedRequest) -> HttpResponse:
    """Show how we write, and keep what the customer wishes."""
    if request.method != "POST":
        return _page(request)
    key, now = request.actor.key, datetime.now(tz=UTC)
    typed = request.POST.get("post", "")[:400]
    try:
        set_postal_address(customer=key, lines=typed.splitlines(), at=now)
        also = ["sms"] if request.POST.get("sms") and _phone(key) else []
        prefer(customer=key, way=request.POST.get("way", ""), also=also, at=now)
    except BadAddress:
        error = _("Six lignes de 38 signes au plus, comme sur une enveloppe.")
        return _page(request, status=422, post_error=error, post=typed)
    except NoSuchWay:
        return _page(request, status=422, error=_("Choisissez e-mail ou lettre."))
    messages.success(request, _("C’est noté."))
    return redirect("portal:contact")


@allow(roles=MEMBER, methods=("POST",))
def ask_code(request: GuardedRequest) -> HttpResponse:
    """Send a code to the new address."""
    typed = request.POST.get("email", "")[:254]
    try:
        address = normalise_email(typed)
    except BadAddress:
        error = _("Écrivez une adresse e-mail, par exemple alice@exemple.fr")
        return _page(request, status=422, email_error=error, email=typed)
    network = limits.client_network(request)
    limits.limit_key(network, "code", limits.CODE_BY_NETWORK)
    limits.limit_key(f"{network} {address}", "code", limits.CODE_BY_ADDRESS)
    limits.limit_key(address, "code by day", limits.CODE_BY_ADDRESS_AND_DAY)
    request.session.setdefault(BROWSER, secrets.token_urlsafe(32))
    request.session[ASKED] = address
    send_address_code(
        email=address,
        browser=str(request.session[BROWSER]),
        language=(get_language() or "fr")[:2],
        at=datetime.now(tz=UTC),
    )
    return redirect("portal:contact")


@sensitive_post_parameters("code")
@allow(roles=MEMBER, methods=("POST",))
def prove(request: GuardedRequest) -> HttpResponse:
    """Take the code: the new address replaces the former one."""
    limits.limit_network(request, "code try", limits.CODE_BY_NETWORK)
    try:
        change_email(
            customer=request.actor.key,
            browser=str(request.session.get(BROWSER, "")),
            code=request.POST.get("code", "")[:20],
            at=datetime.now(tz=UTC),
        )
    except CodeRefused:
        error = _("Ce code n’est pas le bon, ou il a plus de dix minutes.")
        return _page(request, status=422, code_error=error)
    except AddressOfAnother:
        request.session.pop(ASKED, None)
        error = _("Cette adresse ouvre déjà un autre espace. Écrivez-nous pour les réunir.")
        return _page(request, status=422, email_error=error)
    for name in (BROWSER, ASKED):
        request.session.pop(name, None)
    messages.success(request, _("C’est fait : nous vous écrivons désormais à cette adresse."))
    return redirect("portal:contact")


def _phone(customer: str) -> str:
    """Return the number text messages may go to; nothing when none are sent here."""
    if not settings.SMS_URL:
        return ""
    points = contact_points(customer)
    return next((p.address for p in points if p.kind == "phone" and p.address[:1] == "+"), "")


def _page(request: GuardedRequest, status: int = 200, **more: Any) -> HttpResponse:
    key = request.actor.key
    post = next((one for one in contact_points(key) if one.kind == "post"), None)
    context = {
        **dict.fromkeys(("error", "email", "email_error", "code_error", "post_error"), ""),
        **common(request.actor, "contact"),
        "customer": customer_card(key),
        "post_point": post,
        "post": post.address if post else "",
        "wish": wish_of(key),
        "phone": _phone(key),
        "push_key": public_key(),
        "browsers": browsers_of(key),
        "asked": request.session.get(ASKED, ""),
        **more,
    }
    return render(request, "portal/contact.html", context, status=status)
