"""One page of questions as it is shown, and as it comes back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from recours.forms.queries import FormCard
from recours.forms.rules.answers import NO_CARD, Refused, card_doubt, keep, shown, value_of
from recours.forms.rules.document import NO, YES, Page, Question
from recours.web.questions.words import sentence_of

ROWS = {"wish": 3}
KEYBOARDS = {"amount": "decimal", "number": "numeric", "card": "numeric", "receipt": "text"}
INPUTS = {"date": "date", "date-not-future": "date", "email": "email", "phone": "tel"}
SHORT = {"date", "date-not-future", "amount", "number"}
NO_CARD_BOX = "_none"  # after the code of a card question: « je n'ai pas ma carte »


@dataclass(frozen=True, slots=True)
class Field:
    """A question with what was answered so far and, when it was refused, why."""

    code: str
    type: str
    label: str
    hint: str
    value: str
    error: str
    required: bool
    options: tuple[tuple[str, str], ...]
    files: Sequence[Mapping[str, Any]]

    @property
    def short(self) -> str:
        """Say whether the field is narrow."""
        return "1" if self.type in SHORT else ""

    @property
    def input(self) -> str:
        """Return the type of its input."""
        return INPUTS.get(self.type, "text")

    @property
    def keyboard(self) -> str:
        """Return the keyboard a telephone shows."""
        return KEYBOARDS.get(self.type, "")

    @property
    def rows(self) -> int:
        """Return the height of a long answer."""
        return ROWS.get(self.code, 6)

    @property
    def optional(self) -> str:
        """Say whether it may be left blank."""
        return "" if self.required else "1"

    @property
    def legend(self) -> str:
        """Return the label of a choice, which says by itself that it may be left blank."""
        return self.label if self.required else f"{self.label} ({_('facultatif')})"

    @property
    def without_card(self) -> bool:
        """Say whether the person told that the card is not at hand."""
        return self.type == "card" and self.value == NO_CARD

    @property
    def typed(self) -> str:
        """Return what the field holds."""
        return "" if self.without_card else self.value


@dataclass(frozen=True, slots=True)
class Read:
    """What came back of a page: what is kept of it, and what is refused by the name of a reason."""

    kept: dict[str, str]
    typed: dict[str, str]
    refused: dict[str, str]


def fields_of(
    page: Page,
    language: str,
    *,
    said: Mapping[str, Any],
    refused: Mapping[str, str],
    files: Mapping[str, Sequence[Mapping[str, Any]]],
) -> list[Field]:
    """Return the fields of a page, filled in."""
    return [
        Field(
            code=one.code,
            type="choice" if one.type == "yes-no" else one.type,
            label=one.label(language),
            hint=one.help(language),
            value=str(said.get(one.code) or ""),
            error=sentence_of(refused[one.code]) if one.code in refused else "",
            required=one.required,
            options=_options(one, language),
            files=files.get(one.code, ()),
        )
        for one in page.questions
    ]


def _options(question: Question, language: str) -> tuple[tuple[str, str], ...]:
    if question.type == "yes-no":
        return ((YES, _("Oui")), (NO, _("Non")))
    return tuple((one.code, one.label(language)) for one in question.options)


def read_page(
    page: Page,
    posted: Mapping[str, str],
    *,
    today: date,
    trusted: Callable[[str], bool],
) -> Read:
    """Return what is kept of a page; a doubtful card number is `trusted`, or asked about once."""
    kept: dict[str, str] = {}
    typed: dict[str, str] = {}
    refused: dict[str, str] = {}
    for one in page.questions:
        if one.type == "file":
            continue
        typed[one.code] = _posted(one, posted)
        try:
            kept[one.code] = keep(one, typed[one.code], today=today)
            if one.type == "card":
                _doubt(kept[one.code], trusted)
        except Refused as problem:
            refused[one.code] = problem.why
    return Read(kept, typed, refused)


def _posted(question: Question, posted: Mapping[str, str]) -> str:
    typed = posted.get(question.code, "")
    no_card = question.type == "card" and posted.get(question.code + NO_CARD_BOX)
    return NO_CARD if no_card and not typed.strip() else typed


def _doubt(number: str, trusted: Callable[[str], bool]) -> None:
    doubt, how_many = card_doubt(number)
    if doubt and not trusted(number):
        raise Refused(f"card-{doubt}:{how_many}" if how_many else f"card-{doubt}")


@dataclass(frozen=True, slots=True)
class Said:
    """One answer, said back: the question, the answer, and the page it was given on."""

    label: str
    text: str
    page: str
    long: bool


def said_back(
    pages: Sequence[Page],
    kept: Mapping[str, Any],
    language: str,
    files: Mapping[str, Sequence[Mapping[str, Any]]],
) -> list[Said]:
    """Return everything that was answered, in the order it was asked."""
    asked = [(page, one) for page in pages for one in page.questions]
    return [
        Said(one.label(language), text, page.code, one.type == "long")
        for page, one in asked
        if (text := _said(one, kept, language, files))
    ]


def _said(
    question: Question,
    kept: Mapping[str, Any],
    language: str,
    files: Mapping[str, Sequence[Mapping[str, Any]]],
) -> str:
    if question.type == "file":
        return ", ".join(str(file["name"]) for file in files.get(question.code, ()))
    text = kept.get(question.code)
    if not isinstance(text, str) or not text.strip():
        return ""
    return shown(question, value_of(question, text), language)


def heading(card: FormCard) -> dict[str, Any]:
    """Return what stands at the top of the first page of a form."""
    return {"intro": card.intro, "at_hand": card.at_hand}
