"""The files of a case as its page shows them: safe pictures, and short links to the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.urls import reverse
from django.utils.functional import Promise

from recours.correspondence.file_cards import (
    PREVIEW,
    THUMB,
    AttachmentView,
    PictureCard,
    views_of,
)
from recours.correspondence.links import file_token
from recours.correspondence.queries import AttachmentCard
from recours.web.casefile.file_words import no_preview_words, shut_words, size_words, warnings
from recours.web.guard.rows import GuardedRequest

DESK = ("agent", "supervisor")


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture in a page: where it comes from for ten minutes, and its size."""

    href: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ShownFile:
    """One file of a page. `href` opens it and `preview` its picture; empty when nobody may."""

    name: str
    size: str
    href: str
    preview: str
    thumb: ShownPicture | None
    shut: str | Promise
    note: str | Promise
    warnings: Sequence[Promise]
    unchecked: bool
    soon: bool


def viewer_of(request: GuardedRequest) -> str:
    """Return who looks, as links are signed for: somebody known, or this browser's session."""
    actor = request.actor
    if actor.kind in {"staff", "customer"}:
        return f"{actor.kind}:{actor.key}"
    return f"browser:{request.session.session_key or ''}"


def signed_file_link(
    request: GuardedRequest, attachment: str, *, form: str = "original", page: int = 1
) -> str:
    """Return the path that opens a file for whoever looks, for ten minutes."""
    token = file_token(
        attachment=attachment,
        viewer=viewer_of(request),
        at=datetime.now(tz=UTC),
        form=form,
        page=page,
    )
    name = "desk:file" if request.actor.kind == "staff" else "public:file"
    return reverse(name, kwargs={"token": token})


def picture_of(
    request: GuardedRequest, view: AttachmentView, kind: str, page: int = 1
) -> ShownPicture | None:
    """Return a safe picture with its short link, if it is drawn."""
    drawn = view.picture(kind, page)
    return None if drawn is None else _linked(request, view, drawn)


def _linked(request: GuardedRequest, view: AttachmentView, drawn: PictureCard) -> ShownPicture:
    href = signed_file_link(request, view.id, form=drawn.kind, page=drawn.page)
    return ShownPicture(href, drawn.width, drawn.height)


def shown_files(
    request: GuardedRequest, cards: Sequence[AttachmentCard], about: str, *, ours: bool = False
) -> list[ShownFile]:
    """Return the lines of some files of a case; a page asks the database once for all of them.

    Of what is `ours`, the letters this house sets itself, nobody is warned.
    """
    known = _views(request, about)
    return [_line(request, known[card.id], ours=ours) for card in cards if card.id in known]


def _views(request: GuardedRequest, about: str) -> dict[str, AttachmentView]:
    held: dict[str, dict[str, AttachmentView]] = request.__dict__.setdefault("shown_files", {})
    if about not in held:
        held[about] = {view.id: view for view in views_of(about)}
    return held[about]


def _line(request: GuardedRequest, view: AttachmentView, *, ours: bool) -> ShownFile:
    staff = request.actor.kind == "staff"
    wary = staff and not ours
    address = _address(request, view) if view.opens else ""
    drawn = view.picture(PREVIEW) is not None
    return ShownFile(
        name=view.name,
        size=size_words(view.size),
        href=address if staff or may_have_original(view) else "",
        preview=f"{address}?vue=apercu" if address and drawn else "",
        thumb=picture_of(request, view, THUMB),
        shut=shut_words(view.verdict),
        note=no_preview_words(view.no_preview) if staff else "",
        warnings=warnings(view.flags) if wary else (),
        unchecked=wary and view.verdict == "unscanned",
        soon=view.shown == "soon",
    )


def may_have_original(view: AttachmentView) -> bool:
    """Say whether a customer may take the file itself: checked, and no photo with its place."""
    return view.verdict == "clean" and not view.type.startswith("image/")


def _address(request: GuardedRequest, view: AttachmentView) -> str:
    """Return the lasting address of a file: it checks who asks, then gives a short link."""
    kwargs = {"reference": view.about, "file": view.id}
    if request.actor.kind == "staff":
        return reverse("desk:attachment", kwargs=kwargs)
    surface = "portal" if request.path.startswith("/espace/") else "public"
    return reverse(f"{surface}:attachment", kwargs=kwargs)
