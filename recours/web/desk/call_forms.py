"""The note taken during a call: what may be typed, what is kept, what is refused."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from recours.complaints.rules.kinds import KINDS
from recours.forms.rules.taxonomy import OTHER, Leaf, families, often, requests
from recours.journeys.note_call import ORAL, Call
from recours.loyalty.queries import programmes
from recours.people.callers import CallerCard, find_callers
from recours.people.errors import BadAddress
from recours.people.rules import Actor, normalise_email
from recours.web.casefile.words import readable

LONGEST = {"story": 20_000, "promise": 500}  # a chat may be long
SHORT = 200
FIELDS = (
    *("who", "caller", "name", "email", "phone", "programme", "kind", "story", "wish", "receipt"),
    *("promise", "promise_by", "channel", "language", "add_to"),
)


def typed_in(data: Mapping[str, Any]) -> dict[str, str]:
    """Return what was typed, field by field, as it was typed."""
    said = {name: readable(str(data.get(name, ""))) for name in FIELDS}
    return {name: text[: LONGEST.get(name, SHORT)] for name, text in said.items()}


def is_empty(typed: Mapping[str, str]) -> bool:
    """Say whether nothing worth keeping was typed."""
    return not any(typed[name].strip() for name in ("who", "name", "story", "promise", "email"))


@dataclass
class Note:
    """A note as it stands: what was typed, who was found, what stops it."""

    key: uuid.UUID
    typed: dict[str, str]
    actor: Actor
    errors: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look for the caller once."""
        served = [p.code for p in programmes() if self.actor.serves(p.code)]
        self.programmes = served
        self.found = self._find()

    def _find(self) -> list[CallerCard]:
        words = self.typed["who"].strip()
        return find_callers(words, programmes=self.actor.programmes) if words else []

    @property
    def caller(self) -> CallerCard | None:
        """Return who was chosen among those found; the only one found is taken for the caller."""
        chosen = self.typed["caller"]
        if chosen == "nobody":
            return None
        known = next((one for one in self.found if caller_key(one) == chosen), None)
        alone = self.found[0] if len(self.found) == 1 and self.found[0].why != "name" else None
        return known or alone

    @property
    def programme(self) -> str:
        """Return the programme it is about: the card's, the one chosen, or the only one."""
        caller = self.caller
        if caller is not None and caller.programme in self.programmes:
            return caller.programme
        if self.typed["programme"] in self.programmes:
            return self.typed["programme"]
        return self.programmes[0] if self.programmes else ""

    def check(self, today: date) -> bool:
        """Write what stops the note beside its field; say whether nothing does."""
        typed = self.typed
        if not typed["story"].strip():
            self.errors["story"] = _("Écrivez ce que la personne a dit.")
        if typed["email"].strip():
            self._check_email()
        if typed["channel"] not in ORAL:
            self.errors["channel"] = _("Choisissez téléphone, magasin ou conversation.")
        if typed["kind"] not in KINDS:
            self.errors["kind"] = _("Choisissez un motif de la liste.")
        self._check_promise(today)
        return not self.errors

    def _check_email(self) -> None:
        try:
            normalise_email(self.typed["email"])
        except BadAddress:
            self.errors["email"] = _("Cette adresse ne peut pas recevoir d’e-mail. Relisez-la.")

    def _check_promise(self, today: date) -> None:
        promise, by = self.typed["promise"].strip(), self.typed["promise_by"].strip()
        if promise and not by:
            self.errors["promise_by"] = _("Une promesse a une date. Pour quand ?")
        elif by and not promise:
            self.errors["promise"] = _("Écrivez ce qui a été promis pour cette date.")
        elif by and (self.promise_by is None or self.promise_by < today):
            self.errors["promise_by"] = _("Écrivez une date à venir, par exemple 2026-11-24.")

    @property
    def promise_by(self) -> date | None:
        """Return the day of the promise, None when it is not a date."""
        try:
            return date.fromisoformat(self.typed["promise_by"].strip())
        except ValueError:
            return None

    def call(self) -> Call:
        """Return the note as the journey takes it."""
        typed, caller = self.typed, self.caller
        said = {name: typed[name].strip() for name in ("name", "email", "phone")}
        if caller is not None:
            known = {"name": caller.name, "email": caller.email, "phone": caller.phone}
            said = {name: said[name] or known[name] for name in said}
        return Call(
            key=self.key,
            channel=typed["channel"],
            programme=self.programme,
            name=said["name"] or _("Personne qui n’a pas donné son nom"),
            story=typed["story"].strip(),
            kind=typed["kind"],
            email=said["email"],
            phone=said["phone"],
            card=caller.card if caller else "",
            receipt=typed["receipt"].strip(),
            wish=typed["wish"].strip(),
            language="en" if typed["language"] == "en" else "fr",
            customer=caller.customer if caller and not typed["email"].strip() else "",
            member=caller.member if caller else "",
            add_to=typed["add_to"],
            promise=typed["promise"].strip(),
            promise_by=self.promise_by,
        )


def caller_key(one: CallerCard) -> str:
    """Return what names somebody found in the form."""
    return f"{one.programme}:{one.member}" if one.member else one.customer


def kinds_offered(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the kinds in groups: those chosen most often, then every family.

    What is not known yet stands before them, outside every group.
    """
    groups = [(_("Souvent"), _leaves(often(), language))]
    groups += [
        (one.title(language), _leaves(one.leaves, language)) for one in (*families(), requests())
    ]
    return [group for group in groups if group[1]]


def _leaves(leaves: Sequence[Leaf], language: str) -> list[tuple[str, str]]:
    known = [one for one in leaves if one.code in KINDS and one.code != OTHER]
    return [(one.code, one.title(language)) for one in known]


def fresh(channel: str, language: str) -> dict[str, str]:
    """Return an empty note."""
    known = channel if channel in ORAL else ORAL[0]
    empty = dict.fromkeys(FIELDS, "")
    return empty | {"channel": known, "kind": "AUT", "language": language}
