"""What must always be true of what was said, enclosed and sent."""

from collections.abc import Iterator
from itertools import islice

from django.db.models import F

from recours.correspondence.models import Enclosure, Letter, Outbox
from recours.correspondence.queries import damaged_files
from recours.correspondence.states import Sending
from recours.correspondence.template_cards import template_invariants

SENTENCES = 20


def invariants(*, deep: bool = False) -> dict[str, list[str]]:
    """Return what does not hold, a sentence each; `deep` reads every kept file again."""
    found = {
        "nothing of one case is enclosed in the message of another": _first(_strays()),
        "a letter is the file that was written": _first(_changed_letters()),
        "what has left says when, and keeps its bytes": _first(_untold()),
        **template_invariants(),
    }
    if deep:
        found["every file is what was received or sent"] = _first(_damaged())
    return found


def _first(sentences: Iterator[str]) -> list[str]:
    return list(islice(sentences, SENTENCES))


def _strays() -> Iterator[str]:
    rows = Enclosure.objects.exclude(message__about=F("attachment__about")).order_by("id")
    pairs = rows.values_list("attachment__about", "message__about")[:SENTENCES]
    yield from (f"a file of {file} left with a message of {message}" for file, message in pairs)


def _changed_letters() -> Iterator[str]:
    rows = Letter.objects.exclude(sha256=F("attachment__sha256")).order_by("id")
    for about, kind, version in rows.values_list("about", "kind", "version")[:SENTENCES]:
        yield f"{about}: the letter {kind} {version} is not the file it names"


def _untold() -> Iterator[str]:
    sent = Outbox.objects.filter(state=Sending.SENT, raw_sha256="").order_by("pk")
    yield from (f"{key} left without its bytes" for key in sent.values_list("key", flat=True))


def _damaged() -> Iterator[str]:
    yield from (f"the file {sha256} is gone or changed" for sha256 in damaged_files())
