"""The way through the form: which pages, in which order, for what was answered so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from recours.complaints.rules.kinds import KINDS
from recours.forms.queries import FormCard
from recours.forms.rules.document import Page, asked
from recours.forms.rules.taxonomy import Family, Leaf, families, family, leaf, often, requests

WHAT, WHICH, PROGRAMME, BEFORE, CONTACT = "quoi", "precisement", "programme", "avant", "contact"
FRAME = (WHAT, WHICH, PROGRAMME, BEFORE, CONTACT)
OTHER = "AUT"
TOLD = "story"
GUESS = 6  # questions, as long as nobody said what it is about


@dataclass(frozen=True, slots=True)
class Way:
    """The steps of one form being filled in."""

    steps: tuple[str, ...]
    pages: tuple[Page, ...]

    def page(self, step: str) -> Page | None:
        """Return the page of questions at that step."""
        return next((one for one in self.pages if one.code == step), None)

    def before(self, step: str) -> str:
        """Return the step before, empty at the first."""
        place = self.steps.index(step)
        return self.steps[place - 1] if place else ""

    def after(self, step: str) -> str:
        """Return the next step, empty at the last or while nothing more is known."""
        place = self.steps.index(step)
        return self.steps[place + 1] if place + 1 < len(self.steps) else ""

    @property
    def whole(self) -> bool:
        """Say whether it is known where it ends."""
        return self.steps[-1] == CONTACT

    @property
    def length(self) -> int:
        """Return how many questions there are, as far as one can tell."""
        return len(self.steps) if self.whole else max(GUESS, len(self.steps) + 1)


def way_of(answers: Mapping[str, Any], form: FormCard | None, *, programmes: int) -> Way:
    """Return the way; `form` is that of the leaf chosen, None before."""
    chosen = family(str(answers.get("family", "")))
    steps = [WHAT, *([WHICH] if chosen else [])]
    if form is None:
        return Way(tuple(steps), ())
    known = bool(answers.get("known"))
    if programmes > 1 and not known:
        steps.append(PROGRAMME)
    if form.route is not None:
        steps.append(BEFORE)
    pages = asked(form.form, answers)
    if known:  # the line says which purchase: what is left is what the person has to say
        pages = [page for page in pages if any(one.code == TOLD for one in page.questions)]
    return Way((*steps, *(page.code for page in pages), CONTACT), tuple(pages))


def chosen_leaf(answers: Mapping[str, Any]) -> str:
    """Return the leaf chosen, empty before."""
    code = str(answers.get("kind", ""))
    return code if code in KINDS else ""


def choice_of(code: str, present: Mapping[str, Any], step: str) -> dict[str, str] | None:
    """Return what a choice of the first two pages means, None when it means nothing."""
    if code in KINDS:
        kept = str(present.get("family", "")) if step == WHICH else ""
        return {"kind": code, "family": kept}
    if family(code) is None:
        return None
    kind = chosen_leaf(present)
    return {"family": code, "kind": kind if kind.startswith(f"{code}.") else ""}


def shortcuts() -> tuple[Leaf, ...]:
    """Return what is offered before the families."""
    return often()


def everything() -> tuple[Family, ...]:
    """Return the families, then what is not a complaint."""
    return (*families(), requests())


def inside(code: str) -> tuple[Family | None, Sequence[Leaf | Family]]:
    """Return a family and what it leads to."""
    chosen = family(code)
    if chosen is None:
        return None, ()
    also: list[Leaf | Family] = []
    for one in chosen.also:
        found = family(one)
        also.append(found if found is not None else leaf(one))
    return chosen, (*chosen.leaves, *also)
