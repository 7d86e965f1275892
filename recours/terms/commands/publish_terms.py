"""Publish a version of the terms: from then on it is what people were told."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from django.db import IntegrityError, transaction

from recours.people.rules import Actor
from recours.terms import queries
from recours.terms.errors import BadTerms, TermsAlreadyPublished, TermsNotAfter
from recours.terms.models import Terms
from recours.terms.rules import TermsCard, fault_in, fingerprint
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact


def publish_terms(
    *,
    programme: str,
    version: str,
    title_fr: str,
    title_en: str,
    clauses: Sequence[Mapping[str, str]],
    published_at: datetime,
    effective_from: datetime,
    actor: Actor,
) -> TermsCard:
    """Return the published version; the same text under the same version again changes nothing.

    Raise `BadTerms`, `TermsAlreadyPublished` or `TermsNotAfter`.
    """
    if fault := fault_in(clauses) or _missing_title(version, title_fr, title_en):
        raise BadTerms(fault)
    sha256 = fingerprint(
        programme=programme, version=version, title_fr=title_fr, title_en=title_en, clauses=clauses
    )
    published = queries.terms_version(programme, version)
    if published is not None:
        return _same(published, sha256, effective_from)
    _refuse_the_past(programme, effective_from)
    row = Terms(
        programme=programme,
        version=version,
        title_fr=title_fr,
        title_en=title_en,
        clauses=[dict(clause) for clause in clauses],
        sha256=sha256,
        published_at=published_at,
        effective_from=effective_from,
        published_by=actor.key or actor.kind,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            append(facts=[_fact(row)], at=published_at)
    except IntegrityError as problem:
        raise TermsAlreadyPublished(f"{programme} {version}") from problem
    return queries.card(row)


def _missing_title(version: str, title_fr: str, title_en: str) -> str:
    named = version.strip() and title_fr.strip() and title_en.strip()
    return "" if named else "a version has a name and a title in both languages"


def _same(published: TermsCard, sha256: str, effective_from: datetime) -> TermsCard:
    if published.sha256 != sha256 or published.effective_from != effective_from:
        raise TermsAlreadyPublished(f"{published.programme} {published.version}")
    return published


def _refuse_the_past(programme: str, effective_from: datetime) -> None:
    if Terms.objects.filter(programme=programme, effective_from__gte=effective_from).exists():
        raise TermsNotAfter(f"{programme} {effective_from.isoformat()}")


def _fact(row: Terms) -> Fact:
    body = {
        "programme": row.programme,
        "version": row.version,
        "sha256": row.sha256,
        "effective_from": row.effective_from.astimezone(UTC).isoformat(),
        "published_by": row.published_by,
    }
    return Fact(kind="terms.published", account=f"terms:{row.programme}", body=body)
