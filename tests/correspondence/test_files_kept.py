"""Files that came with messages: anything is kept, named harmlessly, and said for what it is."""

import io
import struct
import zipfile
import zlib
from datetime import timedelta

import pikepdf
import pytest
from PIL import Image

from recours.correspondence import queries, store
from recours.correspondence.commands.keep_file import keep_file
from recours.correspondence.commands.prepare_file import prepare_file
from recours.correspondence.commands.store_attachment import store_attachment
from recours.correspondence.commands.sweep_files import sweep_files
from recours.correspondence.errors import FileWithheld, RefusedAttachment
from recours.correspondence.file_cards import attachment_view, read_original, read_picture
from recours.correspondence.models import Attachment
from recours.correspondence.rules import limits
from recours.jobs.models import Job
from tests.clamd import EICAR
from tests.correspondence.casting import AT, CASE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(data_folder):
    """Every test keeps its own files."""


def kept(data, name="piece", about=CASE):
    return attachment_view(keep_file(data=data, name=name, about=about, at=AT).id)


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def drawn(kind, size=(400, 300), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **options)
    return out.getvalue()


def png_that_says(width, height):
    def chunk(kind, data):
        return (
            struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))
        )

    head = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\0" * 10)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body


def pdf(**root):
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    for name, value in root.items():
        document.Root[f"/{name}"] = value
    document.save(out)
    return out.getvalue()


def script():
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


ANYTHING = {
    "a program (H-42)": (b"MZ\x90\x00" + bytes(200), "facture.pdf.exe", "runs"),
    "an ending turned (H-42)": (b"MZ\x90" + bytes(9), "facture\u202egpj.exe", "hidden-letters"),
    "an ending after a zero (H-42)": (b"MZ\x90\x00" + bytes(99), "a.pdf\0.exe", "runs"),
    "a page called a picture (H-44)": (b"<!DOCTYPE html><script>1</script>", "p.jpg", "runs"),
    "a drawing that runs (H-44)": (b"<svg onload=alert(1)>", "p.jpg", "runs"),
    "a picture and a script (H-44)": (b"GIF89a/*<script>*/=1" + bytes(20), "p.gif", "two-types"),
    "a bomb (H-45)": (zipped(a=b"\0" * 2_000_000), "photos.zip", "bomb"),
    "names that leave (H-46)": (zipped(**{"..__..__etc__x": b"1"}), "a.zip", "escapes"),
    "a zip in a zip (H-46)": (zipped(**{"b.zip": zipped(c=b"1")}), "a.zip", "archive-inside"),
    "no list (H-46)": (b"PK\x03\x04" + bytes(200), "a.zip", "not-inspected"),
    "a macro (H-47)": (zipped(**{"word__vbaProject.bin": b"1"}), "a.docm", "macro"),
    "a script in a PDF (H-48)": (pdf(OpenAction=script()), "a.pdf", "pdf-script"),
}  # fmt: skip


@pytest.mark.parametrize("what", ANYTHING)
def test_anything_is_kept_and_what_is_odd_is_said(what):
    data, name, flag = ANYTHING[what]

    view = kept(data, name)

    assert flag in view.flags
    assert read_original(view) == data
    drawn = Job.objects.filter(kind="correspondence.prepare_file").exists()
    assert view.shown == ("soon" if drawn else "download")


def test_a_script_hidden_by_escapes_is_seen():
    assert "pdf-script" in kept(pdf().replace(b"/Type", b"/J#53 1 /Type", 1), "a.pdf").flags


def test_a_zip_with_a_password_is_said_not_inspectable():
    data = bytearray(zipped(secret=b"1234"))
    data[6] |= 1  # the flag of the file, then of the directory
    data[data.rfind(b"PK\x01\x02") + 8] |= 1

    assert "encrypted" in kept(bytes(data), "mot de passe 1234.zip").flags


def test_an_archive_is_never_unpacked(monkeypatch):
    def never(*_args, **_named):
        pytest.fail("something was taken out of the archive")

    monkeypatch.setattr(zipfile.ZipFile, "open", never)
    monkeypatch.setattr(zipfile.ZipFile, "extractall", never)
    kept(ANYTHING["a bomb (H-45)"][0], "photos.zip")


@pytest.mark.parametrize(
    ("data", "name", "kind", "shown"),
    [
        (b"a;b\n1;2\n", "releve.pdf", "text/plain", "releve.pdf.txt"),  # H-58
        (pdf(), "releve.csv", "application/pdf", "releve.csv.pdf"),  # H-58
        (zipped(**{"word__a.xml": b"<x/>"}), "lettre.docx", "wordprocessing", "lettre.docx"),
        (b"\x78\x9f\x3e\x22" + bytes(50), "winmail.dat", "ms-tnef", "winmail.dat"),
        (b"\x00\x01\x02\x03", "mesure.ptb", "octet-stream", "mesure.ptb"),
        (b"\x00\x01\x02\x03", "mesure.exe", "octet-stream", "mesure.exe.bin"),
        (b"", "vide.bin", "text/plain", "vide.bin.txt"),
        (b"\x00\x01", "../../../etc/cron.d/x", "octet-stream", "x.bin"),  # H-43
        (b"\x00\x01", "x" * 5_000, "octet-stream", "x" * 116 + ".bin"),
        (b"\x00\x01", "\u200b.htaccess", "octet-stream", "htaccess.bin"),
    ],
)  # fmt: skip
def test_the_type_is_told_by_the_content_and_the_name_is_harmless(data, name, kind, shown):
    view = kept(data, name)

    assert kind in view.type
    assert view.name == shown
    assert store.path_of(view.sha256).name == view.sha256


def test_the_antivirus_test_is_set_apart_even_without_antivirus():
    view = kept(EICAR, "facture.txt")

    assert (view.verdict, view.opens, view.shown) == ("infected", False, "download")
    with pytest.raises(FileWithheld):
        read_original(view)
    [note] = queries.thread(CASE)
    assert note.audience == "internal"
    assert "mis à l'écart" in note.text


def test_pictures_that_are_safe_to_show_are_drawn_without_their_place():
    exif = Image.Exif()
    exif[0x010F] = "CANARI appareil"
    exif[0x0112] = 6  # held upright
    exif[0x8825] = {1: "N", 2: (47.0, 12.0, 36.0)}
    view = kept(drawn("JPEG", (3000, 2000), exif=exif), "photo.jpg")
    assert view.shown == "soon"

    prepare_file(sha256=view.sha256, at=AT)

    view = attachment_view(view.id)
    assert view.shown == "picture"
    assert {(p.kind, p.page) for p in view.pictures} == {("preview", 1), ("thumb", 1)}
    assert (view.preview.width, view.preview.height) == (1067, 1600)
    shown = read_picture(view, view.preview)
    assert b"CANARI" not in shown
    assert not Image.open(io.BytesIO(shown)).getexif()
    assert b"CANARI" in read_original(view)  # the evidence is as it came
    assert prepare_file(sha256=view.sha256, at=AT) == 2
    assert len(attachment_view(view.id).pictures) == 2


PHONES = {
    "webp": lambda: drawn("WEBP"),
    "avif": lambda: drawn("AVIF"),
    "tiff": lambda: drawn("TIFF"),
    "gif": lambda: drawn("GIF"),
    "pdf": pdf,
}


@pytest.mark.parametrize("kind", PHONES)
def test_what_telephones_and_scanners_send_is_shown(kind):
    card = store_attachment(data=PHONES[kind](), name=f"photo.{kind}", about=CASE, at=AT)

    prepare_file(sha256=card.sha256, at=AT)

    assert attachment_view(card.id).shown == "picture"


REFUSES_TO_DRAW = {
    "65,000 by 65,000": (lambda: png_that_says(65_000, 65_000), "too-large"),
    "one pixel too many": (lambda: png_that_says(40_000_001, 1), "too-large"),
    "cut short": (lambda: drawn("JPEG")[:900], "unreadable"),
}


@pytest.mark.parametrize("what", REFUSES_TO_DRAW)
def test_a_picture_that_cannot_be_drawn_is_kept_and_says_why(what):
    make, reason = REFUSES_TO_DRAW[what]
    view = kept(make(), "photo.png")

    prepare_file(sha256=view.sha256, at=AT)

    view = attachment_view(view.id)
    assert (view.no_preview, view.shown, view.opens) == (reason, "download", True)


def test_an_animation_of_ten_thousand_frames_is_one_picture():
    frames = [Image.new("P", (8, 8), shade % 255) for shade in range(10_000)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    view = kept(out.getvalue(), "danse.gif")

    prepare_file(sha256=view.sha256, at=AT)

    assert len(attachment_view(view.id).pictures) == 2


def test_a_pdf_with_a_password_says_so():
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    view = kept(out.getvalue(), "releve.pdf")

    prepare_file(sha256=view.sha256, at=AT)

    view = attachment_view(view.id)
    assert view.no_preview == "encrypted"
    assert "encrypted" in view.flags


def test_a_full_case_says_so_and_keeps_what_it_has(monkeypatch):
    monkeypatch.setattr("recours.correspondence.commands.store_attachment.FILES_OF_CASE", 3)
    for number in range(3):
        store_attachment(data=f"ticket {number}".encode(), name="t.txt", about=CASE, at=AT)

    with pytest.raises(RefusedAttachment, match="200 fichiers"):
        store_attachment(data=b"encore", name="t.txt", about=CASE, at=AT)
    monkeypatch.setattr("recours.correspondence.commands.store_attachment.FILES_OF_CASE", 99)
    monkeypatch.setattr("recours.correspondence.commands.store_attachment.BYTES_OF_CASE", 30)
    with pytest.raises(RefusedAttachment, match="300 Mo"):
        store_attachment(data=b"encore un ticket", name="t.txt", about=CASE, at=AT)
    assert Attachment.objects.filter(about=CASE).count() == 3
    assert limits.FILES_OF_CASE == 200


def test_safe_pictures_are_not_swept_and_orphans_are():
    view = kept(drawn("PNG"), "photo.png")
    prepare_file(sha256=view.sha256, at=AT)
    orphan = store.keep(b"an upload that was given up")

    sweep_files(at=AT + timedelta(days=30_000))

    assert not store.path_of(orphan).exists()
    view = attachment_view(view.id)
    assert all(read_picture(view, one) for one in view.pictures)
