"""The kinds of e-mails and letters we write, and the sentences of each that a house may change.

A *document* is the sentences of one kind in both languages. What stands around them (what is
recorded, the mediator, the calculation) is ours; a sentence tied to a condition is said only then.
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from recours.correspondence.rules.filling import BadPlaceholder, Sentence, cut
from recours.correspondence.rules.mails import MAILS, UnknownTemplate
from recours.correspondence.rules.placeholders import PLACEHOLDERS
from recours.kernel.canonical import digest

FOLDER = Path(__file__).parents[1] / "wordings"
LANGUAGES = ("fr", "en")
LETTER = "letter_"
ORDER = ("acknowledgement", "noted", "progress", "answer", "reopened", "follow_up")
HOUSE = frozenset({"house", "address", "phone", "email", "dpo_email"})
OWED = frozenset({"code", "yes_url", "no_url", "confirm_url", "lodge_url", "follow_url"})
LONGEST = {"line": 150, "text": 3000}
OPTIONAL, ON_THE_PAGE = "optional", "page"

Document = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Slot:
    """One sentence of a kind: its shape, when it is said, what it may name, as it was shipped."""

    name: str
    shape: str
    when: str
    label_fr: str
    label_en: str
    fr: str
    en: str
    allowed: frozenset[str]

    def label(self, language: str) -> str:
        """Return what the sentence is for."""
        return self.label_en if language == "en" else self.label_fr


@dataclass(frozen=True, slots=True)
class Kind:
    """One e-mail or letter of ours."""

    code: str
    fr: str
    en: str
    slots: tuple[Slot, ...]

    def title(self, language: str) -> str:
        """Return what it is called."""
        return self.en if language == "en" else self.fr

    @property
    def is_letter(self) -> bool:
        """Say whether it is printed."""
        return self.code.startswith(LETTER)

    @property
    def template(self) -> str:
        """Return the e-mail or the letter that these sentences are of."""
        return self.code.removeprefix(LETTER)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a sentence cannot be published: where, what, and the words at fault."""

    language: str
    slot: str
    what: str
    words: str = ""


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, Kind]:
    """Return every kind by its code, e-mails first."""
    found = {path.stem: _read(path) for path in sorted(FOLDER.glob("*.json"))}
    rank = {code: place for place, code in enumerate(ORDER)}
    return dict(sorted(found.items(), key=lambda one: (one[1].is_letter, rank.get(one[0], 99))))


def kind_of(code: str) -> Kind:
    """Return a kind, or raise `UnknownTemplate`."""
    if code not in kinds():
        raise UnknownTemplate(code)
    return kinds()[code]


def _read(path: Path) -> Kind:
    record = json.loads(path.read_text(encoding="utf-8"))
    anywhere = _anywhere(path.stem)
    slots = tuple(_slot(one, anywhere) for one in record["slots"])
    return Kind(path.stem, record["fr"], record["en"], slots)


def _slot(record: Mapping[str, str], anywhere: frozenset[str]) -> Slot:
    own = {name for language in LANGUAGES for name in cut(record[language]).names}
    return Slot(**{"when": "", **record}, allowed=anywhere | own)


def _anywhere(code: str) -> frozenset[str]:
    """Return what any sentence of a kind may name: what is always there when it is written."""
    asked = MAILS[code].required if code in MAILS else ("reference", "follow_url")
    return HOUSE | {name for name in asked if name in PLACEHOLDERS}


@lru_cache(maxsize=16)
def shipped(code: str) -> tuple[Document, str]:
    """Return the document that comes with Recours and its fingerprint."""
    slots = kind_of(code).slots
    document = {
        language: {slot.name: str(getattr(slot, language)) for slot in slots}
        for language in LANGUAGES
    }
    return document, digest(document)


Compiled = Mapping[str, Mapping[str, Sentence]]


def compile_document(document: Document) -> Compiled:
    """Return a document ready to be filled; raise `BadPlaceholder`."""
    return {
        language: {name: cut(text) for name, text in sentences.items()}
        for language, sentences in document.items()
    }


def faults_of(code: str, document: Any) -> list[Fault]:
    """Return everything that keeps a document from being published, in the order of its slots."""
    kind = kind_of(code)
    names = {slot.name for slot in kind.slots}
    if not _is_document(document, names):
        return [Fault("", "", "not-a-document")]
    found = [
        fault
        for language in LANGUAGES
        for slot in kind.slots
        for fault in _faults_in(slot, language, document[language][slot.name])
    ]
    return found or list(_no_longer_named(kind, document))


def _is_document(document: Any, names: set[str]) -> bool:
    if not isinstance(document, Mapping) or set(document) != set(LANGUAGES):
        return False
    return all(
        isinstance(sentences, Mapping)
        and set(sentences) == names
        and all(isinstance(text, str) for text in sentences.values())
        for sentences in document.values()
    )


def _faults_in(slot: Slot, language: str, text: str) -> Iterator[Fault]:
    for what, wrong in (
        ("empty", not text.strip() and slot.when != OPTIONAL),
        ("too-long", len(text) > LONGEST[slot.shape]),
        ("several-lines", slot.shape == "line" and "\n" in text),
        ("control", any(_is_control(letter) for letter in text)),
    ):
        if wrong:
            yield Fault(language, slot.name, what)
    try:
        names = cut(text).names
    except BadPlaceholder as problem:
        yield Fault(language, slot.name, "brace", problem.around)
        return
    for name in dict.fromkeys(names):
        if name not in slot.allowed:
            what = "not-here" if name in PLACEHOLDERS else "unknown"
            yield Fault(language, slot.name, what, name)


def _is_control(letter: str) -> bool:
    return letter != "\n" and unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _no_longer_named(kind: Kind, document: Document) -> Iterator[Fault]:
    """Yield the links and codes without which the message serves nothing."""
    before = shipped(kind.code)[0]
    for language in LANGUAGES:
        lost = _named(kind, before, language) - _named(kind, document, language)
        for name in sorted(lost & OWED):
            yield Fault(language, "", "gone", name)


def _named(kind: Kind, document: Document, language: str) -> set[str]:
    texts = (document[language][slot.name] for slot in kind.slots if slot.when != ON_THE_PAGE)
    return {name for text in texts for name in cut(text).names}


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence that differs between two versions."""

    language: str
    slot: Slot
    before: str
    after: str


def changes(code: str, before: Document, after: Document) -> list[Change]:
    """Return the sentences that differ, in order."""
    return [
        Change(language, slot, before[language].get(slot.name, ""), after[language][slot.name])
        for language in LANGUAGES
        for slot in kind_of(code).slots
        if before[language].get(slot.name, "") != after[language][slot.name]
    ]
