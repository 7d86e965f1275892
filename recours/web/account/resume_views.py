"""What was typed before we had to refuse, once the person is back."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from recours.web.guard.kept import Kept, kept
from recours.web.guard.rows import PUBLIC, GuardedRequest, allow
from recours.web.guard.safety import safe_next


def _is_theirs(form: Kept, request: GuardedRequest) -> bool:
    """Say whether the form is of whoever is signed in; a stranger on the same machine sees none."""
    actor = request.actor
    if actor.kind == "anonymous":
        return False
    return form.whose in {"", f"{actor.kind}:{actor.key}"}


@allow(roles=(PUBLIC,))
def resume(request: GuardedRequest) -> HttpResponse:
    """Show the form put aside, ready to be sent again."""
    form = kept(request)
    if form is None:
        return redirect("/")
    signed_out = request.actor.kind == "anonymous"
    if not signed_out and not _is_theirs(form, request):
        return redirect("/")
    page = "/espace/connexion/" if form.path.startswith("/espace/") else "/compte/connexion/"
    context = {
        "form": form,
        "action": safe_next(form.path),
        "again": not signed_out,
        "sign_in": f"{page}?next=/compte/reprendre/",
        "reason": "signed_out" if signed_out else "back",
    }
    return render(request, "account/refused.html", context)
