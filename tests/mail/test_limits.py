"""Too much of anything ends soon, in a refusal or in a reading that says what was cut."""

import base64
import time

import pytest

from recours.mail.errors import UnreadableMail
from recours.mail.read import read_mail

HEAD = b"From: alice@example.org\r\nSubject: Points\r\n"
SOON = 3.0  # seconds, on a busy machine; the limit of the product is 5


@pytest.fixture(autouse=True)
def _soon():
    begun = time.process_time()
    yield
    assert time.process_time() - begun < SOON


def refused(raw: bytes) -> str:
    with pytest.raises(UnreadableMail) as why:
        read_mail(raw)
    return why.value.reason


def nested_multiparts(depth: int) -> bytes:
    out = HEAD + b'Content-Type: multipart/mixed; boundary="b0"\r\n\r\n'
    for level in range(depth):
        out += b'--b%d\r\nContent-Type: multipart/mixed; boundary="b%d"\r\n\r\n' % (
            level,
            level + 1,
        )
    return out + b"--b%d\r\n\r\nfin\r\n" % depth


def test_two_thousand_nested_multiparts():
    assert refused(nested_multiparts(2000)) == "too-deep"


def test_five_hundred_messages_inside_one_another():
    inner = b"Content-Type: message/rfc822\r\nSubject: x\r\n\r\n"
    assert refused(HEAD + inner * 500 + b"fin") == "too-deep"


def test_ten_thousand_parts():
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part * 10_000 + b"--b--"
    assert refused(raw) == "too-many-parts"


def test_a_message_over_the_size_is_not_read():
    assert refused(HEAD + b"\r\n" + b"x" * 53_000_000) == "too-big"


@pytest.mark.parametrize(
    "mark",
    [b'"', b"(", b"<", b'\\"', b"(\\", b"[", b"a@b,", b"=?", b"=?a?q?", b",", b":;", b"<a@b.c>,"],
)
def test_twenty_thousand_of_a_sign_among_the_recipients(mark):
    for name in (b"To: ", b"From: ", b"Cc: ", b"Reply-To: "):
        read_mail(b"Subject: x\r\n" + name + mark * 20_000 + b"\r\n\r\nBonjour")


def test_ten_thousand_recipients():
    to = b", ".join(b"a%d@example.org" % number for number in range(10_000))
    assert len(read_mail(HEAD + b"To: " + to + b"\r\n\r\nx").to) == 200


def test_ten_thousand_encoded_words():
    read_mail(b"From: a@example.org\r\nSubject: " + b"=?utf-8?q?=C3=A9?= " * 10_000 + b"\r\n\r\nx")


def test_a_hundred_thousand_headers():
    read = read_mail(b"X-Rien: rien\r\n" * 100_000 + HEAD + b"\r\nBonjour")
    assert (read.subject, read.sender, read.text) == ("Points", "alice@example.org", "Bonjour")
    assert "headers-cut" in read.warnings


def test_a_subject_of_a_megabyte():
    read = read_mail(b"From: a@example.org\r\nSubject: " + b"a" * 1_000_000 + b"\r\n\r\nx")
    assert len(read.subject) == 500
    assert "subject-cut" in read.warnings


@pytest.mark.parametrize(
    "piece",
    [
        b"<div>",
        b"<b>",
        b"<table><tr><td>",
        b"<blockquote>",
        b"<a href=x><b></a>",
        b"<",
        b"<!--",
        b"&",
        b"<p>",
        b"<ul><li>",
        b"<font>",
        b"<x ",
        b"<div></div>",
    ],
)
def test_html_that_only_opens(piece):
    count = 100_000 // len(piece)
    read_mail(HEAD + b"Content-Type: text/html\r\n\r\n" + piece * count + b"fin")


def test_html_nested_and_closed_again():
    raw = (
        HEAD
        + b"Content-Type: text/html\r\n\r\n"
        + b"<div>" * 20_000
        + b"Bonjour"
        + b"</div>" * 20_000
    )
    assert "Bonjour" in read_mail(raw).text


@pytest.mark.parametrize(
    "line",
    [
        b"> ",
        b"Le 3 nov. 2026 ",
        b"De : x\n",
        b"-",
        b"_",
        b"a@",
        b" ",
        b"\n",
        b"Le 3\n",
        b"begin 644 x\n",
        b"-- \n",
        b"*",
        b"Cordialement,\n06 12 34 56 78\n",
        b"x" * 80 + b"\n",
        b"> x\ny\n",
        b"0",
        b"\xe9",
        b"http://",
        b"Envoy\xc3\xa9 de mon ",
    ],
)
def test_text_that_repeats_itself(line):
    read_mail(
        HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + line * (100_000 // len(line))
    )


@pytest.mark.parametrize(
    "body", [b"=" * 100_000, b"A=" * 50_000, b"=\n" * 50_000, b"!" * 100_000, b"AAAA=\n!" * 20_000]
)
@pytest.mark.parametrize("encoding", [b"base64", b"quoted-printable", b"x-uuencode"])
def test_encodings_that_lead_nowhere(body, encoding):
    read_mail(HEAD + b"Content-Transfer-Encoding: " + encoding + b"\r\n\r\n" + body)


LOGO = b"""--b
Content-Type: image/png; name="logo.png"
Content-ID: <logo%d@x>
Content-Disposition: inline
Content-Transfer-Encoding: base64

"""


def test_forty_three_times_the_same_picture():
    picture = base64.encodebytes(bytes(range(256)) * 16)
    numbers = range(43)
    html = b"".join(b'<p>Page %d <img src="cid:logo%d@x"></p>' % (each, each) for each in numbers)
    page = b"--b\nContent-Type: text/html\n\n" + html + b"\n"
    parts = b"".join(LOGO % number + picture for number in numbers)
    raw = HEAD + b"Content-Type: multipart/related; boundary=b\r\n\r\n" + page + parts + b"--b--"
    begun = time.process_time()
    read = read_mail(raw)
    assert time.process_time() - begun < 0.1
    assert len(raw) > 240_000
    assert len(read.attachments) == 1
    assert read.html.count('<span data-attachment="0">logo.png</span>') == 43
