"""The sentences in force, ready to be filled: looked up every few seconds, compiled once.

A message says which version it was written with, so a process that learns of a new version a few
seconds late writes nothing that is not true.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from recours.correspondence.models import MessageTemplate
from recours.correspondence.rules.filling import Sentence
from recours.correspondence.rules.templates import compile_document, shipped

FRESH = 5.0  # seconds during which the versions in force are not looked up again


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of the sentences of a kind, in one language."""

    version: int
    sentences: Mapping[str, Sentence]


class _Shelf:
    """What this process knows: versions by kind, and compiled documents by fingerprint."""

    def __init__(self) -> None:
        self.versions: Mapping[str, tuple[int, str]] = {}
        self.until = 0.0
        self.compiled: dict[str, Mapping[str, Mapping[str, Sentence]]] = {}
        self.former: dict[tuple[str, int], str] = {}


_SHELF = _Shelf()


def forget() -> None:
    """Look the versions up again at the next message."""
    _SHELF.until = 0.0
    _SHELF.former = {}


def assume(versions: Mapping[str, tuple[int, str]]) -> None:
    """Take these versions as those in force until `forget`; none means what was shipped."""
    _SHELF.versions, _SHELF.until, _SHELF.former = versions, float("inf"), {}


def wording(code: str, language: str) -> Wording:
    """Return the sentences in force of a kind: those that were shipped until one replaces them."""
    now = time.monotonic()
    if now >= _SHELF.until:
        rows = MessageTemplate.objects.order_by("version").values_list("kind", "version", "sha256")
        _SHELF.versions = {kind: (version, sha256) for kind, version, sha256 in rows}
        _SHELF.until = now + FRESH
    version, sha256 = _SHELF.versions.get(code, (1, ""))
    return Wording(version, _compiled(code, version, sha256)[language])


def wording_of(code: str, version: int | None, language: str) -> Wording:
    """Return the sentences a message was written with; None: before there were versions."""
    number = version or 1
    if (code, number) not in _SHELF.former:
        row = MessageTemplate.objects.filter(kind=code, version=number).first()
        _SHELF.former[code, number] = row.sha256 if row else ""
    return Wording(number, _compiled(code, number, _SHELF.former[code, number])[language])


def _compiled(code: str, version: int, sha256: str) -> Mapping[str, Mapping[str, Sentence]]:
    """Return a document, compiled; a sentence it lacks is the shipped one."""
    key = sha256 or shipped(code)[1]
    if key not in _SHELF.compiled:
        document, own = shipped(code)
        if key != own:
            row = MessageTemplate.objects.get(kind=code, version=version)
            document = {
                language: {**sentences, **row.document.get(language, {})}
                for language, sentences in document.items()
            }
        _SHELF.compiled[key] = compile_document(document)
    return _SHELF.compiled[key]
