"""Text messages: signed for the provider, said once, and never in place of what must be kept."""

import hashlib
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from recours.correspondence import queries
from recours.correspondence.commands.deliver_texts import deliver_texts
from recours.correspondence.commands.prefer import prefer
from recours.correspondence.commands.reach_customer import reach_customer
from recours.correspondence.models import TextMessage
from recours.correspondence.rules.channel import Way
from recours.correspondence.rules.texts import announce, is_plain
from recours.kernel.references import make_reference
from recours.people.commands.recognise_customer import recognise_customer
from tests.correspondence.casting import ACKNOWLEDGEMENT, ALICE, ANSWER, AT
from tests.correspondence.sink import free_port

pytestmark = pytest.mark.django_db

CASE = make_reference(2026, 4817)
NOW = 1_795_000_000  # the provider's clock, whatever ours says
HOUR = timedelta(hours=1)


class Provider:
    """OVHcloud as its documentation describes it: it checks the signature before anything."""

    def __init__(self):
        self.jobs, self.status, self.answer = [], 200, {"ids": [42], "invalidReceivers": []}
        self.hang_up = False


@pytest.fixture
def provider(settings):
    told = Provider()

    class Desk(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def do_GET(self):
            assert self.path == "/1.0/auth/time"
            self._say(200, str(NOW).encode())

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            where = f"http://{self.headers['Host']}{self.path}"
            written = f"secret+consumer+POST+{where}+{body.decode()}+{NOW}"
            right = "$1$" + hashlib.sha1(written.encode()).hexdigest()  # noqa: S324
            if self.headers["X-Ovh-Signature"] != right:
                return self._say(403, b'{"message": "Invalid signature"}')
            told.jobs.append(json.loads(body))
            if told.hang_up:
                self.close_connection = True
                return None
            return self._say(told.status, json.dumps(told.answer).encode())

        def _say(self, status, body):
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()
            self.wfile.write(body)

    server = HTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    port = server.server_address[1]
    settings.SMS_URL = f"ovh+http://application:secret@127.0.0.1:{port}/sms-ab1-1?consumer=consumer&sender=Bellerive"
    yield told
    server.shutdown()
    server.server_close()


@pytest.fixture
def alice():
    found = recognise_customer(
        name="Alice Rivoire", email=ALICE, phone="06 39 98 12 34", language="fr", at=AT
    )
    prefer(customer=found, way="", also=["sms"], at=AT)
    return found


def tell(customer, key="t1", template="answer", values=ANSWER):
    return reach_customer(
        about=CASE,
        customer=customer,
        language="fr",
        template=template,
        values=values,
        at=AT,
        key=key,
    )


def test_an_answer_is_announced_besides_the_email(provider, alice):
    key = tell(alice)

    assert deliver_texts(at=AT, limit=10) == 1

    (job,) = provider.jobs
    assert job["receivers"] == ["+33639981234"]
    assert job["message"] == (
        f"Bellerive : réponse à votre réclamation {CASE}. Voyez votre e-mail."
    )
    assert job["noStopClause"] is True
    assert queries.mail(key).state == "pending", "the e-mail leaves all the same"
    assert [d.what for d in queries.deliveries(key)] == ["relayed"]
    assert deliver_texts(at=AT + HOUR, limit=10) == 0


def test_who_did_not_ask_receives_none(provider, alice):
    prefer(customer=alice, way="", also=[], at=AT)
    tell(alice)

    assert deliver_texts(at=AT, limit=10) == 0
    assert provider.jobs == []


def test_without_a_provider_nothing_is_written(settings, alice):
    settings.SMS_URL = ""
    tell(alice)
    assert TextMessage.objects.count() == 0


@pytest.mark.parametrize(
    ("status", "answer", "state", "again"),
    [
        (429, {"message": "too many"}, "pending", True),
        (403, {"message": "no credit"}, "failed", False),
        (302, {}, "failed", False),
        (500, {"message": "oops"}, "failed", False),
        (200, {"ids": [], "invalidReceivers": ["+33639981234"]}, "failed", False),
        (200, None, "failed", False),
        (200, ["odd"], "failed", False),
    ],
)
def test_what_the_provider_answers(provider, alice, status, answer, state, again):
    tell(alice)
    provider.status, provider.answer = status, answer

    assert deliver_texts(at=AT, limit=10) == 0
    assert TextMessage.objects.get().state == state

    provider.status, provider.answer = 200, {"ids": [1]}
    assert deliver_texts(at=AT + HOUR, limit=10) == int(again)


def test_an_answer_that_was_lost_is_not_asked_for_twice(provider, alice):
    tell(alice)
    provider.hang_up = True
    deliver_texts(at=AT, limit=10)
    provider.hang_up = False
    deliver_texts(at=AT + HOUR, limit=10)

    assert len(provider.jobs) == 1
    assert TextMessage.objects.get().state == "failed"


def test_a_wrong_secret_says_so(provider, settings, alice):
    settings.SMS_URL = settings.SMS_URL.replace("secret@", "wrong@")
    tell(alice)
    deliver_texts(at=AT, limit=10)

    assert "Invalid signature" in TextMessage.objects.get().reason


def test_a_provider_that_is_away_is_asked_again_for_a_day(settings, alice):
    settings.SMS_URL = f"ovh+http://a:b@127.0.0.1:{free_port()}/s?consumer=c"
    tell(alice)
    deliver_texts(at=AT, limit=10)
    assert TextMessage.objects.get().state == "pending"
    deliver_texts(at=AT + 25 * HOUR, limit=10)
    assert TextMessage.objects.get().state == "dead"


def test_nothing_is_said_in_clear_to_another_machine(settings, alice):
    settings.SMS_URL = "ovh+http://a:b@sms.example/s?consumer=c"
    tell(alice)
    deliver_texts(at=AT, limit=10)
    assert "nothing is sent in clear" in TextMessage.objects.get().reason


@pytest.mark.parametrize("way", [Way.EMAIL, Way.LETTER, Way.PORTAL])
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("template", ["acknowledgement", "answer", "reopened", "progress"])
def test_every_text_is_one_message_without_a_link(way, language, template):
    text = announce(
        house="La Très Longue Maison de Bellerive-sur-Allier « & fils » ™",
        reference="R-2026-123456789-K",
        template=template,
        way=way,
        language=language,
    )
    assert is_plain(text)
    assert "://" not in text
    assert text.endswith(".")


def test_a_receipt_is_announced_too(provider, alice):
    tell(alice, template="acknowledgement", values=ACKNOWLEDGEMENT)
    deliver_texts(at=AT, limit=10)
    assert "nous avons votre réclamation" in provider.jobs[0]["message"]
