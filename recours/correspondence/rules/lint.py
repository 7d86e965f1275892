"""Reads a letter as it was printed and says what it lacks."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from recours.correspondence.rules.tokens import TOKENS, Level, Token
from recours.correspondence.rules.typography import grouped, in_full, squash
from recours.correspondence.rules.words import CHANNELS, DECISIONS

LANGUAGES = ("fr", "en")
SHOWN_OF_A_FINGERPRINT = 16
_TABLES = {"channels": CHANNELS, "decisions": DECISIONS}


@dataclass(frozen=True, slots=True)
class Missing:
    """An element that the letter lacks, who asks for it, and the sentence that says so."""

    token: str
    level: Level
    rule: str
    article: str
    sentence_fr: str
    sentence_en: str

    def sentence(self, language: str) -> str:
        """Return the sentence in the person's language."""
        return self.sentence_en if language == "en" else self.sentence_fr


class UnknownLetter(ValueError):
    """There is no list of compulsory elements for this kind of letter."""


def lint(*, kind: str, values: Mapping[str, Any], text: str) -> list[Missing]:
    """Return what `text` lacks, given what was to be said; an empty list when nothing does."""
    if kind not in TOKENS:
        raise UnknownLetter(kind)
    return lint_tokens(tokens=TOKENS[kind], kind=kind, values=values, text=text)


def lint_tokens(
    *, tokens: Sequence[Token], kind: str, values: Mapping[str, Any], text: str
) -> list[Missing]:
    """Return which of these elements `text` lacks."""
    page = _Page(text)
    return [
        Missing(token.id, token.level, token.rule, token.article, token.fr, token.en)
        for token in tokens
        if _applies(token, kind, values) and not all(_seen(s, values, page) for s in token.shows)
    ]


class _Page:
    """The printed text, in two readings: with its words apart, and without any space."""

    def __init__(self, text: str) -> None:
        self.words = squash(text).casefold()
        self.tight = _tight(text)

    def holds(self, wanted: str) -> bool:
        """Say whether the page holds it, wherever its lines were broken."""
        tight = _tight(wanted)
        return bool(tight) and tight in self.tight


def _tight(text: str) -> str:
    """Return the text without its spaces and commas: an address has one line or four."""
    return squash(text).casefold().replace(" ", "").replace(",", "")


def _applies(token: Token, kind: str, values: Mapping[str, Any]) -> bool:
    decisions = {point.get("decision") for point in values.get("points") or []}
    remedy = values.get("remedy") or {}
    given = bool(decisions & {"accepted", "partly"})
    in_points = given and remedy.get("kind") == "points"
    return {
        "always": True,
        "mediator": kind == "acknowledgement" or bool(decisions & {"partly", "refused"}),
        "computed": bool(values.get("lines")),
        "remedy": given,
        "remedy in points": in_points,
        "remedy in words": given and not in_points,
        "remedy expires": in_points and not remedy.get("never_expires"),
        "logged": bool(values.get("log_key")),
        "personal data": bool(values.get("concerns_data")),
    }[token.when]


def _seen(shows: str, values: Mapping[str, Any], page: _Page) -> bool:
    how, _, rest = shows.partition(":")
    if how == "each":
        path, _, each = rest.partition(":")
        items = _at(values, path)
        return bool(items) and all(_seen(each, _as_values(item), page) for item in items)
    if how == "words":
        return any(page.holds(phrase) for phrase in rest.split("|"))
    if how == "never":
        return not any(_is_said(phrase, page) for phrase in rest.split("|"))
    return any(page.holds(written) for written in _writings(how, rest, values))


def _is_said(phrase: str, page: _Page) -> bool:
    if "/" in phrase:
        return page.holds(phrase)
    return re.search(rf"\b{re.escape(squash(phrase).casefold())}\b", page.words) is not None


def _as_values(item: Any) -> Mapping[str, Any]:
    return item if isinstance(item, Mapping) else {"": item}


def _at(values: Mapping[str, Any], path: str) -> Any:
    found: Any = values
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _writings(how: str, rest: str, values: Mapping[str, Any]) -> Iterator[str]:
    """Yield the ways in which a value may be written: either language will do."""
    table, _, path = rest.rpartition("/")
    value = _at(values, path)
    if value in (None, "", [], {}):
        return
    if how == "text":
        yield str(value)
    elif how == "short":
        yield str(value)[:SHOWN_OF_A_FINGERPRINT]
    elif how == "version":
        yield f"version {value}"
    elif how == "word":
        yield from _TABLES[table].get(str(value), ())
    elif how == "day":
        yield from (in_full(value, language) for language in LANGUAGES)
    elif how == "number":
        yield from (grouped(value, language) for language in LANGUAGES)
