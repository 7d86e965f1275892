"""The desk's short links to files: one person, one file, ten minutes."""

from django.http import HttpResponse

from recours.complaints.queries import complaint_seen_by
from recours.kernel.references import is_reference
from recours.people.errors import NotYours
from recours.web.casefile.files import file_response, opened_file, refused
from recours.web.desk.worklist_views import DESK, actor_of
from recours.web.guard.rows import GuardedRequest, allow

BEFORE_A_CASE = ("draft:letter:", "mail:")  # what arrived and belongs to no complaint yet


@allow(roles=DESK, methods=("GET",), gate="desk_file")
def open_file(request: GuardedRequest, token: str) -> HttpResponse:
    """Give a file, if this person may still see what it belongs to."""
    link, view = opened_file(request, token)
    if is_reference(view.about):
        try:
            complaint_seen_by(actor_of(request), view.about)
        except NotYours:
            refused(request, "file", view.id)
    elif not view.about.startswith(BEFORE_A_CASE):
        refused(request, "file", view.id)
    return file_response(request, link, view)
