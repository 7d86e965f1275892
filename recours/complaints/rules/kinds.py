"""The kinds of complaint this release understands, and what each needs to be answered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A leaf of the taxonomy: its code, its words, and what it disputes."""

    code: str
    title_fr: str
    title_en: str
    wish_fr: str
    wish_en: str
    disputes: str  # "purchase", "expiry" or "other"

    def title(self, language: str) -> str:
        """Return the words of the kind in the person's language."""
        return self.title_en if language.startswith("en") else self.title_fr

    def wish(self, language: str) -> str:
        """Return what a customer usually asks for, as we understand it."""
        return self.wish_en if language.startswith("en") else self.wish_fr


_LIST = (
    Kind(
        "FID.CREDIT.MISSING",
        "Points non crédités après un achat",
        "Points not credited after a purchase",
        "Les points de cet achat",
        "The points for this purchase",
        "purchase",
    ),
    Kind(
        "FID.CREDIT.WRONG",
        "Nombre de points erroné",
        "Wrong number of points",
        "Le bon nombre de points pour cet achat",
        "The right number of points for this purchase",
        "purchase",
    ),
    Kind(
        "FID.CREDIT.LATE",
        "Points crédités trop tard",
        "Points credited late",
        "Les points de cet achat, avec leur durée entière",
        "The points for this purchase, with their full life",
        "purchase",
    ),
    Kind(
        "FID.EXPIRY.RULE",
        "Points expirés trop tôt",
        "Points expired too early",
        "Le retour des points expirés",
        "The expired points back",
        "expiry",
    ),
    Kind("AUT", "Autre réclamation", "Another complaint", "Une réponse", "An answer", "other"),
)

KINDS: dict[str, Kind] = {kind.code: kind for kind in _LIST}


class UnknownKind(ValueError):
    """No kind of complaint has this code."""


def kind_of(code: str) -> Kind:
    """Return the kind, or raise `UnknownKind`."""
    if code not in KINDS:
        raise UnknownKind(code)
    return KINDS[code]
