"""The customers' short links to files: one person or browser, one file, ten minutes."""

from django.http import HttpResponse

from recours.correspondence.file_cards import is_for_customer
from recours.people.errors import NotYours
from recours.web.casefile.files import attachment_response, file_response, opened_file, refused
from recours.web.guard.rows import GuardedRequest, allow
from recours.web.public.follow_views import followed


@allow(roles=("public", "customer"), methods=("GET",), gate="public_file")
def open_file(request: GuardedRequest, token: str) -> HttpResponse:
    """Give a file, if whoever holds the link may still see the complaint."""
    link, view = opened_file(request, token)
    try:
        followed(request, view.about)
    except NotYours:
        refused(request, "file", view.id)
    if not is_for_customer(view):
        refused(request, "file", view.id)
    return file_response(request, link, view)


@allow(roles=("public", "customer"), methods=("GET",), gate="followed")
def attachment(request: GuardedRequest, reference: str, file: str) -> HttpResponse:
    """Lead to a file of a followed complaint."""
    return attachment_response(request, followed(request, reference).reference, file)
