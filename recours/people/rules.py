"""Who acts, in which roles; how addresses and card numbers are written. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from recours.people.errors import BadAddress, BadCard, UnknownRole, UnknownScope

ActorKind = Literal["staff", "customer", "token", "system", "anonymous"]

ROLES: dict[str, tuple[str, str]] = {
    "agent": ("Gestionnaire", "Agent"),
    "supervisor": ("Responsable d’équipe", "Supervisor"),
    "department": ("Service interne", "Department"),
    "mediator": ("Médiateur", "Mediator"),
    "dpo": ("Délégué à la protection des données", "Data-protection officer"),
    "legal": ("Juriste", "Legal expert"),
    "integrator": ("Intégrateur", "Integrator"),
    "administrator": ("Administrateur", "Administrator"),
}

SCOPES: dict[str, tuple[str, str]] = {
    "complaints:read": ("Lire les réclamations", "Read complaints"),
    "complaints:write": ("Déposer une réclamation", "Lodge a complaint"),
    "attachments:write": ("Ajouter une pièce", "Add an attachment"),
    "statements:write": ("Transmettre achats et mouvements", "Send purchases and movements"),
    "webhooks:write": ("Gérer les connexions", "Manage the webhooks"),
    "points:write": ("Inscrire une écriture de points", "Post points"),
}

MAX_ADDRESS = 254
MAX_CARD = 40
_ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"]+@[^\s@<>()\[\]\\,;:\"]+\.[^\s@<>()\[\]\\,;:\"]+")
_CARD = re.compile(r"[0-9A-Z]{1,40}")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does this: kept with every act. `programmes` None means all of them."""

    kind: ActorKind
    key: str = ""
    roles: frozenset[str] = frozenset()
    name: str = ""
    programmes: frozenset[str] | None = None
    scopes: frozenset[str] = frozenset()

    def has(self, *roles: str) -> bool:
        """Say whether the person holds one of these roles."""
        return not self.roles.isdisjoint(roles)

    def serves(self, programme: str) -> bool:
        """Say whether this programme is within the person's field."""
        return self.programmes is None or programme in self.programmes


SYSTEM = Actor(kind="system", name="Recours")
ANONYMOUS = Actor(kind="anonymous", programmes=frozenset())


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One line of the operator's list of members."""

    member: str
    card: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    joined_on: date | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """What came of a list of members."""

    added: int
    known: int


@dataclass(frozen=True, slots=True)
class StaffCard:
    """What others may know of a member of staff. `title` is French; `title_en` English."""

    id: str
    name: str
    title: str
    email: str
    roles: frozenset[str]
    points_limit: int
    programmes: frozenset[str] | None = None
    title_en: str = ""
    language: str = "fr"
    is_active: bool = True

    def as_actor(self) -> Actor:
        """Return the person as the one who acts."""
        return Actor(
            kind="staff",
            key=self.id,
            roles=self.roles,
            name=self.name,
            programmes=self.programmes,
        )


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """What others may know of a customer; `failing_since` is when the e-mail stopped receiving."""

    public_id: str
    name: str
    email: str
    phone: str
    language: str
    failing_since: datetime | None = None

    def as_actor(self) -> Actor:
        """Return the customer as the one who acts."""
        return Actor(
            kind="customer",
            key=self.public_id,
            roles=frozenset({"customer"}),
            name=self.name,
        )


@dataclass(frozen=True, slots=True)
class ContactCard:
    """A way to reach a customer: whether it was proved, and since when it fails."""

    kind: str
    address: str
    verified_at: datetime | None
    failing_since: datetime | None


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A member of a programme, as the operator lists them. `customer` is empty until known."""

    programme: str
    member: str
    card: str
    first_name: str
    last_name: str
    email: str
    joined_on: date | None
    customer: str = ""


@dataclass(frozen=True, slots=True)
class TokenCard:
    """An integrator's token, without its secret."""

    id: str
    name: str
    scopes: frozenset[str]
    programmes: frozenset[str] | None
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token just made: the only time its secret is seen."""

    id: str
    plain: str


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A sign-in code just made, for the e-mail and for nothing else."""

    id: str
    email: str
    code: str
    link: str
    expires_at: datetime


def normalise_email(text: str) -> str:
    """Return the address in the one form we compare; raise `BadAddress`."""
    address = unicodedata.normalize("NFKC", text).strip().lower()
    printable = all(unicodedata.category(c)[0] not in "CZ" for c in address)
    if len(address) > MAX_ADDRESS or not printable or not _ADDRESS.fullmatch(address):
        raise BadAddress(text[:80])
    return address


def normalise_card(text: str) -> str:
    """Return a card number without its spaces, dots and dashes; raise `BadCard`."""
    card = re.sub(r"[\s.\-_/\u2010-\u2015]", "", text).upper()
    if not _CARD.fullmatch(card):
        raise BadCard(text[:80])
    return card


def clean_name(text: str) -> str:
    """Return a name without control characters or doubled spaces, 120 letters at most."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:120]


def folded(text: str) -> str:
    """Return the words without accents, capitals or signs, one space between them."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())[:120]


def name_key(full_name: str) -> str:
    """Return a name as a list is sorted: the last word first, « rivoire alice »."""
    words = folded(full_name).split()
    return " ".join([*words[-1:], *words[:-1]])


def check_roles(roles: Iterable[str]) -> list[str]:
    """Return the roles sorted, each once; raise `UnknownRole`."""
    wanted = sorted(set(roles))
    for role in wanted:
        if role not in ROLES:
            raise UnknownRole(role)
    return wanted


def check_scopes(scopes: Iterable[str]) -> list[str]:
    """Return the scopes sorted, each once; raise `UnknownScope`."""
    wanted = sorted(set(scopes))
    for scope in wanted:
        if scope not in SCOPES:
            raise UnknownScope(scope)
    return wanted
