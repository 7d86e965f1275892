"""Publish the questions that were edited: from then on they are those people answer."""

from datetime import datetime

from django.db import IntegrityError, transaction

from recours.forms.commands.keep_version import keep_version
from recours.forms.errors import BadForm, FormChanged, NothingToPublish
from recours.forms.models import FormDraft, FormVersion
from recours.forms.queries import OPERATOR, FormCard, form_for
from recours.forms.rules.checking import faults_of
from recours.kernel.canonical import digest
from recours.people.rules import Actor
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact


@transaction.atomic
def publish_form(*, leaf: str, revision: int, actor: Actor, at: datetime) -> FormCard:
    """Return the new version, the draft gone; `revision` is the one that was read.

    Raise `FormChanged`, `NothingToPublish` or `BadForm`. The version it replaces is written down
    first, so that numbers follow one another.
    """
    draft = FormDraft.objects.select_for_update().filter(leaf=leaf).first()
    if draft is None:
        raise NothingToPublish(leaf)
    present = keep_version(leaf=leaf, at=at)
    if draft.revision != revision or draft.based_on != present.version:
        raise FormChanged(leaf)
    if faults := faults_of(draft.document):
        raise BadForm([str(fault) for fault in faults])
    sha256 = digest(draft.document)
    if sha256 == present.sha256:
        raise NothingToPublish(leaf)
    row = FormVersion(
        leaf=leaf,
        version=present.version + 1,
        document=draft.document,
        sha256=sha256,
        origin=OPERATOR,
        published_at=at,
        published_by=actor.key,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as problem:
        raise FormChanged(leaf) from problem
    draft.delete()
    append(facts=[_fact(row)], at=at)
    return form_for(leaf, "fr", at)


def _fact(row: FormVersion) -> Fact:
    body = {"leaf": row.leaf, "version": row.version, "sha256": row.sha256, "by": row.published_by}
    return Fact(kind="form.published", account=f"form:{row.leaf}", body=body)
