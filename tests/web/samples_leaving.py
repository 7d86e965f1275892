"""Samples of what leaves the house: messages kept back, letters, batches, nobody reached."""

from recours.correspondence.commands.print_batch import print_batch
from recours.correspondence.commands.queue_email import queue_email
from recours.correspondence.commands.queue_letter import queue_letter
from recours.correspondence.commands.reach_customer import reach_customer
from recours.people.commands.recognise_customer import recognise_customer
from tests.web.cast import NOW, World
from tests.web.things import Thing, Things, sample

KEEPERS = {"supervisor", "administrator"}


@sample("message")
def kept_back(world: World) -> Things:
    """A message that has nowhere to go: it waits for a keeper of the house."""
    message = queue_email(
        about="R-2026-00000-0",
        to="nowhere",
        to_name="",
        language="fr",
        template="signin_code",
        values={"code": "000 000", "minutes": 10},
        at=NOW,
        key="matrix",
    )
    return Things(
        things=(Thing({"message": message}, seen_by=KEEPERS),),
        missing={"message": "00000000-0000-4000-8000-000000000000"},
    )


NO_MESSAGE = {"message": "00000000-0000-4000-8000-000000000000"}


def _letter(key: str) -> str:
    return queue_letter(
        about="R-2026-00000-0",
        address="4 rue du Calvaire\n35000 Rennes",
        to_name="Alice Rivoire",
        language="fr",
        template="signin_code",
        values={"code": "000 000", "minutes": 10},
        at=NOW,
        key=key,
    )


@sample("departure")
def letters_that_leave(_world: World) -> Things:
    """A letter that waits for the printer."""
    return Things(
        things=(Thing({"message": _letter("matrix departure")}, seen_by=KEEPERS),),
        missing=NO_MESSAGE,
    )


@sample("batch")
def batches(_world: World) -> Things:
    """Letters printed together."""
    _letter("matrix batch")
    printed = print_batch(by="Chloé Martin", language="fr", at=NOW)
    return Things(
        things=(Thing({"batch": printed}, seen_by=KEEPERS),),
        missing={"batch": "00000000-0000-4000-8000-000000000000"},
    )


@sample("unreached")
def unreached(_world: World) -> Things:
    """A message that nothing carries."""
    message = reach_customer(
        about="R-2026-00000-0",
        customer=recognise_customer(name="Personne", email="", phone="", language="fr", at=NOW),
        language="fr",
        template="signin_code",
        values={"code": "000 000", "minutes": 10},
        at=NOW,
        key="matrix unreached",
    )
    return Things(things=(Thing({"message": message}, seen_by=KEEPERS),), missing=NO_MESSAGE)
