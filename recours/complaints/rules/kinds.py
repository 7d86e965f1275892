"""The kinds of complaint: the leaves of the taxonomy, and what each disputes."""

from dataclasses import dataclass

from recours.forms.rules.taxonomy import Leaf, leaves


@dataclass(frozen=True, slots=True)
class Kind:
    """A leaf of the taxonomy: its code, its words, and what it disputes.

    `computed` names the calculation that can conclude on it: "purchase", "expiry", or none.
    `request` says that a right or a service is asked for (personal data, a cancellation…).
    """

    code: str
    title_fr: str
    title_en: str
    wish_fr: str
    wish_en: str
    disputes: str  # "purchase", "expiry", "order", "contract", "product", "data" or "other"
    family: str = ""
    computed: str = ""
    request: bool = False

    def title(self, language: str) -> str:
        """Return the words of the kind in the person's language."""
        return self.title_en if language.startswith("en") else self.title_fr

    def wish(self, language: str) -> str:
        """Return what a customer usually asks for, as we understand it."""
        return self.wish_en if language.startswith("en") else self.wish_fr


def _kind(leaf: Leaf) -> Kind:
    return Kind(
        code=leaf.code,
        title_fr=leaf.fr,
        title_en=leaf.en,
        wish_fr=leaf.wish_fr,
        wish_en=leaf.wish_en,
        disputes=leaf.disputes,
        family=leaf.family,
        computed=leaf.computed,
        request=leaf.request,
    )


KINDS: dict[str, Kind] = {leaf.code: _kind(leaf) for leaf in leaves()}


class UnknownKind(ValueError):
    """No kind of complaint has this code."""


def kind_of(code: str) -> Kind:
    """Return the kind, or raise `UnknownKind`."""
    if code not in KINDS:
        raise UnknownKind(code)
    return KINDS[code]
