"""The parts of a message, found on its bytes: broken borders, too many parts, too deep."""

import re
from dataclasses import dataclass, field

from recours.mail.errors import UnreadableMail
from recours.mail.limits import Limits, Watch
from recours.mail.params import content_type, disposition
from recours.mail.wire import Headers, split_headers

_LOOKS_LIKE_BORDER = re.compile(rb"(?:\A|\n)--([^\s]{1,200})[ \t]*\r*\n(?=[Cc]ontent-[A-Za-z-]+:)")


@dataclass(slots=True)
class Node:
    """A part: its headers, its place in the bytes, and the containers it stands in."""

    headers: Headers
    type: str
    params: dict[str, str]
    disposition: str
    disposition_params: dict[str, str]
    start: int
    end: int
    path: tuple[tuple[str, int], ...] = ()  # (type, serial) of each container, outermost first
    serial: int = 0
    children: list["Node"] = field(default_factory=list)

    @property
    def encoding(self) -> str:
        """Return the transfer encoding, in small letters and without its comments."""
        return self.headers.text("content-transfer-encoding").split(";")[0].split("(")[0].lower()

    @property
    def name(self) -> str:
        """Return the name of the file, as the message claims it."""
        return self.disposition_params.get("filename") or self.params.get("name", "")


@dataclass(slots=True)
class Tree:
    """The root, each part that is no container, and what was wrong."""

    root: Node
    leaves: list[Node] = field(default_factory=list)
    warnings: set[str] = field(default_factory=set)


def make_node(raw: bytes, start: int, end: int, limits: Limits) -> Node:
    """Return the part that begins at `start`."""
    headers, body = split_headers(raw, start, end, limits)
    kind, params = content_type(headers.get("content-type"))
    where, where_params = disposition(headers.get("content-disposition"))
    return Node(headers, kind, params, where, where_params, body, end)


def grow(raw: bytes, root: Node, limits: Limits, watch: Watch) -> Tree:
    """Return every part under `root`; raise `UnreadableMail` past the depth and part limits.

    A message inside the message is a file: its own parts are counted, never opened.
    """
    tree = Tree(root)
    count = 0
    todo = [(root, 0, False)]
    while todo:
        node, depth, counted_only = todo.pop()
        count += 1
        node.serial = count
        if depth > limits.depth:
            raise UnreadableMail("too-deep")
        if count > limits.parts:
            raise UnreadableMail("too-many-parts")
        watch.check()
        inner = _inside(raw, node, limits, tree)
        if inner is None:
            if not counted_only:
                tree.leaves.append(node)
            continue
        is_file = node.type == "message/rfc822"
        if is_file and not counted_only:
            tree.leaves.append(node)
        node.children = inner
        todo.extend((each, depth + 1, counted_only or is_file) for each in reversed(inner))
    return tree


def _inside(raw: bytes, node: Node, limits: Limits, tree: Tree) -> list[Node] | None:
    """Return what a container holds, None for a part that holds no other."""
    if node.type == "message/rfc822":
        if node.encoding in ("base64", "quoted-printable"):
            return None
        return [make_node(raw, node.start, node.end, limits)]
    if not node.type.startswith("multipart/"):
        return None
    spans = _spans(raw, node, limits, tree)
    if not spans:
        tree.warnings.add("multipart-broken")
        return None
    path = (*node.path, (node.type, node.serial))
    inner = [make_node(raw, start, end, limits) for start, end in spans]
    for each in inner:
        each.path = path
        if node.type == "multipart/digest" and each.headers.get("content-type") is None:
            each.type = "message/rfc822"
    return inner


def _spans(raw: bytes, node: Node, limits: Limits, tree: Tree) -> list[tuple[int, int]]:
    border = node.params.get("boundary", "").encode("utf-8", "replace")
    spans = _cut(raw, node, border, limits, tree) if border else []
    if spans:
        return spans
    guess = _LOOKS_LIKE_BORDER.search(raw, max(node.start - 1, 0), node.end)
    if not guess or guess.group(1) == border:
        return []
    tree.warnings.add("boundary-guessed")
    return _cut(raw, node, guess.group(1), limits, tree)


def _cut(
    raw: bytes, node: Node, border: bytes, limits: Limits, tree: Tree
) -> list[tuple[int, int]]:
    line = re.compile(rb"(?:\A|\r?\n)--" + re.escape(border) + rb"(--)?[ \t]*(?:\r*\n|\r*\Z)")
    spans: list[tuple[int, int]] = []
    begun = -1
    place = max(node.start - 1, 0)
    while found := line.search(raw, place, node.end):
        if begun >= 0:
            spans.append((begun, max(found.start(), begun)))
        begun = -1 if found.group(1) else found.end()
        if found.group(1):
            return spans
        if len(spans) > limits.parts:
            raise UnreadableMail("too-many-parts")
        place = max(found.end() - 1, found.start() + 1)
    if begun >= 0:
        tree.warnings.add("not-closed")
        if begun < node.end:
            spans.append((begun, node.end))
    return spans
