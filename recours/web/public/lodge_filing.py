"""A form being filled in, with everything its pages need; and the complaint it becomes."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import get_language

from recours.forms.queries import FormCard, form_for
from recours.forms.rules.answers import NO_CARD, Refused, card_doubt, keep, recorded
from recours.forms.rules.document import Question
from recours.journeys.lodge_complaint import Lodging
from recours.kernel.days import legal_day
from recours.kernel.money import parse_cents
from recours.loyalty.queries import programmes
from recours.people.commands.count_attempt import count_attempt
from recours.people.errors import TooManyAttempts
from recours.people.queries import member_by_card
from recours.web.guard.limits import client_network
from recours.web.guard.rows import GuardedRequest
from recours.web.public.lodge_draft import files_of
from recours.web.public.lodge_steps import Way, chosen_leaf, way_of
from recours.web.public.own_lines import own_line

CARDS, WINDOW = 20, 600  # odd card numbers looked up, per network, in seconds
CARD = Question(code="card", type="card", fr="", en="")


@dataclass(frozen=True, slots=True)
class Filing:
    """What was answered so far, the form it answers, and the way through it."""

    answers: dict[str, Any]
    leaf: str
    form: FormCard | None
    way: Way
    programmes: Mapping[str, str]

    @property
    def programme(self) -> str:
        """Return the programme it is about: the one chosen, or the first."""
        chosen = str(self.answers.get("programme", ""))
        return chosen if chosen in self.programmes else next(iter(self.programmes), "")

    def has_page(self, step: str) -> bool:
        """Say whether the form has a page of that name, asked or not."""
        return self.form is not None and any(page.code == step for page in self.form.form.pages)


def language_now() -> str:
    """Return the language of the page."""
    return (get_language() or "fr")[:2]


def filing_of(answers: dict[str, Any]) -> Filing:
    """Return the form of what was answered so far."""
    known = {one.code: one.name for one in programmes()}
    leaf = chosen_leaf(answers)
    form = form_for(leaf, language_now(), datetime.now(tz=UTC)) if leaf else None
    return Filing(answers, leaf, form, way_of(answers, form, programmes=len(known)), known)


def trusted_card(
    request: GuardedRequest, number: str, filing: Filing, asked_about: Mapping[str, str]
) -> bool:
    """Say whether an odd card number is let through: sent again as it is, or a member's own."""
    if any(_same_card(text, number) for text in asked_about.values()):
        return True
    try:
        count_attempt(
            kind="card",
            key=client_network(request),
            limit=CARDS,
            seconds=WINDOW,
            at=datetime.now(tz=UTC),
        )
    except TooManyAttempts:
        return False
    return member_by_card(filing.programme, number) is not None


def _same_card(text: str, number: str) -> bool:
    try:
        kept = keep(CARD, text, today=date.min)
    except Refused:
        return False
    return kept == number and bool(card_doubt(kept)[0])


def lodging_of(request: GuardedRequest, key: uuid.UUID, filing: Filing) -> Lodging:
    """Return what the person told us, ready to be registered."""
    answers, actor = filing.answers, request.actor
    mine = actor.kind == "customer"
    own = own_line(
        actor, purchase=answers.get("purchase", ""), movement=answers.get("movement", "")
    )
    said = _said(filing)
    return Lodging(
        key=str(key),
        kind=filing.leaf,
        programme=filing.programme,
        name=answers["name"],
        email=answers["email"],
        phone=answers.get("phone", ""),
        card="" if said.get("card") == NO_CARD else said.get("card", ""),
        receipt=said.get("receipt", ""),
        store=said.get("store", ""),
        bought_on=_day(said.get("bought_on", "")),
        total_cents=parse_cents(said["total"]) if said.get("total") else None,
        purchase=own.purchase if own else "",
        movement=own.movement if own else "",
        story=said.get("story", ""),
        wish=said.get("wish", ""),
        channel="portal" if mine else "web",
        language=language_now(),
        customer=actor.key if mine else "",
        member=own.member if own else "",
        attachments=[file["id"] for held in files_of(answers).values() for file in held],
        answers=recorded(filing.form.form, answers) if filing.form else {},
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _said(filing: Filing) -> dict[str, str]:
    """Return the answers that are asked for by this form, or known from the line disputed."""
    form = filing.form
    asked = {one.code for one in form.form.questions} if form else set()
    return {
        code: text
        for code, text in filing.answers.items()
        if code in asked and isinstance(text, str)
    }


def today() -> date:
    """Return the day it is for the law."""
    return legal_day(datetime.now(tz=UTC))
