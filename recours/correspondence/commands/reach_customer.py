"""Tell a customer something by the channel that law, preference and what works decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from recours.correspondence.commands.announce_by_push import announce_by_push
from recours.correspondence.commands.announce_by_text import announce_by_text
from recours.correspondence.commands.queue_email import queue_email
from recours.correspondence.commands.queue_letter import queue_letter
from recours.correspondence.enclosing import check_enclosed, enclose
from recours.correspondence.keys import message_key
from recours.correspondence.models import Route
from recours.correspondence.reach import way_to
from recours.correspondence.rules.channel import Choice, Contact, Way, choose_channel
from recours.correspondence.wording import put_into_words, write_down
from recours.people.queries import customer_card


@dataclass(frozen=True, slots=True)
class Given:
    """The name and address a person gave with what they say; without one, another way is taken.

    `only` says that nothing else is known of this person, and nothing was sent to them before.
    """

    name: str
    email: str
    only: bool = False


@transaction.atomic(savepoint=False)
def reach_customer(
    *,
    about: str,
    customer: str,
    language: str,
    template: str,
    values: Mapping[str, Any],
    at: datetime,
    key: str,
    given: Given | None = None,
    attachments: Sequence[str] = (),
    withheld: str = "",
) -> str:
    """Return the key of the message; the same `key` again writes nothing more.

    `given` is the name and address given for this very case, when they may differ. The
    reason of the choice is kept and shown. What reaches nobody is in the customer's space, and
    stands in `queries.to_reach_otherwise()` until somebody says it is done.
    """
    message = message_key(key)
    if given is not None and given.only and given.email:
        contacts = [Contact(Way.EMAIL, given.email)]
        choice = choose_channel(kind=template, contacts=contacts)
    elif Route.objects.filter(pk=message).exists():
        return str(message)
    else:
        given = given or _given_before(customer)
        choice = way_to(customer=customer, email=given.email, template=template)
    said: dict[str, Any] = {
        "about": about,
        "language": language,
        "template": template,
        "values": values,
        "at": at,
        "key": key,
        "attachments": attachments,
    }
    if choice.way is Way.LETTER:
        queue_letter(address=choice.address, to_name=given.name, **said)
    elif choice.way is Way.EMAIL:
        queue_email(to=choice.address, to_name=given.name, withheld=withheld, **said)
    else:
        _leave_in_space(message, given.name, **said)
    _write_route(message, choice, at)
    if Way.SMS in choice.also:
        announce_by_text(
            message=message,
            about=about,
            to=choice.phone,
            template=template,
            way=choice.way,
            language=language,
            at=at,
        )
    if Way.PUSH in choice.also:
        announce_by_push(message=message, customer=customer, at=at)
    return str(message)


def _given_before(customer: str) -> Given:
    person = customer_card(customer)
    return Given(person.name, person.email)


def _leave_in_space(message: Any, to_name: str, **said: Any) -> None:
    worded = put_into_words(
        template=said["template"],
        values=said["values"],
        language=said["language"],
        to_name=to_name,
    )
    enclosed = check_enclosed(about=said["about"], attachments=said["attachments"])
    write_down(message=message, about=said["about"], channel="portal", worded=worded, at=said["at"])
    enclose(message=message, attachments=enclosed)


def _write_route(message: Any, choice: Choice, at: datetime) -> None:
    row = Route(
        message_id=message,
        way=choice.way,
        reason=choice.reason,
        also=[str(way) for way in choice.also],
        at=at,
        waits=choice.ask_otherwise,
    )
    Route.objects.bulk_create([row], ignore_conflicts=True)
