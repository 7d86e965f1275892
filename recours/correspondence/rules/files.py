"""What a file is, told by its content; which ones we take, and the name we show."""

import re
import unicodedata
from dataclasses import dataclass

import filetype

LARGEST = 10 * 1024 * 1024  # bytes
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class FileType:
    """A type we take: its name for machines, and how its file names end."""

    mime: str
    extension: str


_KNOWN = {
    "application/pdf": FileType("application/pdf", "pdf"),
    "image/jpeg": FileType("image/jpeg", "jpg"),
    "image/png": FileType("image/png", "png"),
    "image/webp": FileType("image/webp", "webp"),
    "image/heic": FileType("image/heic", "heic"),
    "image/gif": FileType("image/gif", "gif"),
    "image/tiff": FileType("image/tiff", "tif"),
    "image/avif": FileType("image/avif", "avif"),
}
_TEXT = FileType("text/plain", "txt")
JSON = FileType("application/json", "json")
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}
_TELEPHONE = {"image/heic", "image/avif"}
_ANTIVIRUS_TEST = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
_MARKUP = re.compile(rb"\A\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|\?xml|\?php|[a-z!])", re.IGNORECASE)
_TEXT_CONTROLS = {*range(9), 11, *range(14, 27), *range(28, 32), 127}


def type_of(data: bytes) -> FileType | None:
    """Return the type the content itself shows, or nothing when it is none that we take."""
    if is_antivirus_test(data):
        return None
    guessed = filetype.guess_mime(data[:8192])
    if guessed in _KNOWN and guessed not in _TELEPHONE and _is_whole(guessed, data):
        return _KNOWN[guessed]
    if data[4:8] == b"ftyp" and (known := _telephone_picture(data)):
        return known
    return _TEXT if guessed != "application/pdf" and _is_text(data) else None


def _telephone_picture(data: bytes) -> FileType | None:
    """Return AVIF or HEIC: one box says which, sometimes only among the brands it agrees with."""
    length = min(int.from_bytes(data[:4], "big"), 128)
    brands = {data[place : place + 4] for place in range(8, length, 4)}
    if brands & _AVIF_BRANDS:
        return _KNOWN["image/avif"]
    return _KNOWN["image/heic"] if data[8:12] in _HEIC_BRANDS else None


def is_antivirus_test(data: bytes) -> bool:
    """Say whether this is the file that every antivirus must find."""
    return _ANTIVIRUS_TEST in data[:4096]


def _is_whole(mime: str, data: bytes) -> bool:
    """Look a little further than the first bytes: a header alone is not a file."""
    if mime == "application/pdf":
        return b"obj" in data
    if mime == "image/png":
        return data[12:16] == b"IHDR"
    if mime == "image/webp":
        return data[8:12] == b"WEBP"
    if mime == "image/gif":
        return data[:6] in {b"GIF87a", b"GIF89a"}
    return len(data) > 16  # noqa: PLR2004  # shorter than any picture


def _is_text(data: bytes) -> bool:
    """Say whether it is plain writing: readable, without control codes, and not a web page."""
    if _MARKUP.match(data[:1024]) or any(byte in _TEXT_CONTROLS for byte in data[:65536]):
        return False
    return any(_reads_as(data, charset) for charset in ("utf-8", "cp1252"))


def _reads_as(data: bytes, charset: str) -> bool:
    try:
        data.decode(charset)
    except UnicodeDecodeError:
        return False
    return True


def shown_name(name: str, kind: FileType) -> str:
    """Return the name we show: no path, nothing invisible, 120 characters at most, a true ending.

    The ending is the content's own: `photo.exe` that is a picture is shown as `photo.exe.jpg`.
    """
    bare = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(_seen(letter) for letter in bare)
    stem = " ".join(seen.split()).strip(". ") or "piece"
    ending = f".{kind.extension}"
    if stem.lower().endswith((ending, *_ALIKE.get(kind.extension, ()))):
        stem, _, ending = stem.rpartition(".")
        ending = f".{ending.lower()}"
        stem = stem or "piece"
    return stem[: LONGEST_NAME - len(ending)].rstrip() + ending


_ALIKE = {
    "jpg": (".jpeg", ".jpe"),
    "txt": (".text", ".csv", ".md"),
    "heic": (".heif",),
    "tif": (".tiff",),
}


def _seen(letter: str) -> str:
    if letter in '"<>|*?:;':
        return "_"
    category = unicodedata.category(letter)
    if category in {"Zs", "Zl", "Zp", "Cc"}:
        return " "
    return "" if category[0] == "C" else letter
