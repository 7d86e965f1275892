"""Notifications in the browser: for whoever asks, and until they say no more."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import get_template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from recours.correspondence.commands.subscribe import subscribe
from recours.correspondence.commands.unsubscribe import unsubscribe
from recours.correspondence.errors import NotASubscription
from recours.web.guard import limits
from recours.web.guard.rows import GuardedRequest, allow
from recours.web.portal.views import MEMBER

LONGEST = 1001  # one more than is kept: what is too long is refused, not cut


@allow(roles=MEMBER, methods=("POST",))
def tell_me(request: GuardedRequest) -> HttpResponse:
    """Keep the browser that asks."""
    limits.limit_key(request.actor.key, "push", limits.CODE_BY_NETWORK)
    try:
        subscribe(
            customer=request.actor.key,
            language=(get_language() or "fr")[:2],
            at=datetime.now(tz=UTC),
            endpoint=_given(request, "endpoint"),
            public=_given(request, "public"),
            secret=_given(request, "secret"),
        )
    except NotASubscription:
        messages.error(request, _("Ce navigateur ne peut pas être prévenu. L’e-mail continue."))
    else:
        messages.success(request, _("C’est noté : ce navigateur vous préviendra."))
    return redirect("portal:contact")


def _given(request: GuardedRequest, name: str) -> str:
    return request.POST.get(name, "")[:LONGEST]


@allow(roles=MEMBER, methods=("POST",))
def tell_me_no_more(request: GuardedRequest) -> HttpResponse:
    """Forget the browsers of this customer."""
    unsubscribe(customer=request.actor.key)
    messages.success(request, _("C’est noté : plus aucune notification."))
    return redirect("portal:contact")


@allow(roles=("public",), methods=("GET",))
def worker(_request: GuardedRequest) -> HttpResponse:
    """Give the browser what shows a notification; it knows nobody."""
    script = get_template("portal/notices.js").render()
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response
