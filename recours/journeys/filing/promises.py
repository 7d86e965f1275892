"""Checks that what arrived by mail and what the register holds agree: nothing lost, or doubled."""

from collections.abc import Iterator

from recours.complaints.queries.lodged import lodged_with
from recours.correspondence.queries import was_said
from recours.mailroom.queries import MailCard, filed_pages
from recours.mailroom.states import Outcome

PREFIX = "mail:"


def disagreements() -> Iterator[str]:
    """Yield a sentence for each message without its complaint or words, and the other way round."""
    lodged = lodged_with(PREFIX)
    for page in filed_pages(outcomes=list(Outcome)):
        for card in page:
            yield from _of(card, lodged.pop(card.id, ""))
    for mail, reference in lodged.items():
        yield f"{reference}: lodged by the message {mail}, which never arrived"


def _of(card: MailCard, reference: str) -> Iterator[str]:
    if reference and card.about != reference:
        yield f"message {card.id}: lodged {reference}, filed on {card.about or 'nothing'}"
    if card.outcome == Outcome.NEW and not reference:
        yield f"message {card.id}: said to be new, and no complaint came of it"
    if card.about and card.message and not _was_heard(card, lodged=bool(reference)):
        yield f"message {card.id}: its words are not in {card.about}"


def _was_heard(card: MailCard, *, lodged: bool) -> bool:
    key = f"{PREFIX}{card.id}"
    return was_said(f"lodged:{key}" if lodged else key)
