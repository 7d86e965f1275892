"""Real engines on made-up paper, askew and noisy; a child that dies alone at its limits."""

import io
import time

import pytest
from PIL import Image

from recours.scans import child
from recours.scans.child import Limits, run_task
from recours.scans.engines import RAPID, TESSERACT, engines
from recours.scans.errors import ScanFailed
from recours.scans.letter import letter_fields
from recours.scans.read import read_page
from recours.scans.receipt import receipt_fields
from tests.correspondence.test_files_kept import pdf
from tests.scans.paper import LETTER, as_file, letter, receipt, sheet

HERE = {engine.name for engine in engines() if engine.is_here}
ENGINES = [
    pytest.param(
        name, marks=pytest.mark.skipif(name not in HERE, reason=f"{name} is not installed here")
    )
    for name in (RAPID, TESSERACT)
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("how", [{}, {"turn": 3, "noise": 60, "blur": 0.8}], ids=["flat", "photo"])
def test_a_receipt_is_read(engine, how):
    read = read_page(receipt(**how), "image/jpeg", engine=engine)

    found = receipt_fields(read.text, stores=["Quai de la Fosse", "Rennes Alma"])
    assert (found.store, found.total_cents) == ("Quai de la Fosse", 14_680)
    assert found.date.isoformat() == "2026-11-07"
    assert found.number == "0412-118-00732"
    assert read.engine == engine
    assert read.confidence >= 85


@pytest.mark.parametrize("engine", ENGINES)
def test_a_letter_of_two_pages_is_read(engine):
    out = io.BytesIO()
    first, second = sheet(LETTER), sheet("Ma carte : 2990012345672\nAlice Rivoire")
    first.save(out, "TIFF", save_all=True, append_images=[second], compression="tiff_lzw")

    read = read_page(out.getvalue(), "image/tiff", engine=engine)

    assert (read.pages, read.of) == (2, 2)
    assert "Ma carte" in read.text.split("\f")[1]
    assert letter_fields(read.text).written_on.isoformat() == "2026-11-03"


@pytest.mark.parametrize("engine", ENGINES)
def test_a_blank_page_is_read_as_nothing_and_says_it_is_not_sure(engine):
    blank = as_file(Image.new("L", (800, 1100), 255), "PNG")
    read = read_page(blank, "image/png", engine=engine)
    assert (read.text, read.confidence) == ("", 0)


def test_the_text_a_pdf_carries_is_taken_without_any_engine():
    from recours.correspondence.commands.render_letter import render_letter  # noqa: PLC0415
    from tests.correspondence.casting import LETTER as OURS  # noqa: PLC0415

    data = render_letter(template="answer", values=OURS, language="fr")
    read = read_page(data, "application/pdf", engine="")

    assert "248 points" in read.text
    assert (read.engine, read.confidence) == ("document", 100)


def test_without_an_engine_a_picture_says_so():
    with pytest.raises(ScanFailed) as failed:
        read_page(letter(), "image/jpeg", engine="")
    assert failed.value.reason == "no-engine"


@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        (b"", "image/jpeg", "unreadable"),
        (b"%PDF-1.4 obj", "application/pdf", "unreadable"),
        (b"<svg/>", "image/svg+xml", "not-shown"),
    ],
)
def test_what_cannot_be_opened_says_why(data, kind, reason):
    with pytest.raises(ScanFailed) as failed:
        read_page(data, kind, engine=RAPID)
    assert failed.value.reason == reason


def test_the_child_is_ended_when_it_is_slow():
    began = time.monotonic()
    with pytest.raises(ScanFailed) as failed:
        run_task(
            "draw",
            pdf(),
            limits=Limits(seconds=0, megabytes=1_000),
            type="application/pdf",
            sizes={"preview": 100},
            pages=1,
        )
    assert failed.value.reason == "out-of-time"
    assert time.monotonic() - began < 5


def test_the_child_that_wants_too_much_memory_dies_alone():
    big = as_file(Image.new("RGB", (6_000, 6_000), "red"), "PNG")
    with pytest.raises(ScanFailed):
        run_task(
            "draw",
            big,
            limits=Limits(seconds=20, megabytes=120),
            type="image/png",
            sizes={"preview": 6_000},
            pages=1,
        )


def test_the_child_knows_no_key_and_no_setting(monkeypatch):
    monkeypatch.setenv("RECOURS_SECRET", "x" * 40)
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:p@h/d")
    seen = {}
    real = child.subprocess.Popen

    def watched(*arguments, **named):
        seen.update(named["env"])
        return real(*arguments, **named)

    monkeypatch.setattr(child.subprocess, "Popen", watched)
    with pytest.raises(ScanFailed):
        read_page(b"", "image/jpeg", engine="")

    assert not {"RECOURS_SECRET", "DATABASE_URL"} & set(seen)
