"""Whatever the bytes are, a message is read or refused: nothing else ever leaves."""

import json
import random
import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from recours.mail.attribution import attribution_at
from recours.mail.errors import UnreadableMail
from recours.mail.fold import fold
from recours.mail.lines import look
from recours.mail.read import read_mail

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.eml"))
PIECES = [
    b'"',
    b"<",
    b">",
    b"(",
    b"\r\n",
    b"\n\n",
    b"\0",
    b"=?utf-8?q?",
    b"?=",
    b"--=_bord",
    b"charset=idna",
    b"=",
    b"\xff\xfe",
    b"begin 644 x\n",
    b"> ",
    b"<div>",
    b"</div>",
    b'<blockquote type="cite">',
    b"&#x202e;",
    b"%",
    b"Content-Type: multipart/mixed; boundary=x\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"\x1b$B",
    b"\xed\xa0\x80",
    "Le 3 nov. 2026 à 10:12, X <x@y.example> a écrit :\n".encode(),
    b"-----Message d'origine-----\n",
    b"-- \n",
]
SEEDS = 6


def words(text: str) -> list[str]:
    return sorted(re.findall(r"\w+", text))


def read_whatever(raw: bytes) -> None:
    try:
        read = read_mail(raw)
    except UnreadableMail as refused:
        if refused.reason.startswith("unexpected"):
            raise
        return
    json.dumps(read.as_json()).encode("ascii")
    for text in (read.text, read.html, read.subject, *(one.name for one in read.senders)):
        text.encode("utf-8")
    assert "\n" not in read.subject
    assert "\r" not in read.subject
    assert "<script" not in read.html.lower()
    assert "<img" not in read.html.lower()
    assert words(read.text + "\n" + read.quoted) == words(read.full_text)


def spoil(raw: bytes, chance: random.Random) -> bytes:
    data = bytearray(raw or b"x")
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(data) or 1)
        length = chance.randint(1, 200)
        match chance.randrange(5):
            case 0:
                data[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[place : place + length]
            case 2:
                data[place:place] = chance.choice(PIECES)
            case 3:
                data[place:place] = data[:length]
            case _:
                data[place:place] = bytes(chance.randrange(256) for _ in range(9))
    return bytes(data)


def test_every_message_of_the_corpus_spoilt_in_many_ways():
    for file in CORPUS:
        chance = random.Random(file.name)  # noqa: S311 - the same spoilt bytes each time
        raw = file.read_bytes()
        for _ in range(SEEDS):
            read_whatever(spoil(raw, chance))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.binary(max_size=2000))
def test_any_bytes(data):
    read_whatever(data)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    some.sampled_from(
        ["From", "Subject", "To", "Content-Type", "Date", "Message-ID", "Content-Disposition"]
    ),
    some.text(max_size=300),
    some.binary(max_size=300),
)
def test_any_header_over_any_body(name, value, body):
    header = f"{name}: {value}".encode("utf-8", "surrogatepass")
    read_whatever(b"Subject: x\r\n" + header + b"\r\n\r\n" + body)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    some.lists(
        some.one_of(
            some.text(max_size=60),
            some.sampled_from(PIECES).map(lambda each: each.decode("latin-1")),
        ),
        max_size=30,
    )
)
def test_any_html_gives_harmless_html_and_every_word(pieces):
    body = "<p>".join(pieces).encode("utf-8", "surrogatepass")
    read_whatever(b"From: a@example.org\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body)


LINES = some.sampled_from(
    [
        "Bonjour,",
        "",
        "> cité",
        ">> cité deux fois",
        "Le 2 nov. 2026 à 10:12, X <x@y.example> a écrit :",
        "Le paragraphe 3",
        "a écrit :",
        "De : X <x@y.example>",
        "Envoyé : lundi 2 novembre 2026 10:12",
        "À : Alice",
        "Objet : Points",
        "-- ",
        "-----Message d'origine-----",
        "Envoyé de mon iPhone",
        "Cordialement,",
        "Alice Rivoire",
        "06 12 34 56 78",
        "________",
        "---------- Forwarded message ---------",
        "Ce message est confidentiel et destiné à vous.",
        "Carte 4417",
    ]
)


@settings(max_examples=400, deadline=None)
@given(some.lists(LINES, max_size=25), some.booleans(), some.sampled_from(["", "TR: x", "RE: x"]))
def test_no_line_is_ever_lost_however_they_follow(lines, is_reply, subject):
    text = "\n".join(lines)
    folded = fold(text, is_reply=is_reply, subject=subject)
    assert words(folded.text + "\n" + folded.quoted) == words(text)
    assert bool(folded.text.strip()) or not words(text)


@settings(max_examples=200, deadline=None)
@given(some.text(alphabet="Leamtuiprgh 3èà':,\n", max_size=200))
def test_a_paragraph_without_address_or_quotation_is_no_attribution(text):
    lines = [line for line in look(text) if not line.quoted]
    assert all(attribution_at(lines, place) == place for place in range(len(lines)))
