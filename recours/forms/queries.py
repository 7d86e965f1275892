"""What others read of the forms: the one in force, an earlier one, the one being edited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from recours.forms.errors import NoSuchVersion, UnknownLeaf
from recours.forms.models import FormDraft, FormVersion
from recours.forms.rules.answers import shown
from recours.forms.rules.document import EVIDENCE, Form, Question, Wall, form_of
from recours.forms.rules.shipped import shipped
from recours.forms.rules.taxonomy import in_language, leaf, leaves
from recours.kernel.canonical import digest

SHIPPED, OPERATOR = "shipped", "operator"


@dataclass(frozen=True, slots=True)
class FormCard:
    """The questions of a leaf, in one version. `published_at` is None while nobody answered it."""

    leaf: str
    version: int
    sha256: str
    origin: str
    language: str
    form: Form
    document: Mapping[str, Any]
    published_at: datetime | None = None
    published_by: str = ""

    @property
    def title(self) -> str:
        """Return what the leaf is called."""
        return leaf(self.leaf).title(self.language)

    @property
    def intro(self) -> str:
        """Return what the house does with the answers."""
        return in_language(self.language, self.form.intro_fr, self.form.intro_en)

    @property
    def at_hand(self) -> tuple[str, ...]:
        """Return what is useful to have at hand."""
        return tuple(one.label(self.language) for one in self.form.at_hand)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return the questions, in order."""
        return self.form.questions

    @property
    def evidence(self) -> tuple[str, ...]:
        """Return what the questions help to establish."""
        codes = dict.fromkeys(one.serves for one in self.questions)
        return tuple(in_language(self.language, *EVIDENCE[code]) for code in codes)

    @property
    def route(self) -> Wall | None:
        """Return what is read before the questions, when it goes elsewhere or is urgent."""
        return self.form.wall


@dataclass(frozen=True, slots=True)
class DraftCard:
    """The questions of a leaf as they are being edited."""

    leaf: str
    document: dict[str, Any]
    based_on: int
    revision: int
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A leaf in the list of forms."""

    leaf: str
    version: int
    origin: str
    published_at: datetime | None
    published_by: str
    edited_at: datetime | None


@dataclass(frozen=True, slots=True)
class Answer:
    """One question and its answer, in the reader's language."""

    code: str
    type: str
    label: str
    value: Any
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """Everything answered to one version of one form."""

    leaf: str
    version: int
    answers: tuple[Answer, ...]


def form_for(leaf: str, language: str, at: datetime) -> FormCard:
    """Return the questions in force for a leaf at that moment; raise `UnknownLeaf`.

    What the operator published stands until they publish again. Otherwise it is what comes with
    Recours: it becomes a version of its own when it differs from the last one answered.
    """
    rows = FormVersion.objects.filter(leaf=leaf, published_at__lte=at)
    return _in_force(leaf, rows.order_by("-version").first(), language)


def _in_force(leaf: str, row: FormVersion | None, language: str) -> FormCard:
    document, sha256 = shipped(leaf)
    if row is not None and (row.origin == OPERATOR or row.sha256 == sha256):
        return _card(row, language)
    version = 1 if row is None else row.version + 1
    return FormCard(leaf, version, sha256, SHIPPED, language, form_of(document), document)


def forms_in_force(language: str, at: datetime) -> list[FormCard]:
    """Return the form in force of every leaf, in one query."""
    rows = FormVersion.objects.filter(published_at__lte=at).order_by("version")
    latest = {row.leaf: row for row in rows}
    return [_in_force(one.code, latest.get(one.code), language) for one in leaves()]


def form_version(leaf: str, version: int, language: str) -> FormCard:
    """Return one version, in force or not; raise `NoSuchVersion`."""
    row = FormVersion.objects.filter(leaf=leaf, version=version).first()
    if row is not None:
        return _card(row, language)
    document, sha256 = shipped(leaf)
    if version == 1 and not FormVersion.objects.filter(leaf=leaf).exists():
        return FormCard(leaf, 1, sha256, SHIPPED, language, form_of(document), document)
    raise NoSuchVersion(f"{leaf} {version}")


def versions(leaf: str, language: str) -> list[FormCard]:
    """Return the versions that were published or answered, the latest first."""
    rows = FormVersion.objects.filter(leaf=leaf).order_by("-version")
    return [_card(row, language) for row in rows]


def form_draft(leaf: str) -> DraftCard | None:
    """Return the form being edited, None when nobody edits it."""
    row = FormDraft.objects.filter(leaf=leaf).first()
    if row is None:
        return None
    return DraftCard(
        leaf=row.leaf,
        document=row.document,
        based_on=row.based_on,
        revision=row.revision,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


def standings() -> dict[str, Standing]:
    """Return where each leaf stands, in two queries."""
    latest: dict[str, FormVersion] = {}
    for row in FormVersion.objects.defer("document").order_by("version"):
        latest[row.leaf] = row
    edited = dict(FormDraft.objects.values_list("leaf", "changed_at"))
    return {
        one.code: _standing(one.code, latest.get(one.code), edited.get(one.code))
        for one in leaves()
    }


def _standing(code: str, row: FormVersion | None, edited_at: datetime | None) -> Standing:
    if row is None or (row.origin == SHIPPED and row.sha256 != shipped(code)[1]):
        version = 1 if row is None else row.version + 1
        return Standing(code, version, SHIPPED, None, "", edited_at)
    return Standing(code, row.version, row.origin, row.published_at, row.published_by, edited_at)


def answered(disputed: Any, language: str) -> Answered | None:
    """Return the answers kept with a complaint, None when it came without questions."""
    kept = disputed.get("answers")
    if not kept:
        return None
    values = kept["values"]
    try:
        questions = form_version(kept["leaf"], kept["version"], language).questions
    except (NoSuchVersion, UnknownLeaf):  # from another installation: codes are better than nothing
        bare = tuple(Answer(code, "text", code, v, str(v)) for code, v in values.items())
        return Answered(kept["leaf"], kept["version"], bare)
    found = tuple(
        Answer(
            code=one.code,
            type=one.type,
            label=one.label(language),
            value=values[one.code],
            text=shown(one, values[one.code], language),
        )
        for one in questions
        if one.code in values
    )
    return Answered(kept["leaf"], kept["version"], found)


def invariants() -> dict[str, list[str]]:
    """Return, per invariant, a sentence for each breach."""
    rows = FormVersion.objects.order_by("pk")
    changed = [
        f"version {row.version} of the form {row.leaf} is not what was published"
        for row in rows
        if digest(row.document) != row.sha256
    ]
    return {"published forms are those that were answered": changed}


def _card(row: FormVersion, language: str) -> FormCard:
    return FormCard(
        leaf=row.leaf,
        version=row.version,
        sha256=row.sha256,
        origin=row.origin,
        language=language,
        form=form_of(row.document),
        document=row.document,
        published_at=row.published_at,
        published_by=row.published_by,
    )
