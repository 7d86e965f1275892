"""Publish a version of a programme's rules: from then on it never changes."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction

from recours.kernel.canonical import canonical_json, digest
from recours.loyalty.errors import (
    BadRuleDocument,
    RuleSetAlreadyPublished,
    RuleSetNotAfter,
    UnknownClause,
    UnknownProgramme,
)
from recours.loyalty.models import Programme, RuleSet
from recours.loyalty.queries import RuleSetCard, rule_sets
from recours.loyalty.rules.document import clauses_of, validate
from recours.people.rules import Actor
from recours.terms.queries import terms_version as published_terms
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact


def publish_rule_set(
    *,
    document: Mapping[str, Any],
    terms_version: str,
    effective_from: datetime,
    actor: Actor,
    at: datetime,
) -> RuleSetCard:
    """Return the published version; the same document again changes nothing.

    It applies from `effective_from` until the next version does. Raise `BadRuleDocument`,
    `UnknownProgramme`, `UnknownClause`, `RuleSetAlreadyPublished` or `RuleSetNotAfter`.
    """
    if problems := validate(document):
        raise BadRuleDocument("\n".join(str(problem) for problem in problems))
    programme, version = document["programme"], document["version"]
    _check_clauses(document, terms_version)
    try:
        with transaction.atomic():
            _publish(document, terms_version, effective_from, actor, at)
    except IntegrityError as problem:
        raise RuleSetAlreadyPublished(f"{programme} {version}") from problem
    return next(card for card in rule_sets(programme) if card.version == version)


def _publish(
    document: Mapping[str, Any],
    terms_version: str,
    effective_from: datetime,
    actor: Actor,
    at: datetime,
) -> None:
    code, version = document["programme"], document["version"]
    programme = Programme.objects.select_for_update().filter(code=code).first()
    if programme is None:
        raise UnknownProgramme(code)
    published = RuleSet.objects.filter(programme=programme, version=version).first()
    if published is not None:
        _refuse_another(published, document, terms_version, effective_from)
        return
    if RuleSet.objects.filter(programme=programme, effective_from__gte=effective_from).exists():
        raise RuleSetNotAfter(f"{code} {version}")
    row = RuleSet.objects.create(
        programme=programme,
        version=version,
        document=canonical_json(document).decode(),
        sha256=digest(document),
        terms_version=terms_version,
        effective_from=effective_from,
        published_at=at,
        published_by=actor.key or actor.kind,
    )
    append(facts=[_fact(code, row)], at=at)


def _check_clauses(document: Mapping[str, Any], terms_version: str) -> None:
    terms = published_terms(document["programme"], terms_version)
    known = {clause.anchor for clause in terms.clauses} if terms else set()
    if missing := [name for name in clauses_of(document) if name not in known]:
        raise UnknownClause(f"terms {terms_version}: {', '.join(missing)}")


def _refuse_another(
    published: RuleSet, document: Mapping[str, Any], terms_version: str, effective_from: datetime
) -> None:
    same = (digest(document), terms_version, effective_from)
    if (published.sha256, published.terms_version, published.effective_from) != same:
        raise RuleSetAlreadyPublished(f"{document['programme']} {published.version}")


def _fact(programme: str, row: RuleSet) -> Fact:
    body = {
        "programme": programme,
        "version": row.version,
        "sha256": row.sha256,
        "terms_version": row.terms_version,
        "effective_from": row.effective_from.astimezone(UTC).isoformat(),
        "published_by": row.published_by,
    }
    return Fact(kind="rules.published", account=f"rules:{programme}", body=body)
