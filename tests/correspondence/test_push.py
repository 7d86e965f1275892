"""Notifications: sealed for one browser, said once, sent only to where the Internet is."""

import datetime as dt
import json
import re
import socket
import ssl
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from recours.correspondence import queries
from recours.correspondence.commands.deliver_notices import deliver_notices
from recours.correspondence.commands.reach_customer import reach_customer
from recours.correspondence.commands.subscribe import MOST, subscribe
from recours.correspondence.commands.unsubscribe import unsubscribe
from recours.correspondence.departures import browsers_of
from recours.correspondence.errors import NotASubscription
from recours.correspondence.models import Notice, Subscription
from recours.correspondence.pushing import Carrier, public_key
from recours.correspondence.rules.push_services import NotAService, is_public, read_service
from recours.correspondence.rules.sealed_push import CURVE, from_text, public_point, seal, to_text
from recours.kernel.references import make_reference
from recours.people.commands.recognise_customer import recognise_customer
from tests.correspondence.casting import ACKNOWLEDGEMENT, ALICE, AT

pytestmark = pytest.mark.django_db

CASE = make_reference(2026, 4817)
DAY = timedelta(days=1)


class Browser:
    """A browser: its keys, and how it opens what was sealed for it (RFC 8291, written again)."""

    def __init__(self):
        self.key = ec.generate_private_key(CURVE)
        self.public = to_text(public_point(self.key))
        self.secret = to_text(b"sixteen secrets!")

    def open(self, body):
        salt, length = body[:16], body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        point = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender)
        met = self.key.exchange(ec.ECDH(), point)
        info = b"WebPush: info\x00" + from_text(self.public) + sender
        keyed = HKDF(SHA256(), 32, from_text(self.secret), info).derive(met)
        key = HKDF(SHA256(), 16, salt, b"Content-Encoding: aes128gcm\x00").derive(keyed)
        nonce = HKDF(SHA256(), 12, salt, b"Content-Encoding: nonce\x00").derive(keyed)
        plain, mark, filled = AESGCM(key).decrypt(nonce, sealed, None).rpartition(b"\x02")
        assert mark
        assert not filled.strip(b"\x00")
        return json.loads(plain)


class Service:
    """A push service of this machine."""

    def __init__(self):
        self.taken, self.status, self.where, self.roots = [], 201, "", ""

    @property
    def carrier(self):
        return Carrier(private=True, roots=self.roots)


def _certificate(folder):
    """Write a certificate for this machine, its own root."""
    key = ec.generate_private_key(CURVE)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(tz=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - DAY)
        .not_valid_after(now + DAY)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(True, *[False] * 4, True, *[False] * 3),  # noqa: FBT003  # its own order
            critical=True,
        )
        .sign(key, SHA256())
    )
    pem, private = folder / "root.pem", folder / "key.pem"
    pem.write_bytes(made.public_bytes(Encoding.PEM))
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return pem, private


@pytest.fixture
def service(tmp_path):
    told = Service()

    class Desk(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.taken.append((self.path, dict(self.headers), body))
            self.send_response(told.status)
            if told.status == 302:
                self.send_header("Location", told.where + "elsewhere")
            self.end_headers()

    pem, private = _certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, private)
    server = HTTPServer(("localhost", 0), Desk)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    told.where, told.roots = f"https://localhost:{server.server_address[1]}/push/", str(pem)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield told
    server.shutdown()
    server.server_close()


@pytest.fixture
def alice():
    return recognise_customer(name="Alice Rivoire", email=ALICE, phone="", language="fr", at=AT)


def ask(service, customer, browser, name="one", **changed):
    told = {"endpoint": service.where + name, "public": browser.public, "secret": browser.secret}
    told |= {"language": "fr", "at": AT, "carrier": service.carrier}
    subscribe(customer=customer, **(told | changed))


def write(customer, key="k1"):
    return reach_customer(
        about=CASE,
        customer=customer,
        language="fr",
        template="acknowledgement",
        values=ACKNOWLEDGEMENT,
        at=AT,
        key=key,
    )


def test_the_example_of_the_standard_comes_out_to_the_letter():
    """RFC 8291, section 5."""
    number = int.from_bytes(from_text("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
    sealed = seal(
        b"When I grow up, I want to be a watermelon",
        public=(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
        ),
        secret="BTBZMqHH6r4Tts7J_aSIgg",
        salt=from_text("DGv6ra1nlYgDCS1FRnbzlw"),
        own=ec.derive_private_key(number, CURVE),
        padded=0,
    )
    assert to_text(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
        "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qu"
        "lcy4a-fN"
    )


def test_the_browser_reads_that_a_case_moves_and_nothing_of_anybody(service, alice):
    browser = Browser()
    ask(service, alice, browser)
    message = write(alice)

    assert deliver_notices(at=AT, limit=10, carrier=service.carrier) == 1

    ((path, headers, body),) = service.taken
    told = browser.open(body)
    assert path == "/push/one"
    assert told["body"] == f"Votre dossier {CASE} avance : voyez votre espace."
    assert told["url"].endswith("/espace/")
    assert "Rivoire" not in json.dumps(told)
    assert len(body) == 16 + 4 + 1 + 65 + 512 + 16, "every notification weighs the same"
    _is_signed(headers["Authorization"], service)
    facts = [fact for one in queries.thread(CASE) for fact in one.deliveries]
    assert [(fact.what, fact.server) for fact in facts] == [("relayed", "localhost")]
    assert queries.thread(CASE)[0].id == message


def _is_signed(authorization, service):
    """Check the signature as a service does, with the key that browsers were given."""
    token, key = re.fullmatch(r"vapid t=([^,]+), k=(\S+)", authorization).groups()
    assert key == public_key()
    signed, _dot, mark = token.rpartition(".")
    raw = from_text(mark)
    point = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, from_text(key))
    given = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    point.verify(given, signed.encode(), ec.ECDSA(SHA256()))
    claims = json.loads(from_text(signed.partition(".")[2]))
    assert claims["aud"] == service.where.removesuffix("/push/")


def test_it_is_said_once_however_often_asked_and_whatever_happens(service, alice):
    ask(service, alice, Browser())
    write(alice)
    write(alice)
    service.status = 302
    for _again in range(3):
        assert deliver_notices(at=AT, limit=10, carrier=service.carrier) == 0
    assert [path for path, *_rest in service.taken] == ["/push/one"], "no redirection is followed"
    assert Notice.objects.get().state == "failed"


def test_a_service_that_is_busy_is_asked_again_later_and_not_after_a_day(service, alice):
    ask(service, alice, Browser())
    write(alice)
    service.status = 429
    deliver_notices(at=AT, limit=10, carrier=service.carrier)
    assert deliver_notices(at=AT, limit=10, carrier=service.carrier) == 0
    assert len(service.taken) == 1
    deliver_notices(at=AT + DAY, limit=10, carrier=service.carrier)
    assert Notice.objects.get().state == "dead"


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(service, alice, status):
    ask(service, alice, Browser())
    write(alice)
    service.status = status
    deliver_notices(at=AT, limit=10, carrier=service.carrier)

    assert browsers_of(alice) == []
    write(alice, "k2")
    assert not Notice.objects.exists()


def test_a_browser_that_fails_three_times_is_forgotten(service, alice):
    ask(service, alice, Browser())
    service.status = 500
    for number in range(3):
        assert len(browsers_of(alice)) == 1
        write(alice, f"k{number}")
        deliver_notices(at=AT, limit=10, carrier=service.carrier)
    assert browsers_of(alice) == []


def test_who_says_no_more_is_told_nothing_more(service, alice):
    ask(service, alice, Browser())
    write(alice)
    assert unsubscribe(customer=alice) == 1
    assert deliver_notices(at=AT, limit=10, carrier=service.carrier) == 0
    assert service.taken == []


def test_a_browser_is_one_persons_and_a_person_has_a_few(service, alice):
    other = recognise_customer(name="", email="autre@exemple.fr", phone="", language="fr", at=AT)
    ask(service, alice, Browser(), "shared")
    ask(service, other, Browser(), "shared")
    assert browsers_of(alice) == []
    for number in range(MOST + 2):
        ask(service, other, Browser(), str(number), at=AT + timedelta(minutes=number + 1))
    assert len(browsers_of(other)) == MOST


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://push.example.com/a",
        "ftp://push.example.com/a",
        "https://127.0.0.1/a",
        "https://2130706433/a",
        "https://0x7f.1/a",
        "https://[::1]/a",
        "https://[::ffff:169.254.169.254]/a",
        "https://localhost/a",
        "https://push/a",
        "https://push.example.com:8443/a",
        "https://user@push.example.com/a",
        "https://push.example.com/a#b",
        "https://push.example.com/a b",
        "https://push.example.com/a\r\nHost: b",
        "https://push.exämple.com/a",
        "https://push.example.com:99999/a",
        "https://[::1/a",
        "https://push.example.com/" + "a" * 1000,
    ],
)
def test_a_hostile_address_is_refused(alice, endpoint):
    with pytest.raises(NotAService):
        read_service(endpoint)
    browser = Browser()
    told = {"public": browser.public, "secret": browser.secret, "language": "fr", "at": AT}
    with pytest.raises(NotASubscription):
        subscribe(customer=alice, endpoint=endpoint, **told)
    assert browsers_of(alice) == []


@pytest.mark.parametrize(
    "number",
    [
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "192.168.1.1",
        "0.0.0.0",  # noqa: S104  # refused
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "somewhere",
    ],
)
def test_a_number_that_is_not_of_the_internet_is_not_public(number):
    assert not is_public(number)
    assert is_public("9.9.9.9")
    assert is_public("2620:fe::fe")


def test_a_name_that_turns_inwards_is_refused_when_kept_and_again_when_sent(alice, monkeypatch):
    numbers = ["9.9.9.9", "10.0.0.1"]

    def look_up(_host, port, **_options):
        kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        return [(*kind, (number, port)) for number in numbers]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    browser = Browser()
    told = {"endpoint": "https://push.example.com/a", "language": "fr", "at": AT}
    told |= {"public": browser.public, "secret": browser.secret, "customer": alice}
    with pytest.raises(NotASubscription):
        subscribe(**told)
    numbers.pop()
    subscribe(**told)
    write(alice)
    numbers[:] = ["169.254.169.254"]

    assert deliver_notices(at=AT, limit=10) == 0
    assert not Subscription.objects.exists(), "an address that turned inwards is not asked again"


@pytest.mark.parametrize(("public", "secret"), [("", ""), ("AAAA", "AAAA"), ("é", "é")])
def test_keys_that_are_none_are_refused(service, alice, public, secret):
    with pytest.raises(NotASubscription):
        ask(service, alice, Browser(), public=public, secret=secret)
    with pytest.raises(NotASubscription):
        ask(service, alice, Browser(), public="A" * 87)
