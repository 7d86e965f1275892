"""Publish the sentences of an e-mail or a letter: from then on they are those we write."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from recours.correspondence.errors import (
    BadTemplate,
    NothingToPublish,
    TemplateChanged,
    TemplateLacks,
)
from recours.correspondence.in_force import forget
from recours.correspondence.models import MessageTemplate
from recours.correspondence.previewing import lacks
from recours.correspondence.rules.templates import faults_of
from recours.correspondence.template_cards import TemplateCard, template_in_force
from recours.kernel.canonical import digest
from recours.people.rules import Actor
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact


def publish_template(
    *, kind: str, document: Mapping[str, Any], based_on: int, actor: Actor, at: datetime
) -> TemplateCard:
    """Return the new version; `based_on` is the one that was read.

    Raise `BadTemplate` with its faults, `TemplateLacks` with what the law would miss,
    `TemplateChanged` when somebody else published meanwhile, `NothingToPublish`.
    """
    if faults := faults_of(kind, document):
        raise BadTemplate(faults)
    if missing := lacks(kind, document):
        raise TemplateLacks(missing)
    with transaction.atomic():
        card = _publish(kind, document, based_on, actor, at)
        transaction.on_commit(forget)
    return card


def _publish(
    kind: str, document: Mapping[str, Any], based_on: int, actor: Actor, at: datetime
) -> TemplateCard:
    present = template_in_force(kind)
    if present.version != based_on:
        raise TemplateChanged(kind)
    sha256 = digest(document)
    if sha256 == present.sha256:
        raise NothingToPublish(kind)
    rows = [_row(kind, present.version + 1, document, at, actor.key)]
    if present.published_at is None:  # what it replaces is written down first, as it was shipped
        rows.insert(0, _row(kind, present.version, present.document, at, ""))
    try:
        with transaction.atomic():
            for row in rows:
                row.save(force_insert=True)
    except IntegrityError as problem:
        raise TemplateChanged(kind) from problem
    append(facts=[_fact(rows[-1])], at=at)
    forget()
    return template_in_force(kind)


def _row(
    kind: str, version: int, document: Mapping[str, Any], at: datetime, by: str
) -> MessageTemplate:
    return MessageTemplate(
        kind=kind,
        version=version,
        document=dict(document),
        sha256=digest(document),
        published_at=at,
        published_by=by,
    )


def _fact(row: MessageTemplate) -> Fact:
    body = {"kind": row.kind, "version": row.version, "sha256": row.sha256, "by": row.published_by}
    return Fact(kind="template.published", account=f"template:{row.kind}", body=body)
