"""The verifiable log over the API: the receipt of a complaint, and the key that verifies it."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Status

from recours.api.auth import complaint_of, needs
from recours.api.problems import Refused
from recours.api.router import Operations
from recours.api.schemas import LogOut, WaitingOut
from recours.people.errors import NotYours
from recours.trustlog.errors import LogKeyMissing
from recours.trustlog.queries import log_state, receipt_for

router = Operations(tags=["log"])
SIGNED_WITHIN = "60"


@router.operation(
    "GET",
    "/complaints/{reference}/receipt",
    door=needs("complaints:read"),
    gives={200: dict, 202: WaitingOut},
    name="read_receipt",
    summary=_("Télécharger le reçu"),
    description=_(
        "Chaque événement avec sa preuve, à vérifier sans nous ; 202 tant que le journal ne les "
        "a pas tous signés."
    ),
)
def read_receipt(
    request: HttpRequest, response: HttpResponse, reference: str
) -> HttpResponse | Status[WaitingOut]:
    """Return every record of the complaint with its salt and its proof."""
    receipt = receipt_for(complaint_of(request, reference).reference)
    if receipt is None:
        raise NotYours(reference)
    if not receipt.is_ready:
        response["Retry-After"] = SIGNED_WITHIN
        return Status(202, WaitingOut(waiting=list(receipt.pending)))
    named = {"Content-Disposition": f'attachment; filename="{receipt.file_name}"'}
    return HttpResponse(receipt.data, content_type="application/json", headers=named)


@router.operation(
    "GET",
    "/log",
    door=needs(),
    gives={200: LogOut},
    name="read_log",
    summary=_("Lire l’état du journal vérifiable"),
    description=_("La clé publique qui vérifie les reçus, et la dernière taille signée."),
)
def read_log(request: HttpRequest) -> LogOut:  # noqa: ARG001  # named so by the library
    """Return the public key of the log and its last signed size."""
    try:
        state = log_state()
    except LogKeyMissing as missing:
        raise Refused("unavailable") from missing
    return LogOut(
        origin=state.origin,
        vkey=state.vkey,
        size=state.signed_size or 0,
        signed_at=state.signed_at,
    )
