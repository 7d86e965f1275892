"""In the demonstration, and only there, anybody becomes anybody with one click."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from recours.people.errors import NoSuchCustomer, NoSuchStaff
from recours.people.queries import customer_card, staff_card
from recours.web.account.adapters import first_page
from recours.web.guard.rows import PUBLIC, allow
from recours.web.guard.safety import safe_next
from recours.web.guard.sessions import open_customer_session, open_staff_session


def _become_staff(request: HttpRequest, key: str) -> str:
    card = staff_card(key)
    if not card.is_active:
        raise NoSuchStaff(key)
    request.session.flush()
    open_staff_session(request, get_user_model().objects.get(pk=card.id))
    return first_page(card.roles)


def _become_customer(request: HttpRequest, key: str) -> str:
    open_customer_session(request, public_id=customer_card(key).public_id)
    return "/espace/"


@allow(roles=(PUBLIC,), methods=("POST",))
def become(request: HttpRequest) -> HttpResponse:
    """Sign in as the member of staff (`staff`) or the customer (`customer`) named in the form."""
    if not settings.DEMO:
        raise Http404
    staff, customer = request.POST.get("staff", ""), request.POST.get("customer", "")
    try:
        page = _become_staff(request, staff) if staff else _become_customer(request, customer)
    except (NoSuchStaff, NoSuchCustomer) as refused:
        raise Http404 from refused
    return redirect(safe_next(request.POST.get("next"), home=page))
