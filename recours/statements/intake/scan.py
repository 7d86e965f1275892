"""One pass over the bytes of a text: its digest, encoding, line ends, and what is odd in it."""

import codecs
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 20
LONGEST_LINE = 32 << 20
_SAMPLE = 4096
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What western accounts write in windows-1252; anything else above 0x7F is a sign of damage.
_WESTERN = frozenset(
    "ÀÂÄÇÈÉÊËÎÏÔÖÙÛÜŸàâäçèéêëîïôöùûüÿœŒæÆñÑáíóúÁÍÓÚßãõìò€’‘“”–—…«»°²³§\xa0£·´¨¿¡".encode(
        "windows-1252"
    )
)
_ASCII = bytes(range(128))
_CONTROLS = bytes(code for code in range(32) if code not in b"\r\n") + b"\x7f"
# Seen in UTF-8: C1 controls and the hard space, U+FFFD, marks that turn the direction of text.
_STRANGE = re.compile(
    rb"\xc2[\x80-\xa0]|\xef\xbf\xbd|\xef\xbb\xbf|\xe2\x80[\xaa-\xaf]|\xe2\x81[\xa6-\xa9]"
)


@dataclass(frozen=True, slots=True)
class Scan:
    """What the bytes say. `lines` counts line ends, plus a last line that has none.

    `clean`: no control character, hard space or undecodable byte, so nobody need look for them.
    """

    size: int
    sha256: str
    encoding: str
    newline: str
    lines: int
    blank_tail: int
    damaged: bool
    clean: bool
    too_long_at: int


class _Ends:
    """Counts line ends over chunks, and says where a line never ends."""

    def __init__(self) -> None:
        self.lf = self.cr = self.crlf = 0
        self.last = b""
        self.stretch = self.too_long_at = 0
        self.tail = b""

    def feed(self, chunk: bytes) -> None:
        self.lf += chunk.count(b"\n")
        if b"\r" in chunk or self.last == b"\r":
            self.cr += chunk.count(b"\r")
            self.crlf += chunk.count(b"\r\n") + (self.last == b"\r" and chunk[:1] == b"\n")
        self.last = chunk[-1:]
        self.tail = (self.tail + chunk)[-64:]
        end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        self.stretch = self.stretch + len(chunk) if end < 0 else len(chunk) - end
        if self.stretch > LONGEST_LINE and not self.too_long_at:
            self.too_long_at = self.lines()

    def newline(self) -> str:
        if not self.cr:
            return "lf"
        if self.cr == self.crlf == self.lf:
            return "crlf"
        return "cr" if not self.lf else "mixed"

    def lines(self) -> int:
        ends = self.cr if self.newline() == "cr" else self.lf
        return ends + (self.last not in {b"\n", b"\r", b""})

    def blank_tail(self) -> int:
        mark = b"\r" if self.newline() == "cr" else b"\n"
        end = self.tail[len(self.tail.rstrip(b"\r\n")) :]
        return max(end.count(mark) - 1, 0)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def scan(path: Path, encoding: str = "") -> Scan:
    """Read the whole file once; `encoding` skips the guess."""
    sums, ends, guess = hashlib.sha256(), _Ends(), _Guess(encoding)
    size, clean = 0, True
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            size += len(chunk)
            sums.update(chunk)
            ends.feed(chunk)
            guess.feed(chunk)
            clean = clean and _is_clean(chunk.removeprefix(codecs.BOM_UTF8))
    found = guess.encoding()
    return Scan(
        size=size,
        sha256=sums.hexdigest(),
        encoding=found,
        newline=ends.newline(),
        lines=ends.lines(),
        blank_tail=ends.blank_tail(),
        damaged=guess.damaged,
        clean=clean and found in {"utf-8", "utf-8-sig"} and not guess.damaged,
        too_long_at=ends.too_long_at,
    )


def _is_clean(chunk: bytes) -> bool:
    if len(chunk.translate(None, _CONTROLS)) != len(chunk):
        return False
    return chunk.isascii() or not _STRANGE.search(chunk)


class _Guess:
    """Tells UTF-8, UTF-16 and windows-1252 apart, and a damaged file from all of them."""

    def __init__(self, given: str) -> None:
        self.first = True
        self.sure = given
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.valid = self.invalid = 0
        self.western = True

    def feed(self, chunk: bytes) -> None:
        if self.first:
            self.first = False
            self.sure = self.sure or _by_mark(chunk)
        if self.sure and self.sure != "utf-8-sig":
            return
        waiting, _ = self.decoder.getstate()
        if chunk.isascii() and not waiting:
            return
        try:
            self.decoder.decode(chunk)
            self.valid += len(chunk.translate(None, _ASCII)) // 2
        except UnicodeDecodeError:
            self.decoder.reset()
            high = chunk.translate(None, _ASCII)
            lost = chunk.decode("utf-8", "replace").count("\ufffd")
            self.valid += max(len(high) - lost, 0) // 2
            self.invalid += lost
            self.western = self.western and set(high) <= _WESTERN

    def encoding(self) -> str:
        if self.sure:
            return self.sure
        # Bytes that are UTF-8 by accident are rare; bytes that are not, in a UTF-8 file, too.
        if self.western and self.invalid > self.valid:
            return "windows-1252"
        return "utf-8"

    @property
    def damaged(self) -> bool:
        return self.invalid > 0 and self.encoding() != "windows-1252"


def _by_mark(start: bytes) -> str:
    for mark, name in _BOMS:
        if start.startswith(mark):
            return name
    sample = start[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(sample) > 3 and max(even, odd) * 3 > len(sample):  # noqa: PLR2004  # two characters
        return "utf-16-le" if odd > even else "utf-16-be"
    return ""


def transcode(source: Path, target: Path, encoding: str) -> None:
    """Copy a text to UTF-8, line ends untouched; what cannot be read becomes U+FFFD."""
    with (
        source.open(encoding=encoding, errors="replace", newline="") as old,
        target.open("w", encoding="utf-8", newline="") as new,
    ):
        while text := old.read(CHUNK):
            new.write(text)
