"""What people complain about: families, leaves, and what is not a complaint. Pure."""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from recours.forms.errors import UnknownLeaf

FILE = Path(__file__).parents[1] / "taxonomy.json"
OTHER = "AUT"
DISPUTES = ("purchase", "expiry", "order", "contract", "product", "data", "other")


def in_language(language: str, fr: str, en: str) -> str:
    """Return the words for that person: French unless they read English."""
    return en if language.startswith("en") else fr


@dataclass(frozen=True, slots=True)
class Leaf:
    """One kind of complaint, or of request: its code, its words, what it disputes.

    `computed` names the calculation that can conclude on it ("purchase", "expiry" or none).
    `request` says that the person asks for a right or a service rather than complains.
    """

    code: str
    family: str
    fr: str
    en: str
    help_fr: str
    help_en: str
    wish_fr: str
    wish_en: str
    disputes: str
    computed: str
    request: bool
    words_fr: str
    words_en: str

    def title(self, language: str) -> str:
        """Return its words in the person's language."""
        return in_language(language, self.fr, self.en)

    def help(self, language: str) -> str:
        """Return the line that says when to choose it."""
        return in_language(language, self.help_fr, self.help_en)

    def wish(self, language: str) -> str:
        """Return what somebody who chooses it usually asks for."""
        return in_language(language, self.wish_fr, self.wish_en)


@dataclass(frozen=True, slots=True)
class Family:
    """Leaves that go together; `also` names the leaves and families it leads to besides."""

    code: str
    fr: str
    en: str
    help_fr: str
    help_en: str
    complaint: bool
    also: tuple[str, ...]
    leaves: tuple[Leaf, ...]

    def title(self, language: str) -> str:
        """Return its words in the person's language."""
        return in_language(language, self.fr, self.en)

    def help(self, language: str) -> str:
        """Return what it holds."""
        return in_language(language, self.help_fr, self.help_en)


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The whole tree."""

    families: tuple[Family, ...]
    leaves: Mapping[str, Leaf]
    often: tuple[str, ...]


@lru_cache(maxsize=1)
def _tree() -> Taxonomy:
    document = json.loads(FILE.read_text(encoding="utf-8"))
    leaves = {record["code"]: Leaf(**record) for record in document["leaves"]}
    families = tuple(
        Family(
            **{**record, "also": tuple(record["also"])},
            leaves=tuple(leaf for leaf in leaves.values() if leaf.family == record["code"]),
        )
        for record in document["families"]
    )
    return Taxonomy(families, leaves, tuple(document["often"]))


def leaf(code: str) -> Leaf:
    """Return the leaf, or raise `UnknownLeaf`."""
    found = _tree().leaves.get(code)
    if found is None:
        raise UnknownLeaf(code)
    return found


def leaves() -> tuple[Leaf, ...]:
    """Return every leaf, in the order people read them."""
    return tuple(_tree().leaves.values())


def families() -> tuple[Family, ...]:
    """Return the families of complaints."""
    return tuple(one for one in _tree().families if one.complaint)


def requests() -> Family:
    """Return what is not a complaint."""
    return next(one for one in _tree().families if not one.complaint)


def family(code: str) -> Family | None:
    """Return one family, requests included; None when no family has this code."""
    return next((one for one in _tree().families if one.code == code), None)


def often() -> tuple[Leaf, ...]:
    """Return the leaves chosen most often: they are offered first."""
    tree = _tree()
    return tuple(tree.leaves[code] for code in tree.often)


def found_by(words: str, language: str) -> list[Leaf]:
    """Return the leaves that all these words describe, those named by them first."""
    wanted = plain(words).split()
    if not wanted:
        return []
    named: list[Leaf] = []
    described: list[Leaf] = []
    for one in leaves():
        title, rest = plain(one.title(language)), plain(_about(one, language))
        if all(word in title for word in wanted):
            named.append(one)
        elif all(word in f"{title} {rest}" for word in wanted):
            described.append(one)
    return named + described


def _about(one: Leaf, language: str) -> str:
    return f"{one.help(language)} {in_language(language, one.words_fr, one.words_en)}"


def plain(text: str) -> str:
    """Return letters and figures alone, without accents or capitals."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in bare if not unicodedata.combining(c))
    return " ".join(kept.split())
