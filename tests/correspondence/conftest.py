"""A case with its customer, a mail server, and a whole installation when one is needed."""

import pytest

from tests.correspondence.casting import ALICE, AT, CASE, MAILS, OPERATOR
from tests.correspondence.sink import open_sink
from tests.jobs.living import living


@pytest.fixture(autouse=True)
def _house(settings):
    settings.OPERATOR = OPERATOR
    settings.SITE_URL = "https://bellerive.example"
    settings.MAIL_FROM = settings.MAIL_REPLY = settings.MAIL_BOUNCE = OPERATOR["email"]
    settings.SMTP_URL = ""


@pytest.fixture
def sink(settings):
    """A mail server that takes everything, until it is told otherwise."""
    with open_sink() as (found, url):
        settings.SMTP_URL = url
        yield found


@pytest.fixture
def write():
    """Queue one e-mail; say only what differs from an acknowledgement to Alice."""

    from recours.correspondence.commands.queue_email import queue_email  # noqa: PLC0415  # once Django is ready

    def queue(**changes):
        template = changes.get("template", "progress")
        asked = {
            "about": CASE,
            "to": ALICE,
            "to_name": "Alice Rivoire",
            "language": "fr",
            "template": template,
            "values": MAILS.get(template, {}),
            "at": AT,
            "key": "k1",
        }
        return queue_email(**(asked | changes))

    return queue


@pytest.fixture
def life(house, django_db_blocker):
    """An installation in which processes may be started and killed."""
    with living(house, django_db_blocker) as found:
        yield found
