"""Runs one piece of work on foreign bytes in a process of its own, with limits, and ends it.

What a picture or a PDF does to the library that opens it happens there: the child knows no
setting, no key and no database, writes no file, and dies at its limits.
"""

import json
import os
import signal
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from recours.scans.errors import Reason, ScanFailed

MEGABYTE = 1024 * 1024
SIZE = struct.Struct("!I")
LARGEST_ANSWER = 64 * MEGABYTE
ROOT = Path(__file__).resolve().parents[2]
KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TESSDATA_PREFIX", "SYSTEMROOT")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long by the clock on the wall (seconds), and how much address space (megabytes)."""

    seconds: int
    megabytes: int


DRAWING = Limits(seconds=20, megabytes=1_200)
READING = Limits(seconds=90, megabytes=4_000)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the child gave: a document, and the bytes that go with it."""

    document: Mapping[str, Any]
    blobs: Sequence[bytes]


def run_task(task: str, data: bytes, *, limits: Limits, **options: Any) -> Answer:
    """Return the child's answer; raise `ScanFailed` when it refused, died or was too slow."""
    asked = {"task": task, "megabytes": limits.megabytes, "seconds": limits.seconds} | options
    head = json.dumps(asked).encode()
    status, out = _run(SIZE.pack(len(head)) + head + data, limits.seconds)
    if len(out) < SIZE.size:
        raise ScanFailed(_why(status))
    document, blobs = _unpack(out)
    if "reason" in document:
        raise ScanFailed(cast("Reason", document["reason"]), str(document.get("detail", "")))
    return Answer(document, blobs)


def _run(question: bytes, seconds: int) -> tuple[int, bytes]:
    environ = {name: os.environ[name] for name in KEPT if name in os.environ}
    environ |= {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "2", "OMP_THREAD_LIMIT": "2"}
    child = subprocess.Popen(  # our own program, with nothing of the file in its arguments
        [sys.executable, "-s", "-B", "-m", "recours.scans.inside"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environ,
        cwd="/",
        start_new_session=True,
    )
    try:
        out, _ = child.communicate(question, timeout=seconds)
    except subprocess.TimeoutExpired as slow:
        raise ScanFailed("out-of-time") from slow
    finally:
        _end(child)
    return child.returncode, out[:LARGEST_ANSWER]


def _end(child: "subprocess.Popen[bytes]") -> None:
    """End the child and whatever it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()


def _why(status: int) -> Reason:
    if status == -signal.SIGXCPU:
        return "out-of-time"
    return "out-of-memory" if status in {-signal.SIGKILL, -signal.SIGABRT} else "unreadable"


def pack(document: Mapping[str, Any], blobs: Sequence[bytes] = ()) -> bytes:
    """Return an answer as it travels: the document, then its bytes one after another."""
    head = json.dumps({**document, "sizes": [len(blob) for blob in blobs]}).encode()
    return SIZE.pack(len(head)) + head + b"".join(blobs)


def _unpack(out: bytes) -> tuple[Mapping[str, Any], list[bytes]]:
    (length,) = SIZE.unpack_from(out)
    try:
        document = json.loads(out[SIZE.size : SIZE.size + length])
        place, blobs = SIZE.size + length, []
        for size in document["sizes"]:
            blobs.append(out[place : place + size])
            place += size
    except (ValueError, KeyError, TypeError) as problem:
        raise ScanFailed("unreadable", "the answer is cut short") from problem
    return document, blobs
