"""Every message of our own corpus ends as its table says, all of them in one mailbox."""

import json
from pathlib import Path

import pytest

from recours.cli.doctor import examine
from recours.complaints.models import Complaint
from recours.correspondence.models import Outbox
from recours.mailroom.models import Incoming
from recours.mailroom.queries import reading_of
from tests.mailroom.post import deliver, letter, signed

CORPUS = Path(__file__).parents[1] / "mail" / "corpus"
TABLE = json.loads((CORPUS / "expected.json").read_text(encoding="utf-8"))
SENDER = "alice.rivoire@example.org"
pytestmark = pytest.mark.django_db


def raw_of(file: str, case: str) -> bytes:
    """Return the message, its answers addressed to where Alice answers about her case."""
    address = signed(case, SENDER).encode()
    return (CORPUS / file).read_bytes().replace(b"reclamations+TOKEN@recours.example", address)


def test_the_corpus_is_filed_as_its_table_says(settings):
    settings.MAIL_TRUSTED = ("mx.recours.example",)
    case = deliver(letter(sender=SENDER, message_id="<before@example.org>")).reference
    ended, heard = {}, {}
    for file in TABLE:
        filed = deliver(raw_of(file, case))
        ended[file] = str(filed.outcome)
        heard[file] = reading_of(filed.mail)

    assert ended == {file: expected["outcome"] for file, expected in TABLE.items()}
    for file, expected in TABLE.items():
        if "text" in expected and heard[file] is not None:
            assert heard[file].text == expected["text"], file
    assert Incoming.objects.filter(state="pending").count() == 0
    assert Complaint.objects.count() == 1 + list(ended.values()).count("new")
    answered = Outbox.objects.filter(template="acknowledgement", to=SENDER)
    assert answered.exclude(state="withheld").count() == 1
    assert [f for f in examine(deep=True) if f.breaches and f.slice != "trustlog"] == []
