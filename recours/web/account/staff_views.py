"""A member of staff's own account, and the password set by a one-time link."""

from datetime import UTC, datetime

from allauth.account.views import password_change
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from recours.people.commands.set_password_by_link import set_password_by_link
from recours.people.errors import LinkRefused, WeakPassword
from recours.people.queries import staff_card, staff_of_link
from recours.people.rules import ROLES
from recours.web.account.adapters import first_page
from recours.web.guard.limits import SIGN_IN, limit_network
from recours.web.guard.middleware import has_second_factor
from recours.web.guard.rows import PUBLIC, STAFF, GuardedRequest, allow


@allow(roles=STAFF, factor=False)
def home(request: GuardedRequest) -> HttpResponse:
    """Say who is signed in, what they may do, and how they sign in."""
    card = staff_card(request.actor.key)
    return render(
        request,
        "account/home.html",
        {
            "card": card,
            "roles": [ROLES[role] for role in sorted(card.roles)],
            "has_password": request.user.has_usable_password(),
            "has_factor": has_second_factor(card.id),
            "first_page": first_page(card.roles),
        },
    )


@allow(roles=STAFF, methods=("GET", "POST"), factor=False)
def change_password(request: GuardedRequest) -> HttpResponse:
    """Change the password of whoever is signed in; without one there is nothing to change."""
    if not request.user.has_usable_password():
        raise Http404
    answer: HttpResponse = password_change(request)
    return answer


@allow(roles=(PUBLIC,), methods=("GET", "POST"))
def set_password(request: HttpRequest, token: str) -> HttpResponse:
    """Set a password by the link an administrator gave; any bad link gets the same page."""
    limit_network(request, "password_link", SIGN_IN)
    now = datetime.now(tz=UTC)
    card = staff_of_link(token, at=now)
    if card is None:
        return render(request, "account/link_dead.html", status=404)
    errors: list[str] = []
    if request.method == "POST":
        try:
            set_password_by_link(token=token, password=request.POST.get("password", ""), at=now)
        except LinkRefused:
            return render(request, "account/link_dead.html", status=404)
        except WeakPassword as refused:
            errors = refused.reasons
        else:
            return redirect("account_login")
    context = {"card": card, "errors": errors}
    return render(request, "account/set_password.html", context, status=422 if errors else 200)
