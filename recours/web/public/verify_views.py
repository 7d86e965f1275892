"""Verify a receipt: in the browser, by our server when there is no script, or at home off-line."""

import base64
import hashlib
from io import BytesIO

from django.contrib.staticfiles import finders
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from recours.kernel.receipts import LARGEST_RECEIPT, Verdict, verify_receipt
from recours.trustlog.errors import LogKeyMissing
from recours.trustlog.queries import log_public_key
from recours.web.guard.rows import GuardedRequest, allow

ANYBODY = ("public", "customer")
LONGEST_KEY = 400


def _our_key() -> str:
    try:
        return log_public_key()
    except LogKeyMissing:
        return ""


def _in_english() -> bool:
    return (get_language() or "fr").startswith("en")


@allow(roles=ANYBODY, methods=("GET", "POST"))
def verifier(request: GuardedRequest) -> HttpResponse:
    """Show the page that verifies a receipt; without script, verify what was sent."""
    if request.method != "POST":
        return _page(request, key=_our_key())
    key = request.POST.get("key", "")[:LONGEST_KEY].strip()
    receipt = request.FILES.get("receipt")
    if receipt is None:
        return _page(request, key=key, missing=_("Choisissez le fichier du reçu."))
    limit, proof = LARGEST_RECEIPT + 1, request.FILES.get("proof")
    companion = proof.read(limit) if proof else None
    verdict = verify_receipt(receipt.read(limit), proof_text=companion, vkey=key)
    return _page(request, key=key, verdict=verdict)


def _page(
    request: GuardedRequest, *, key: str, missing: str = "", verdict: Verdict | None = None
) -> HttpResponse:
    said = _said(verdict) if verdict else {"verdict": None, "say": "", "steps": []}
    context = {"key": key, "missing": missing, **said}
    return render(request, "public/verifier.html", context, status=422 if missing else 200)


def _said(verdict: Verdict) -> dict[str, object]:
    """Return the verdict in the language of the page."""
    english = _in_english()
    return {
        "verdict": verdict,
        "say": verdict.sentence_en if english else verdict.sentence_fr,
        "steps": [(one.ok, one.text_en if english else one.text_fr) for one in verdict.steps],
    }


def _static(name: str) -> str:
    path = finders.find(name)
    if not isinstance(path, str):
        raise FileNotFoundError(name)
    with open(path, encoding="utf-8") as file:  # noqa: PTH123  # a plain path, as finders give it
        return file.read()


def _fingerprint(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def offline_page() -> bytes:
    """Return the page that verifies without us: one file, its own scripts, no address in it."""
    sheets = ("ui/tokens.css", "public/verifier/offline.css", "public/verifier/verifier.css")
    style = "\n".join(map(_static, sheets))
    scripts = [_static(f"public/verifier/{name}.js") for name in ("verifier", "page")]
    context = {
        "style": style,
        "verifier": scripts[0],
        "page": scripts[1],
        "style_hash": _fingerprint(style),
        "script_hashes": " ".join(map(_fingerprint, scripts)),
    }
    return render_to_string("public/verifier_offline.html", context).encode()


@allow(roles=ANYBODY, methods=("GET",))
def verifier_offline(_request: GuardedRequest) -> FileResponse:
    """Give the page to keep at home; it leaves as it is, whatever the language of the site."""
    return FileResponse(
        BytesIO(offline_page()),
        as_attachment=True,
        filename="verificateur-recours.html",
        content_type="text/html; charset=utf-8",
    )
