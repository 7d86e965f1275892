"""The kinds of complaint, and what each asks: an integrator's own form can ask the same."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from recours.api.auth import needs
from recours.api.router import Operations
from recours.api.schemas import (
    ConditionOut,
    KindLineOut,
    KindOut,
    KindsOut,
    OptionOut,
    QuestionOut,
)
from recours.complaints.rules.kinds import UnknownKind, kind_of
from recours.forms.queries import FormCard, form_for, forms_in_force
from recours.forms.rules.document import Question
from recours.people.errors import NotYours

router = Operations(tags=["kinds"])


@router.operation(
    "GET",
    "/kinds",
    door=needs("complaints:write"),
    gives={200: KindsOut},
    name="list_kinds",
    summary=_("Lister les motifs"),
    description=_("Chaque motif, sa famille, et la version de ses questions."),
)
def list_kinds(request: HttpRequest) -> KindsOut:  # noqa: ARG001  # named so by the library
    """Return every kind."""
    forms = forms_in_force("fr", datetime.now(tz=UTC))
    return KindsOut(kinds=[KindLineOut(**_line(form)) for form in forms])


@router.operation(
    "GET",
    "/kinds/{kind}",
    door=needs("complaints:write"),
    gives={200: KindOut},
    name="read_kind",
    summary=_("Lire un motif et ses questions"),
    description=_("Les questions en vigueur : leur code, leur forme, quand elles se posent."),
)
def read_kind(request: HttpRequest, kind: str) -> KindOut:  # noqa: ARG001  # named so by the library
    """Return one kind with its questions; files are added once the complaint is lodged."""
    try:
        code = kind_of(kind).code
    except UnknownKind as unknown:
        raise NotYours(kind) from unknown
    form = form_for(code, "fr", datetime.now(tz=UTC))
    questions = [_question(one) for one in form.questions if one.type != "file"]
    return KindOut(**_line(form), questions=questions)


def _line(form: FormCard) -> dict[str, Any]:
    kind = kind_of(form.leaf)
    return {
        "kind": kind.code,
        "family": kind.family,
        "title_fr": kind.title_fr,
        "title_en": kind.title_en,
        "disputes": kind.disputes,
        "request": kind.request,
        "version": form.version,
    }


def _question(one: Question) -> QuestionOut:
    condition = one.only_if
    return QuestionOut(
        code=one.code,
        type=one.type,
        title_fr=one.fr,
        title_en=one.en,
        help_fr=one.help_fr,
        help_en=one.help_en,
        required=one.required,
        serves=one.serves,
        only_if=ConditionOut(question=condition.question, answers=list(condition.answers))
        if condition
        else None,
        options=[OptionOut(code=o.code, title_fr=o.fr, title_en=o.en) for o in one.options],
    )
