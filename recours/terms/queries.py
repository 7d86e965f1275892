"""What others read of the terms."""

from datetime import datetime

from recours.terms.models import Terms
from recours.terms.rules import Clause, TermsCard, fingerprint


def terms_in_force(programme: str, on: datetime) -> TermsCard | None:
    """Return the version that applied at that moment: the last that had taken effect."""
    rows = Terms.objects.filter(programme=programme, effective_from__lte=on)
    row = rows.order_by("-effective_from").first()
    return None if row is None else card(row)


def terms_version(programme: str, version: str) -> TermsCard | None:
    """Return one version by its name."""
    row = Terms.objects.filter(programme=programme, version=version).first()
    return None if row is None else card(row)


def versions(programme: str) -> list[TermsCard]:
    """Return every version, the oldest first."""
    rows = Terms.objects.filter(programme=programme).order_by("effective_from")
    return [card(row) for row in rows]


def clause(programme: str, version: str, anchor: str) -> Clause | None:
    """Return one clause of one version."""
    found = terms_version(programme, version)
    return None if found is None else found.clause(anchor)


def invariants() -> dict[str, list[str]]:
    """Return, per invariant, a sentence for each breach."""
    changed = [
        f"terms {row.version} of {row.programme} are not what was published"
        for row in Terms.objects.order_by("pk")
        if row.sha256
        != fingerprint(
            programme=row.programme,
            version=row.version,
            title_fr=row.title_fr,
            title_en=row.title_en,
            clauses=row.clauses,
        )
    ]
    return {"published terms are those that were signed for": changed}


def card(row: Terms) -> TermsCard:
    """Return a row as plain values."""
    return TermsCard(
        programme=row.programme,
        version=row.version,
        title_fr=row.title_fr,
        title_en=row.title_en,
        sha256=row.sha256,
        published_at=row.published_at,
        effective_from=row.effective_from,
        clauses=tuple(Clause(**clause) for clause in row.clauses),
    )
