"""What others read of the templates: the version in force, the earlier ones, who published them."""

from dataclasses import dataclass
from datetime import datetime

from recours.correspondence.models import MessageTemplate
from recours.correspondence.rules.templates import Document, kind_of, kinds, shipped
from recours.kernel.canonical import digest


@dataclass(frozen=True, slots=True)
class TemplateCard:
    """The sentences of a kind, in one version; `published_at` is None for what was shipped."""

    kind: str
    version: int
    sha256: str
    document: Document
    published_at: datetime | None
    published_by: str

    @property
    def is_ours(self) -> bool:
        """Say whether it came with Recours."""
        return not self.published_by


def template_in_force(kind: str) -> TemplateCard:
    """Return the version in force; raise `UnknownTemplate`."""
    kind_of(kind)
    row = MessageTemplate.objects.filter(kind=kind).order_by("-version").first()
    return _card(row) if row else _shipped(kind)


def template_version(kind: str, version: int) -> TemplateCard | None:
    """Return one version, None when there is none of that number."""
    row = MessageTemplate.objects.filter(kind=kind, version=version).first()
    if row:
        return _card(row)
    return _shipped(kind) if version == 1 else None


def template_versions(kind: str) -> list[TemplateCard]:
    """Return every version, the latest first."""
    rows = MessageTemplate.objects.filter(kind=kind).order_by("-version")
    return [_card(row) for row in rows] or [_shipped(kind)]


def templates_in_force() -> list[TemplateCard]:
    """Return the version in force of every kind, in one query."""
    latest = {row.kind: row for row in MessageTemplate.objects.order_by("version")}
    return [_card(latest[code]) if code in latest else _shipped(code) for code in kinds()]


def template_invariants() -> dict[str, list[str]]:
    """Return, per invariant, a sentence for each breach."""
    changed = [
        f"version {row.version} of the template {row.kind} is not what was published"
        for row in MessageTemplate.objects.order_by("pk")
        if digest(row.document) != row.sha256
    ]
    return {"published templates are those that were used": changed}


def _shipped(kind: str) -> TemplateCard:
    document, sha256 = shipped(kind)
    return TemplateCard(kind, 1, sha256, document, None, "")


def _card(row: MessageTemplate) -> TemplateCard:
    """Return the card, with a shipped sentence where a later Recours says one more."""
    document = {
        language: {**sentences, **row.document.get(language, {})}
        for language, sentences in shipped(row.kind)[0].items()
    }
    return TemplateCard(
        kind=row.kind,
        version=row.version,
        sha256=row.sha256,
        document={
            language: {slot.name: document[language][slot.name] for slot in kind_of(row.kind).slots}
            for language in document
        },
        published_at=row.published_at,
        published_by=row.published_by,
    )
