"""What a customer answered to the questions of a form, read again under its own version."""

from dataclasses import dataclass
from typing import Any

from recours.forms.errors import NoSuchVersion, UnknownLeaf
from recours.forms.queries import form_version
from recours.forms.rules.answers import shown


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
