"""A version of the terms as plain values, and what makes it complete. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from recours.kernel.canonical import digest

SCHEMA = "recours/terms/v1"
CLAUSE_KEYS = ("anchor", "title_fr", "title_en", "text_fr", "text_en")
ANCHOR = re.compile(r"[a-z0-9]{1,20}(-[a-z0-9]{1,20}){0,5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of one version."""

    anchor: str
    title_fr: str
    title_en: str
    text_fr: str
    text_en: str


@dataclass(frozen=True, slots=True)
class TermsCard:
    """One published version."""

    programme: str
    version: str
    title_fr: str
    title_en: str
    sha256: str
    published_at: datetime
    effective_from: datetime
    clauses: tuple[Clause, ...]

    def clause(self, anchor: str) -> Clause | None:
        """Return the clause, or None when this version has none of that name."""
        return next((clause for clause in self.clauses if clause.anchor == anchor), None)


def fingerprint(
    *,
    programme: str,
    version: str,
    title_fr: str,
    title_en: str,
    clauses: Sequence[Mapping[str, str]],
) -> str:
    """Return the SHA-256 of the text, by its canonical JSON."""
    return digest(
        {
            "schema": SCHEMA,
            "programme": programme,
            "version": version,
            "title_fr": title_fr,
            "title_en": title_en,
            "clauses": [{key: clause[key] for key in CLAUSE_KEYS} for clause in clauses],
        }
    )


def fault_in(clauses: Sequence[Mapping[str, object]]) -> str:
    """Return what is wrong with the clauses, in one sentence; empty when nothing is."""
    if not clauses:
        return "the terms have no clause"
    seen: set[object] = set()
    for number, clause in enumerate(clauses, start=1):
        if fault := _fault_in_one(clause) or (
            "" if clause["anchor"] not in seen else "comes twice"
        ):
            return f"clause {number} ({clause.get('anchor', '?')}): {fault}"
        seen.add(clause["anchor"])
    return ""


def _fault_in_one(clause: Mapping[str, object]) -> str:
    if set(clause) != set(CLAUSE_KEYS):
        return f"its keys are {', '.join(CLAUSE_KEYS)}"
    if any(not isinstance(text, str) or not text.strip() for text in clause.values()):
        return "a text is empty"
    return "" if ANCHOR.fullmatch(str(clause["anchor"])) else "write its anchor as art-4-2"
