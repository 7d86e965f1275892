"""The log as anyone may read it: its signed state, its tiles, its entries (C2SP tlog-tiles)."""

from django.http import Http404, HttpResponse

from recours.kernel.tiles import parse_tile_path
from recours.trustlog.queries import published_checkpoint, published_tile
from recours.web.guard.rows import GuardedRequest, allow

ANYBODY = ("public", "customer")
FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_MOMENT = "public, max-age=5"


def _open(response: HttpResponse, *, cache: str) -> HttpResponse:
    """Let caches and other sites' pages read what is public by nature."""
    response["Cache-Control"] = cache
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@allow(roles=ANYBODY, methods=("GET",))
def checkpoint(_request: GuardedRequest) -> HttpResponse:
    """Give the last signed state of the log."""
    note = published_checkpoint()
    if note is None:
        raise Http404
    return _open(HttpResponse(note, content_type="text/plain; charset=utf-8"), cache=FOR_A_MOMENT)


@allow(roles=ANYBODY, methods=("GET",))
def tile(_request: GuardedRequest, name: str) -> HttpResponse:
    """Give a tile or a bundle of entries; a name written any other way is not found."""
    wanted = parse_tile_path(f"tile/{name}")
    data = published_tile(wanted) if wanted else None
    if data is None:
        raise Http404
    return _open(HttpResponse(data, content_type="application/octet-stream"), cache=FOR_EVER)
