"""winmail.dat: the names of what Outlook put in it, when they are simple to read."""

import struct

from recours.mail.charsets import decode
from recours.mail.invisible import one_line

_SIGNATURE = b"\x78\x9f\x3e\x22"
_TITLE = 0x8010
_MOST = 50


def is_tnef(data: bytes) -> bool:
    """Say whether the bytes are a TNEF file."""
    return data.startswith(_SIGNATURE)


def tnef_names(data: bytes) -> tuple[str, ...]:
    """Return the names of the files inside; what is malformed ends the list."""
    names: list[str] = []
    place = 6
    while place + 9 <= len(data) and len(names) < _MOST:
        _, attribute, _, length = struct.unpack_from("<BHHI", data, place)
        place += 9
        if place + length + 2 > len(data):
            break
        if attribute == _TITLE:
            name = one_line(decode(data[place : place + min(length, 400)].split(b"\0")[0])[0])
            names.append(name)
        place += length + 2
    return tuple(each for each in names if each)
