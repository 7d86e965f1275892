"""Files of any type, kept as evidence: what they are, and what an agent is warned of.

Nothing is opened or extracted here: first bytes, names, and the directory of an archive.
"""

import io
import re
import unicodedata
import zipfile

import filetype

from recours.correspondence.rules.files import FileType, is_antivirus_test, type_of

UNKNOWN = "application/octet-stream"
_OFFICE = {
    "word/": FileType(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"
    ),
    "xl/": FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "ppt/": FileType(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"
    ),
}
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_ZIP = FileType("application/zip", "zip")
_OLE = FileType("application/x-ole-storage", "ole")
_TNEF = FileType("application/vnd.ms-tnef", "dat")
_MARKUP = (
    (re.compile(rb"\A\s*(?:\xef\xbb\xbf)?(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,400}?-->\s*)?"
                rb"(?:<!doctype svg[^>]{0,400}>\s*)?<svg", re.IGNORECASE | re.DOTALL),
     FileType("image/svg+xml", "svg")),
    (re.compile(rb"\A\s*(?:\xef\xbb\xbf)?<(?:!doctype html|html|head|body|script)", re.IGNORECASE),
     FileType("text/html", "html")),
    (re.compile(rb"\A\s*(?:\xef\xbb\xbf)?<\?xml", re.IGNORECASE),
     FileType("application/xml", "xml")),
)  # fmt: skip
_PLAIN_ENDING = re.compile(r"[^.\s/\\]\.([a-z0-9]{1,8})\Z", re.IGNORECASE)
RUNS = frozenset({
    "exe", "com", "scr", "bat", "cmd", "msi", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta",
    "jar", "lnk", "reg", "cpl", "dll", "sh", "app", "apk", "pif", "html", "htm", "svg",
    "xhtml", "mht", "php", "py",
})  # fmt: skip
RATIO, UNPACKED, ENTRIES = 100, 200_000_000, 5_000  # beyond: nobody would want to unpack it
_PDF_WORDS = {
    b"/JavaScript": "pdf-script",
    b"/JS": "pdf-script",
    b"/Launch": "pdf-launch",
    b"/EmbeddedFile": "embedded-file",
    b"/RichMedia": "embedded-file",
    b"/Encrypt": "encrypted",
}
_ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")


def any_type_of(data: bytes) -> FileType:
    """Return what the content shows; what nobody knows is `application/octet-stream`."""
    known = type_of(data)
    if known is not None:
        return known
    if data[:4] == b"PK\x03\x04":
        return _archive_type(data)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _OLE
    if data[:4] == b"\x78\x9f\x3e\x22":
        return _TNEF
    markup = next((kind for shape, kind in _MARKUP if shape.match(data[:2048])), None)
    return markup or _guessed(data)


def _guessed(data: bytes) -> FileType:
    guess = None if is_antivirus_test(data) else filetype.guess(data[:8192])
    return FileType(UNKNOWN, "bin") if guess is None else FileType(guess.mime, guess.extension)


def _archive_type(data: bytes) -> FileType:
    head = data[30:120]
    for mime, extension in _OPEN_DOCUMENT.items():
        if head.startswith(b"mimetype" + mime):
            return FileType(mime.decode(), extension)
    for name in names_inside(data):
        for folder, kind in _OFFICE.items():
            if name.startswith(folder):
                return kind
    return _ZIP


def names_inside(data: bytes) -> list[str]:
    """Return the names an archive lists, none when its directory cannot be read."""
    return [entry.filename for entry in _entries(data) or ()]


def _entries(data: bytes) -> list[zipfile.ZipInfo] | None:
    """Return what the directory of an archive lists; nothing is unpacked."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or int.from_bytes(data[end + 10 : end + 12], "little") > ENTRIES:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()[: ENTRIES + 1]
    except Exception:  # noqa: BLE001  # a hostile directory raises what it likes: it has no list
        return None


def flags_of(data: bytes, kind: str, name: str) -> list[str]:
    """Return what an agent is warned of, in words for machines, sorted."""
    found = set(_name_flags(name, kind))
    if kind == "application/pdf":
        plain = _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), data)
        found |= {flag for word, flag in _PDF_WORDS.items() if word in plain}
    if data[:4] == b"PK\x03\x04":
        found |= set(_archive_flags(data))
    elif b"PK\x05\x06" in data[-65_600:] or (kind.startswith("image/") and b"<script" in data):
        found.add("two-types")
    if kind == _OLE.mime and ("_VBA_PROJECT".encode("utf-16-le") in data or b"Attribut" in data):
        found.add("macro")
    return sorted(found)


def _archive_flags(data: bytes) -> list[str]:
    entries = _entries(data)
    if entries is None or len(entries) > ENTRIES:
        return ["not-inspected"]
    unpacked = sum(entry.file_size for entry in entries)
    names = [entry.filename.replace("\\", "/") for entry in entries]
    told = {
        "encrypted": any(entry.flag_bits & 1 for entry in entries),
        "bomb": unpacked > UNPACKED or unpacked > RATIO * len(data),
        "macro": any(name.lower().endswith("vbaproject.bin") for name in names),
        "escapes": any(name.startswith("/") or ".." in name.split("/") for name in names),
        "link": any(entry.external_attr >> 28 == 0xA for entry in entries),  # noqa: PLR2004  # S_IFLNK
        "archive-inside": any(name.lower().endswith((".zip", ".7z", ".rar")) for name in names),
        "runs": any(_ending(name) in RUNS for name in names),
    }
    return [flag for flag, holds in told.items() if holds]


def _name_flags(name: str, kind: str) -> list[str]:
    flags = []
    if any(unicodedata.category(letter) in {"Cf", "Cc"} for letter in name):
        flags.append("hidden-letters")
    if _ending(name) in RUNS or kind in {"application/x-msdownload", "text/html"}:
        flags.append("runs")
    if kind.startswith(("image/svg", "application/xml")):
        flags.append("runs")
    return flags


def _ending(name: str) -> str:
    seen = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C")
    found = _PLAIN_ENDING.search(seen.strip())
    return found[1].lower() if found else ""


def kept_ending(name: str, kind: FileType) -> FileType:
    """Return the type with the name's own ending when nothing better is known and it runs not."""
    ending = _ending(name)
    if kind.mime != UNKNOWN or not ending or ending in RUNS:
        return kind
    return FileType(kind.mime, ending)
