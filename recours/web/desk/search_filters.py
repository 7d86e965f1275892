"""The filters of a search as its address says them: read strictly, turned on or off."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from recours.complaints.queries.said import Sought
from recours.complaints.rules.kinds import kind_of
from recours.complaints.states import Status
from recours.correspondence.rules.words import CHANNELS, word
from recours.forms.rules.taxonomy import families
from recours.journeys.search_complaints import PAGE, STATES, Narrowed
from recours.kernel.days import LEGAL_ZONE
from recours.loyalty.queries import programmes
from recours.people.rules import Actor
from recours.search.queries import MOST
from recours.search.rules.questions import LONGEST

OTHER = "AUT"  # a kind without a family
CAME_BY = ("web", "email", "telephone", "counter", "chat", "letter", "api")
STATE_WORDS = {"ouvertes": _("En cours"), "reglees": _("Réglées")}
CHARGE_WORDS = {"moi": _("À moi"), "personne": _("Pas encore attribuées")}
PIECE_WORDS = {"1": _("Avec une pièce")}
_CODE = re.compile(r"[A-Za-z0-9._-]{1,40}")


class BadAddress(ValueError):
    """The address says something that no filter of ours says."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks: the words, the filters, the page."""

    q: str = ""
    etat: str = ""
    famille: str = ""
    programme: str = ""
    canal: str = ""
    charge: str = ""
    piece: str = ""
    depuis: str = ""
    jusque: str = ""
    client: str = ""
    page: str = ""

    def address(self, **changed: str) -> str:
        """Return the address of the same search with something changed, from its first page."""
        kept = {name: getattr(replace(self, page="", **changed), name) for name in NAMES}
        return "?" + urlencode({name: value for name, value in kept.items() if value})

    @property
    def is_narrowed(self) -> bool:
        """Say whether a filter is on."""
        return any(getattr(self, name) for name in NAMES if name not in {"q", "page"})

    def number(self) -> int:
        """Return the page asked for."""
        return int(self.page or 1)

    def narrowed(self, actor: Actor) -> Narrowed:
        """Return the filters as the journey takes them."""
        charge = {"moi": actor.key, "personne": ""}.get(self.charge, self.charge or None)
        return Narrowed(
            state=self.etat,
            with_file=bool(self.piece),
            wanted=Sought(
                family=self.famille,
                programme=self.programme,
                channel=self.canal,
                assignee=charge,
                customer=self.client,
                since=_instant(self.depuis),
                until=_instant(self.jusque, days=1),
            ),
        )


NAMES = tuple(Asked.__dataclass_fields__)


def _instant(day: str, *, days: int = 0) -> datetime | None:
    """Return when that day begins in France, or the one so many days later."""
    if not day:
        return None
    return datetime.combine(date.fromisoformat(day) + timedelta(days=days), time.min, LEGAL_ZONE)


def _is_day(text: str) -> bool:
    try:
        return 2000 <= date.fromisoformat(text).year <= 2999 and len(text) == len("2026-11-21")  # noqa: PLR2004
    except ValueError:
        return False


def _is_key(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _is_page(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 1 <= int(text[:4]) <= MOST // PAGE


READ: Mapping[str, Callable[[str], bool]] = {
    "q": lambda text: len(text) <= LONGEST,
    "etat": lambda text: text in STATES or text in set(Status),
    "famille": lambda text: text == OTHER or any(text == one.code for one in families()),
    "programme": lambda text: bool(_CODE.fullmatch(text)),
    "canal": lambda text: text in CAME_BY,
    "charge": lambda text: text in CHARGE_WORDS or _is_key(text),
    "piece": lambda text: text in PIECE_WORDS,
    "depuis": _is_day,
    "jusque": _is_day,
    "client": _is_key,
    "page": _is_page,
}


def read(query: QueryDict) -> Asked:
    """Return what the address asks; raise `BadAddress` when no page of ours led there."""
    found = {}
    for name, values in query.lists():
        value = values[-1].strip()
        if name not in READ or len(values) > 1 or (value and not READ[name](value)):
            raise BadAddress(name)
        found[name] = value
    return Asked(**found)


def chips(asked: Asked, actor: Actor, today: date) -> Iterator[dict[str, Any]]:
    """Give the filters people use all day, each with the address that turns it on or off."""
    month = (today - timedelta(days=30)).isoformat()
    offered: tuple[tuple[str, str, str | Promise], ...] = (
        *(("etat", value, text) for value, text in STATE_WORDS.items()),
        *(("charge", value, text) for value, text in CHARGE_WORDS.items()),
        ("piece", "1", PIECE_WORDS["1"]),
        ("depuis", month, _("Depuis 30 jours")),
    )
    for name, value, text in offered:
        on = getattr(asked, name) == value
        yield {"text": text, "on": on, "href": asked.address(**{name: "" if on else value})}
    if actor.has("supervisor") and _is_key(asked.charge):
        yield {"text": _("Une autre personne"), "on": True, "href": asked.address(charge="")}


def choices(actor: Actor) -> dict[str, list[tuple[str, str | Promise]]]:
    """Return what the form of filters offers: families, programmes of the person, channels."""
    language = (get_language() or "fr")[:2]
    served = [one for one in programmes() if actor.serves(one.code)]
    every: list[tuple[str, str | Promise]] = [("", _("Tout"))]
    return {
        "families": [*every, *_families(language)],
        "programmes": [*every, *((one.code, one.name) for one in served)],
        "channels": [*every, *((one, channel_word(one, language)) for one in CAME_BY)],
    }


def _families(language: str) -> Iterator[tuple[str, str | Promise]]:
    for one in families():
        yield one.code, one.title(language)
    yield OTHER, kind_of(OTHER).title(language)


def channel_word(channel: str, language: str) -> str:
    """Return the word of a channel; a letter is post."""
    return word(CHANNELS, {"letter": "post"}.get(channel, channel), language).capitalize()
