"""The kinds of values the API takes: each says its form, and refuses what only resembles it."""

import re
from datetime import date
from typing import Annotated, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import Header, Query
from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from recours.complaints.rules.kinds import KINDS
from recours.people.errors import BadAddress
from recours.people.rules import MAX_ADDRESS, normalise_email

LONGEST_PAGE = 100
MOST_CENTS = 10**9
MOST_POINTS = 10**6
_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
_COUNT = re.compile(r"[1-9][0-9]{0,2}")

SENTENCES: dict[str, Promise] = {  # by the name pydantic, or a reader below, gives the refusal
    "missing": _("Ce champ manque."),
    "extra_forbidden": _("Ce champ n’existe pas."),
    "string_type": _("Ce champ est un texte."),
    "string_too_short": _("Ce texte est trop court."),
    "string_too_long": _("Ce texte est trop long."),
    "string_pattern_mismatch": _("Ce texte n’a pas la forme attendue."),
    "int_type": _("Ce champ est un nombre entier."),
    "greater_than_equal": _("Ce nombre est trop petit."),
    "less_than_equal": _("Ce nombre est trop grand."),
    "literal_error": _("Ce n’est pas l’une des valeurs possibles."),
    "day": _("Ce champ est un jour du calendrier, écrit 2026-11-07, de 2000 à 2099."),
    "moment": _("Ce champ est un instant avec son fuseau, écrit 2026-11-07T18:42:00+01:00."),
    "too_long": _("Cette liste est trop longue."),
    "too_short": _("Cette liste est trop courte."),
    "address": _("Ce champ est une adresse e-mail."),
    "count": _("Ce paramètre est un nombre de 1 à 100."),
    "future": _("Ce jour n’est pas encore venu."),
    "mark": _("Ce repère n’est pas celui d’une page de cette liste."),
    "unknown": _("Ce motif ne pose pas cette question."),
    "not-asked": _("Cette question ne se pose pas avec ces réponses."),
    "number": _("Ce champ est un nombre entier, en centimes pour un montant."),
    "choice": _("Ce n’est pas l’une des valeurs possibles."),
    "too-long": _("Ce texte est trop long."),
    "no-such-day": _("Ce jour n’existe pas au calendrier."),
    "email": _("Ce champ est une adresse e-mail."),
    "single": _("Envoyez un seul fichier à la fois."),
}
OTHERWISE = _("Cette valeur ne convient pas.")


def sentence_of(refusal: str) -> Promise:
    """Return what a refusal of that name says to a person."""
    return SENTENCES.get(refusal, OTHERWISE)


def refusal(name: str) -> PydanticCustomError:
    """Return the refusal of a value, by a name of `SENTENCES`."""
    return PydanticCustomError(name, name)


def _read_day(value: Any) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError as problem:
            raise refusal("day") from problem
    raise refusal("day")


def _read_address(value: Any) -> str:
    try:
        return normalise_email(value if isinstance(value, str) else "")
    except BadAddress as problem:
        raise refusal("address") from problem


def _read_kind(value: Any) -> str:
    if not isinstance(value, str) or value not in KINDS:
        raise refusal("literal_error")
    return value


def _read_count(value: Any) -> int:
    if not _COUNT.fullmatch(str(value)) or int(value) > LONGEST_PAGE:
        raise refusal("count")
    return int(value)


Day = Annotated[
    date,
    BeforeValidator(_read_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": "^20"}),
]
Address = Annotated[
    str,
    BeforeValidator(_read_address),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": MAX_ADDRESS}),
]
Kind = Annotated[
    str,
    BeforeValidator(_read_kind),
    WithJsonSchema({"type": "string", "enum": sorted(KINDS)}),
]
Cents = Annotated[int, Field(ge=0, le=MOST_CENTS)]
Points = Annotated[int, Field(ge=0, le=MOST_POINTS)]
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]{8,80}$",
        description="One key per thing to do, the same for each new try of it.",
    ),
]
Limit = Annotated[
    int,
    BeforeValidator(_read_count),
    Query(),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": LONGEST_PAGE, "default": 50}),
]
