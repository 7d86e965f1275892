"""Files people send: told by their content, kept once, given back whole or not at all."""

import hashlib
import io
import os
import unicodedata
from datetime import timedelta

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from recours.correspondence import queries, store
from recours.correspondence.commands.deliver_outbox import deliver_outbox
from recours.correspondence.commands.render_letter import render_letter
from recours.correspondence.commands.store_attachment import store_attachment
from recours.correspondence.commands.sweep_files import sweep_files
from recours.correspondence.errors import AttachmentNotFound, FileDamaged, RefusedAttachment
from recours.correspondence.rules.files import LARGEST, FileType, shown_name
from tests.correspondence.casting import AT, CASE, LETTER

pytestmark = pytest.mark.django_db

JPEG = FileType("image/jpeg", "jpg")


@pytest.fixture(autouse=True)
def _folder(data_folder):
    """Every test keeps its own files."""


def picture(kind):
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(drawn, kind)
    return drawn.getvalue()


def keep(data, name="ticket"):
    return store_attachment(data=data, name=name, about=CASE, at=AT)


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 64
TAKEN = {
    "image/jpeg": lambda: picture("JPEG"),
    "image/png": lambda: picture("PNG"),
    "image/webp": lambda: picture("WEBP"),
    "image/gif": lambda: picture("GIF"),
    "image/heic": lambda: bytes(HEIC),
    "application/pdf": lambda: render_letter(template="answer", values=LETTER, language="fr"),
    "text/plain": "Ticket n° 12 : 146,80 €".encode,
}


@pytest.mark.parametrize("kind", TAKEN)
def test_what_people_really_send_is_taken(kind):
    assert keep(TAKEN[kind]()).type == kind


@pytest.mark.parametrize(
    "text",
    [
        "Ticket du 7 novembre, 146,80 €".encode("cp1252"),
        b"BMW, 12 rue X",
        b"MZ est ma ville",
        "« Été »\r\n\tsuite".encode(),
        b"\xef\xbb\xbfavec marque",
    ],
)
def test_plain_writing_is_taken_whatever_wrote_it(text):
    assert keep(text).type == "text/plain"


REFUSED = {
    "a program": b"\x7fELF\x02\x01\x01" + bytes(64),
    "a Windows program": b"MZ\x90\x00\x03" + bytes(64),
    "a web page": b"<!DOCTYPE html><script>alert(1)</script>",
    "a page with spaces before": b"\n  <html><body onload=x>",
    "a drawing that can run": b'<?xml version="1.0"?><svg xmlns="x"><script/></svg>',
    "a bare drawing": b"<svg onload=alert(1)>",
    "an archive": b"PK\x03\x04" + bytes(64),
    "an office file": b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml" + bytes(64),
    "the antivirus test": b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
    "a PDF head alone": b"%PDF-1.7\n",
    "zeroes": bytes(100),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_could_run_or_hide_is_refused_with_a_sentence(what):
    with pytest.raises(RefusedAttachment) as refused:
        keep(REFUSED[what], "photo.jpg")

    assert "Envoyez une photo" in str(refused.value.sentence)
    with override("en"):
        assert "Send a photo" in str(refused.value.sentence)
    assert queries.attachments_of(CASE) == []


def test_an_empty_file_and_a_file_too_large_each_have_their_sentence():
    with pytest.raises(RefusedAttachment, match="vide"):
        keep(b"")
    with pytest.raises(RefusedAttachment, match="10 Mo"):
        keep(b"a" * (LARGEST + 1))
    assert keep(b"a" * LARGEST).size == LARGEST


def test_the_name_says_nothing_of_the_type():
    card = keep(picture("PNG"), "facture.pdf.exe")

    assert (card.type, card.name) == ("image/png", "facture.pdf.exe.png")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("ticket.JPG", "ticket.jpg"),
        ("ticket.jpeg", "ticket.jpeg"),
        ("../../../etc/cron.d/x", "x.jpg"),
        ("C:\\Users\\alice\\photo.jpg", "photo.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("\u200b.htaccess", "htaccess.jpg"),
        ("facture\u202egpj.exe", "facturegpj.exe.jpg"),
        ("a.pdf\0.exe", "a.pdf .exe.jpg"),
        ("", "piece.jpg"),
        ("   ", "piece.jpg"),
        ("a\r\nContent-Type: x", "a Content-Type_ x.jpg"),
        ('l"été <b>.jpg', "l_été _b_.jpg"),
        ("e\u0301te\u0301.jpg", "été.jpg"),
        (".jpg", "jpg.jpg"),
    ],
)
def test_the_name_we_show_is_harmless(given, shown):
    assert shown_name(given, JPEG) == shown


@given(st.text(max_size=6000))
def test_no_name_escapes(name):
    shown = shown_name(name, JPEG)

    assert 0 < len(shown) <= 120
    assert not set(shown) & set('/\\"<>:\r\n\0')
    assert all(unicodedata.category(letter)[0] != "C" for letter in shown)
    assert shown.endswith((".jpg", ".jpeg", ".jpe"))
    assert not shown.startswith(".")


def test_the_same_bytes_are_kept_once_and_listed_twice(data_folder):
    first, second = keep(picture("PNG"), "a.png"), keep(picture("PNG"), "b.png")

    assert first.sha256 == second.sha256
    assert {card.name for card in queries.attachments_of(CASE)} == {"a.png", "b.png"}
    files = [path for path in (data_folder / "files").rglob("*") if path.is_file()]
    assert [path.name for path in files] == [first.sha256]
    assert files[0].parent.name == first.sha256[:2]


def test_a_file_is_given_back_as_it_came():
    data = picture("JPEG")
    card = keep(data)

    opened = queries.open_attachment(card.id)

    assert (opened.data, opened.card) == (data, card)
    assert hashlib.sha256(opened.data).hexdigest() == card.sha256


def test_a_file_that_changed_or_went_is_not_given():
    card = keep(b"Mon ticket")
    place = store.path_of(card.sha256)
    assert queries.damaged_files() == []

    place.write_bytes(b"Ton ticket")
    with pytest.raises(FileDamaged):
        queries.open_attachment(card.id)
    assert queries.damaged_files() == [card.sha256]

    place.unlink()
    with pytest.raises(FileDamaged):
        queries.open_attachment(card.id)


def test_a_torn_file_is_written_again():
    card = keep(b"Mon ticket")
    store.path_of(card.sha256).write_bytes(b"Mon")

    assert queries.open_attachment(keep(b"Mon ticket").id).data == b"Mon ticket"


@pytest.mark.parametrize("key", ["", "x", "00000000-0000-0000-0000-000000000000", "../x"])
def test_a_key_of_nothing_finds_nothing(key):
    with pytest.raises(AttachmentNotFound):
        queries.open_attachment(key)


def test_files_nobody_names_are_swept_after_a_day(write):
    named, mail = keep(b"Mon ticket"), write(key="mail")
    deliver_outbox(at=AT, limit=1)
    orphan, half = store.keep(b"undone"), store.folder() / "ab" / "x.part"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"torn")
    for place in [path for path in store.folder().rglob("*") if path.is_file()]:
        os.utime(place, (AT.timestamp(), AT.timestamp()))

    assert sweep_files(at=AT + timedelta(hours=23)) == 0
    assert sweep_files(at=AT + timedelta(hours=25)) == 2

    assert not store.path_of(orphan).exists()
    assert queries.open_attachment(named.id).data == b"Mon ticket"
    assert queries.raw_mail(mail)


def test_a_file_wanted_again_is_not_swept():
    sha256 = store.keep(b"undone")
    os.utime(store.path_of(sha256), (0, 0))

    store.keep(b"undone")

    assert sweep_files(at=AT) == 0
