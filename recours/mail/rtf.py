"""The words of a text in RTF, for the mailers that sent nothing else."""

import re

from recours.mail.charsets import decode

_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\u(-?\d{1,5}) ?\??|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])"
    rb"|([{}])|([^\\{}\r\n]+)|.",
    re.DOTALL,
)
_SILENT = frozenset(
    {
        b"fonttbl",
        b"colortbl",
        b"stylesheet",
        b"info",
        b"pict",
        b"generator",
        b"themedata",
        b"header",
        b"footer",
        b"object",
        b"datastore",
        b"latentstyles",
        b"listtable",
        b"listoverridetable",
    }
)
_BREAKS = {b"par": "\n", b"line": "\n", b"row": "\n", b"tab": "\t", b"cell": " ", b"sect": "\n"}
_DEEPEST = 500


def rtf_text(data: bytes) -> str:
    """Return the words of an RTF document, without fail."""
    out: list[str] = []
    silent_from = 0  # the depth from which nothing is said, 0 when all is
    depth = 0
    star = False
    for found in _TOKEN.finditer(data):
        byte, code, word, _, sign, brace, words = found.groups()
        if brace:
            depth = min(depth + 1, _DEEPEST) if brace == b"{" else max(depth - 1, 0)
            if silent_from and depth < silent_from:
                silent_from = 0
        elif (star or word in _SILENT) and word and not silent_from:
            silent_from = max(depth, 1)
        elif not silent_from:
            out.append(_said(byte, code, word, sign, words))
        star = sign == b"*"
    return "".join(out).strip()


def _said(
    byte: bytes | None,
    code: bytes | None,
    word: bytes | None,
    sign: bytes | None,
    words: bytes | None,
) -> str:
    if words:
        return decode(words)[0]
    if byte:
        return decode(bytes((int(byte, 16),)), "cp1252")[0]
    if code:
        return _letter(int(code) % 65536)
    if word:
        return _BREAKS.get(word, "")
    return {b"~": "\xa0", b"\\": "\\", b"{": "{", b"}": "}"}.get(sign or b"", "")


def _letter(code: int) -> str:
    return chr(code).encode("utf-8", "replace").decode() if code else ""
