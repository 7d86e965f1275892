"""A form as a document: pages of questions, and a wall before them when there is one. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from recours.forms.rules.taxonomy import in_language

FORMAT = "recours/form/v1"
TYPES = (
    *("text", "long", "date", "date-not-future", "amount", "number", "choice", "yes-no"),
    *("store", "receipt", "card", "order", "contract", "file", "email", "phone"),
)
YES, NO = "yes", "no"
WALLS = ("urgent", "request", "information", "press")
# What a question helps to establish: code, French, English.
EVIDENCE = {
    "purchase": ("l’achat", "the purchase"),
    "points": ("les points", "the points"),
    "membership": ("la carte", "the card"),
    "rules": ("la règle qui valait", "the rule that applied"),
    "notice": ("ce qui a été annoncé", "what was announced"),
    "order": ("la commande", "the order"),
    "delivery": ("la livraison", "the delivery"),
    "contract": ("le contrat", "the contract"),
    "payment": ("le paiement", "the payment"),
    "product": ("l’état du produit", "the state of the product"),
    "dates": ("les dates", "the dates"),
    "exchanges": ("les échanges d’avant", "earlier exchanges"),
    "page": ("ce qui s’affichait", "what was displayed"),
    "person": ("qui demande", "who asks"),
    "scope": ("ce qui est demandé", "what is asked for"),
    "story": ("les faits", "the facts"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice."""

    code: str
    fr: str
    en: str

    def label(self, language: str) -> str:
        """Return its words."""
        return in_language(language, self.fr, self.en)


@dataclass(frozen=True, slots=True)
class Condition:
    """Asked only when an earlier question got one of these answers."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its code names the answer for good, its words may change."""

    code: str
    type: str
    fr: str
    en: str
    help_fr: str = ""
    help_en: str = ""
    required: bool = False
    only_if: Condition | None = None
    options: tuple[Option, ...] = ()
    serves: str = "story"

    def label(self, language: str) -> str:
        """Return the question itself."""
        return in_language(language, self.fr, self.en)

    def help(self, language: str) -> str:
        """Return what helps to answer it."""
        return in_language(language, self.help_fr, self.help_en)


@dataclass(frozen=True, slots=True)
class Page:
    """What is asked at once."""

    code: str
    fr: str
    en: str
    hint_fr: str
    hint_en: str
    aside_fr: str
    aside_en: str
    questions: tuple[Question, ...]

    def title(self, language: str) -> str:
        """Return the sentence at the top of the page."""
        return in_language(language, self.fr, self.en)

    def hint(self, language: str) -> str:
        """Return the line under it."""
        return in_language(language, self.hint_fr, self.hint_en)

    def aside(self, language: str) -> str:
        """Return the reassurance below the questions."""
        return in_language(language, self.aside_fr, self.aside_en)


@dataclass(frozen=True, slots=True)
class Wall:
    """What somebody reads before the questions: where this goes, what to do at once."""

    kind: str
    title_fr: str
    title_en: str
    text_fr: str
    text_en: str
    go_fr: str
    go_en: str

    def title(self, language: str) -> str:
        """Return its title."""
        return in_language(language, self.title_fr, self.title_en)

    def text(self, language: str) -> str:
        """Return its paragraphs, a blank line between them."""
        return in_language(language, self.text_fr, self.text_en)

    def go(self, language: str) -> str:
        """Return the words of the button that goes on all the same."""
        return in_language(language, self.go_fr, self.go_en)


@dataclass(frozen=True, slots=True)
class Form:
    """Everything asked about one leaf."""

    leaf: str
    intro_fr: str
    intro_en: str
    at_hand: tuple[Option, ...]
    wall: Wall | None
    pages: tuple[Page, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return the questions, in order."""
        return tuple(question for page in self.pages for question in page.questions)

    def question(self, code: str) -> Question | None:
        """Return the question of that code."""
        return next((one for one in self.questions if one.code == code), None)


def form_of(document: Mapping[str, Any]) -> Form:
    """Return a checked document as plain values."""
    wall = document["wall"]
    return Form(
        leaf=document["leaf"],
        intro_fr=document["intro_fr"],
        intro_en=document["intro_en"],
        at_hand=tuple(Option("", one["fr"], one["en"]) for one in document["at_hand"]),
        wall=Wall(**wall) if wall else None,
        pages=tuple(_page(one) for one in document["pages"]),
    )


def _page(record: Mapping[str, Any]) -> Page:
    return Page(**{**record, "questions": tuple(_question(one) for one in record["questions"])})


def _question(record: Mapping[str, Any]) -> Question:
    said = dict(record)
    condition = said.pop("if")
    return Question(
        **{
            **said,
            "only_if": Condition(condition["question"], tuple(condition["is"]))
            if condition
            else None,
            "options": tuple(Option(**one) for one in record["options"]),
        }
    )


def asked(form: Form, kept: Mapping[str, Any]) -> list[Page]:
    """Return the pages that are asked, given the answers so far; empty ones are left out."""
    shown = set(_shown(form.questions, kept))
    pages = [
        Page(
            code=page.code,
            fr=page.fr,
            en=page.en,
            hint_fr=page.hint_fr,
            hint_en=page.hint_en,
            aside_fr=page.aside_fr,
            aside_en=page.aside_en,
            questions=tuple(one for one in page.questions if one.code in shown),
        )
        for page in form.pages
    ]
    return [page for page in pages if page.questions]


def _shown(questions: Sequence[Question], kept: Mapping[str, Any]) -> Iterator[str]:
    """Yield the codes of what is asked: a question hangs on one that is asked itself."""
    seen: set[str] = set()
    for one in questions:
        condition = one.only_if
        if condition is None or (
            condition.question in seen and str(kept.get(condition.question)) in condition.answers
        ):
            seen.add(one.code)
            yield one.code


def fill(text: str, names: Mapping[str, str]) -> str:
    """Return the text with `{phone}` and the like replaced: fixed names, nothing executed."""
    for name, value in names.items():
        text = text.replace("{" + name + "}", value)
    return text
