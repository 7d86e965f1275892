"""Which parts are the message, which are its files."""

import re
from dataclasses import dataclass, field

from recours.mail.tree import Node, Tree

_SPLIT_BY_EXCHANGE = re.compile(r"ATT\d{3,8}\.(?:txt|html?)", re.IGNORECASE)
_REPORTS = frozenset(
    {
        "message/delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
        "text/rfc822-headers",
        "message/global-delivery-status",
        "message/global-headers",
        "message/external-body",
    }
)
_SIGNATURES = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)
_RTF = frozenset({"text/rtf", "application/rtf", "text/richtext"})


@dataclass(slots=True)
class Block:
    """One piece of the message, in up to two writings of the same words."""

    plain: list[Node] = field(default_factory=list)
    html: list[Node] = field(default_factory=list)
    rtf: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Sorted:
    """The pieces of the message in their order, its files, and what servers say in it."""

    blocks: list[Block] = field(default_factory=list)
    files: list[Node] = field(default_factory=list)
    reports: list[Node] = field(default_factory=list)


def sort_parts(tree: Tree) -> Sorted:
    """Tell the words of the message from its files."""
    found = Sorted()
    groups: dict[int, Block] = {}
    for leaf in tree.leaves:
        if leaf.type in _REPORTS:
            found.reports.append(leaf)
            found.files.append(leaf)
        elif not _is_words(leaf, found):
            found.files.append(leaf)
        else:
            _put(leaf, groups, found)
    if not found.blocks:
        _only_rtf(found)
    return found


def _is_words(leaf: Node, found: Sorted) -> bool:
    if leaf.disposition == "attachment" and not _SPLIT_BY_EXCHANGE.fullmatch(leaf.name):
        return False
    if leaf.type.startswith("multipart/"):  # one whose borders were not found
        return True
    if leaf.type not in ("text/plain", "text/html", "text/enriched"):
        return (
            leaf.type.startswith("text/") and not leaf.name and leaf.type in ("text/text", "text/")
        )
    return not leaf.name or not found.blocks or bool(_SPLIT_BY_EXCHANGE.fullmatch(leaf.name))


def _put(leaf: Node, groups: dict[int, Block], found: Sorted) -> None:
    group = next((serial for kind, serial in leaf.path if kind == "multipart/alternative"), 0)
    block = groups.get(group) if group else None
    if block is None:
        block = Block()
        found.blocks.append(block)
        if group:
            groups[group] = block
    if leaf.type == "text/html":
        block.html.append(leaf)
    else:
        block.plain.append(leaf)


def _only_rtf(found: Sorted) -> None:
    for leaf in found.files:
        if leaf.type in _RTF and leaf.disposition != "attachment":
            found.blocks.append(Block(rtf=[leaf]))
            return


def signed_part(tree: Tree) -> str:
    """Say how much of the message its signature covers: "whole", "partial" or nothing."""
    root = tree.root.type
    if root == "multipart/signed" or (
        root in ("application/pkcs7-mime", "application/x-pkcs7-mime")
        and tree.root.params.get("smime-type", "signed-data") == "signed-data"
    ):
        return "whole"
    inner = any(kind == "multipart/signed" for leaf in tree.leaves for kind, _ in leaf.path)
    lone = any(leaf.type in _SIGNATURES or leaf.name.lower() == "smime.p7m" for leaf in tree.leaves)
    return "partial" if inner or lone else ""


def signed_text(text: str) -> str:
    """Say the same of a text with an OpenPGP signature written in it."""
    begin = text.find("-----BEGIN PGP SIGNED MESSAGE-----")
    if begin < 0:
        return ""
    end_mark = "-----END PGP SIGNATURE-----"
    end = text.find(end_mark, begin)
    outside = text[:begin].strip() or (text[end + len(end_mark) :].strip() if end >= 0 else "x")
    return "partial" if outside else "whole"


def is_encrypted(tree: Tree) -> bool:
    """Say whether the words are hidden from us by encryption."""
    if tree.root.type == "multipart/encrypted":
        return True
    kind = tree.root.params.get("smime-type", "")
    return tree.root.type.endswith("pkcs7-mime") and kind in (
        "enveloped-data",
        "authenveloped-data",
    )
