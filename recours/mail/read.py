"""The one door: bytes in, what they say out."""

import re
from collections.abc import Sequence

from recours.mail.authentication import authentication
from recours.mail.automatic import automatic_hints
from recours.mail.bodies import is_encrypted, signed_part, signed_text, sort_parts
from recours.mail.dates import claimed_date
from recours.mail.errors import UnreadableMail
from recours.mail.files import Files, charset_hint
from recours.mail.fold import fold
from recours.mail.html_page import page_html
from recours.mail.identities import identifiers, message_id
from recours.mail.invisible import has_controls
from recours.mail.language import language_of
from recours.mail.limits import LIMITS, Limits, Watch
from recours.mail.machines import read_machine
from recours.mail.people import read_people
from recours.mail.shapes import ReadMail
from recours.mail.texts import Words, read_words
from recours.mail.tree import Node, Tree, grow, make_node
from recours.mail.wire import ESSENTIAL, message_start
from recours.mail.words import decode_words, plain_header

_REPLY = re.compile(r"\s*(?:re|ré|rép|aw|sv|antw|odp|res)\s?(?:\[\d+\])?\s?:", re.IGNORECASE)


def read_mail(raw: bytes, *, trusted: Sequence[str] = (), limits: Limits = LIMITS) -> ReadMail:
    """Read one message; whatever the bytes are, only `UnreadableMail` can come out instead.

    `trusted` names the servers whose Authentication-Results are believed.
    """
    try:
        return _read(raw, trusted, limits)
    except UnreadableMail:
        raise
    except MemoryError as why:
        raise UnreadableMail("too-much-memory") from why
    except Exception as why:  # the promise of this package: nothing else leaves
        raise UnreadableMail(f"unexpected-{type(why).__name__}") from why


def _read(raw: bytes, trusted: Sequence[str], limits: Limits) -> ReadMail:
    watch = Watch(limits.seconds)
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")  # a very old mailer
    tree = _open(raw, limits, watch)
    headers = tree.root.headers
    parts = sort_parts(tree)
    hint = charset_hint(tree.leaves)
    people = read_people(headers, hint, limits)
    subject, cut = _subject(headers.get("subject") or b"", hint, limits)
    words = read_words(raw, parts.blocks, limits, watch)
    files = _files(raw, parts.files, words, watch)
    replies = identifiers(headers.text("in-reply-to"), limits.references)
    references = identifiers(headers.text("references"), limits.references)
    machine = read_machine(raw, tree, parts, people, subject, words.text)
    folded = fold(
        words.text,
        subject=subject,
        is_reply=bool(replies or references or _REPLY.match(subject)),
        quotes=words.quotes,
        signatures=words.signatures,
    )
    watch.check()
    return ReadMail(
        message_id=message_id(headers),
        in_reply_to=replies,
        references=references,
        senders=people.senders,
        sender=people.sender,
        reply_to=people.reply_to,
        to=people.to,
        cc=people.cc,
        delivered_to=people.delivered_to,
        return_path=people.return_path,
        subject=subject,
        date_claimed=claimed_date(decode_words(headers.get("date") or b"")),
        text=folded.text,
        quoted=folded.quoted,
        signature=folded.signature,
        full_text=words.text,
        html="\n".join(page_html(each, files.pictures()) for each in words.html),
        attachments=tuple(files.found),
        language=language_of(folded.text),
        automatic=machine.kind,
        bounce=machine.bounce,
        authentication=authentication(headers, people.sender, trusted),
        signed_part=signed_part(tree) or signed_text(words.text),
        warnings=_warnings(tree, words, people.warnings, subject, people.sender, cut=cut),
    )


def _open(raw: bytes, limits: Limits, watch: Watch) -> Tree:
    if len(raw) > limits.bytes:
        raise UnreadableMail("too-big")
    if not raw.strip(b"\0 \t\r\n"):
        raise UnreadableMail("empty")
    root = make_node(raw, message_start(raw), len(raw), limits)
    if not root.headers.names() & ESSENTIAL:
        raise UnreadableMail("no-headers")
    return grow(raw, root, limits, watch)


def _subject(value: bytes, hint: str, limits: Limits) -> tuple[str, bool]:
    text = plain_header(value, hint)
    if len(text) <= limits.subject:
        return text, False
    return f"{text[: limits.subject - 1]}…", True


def _files(raw: bytes, nodes: Sequence[Node], words: Words, watch: Watch) -> Files:
    files = Files(raw)
    for node in nodes:
        watch.check()
        files.add(node)
    for node in words.undecodable:
        files.add(node, undecodable=True)
    for name, data in words.uu:
        files.add_bytes(decode_words(name), data)
    return files


def _warnings(
    tree: Tree, words: Words, people: frozenset[str], subject: str, sender: str, *, cut: bool
) -> tuple[str, ...]:
    headers = tree.root.headers
    found = tree.warnings | words.warnings | people
    found |= automatic_hints(headers, subject, sender)
    if cut:
        found.add("subject-cut")
    if headers.cut:
        found.add("headers-cut")
    if is_encrypted(tree):
        found.add("encrypted")
    if has_controls(decode_words((headers.get("subject") or b"")[:4000])):
        found.add("control-characters")
    return tuple(sorted(found))
