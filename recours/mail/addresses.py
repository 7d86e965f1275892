"""Address lists read strictly: what is not plainly an address gives none, and is said to be odd.

The structure is read on the bytes before any encoded word is decoded, so that a name can never
become an address, nor a comment, nor what follows a bracket (the shapes of CVE-2023-27043).
"""

import re
from dataclasses import dataclass

from recours.mail.shapes import Address
from recours.mail.words import plain_header

_TOKEN = re.compile(
    rb"(?P<space>\s+)"
    rb"|(?P<quoted>\"(?:[^\"\\]|\\.){0,500}+\")"
    rb"|(?P<angle><[^<>]{0,400}+>)"
    rb"|(?P<comment>\((?:[^()\\]|\\.|\([^()]{0,100}+\)){0,300}+\))"
    rb"|(?P<literal>\[[^\[\]\\<>,;\"()]{0,300}+\])"
    rb"|(?P<word>=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,1000}+\?=)"
    rb"|(?P<mark>[,;:])"
    rb"|(?P<atom>[^\s\"<>()\[\],;:]+)"
    rb"|(?P<bad>.)",
    re.DOTALL,
)
_LOCAL = re.compile(r"[^\s\"(),:;<>@\[\\\]\x00-\x20\x7f-\x9f]{1,64}")
_QUOTED_LOCAL = re.compile(r'"(?:[^"\\\x00-\x1f\x7f]|\\[^\x00-\x1f\x7f]){1,62}"')
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")
_LITERAL = re.compile(r"\[(?:\d{1,3}(?:\.\d{1,3}){3}|IPv6:[0-9A-Fa-f:.]{2,45})\]")
_LIKE_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

_LONGEST_DOMAIN = 253

_Token = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class AddressList:
    """The addresses that can be told with certainty, and whether anything else stood there."""

    found: tuple[Address, ...]
    odd: bool


def read_addresses(value: bytes, *, most: int, hint: str = "") -> AddressList:
    """Return the addresses of a header's value; `odd` when a part of it gave none."""
    found: list[Address] = []
    odd = False
    name: list[_Token] = []  # an unquoted "Dupont, Jean <…>" is one person, not two
    for tokens in _mailboxes(value):
        if not any(kind == "angle" or b"@" in text for kind, text in tokens):
            name = [*name, *tokens, ("mark", b",")]
            continue
        one = _mailbox([*name, *tokens] if _is_angled(tokens) else tokens, hint)
        odd = odd or one is None or bool(name and not _is_angled(tokens))
        name = []
        if one is not None:
            found.append(one)
        if len(found) >= most:
            return AddressList(tuple(found), odd=True)
    return AddressList(tuple(found), odd or any(kind != "mark" for kind, _ in name))


def name_is_an_address(one: Address) -> bool:
    """Say whether the name shown is the address of somebody else."""
    found = _LIKE_ADDRESS.search(one.name)
    return found is not None and found.group().strip("'\"()").lower() != one.address.lower()


def _mailboxes(value: bytes) -> list[list[_Token]]:
    """Cut at the commas and semicolons that separate; a group gives its members."""
    boxes: list[list[_Token]] = [[]]
    for found in _TOKEN.finditer(value):
        kind = str(found.lastgroup)
        text = found.group()
        if kind == "space" and not boxes[-1]:
            continue
        if kind != "mark":
            boxes[-1].append((kind, text))
        elif text == b":":
            boxes[-1] = _after_colon(boxes[-1])
        else:
            boxes.append([])
    return [tokens for tokens in boxes if tokens]


def _after_colon(tokens: list[_Token]) -> list[_Token]:
    """Forget the name of a group; a colon anywhere else spoils its mailbox."""
    if any(kind in ("angle", "bad") or b"@" in text for kind, text in tokens):
        return [*tokens, ("bad", b":")]
    return []


def _is_angled(tokens: list[_Token]) -> bool:
    return any(kind == "angle" for kind, _ in tokens)


def _mailbox(tokens: list[_Token], hint: str) -> Address | None:
    kinds = [kind for kind, _ in tokens]
    if "bad" in kinds or kinds.count("angle") > 1:
        return None
    if "angle" in kinds:
        return _angled(tokens, kinds.index("angle"), hint)
    return _bare(tokens, hint)


def _angled(tokens: list[_Token], place: int, hint: str) -> Address | None:
    if any(kind not in ("space", "comment") for kind, _ in tokens[place + 1 :]):
        return None
    before = tokens[:place]
    if any(kind == "literal" and b"@" in text for kind, text in before):
        return None
    address = address_spec(tokens[place][1][1:-1])
    if address is None or (before and _glued_address(before)):
        return None
    comments = b" ".join(text[1:-1] for kind, text in tokens if kind == "comment")
    name = _name(before, hint) or plain_header(comments, hint)
    return Address(name, address)


def _glued_address(before: list[_Token]) -> bool:
    """Say whether an address touches the bracket: `a@x<b@y>` may mean either."""
    kind, text = before[-1]
    return kind in ("atom", "literal") and b"@" in text


def _bare(tokens: list[_Token], hint: str) -> Address | None:
    solid = [(kind, text) for kind, text in tokens if kind not in ("space", "comment")]
    comments = b" ".join(text[1:-1] for kind, text in tokens if kind == "comment")
    first = next(place for place, each in enumerate(tokens) if each == solid[0])
    together = tokens[first : first + len(solid)]
    if together != solid or any(kind == "word" for kind, _ in solid):
        return None
    address = address_spec(b"".join(text for _, text in solid))
    return Address(plain_header(comments, hint), address) if address else None


def _name(tokens: list[_Token], hint: str) -> str:
    pieces = [
        _unquoted(text) if kind == "quoted" else text for kind, text in tokens if kind != "comment"
    ]
    return plain_header(b"".join(pieces).strip(), hint).strip("'\" ,")


def _unquoted(text: bytes) -> bytes:
    return re.sub(rb"\\(.)", rb"\1", text[1:-1], flags=re.DOTALL)


def address_spec(value: bytes) -> str | None:
    """Return `local@domain` when it is one, the domain in small letters; None otherwise."""
    try:
        text = value.decode("utf-8").strip()
    except UnicodeDecodeError:
        return None
    if _INVISIBLE.search(text):
        return None
    local, at, domain = text.rpartition("@")
    if not at or not (_LOCAL.fullmatch(local) or _QUOTED_LOCAL.fullmatch(local)):
        return None
    if len(domain) > _LONGEST_DOMAIN or not (
        _DOMAIN.fullmatch(domain) or _LITERAL.fullmatch(domain)
    ):
        return None
    return f"{local}@{_plain_domain(domain)}"


def _plain_domain(domain: str) -> str:
    name = domain.rstrip(".").lower()
    if name.isascii():
        return name
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name
