"""Bytes to words, whatever charset the message claims: a wrong or dangerous name never fails."""

import codecs
import re

# Names that mail bears and what is meant by them: the Web's table, with errors of old mailers.
_MEANT = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "l1": "cp1252",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "x-ansi": "cp1252",
    "iso-8859-1-windows-3.1-latin-1": "cp1252",
    "windows1252": "cp1252",
    "cp-1252": "cp1252",
    "utf8": "utf-8",
    "utf-8": "utf-8",
    "utf_8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    "utf8mb4": "utf-8",
    "utf-7": "utf-7",
    "unicode-1-1-utf-7": "utf-7",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "utf-32": "utf-32",
    "iso-8859-15": "iso8859-15",
    "iso8859-15": "iso8859-15",
    "latin9": "iso8859-15",
    "latin-9": "iso8859-15",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "hz-gb-2312": "hz",
    "x-gbk": "gb18030",
    "cn-gb": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "ksc5601": "cp949",
    "cp949": "cp949",
    "iso-2022-kr": "iso2022_kr",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "cp932": "cp932",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-2022-jp-2": "iso2022_jp_2",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "macintosh": "mac-roman",
    "mac": "mac-roman",
    "x-mac-roman": "mac-roman",
    "macroman": "mac-roman",
    "ibm850": "cp850",
    "cp850": "cp850",
    "cp-850": "cp850",
    "ibm437": "cp437",
    "cp437": "cp437",
    "ibm858": "cp858",
    "cp858": "cp858",
    "x-user-defined": "cp1252",
    "x-unknown": "",
    "unknown-8bit": "",
    "unknown": "",
    "default": "",
    "binary": "",
    "8bit": "",
    "none": "",
}
_FAMILIES = re.compile(r"(?:iso[-_]?8859[-_](\d{1,2})|(?:windows|cp|x-cp)[-_]?(12[5][0-8]))")
_WESTERN = frozenset({"", "cp1252", "iso8859-15", "mac-roman", "cp850", "cp437", "cp858"})
_FRENCH = frozenset("éèêëàâäçîïôöùûüœÉÈÊÀÂÇÎÔÙÛŒ’«»€°")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNLIKELY = re.compile(b"[\x80-\x9f]")  # signs in windows-1252, letters elsewhere
_MOST_STRAYS = 200
_SURROGATES = re.compile("[\ud800-\udfff]")


def codec_of(label: str) -> str | None:
    """Return the codec a charset name means, "" for "no idea", None for a name nobody knows."""
    name = label.strip(" \t'\"<>").lower()
    if name in _MEANT:
        return _MEANT[name]
    if not name:
        return ""
    if found := _FAMILIES.fullmatch(name):
        iso, windows = found.groups()
        return f"cp{windows}" if windows else _known(f"iso8859-{iso}")
    return None


def _known(name: str) -> str | None:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def decode(data: bytes, label: str = "") -> tuple[str, bool]:
    """Return the words of `data`, and whether the charset had to be guessed."""
    if data.isascii() and b"\x1b" not in data:
        codec = codec_of(label)
        if codec not in ("utf-7", "hz"):
            return data.decode("ascii"), codec is None
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _without_surrogates(data.decode(name, "replace").lstrip("\ufeff")), False
    text, guessed = _decoded(data, codec_of(label))
    return _without_surrogates(text), guessed


def _decoded(data: bytes, codec: str | None) -> tuple[str, bool]:
    if codec is None or codec in _WESTERN:
        utf8 = _strict(data, "utf-8")
        if utf8 is not None:
            return utf8, True
        if codec:
            text = _strict(data, codec)
            return (text, False) if text is not None else (_western(data), codec != "cp1252")
        return _guessed(data), True
    text = _strict(data, codec)
    if text is not None:
        return text, False
    if codec == "utf-8":
        return _mostly_utf8(data), True
    return _replaced(data, codec), True


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError, ValueError):
        return None


def _replaced(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec, "replace")
    except (UnicodeError, LookupError, ValueError):
        return _western(data)


def _western(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:  # five bytes have no letter in it: they stay what they are
        return "".join(_letter(byte) for byte in data)


def _letter(byte: int) -> str:
    return bytes((byte,)).decode("cp1252", "ignore") or chr(byte)


def _guessed(data: bytes) -> str:
    """Choose among the charsets of western mailers the one in which French looks like French."""
    if b"\x1b$" in data or b"\x1b(" in data:
        japanese = _strict(data, "iso2022_jp_ext")
        if japanese is not None:
            return japanese
    best = _western(data)
    if not _UNLIKELY.search(data):
        return best
    for codec in ("mac-roman", "cp850"):
        other = _strict(data, codec)
        if other is not None and _score(other) > _score(best) + 1:
            best = other
    return best


def _score(text: str) -> int:
    odd = [each for each in text if each > "\x7f"]
    return sum(1 if each in _FRENCH else -1 for each in odd)


def _mostly_utf8(data: bytes) -> str:
    """Decode UTF-8 that holds stray bytes of another charset: each stray byte keeps its letter."""
    out: list[str] = []
    rest = data
    strays = 0
    while rest:
        try:
            out.append(rest.decode("utf-8"))
            break
        except UnicodeDecodeError as why:
            strays += 1
            if strays > _MOST_STRAYS:
                return "".join(out) + _western(rest)
            out.append(rest[: why.start].decode("utf-8"))
            out.append(_western(rest[why.start : why.end]))
            rest = rest[why.end :]
    return "".join(out)


def _without_surrogates(text: str) -> str:
    return _SURROGATES.sub("\ufffd", text) if _SURROGATES.search(text) else text
