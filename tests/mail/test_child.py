"""A process reads the mail: it may hang, swell or die, and the next message is read."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from recours.mail.child import Reader
from recours.mail.errors import UnreadableMail
from recours.mail.read import read_mail

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.eml"))
GOOD = b"From: alice@example.org\r\nSubject: Points\r\n\r\nBonjour"
ROOT = Path(__file__).parents[2]


def pid_of(reader: Reader) -> int:
    """The process of a reader: what is killed, stopped and looked at here."""
    return reader._child.pid  # noqa: SLF001 - no door leads to it, and none should


@pytest.fixture
def reader():
    with Reader() as made:
        yield made


def said_by(read, raw: bytes) -> object:
    try:
        return read(raw, trusted=["mx.recours.example"])
    except UnreadableMail as refused:
        return refused.reason


def test_it_reads_as_the_process_itself_would(reader):
    for file in CORPUS:
        raw = file.read_bytes()
        assert said_by(reader.read, raw) == said_by(read_mail, raw)


def test_it_stays_the_same_process_from_one_message_to_the_next(reader):
    reader.read(GOOD)
    first = pid_of(reader)
    with pytest.raises(UnreadableMail):
        reader.read(b"")
    reader.read(GOOD)
    assert pid_of(reader) == first


def test_a_dead_process_is_replaced(reader):
    reader.read(GOOD)
    os.kill(pid_of(reader), signal.SIGKILL)
    time.sleep(0.1)
    assert reader.read(GOOD).text == "Bonjour"


def test_a_process_that_hangs_is_killed_in_time():
    with Reader(seconds=0.4) as reader:
        reader.read(GOOD)
        hung = pid_of(reader)
        os.kill(hung, signal.SIGSTOP)
        begun = time.monotonic()
        with pytest.raises(UnreadableMail) as why:
            reader.read(GOOD)
        assert why.value.reason == "too-long"
        assert time.monotonic() - begun < 3
        assert reader.read(GOOD).text == "Bonjour"
        assert pid_of(reader) != hung


def test_the_process_may_not_swell():
    code = (
        "from recours.mail.child_loop import limit_growth\nlimit_growth()\n"
        "x = bytearray(200 << 20)\n"
        "try:\n    y = bytearray(80 << 20)\nexcept MemoryError:\n    print('refused')"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert found.stdout.strip() == "refused"


@pytest.mark.parametrize("piece", [b"a\n", b"<p>x", b"\xf0\x9f\x98\x80", b"QUFB"])
@pytest.mark.parametrize(
    "kind",
    [
        b"text/plain",
        b"text/html",
        b"application/pdf; name=x.pdf\r\nContent-Transfer-Encoding: base64",
    ],
)
def test_fifty_megabytes_of_anything_leave_the_reader_alive(reader, kind, piece):
    head = b"From: a@example.org\r\nContent-Type: " + kind + b"\r\n\r\n"
    with contextlib.suppress(UnreadableMail):
        reader.read(head + piece * (48_000_000 // len(piece)))
    assert reader.read(GOOD).text == "Bonjour"


def test_a_large_file_comes_back_whole(reader):
    body = os.urandom(1) * 9_000_000
    head = b"From: a@example.org\r\nContent-Type: application/pdf; name=x.pdf\r\n\r\n"
    raw = head + body
    assert reader.read(raw).attachments[0].data == body


def test_threads_share_one_reader(reader):
    found: list[str] = []

    def ask(number: int) -> None:
        mine = GOOD.replace(b"Bonjour", b"Bonjour %d" % number)
        found.extend(reader.read(mine).text[-1] for _ in range(20))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == sorted(f"{number}" for number in range(4) for _ in range(20))


def test_closing_leaves_no_process():
    reader = Reader()
    reader.read(GOOD)
    pid = pid_of(reader)
    reader.close()
    assert not Path(f"/proc/{pid}").exists()


def test_the_child_knows_neither_django_nor_the_secrets_of_its_parent(reader, monkeypatch):
    monkeypatch.setenv("RECOURS_SECRET_KEY", "secret")
    reader.read(GOOD)
    environment = Path(f"/proc/{pid_of(reader)}/environ").read_bytes()
    assert b"secret" not in environment
    code = "import sys, recours.mail.child_loop; print([m for m in sys.modules if 'django' in m])"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert found.stdout.strip() == "[]"


def test_the_child_may_not_write_files_nor_grow_without_end(reader):
    reader.read(GOOD)
    limits = Path(f"/proc/{pid_of(reader)}/limits").read_text()
    assert "Max file size             0 " in limits
