"""A copy of everything said: in order, verifiable, and only what its reader may read."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pypdfium2
import pytest

from recours.correspondence.commands.deliver_outbox import deliver_outbox
from recours.correspondence.commands.record_message import record_message
from recours.correspondence.commands.store_attachment import store_attachment
from recours.correspondence.copies import correspondence_pdf, correspondence_zip
from tests.correspondence.casting import AT, CASE

pytestmark = pytest.mark.django_db

EVERYBODY = ("customer", "internal", "department")
LATER = AT + timedelta(days=3)


@pytest.fixture
def said(write):
    """Alice writes with a file, the house answers, and keeps a note for itself."""
    file = store_attachment(data=b"Un ticket.", name="../../ticket é.txt", about=CASE, at=AT)
    common = {"about": CASE, "subject": "", "channel": "web"}
    record_message(
        **common, direction="in", audience="customer", author="Alice Rivoire",
        text="Mes points manquent.", at=AT, attachments=[file.id],
    )  # fmt: skip
    write(at=AT + timedelta(hours=1))
    record_message(
        **common, direction="out", audience="internal", author="Basile Nguyen",
        text="SECRET DE LA MAISON", at=AT + timedelta(hours=2),
    )  # fmt: skip
    deliver_outbox(at=LATER, limit=10)
    return file


def asked(audiences=("customer",), language="fr"):
    return {
        "about": CASE,
        "audiences": audiences,
        "to_name": "Alice Rivoire",
        "language": language,
        "at": LATER,
    }


def opened(**changes):
    with correspondence_zip(**asked(**changes)) as kept:
        return zipfile.ZipFile(io.BytesIO(kept.read()))


def words(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_the_pdf_says_everything_in_order(said):
    text = words(correspondence_pdf(**asked()))

    assert text.index("Mes points manquent.") < text.index("Du nouveau sur votre réclamation")
    assert said.sha256[:20] in text.replace("\r\n", "").replace("\n", "")
    assert "SECRET" not in text
    assert "SECRET" in words(correspondence_pdf(**asked(EVERYBODY)))
    assert "Your exchanges with us" in words(correspondence_pdf(**asked(language="en")))


def test_every_entry_of_the_zip_is_in_the_manifest_with_its_fingerprint(said):
    archive = opened()
    manifest = json.loads(archive.read("manifest.json"))
    listed = [manifest["pdf"]]
    for one in manifest["exchanges"]:
        listed += [one["text"], *one["files"]]

    assert {entry["path"] for entry in listed} | {"manifest.json"} == set(archive.namelist())
    for entry in listed:
        data = archive.read(entry["path"])
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (entry["sha256"], entry["size"])
    assert [one["direction"] for one in manifest["exchanges"]] == ["in", "out"]
    assert [one["number"] for one in manifest["exchanges"]] == [1, 2]


def test_the_customers_copy_holds_nothing_of_the_house(said):
    archive = opened()
    everything = b"".join(archive.read(name) for name in archive.namelist())

    assert b"SECRET" not in everything
    assert not any(name.endswith(".eml") for name in archive.namelist())


def test_the_desks_copy_holds_the_bytes_that_left(said):
    names = opened(audiences=EVERYBODY).namelist()

    assert sum(name.endswith(".eml") for name in names) == 1


def test_no_name_leaves_its_folder(said):
    for name in opened().namelist():
        assert ".." not in name
        assert not name.startswith("/")
        assert name.count("/") <= 1


def test_the_same_exchanges_give_the_same_bytes(said):
    one, two = opened(), opened()

    assert {n: one.read(n) for n in one.namelist()} == {n: two.read(n) for n in two.namelist()}


def test_a_file_that_is_gone_is_named_and_left_out(said, data_folder):
    (data_folder / "files" / said.sha256[:2] / said.sha256).unlink()
    manifest = json.loads(opened().read("manifest.json"))

    (file,) = manifest["exchanges"][0]["files"]
    assert file["left_out"] == "damaged"


def test_a_case_without_a_word_has_an_empty_copy(data_folder):
    manifest = json.loads(opened().read("manifest.json"))
    assert manifest["exchanges"] == []
