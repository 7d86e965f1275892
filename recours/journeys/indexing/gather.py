"""Read many cases at once, in as many questions whatever their number."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from recours.complaints.queries.said import Said, said_on
from recours.correspondence.said import Spoken, files_of, messages_of
from recours.people.queries import customer_cards, member_cards
from recours.people.rules import CustomerCard, MemberCard
from recours.search.rules.documents import Document, Part

NUMBERS = ("card", "receipt", "purchase", "order")  # of what is disputed, as customers call them
LONGEST_FILE = 100_000  # letters of one file
NOBODY = "nobody"


def gather(references: Sequence[str], *, until: datetime) -> list[Document]:
    """Return these cases as they are searched for; one that does not exist is left out."""
    complaints = said_on(references)
    spoken: dict[str, list[Spoken]] = defaultdict(list)
    for one in (*messages_of(references, until=until), *files_of(references)):
        spoken[one.about].append(one)
    customers = customer_cards({said.customer for said in complaints})
    members = _members(complaints)
    return [
        _document(
            said,
            spoken[said.reference],
            customers.get(said.customer),
            members.get((said.programme, said.member)),
        )
        for said in complaints
    ]


def _members(complaints: Iterable[Said]) -> Mapping[tuple[str, str], MemberCard]:
    wanted: dict[str, set[str]] = defaultdict(set)
    for said in complaints:
        if said.member:
            wanted[said.programme].add(said.member)
    return {
        (programme, member): card
        for programme, keys in wanted.items()
        for member, card in member_cards(programme, keys).items()
    }


def _document(
    said: Said, spoken: Sequence[Spoken], customer: CustomerCard | None, member: MemberCard | None
) -> Document:
    names = [customer.name] if customer else []
    addresses = [customer.email] if customer else []
    phones = [customer.phone] if customer and customer.phone else []
    numbers = [str(said.disputed[name]) for name in NUMBERS if said.disputed.get(name)]
    if member:
        names.append(f"{member.first_name} {member.last_name}")
        addresses.append(member.email)
        numbers.append(member.card)
    names = [*dict.fromkeys(name.strip() for name in names if name.strip())]
    addresses = [*dict.fromkeys(filter(None, addresses))]
    numbers = [*dict.fromkeys(filter(None, (*phones, *numbers)))]
    locals_ = [address.partition("@")[0] for address in addresses]
    identity = Part("identity", "\n".join((*names, *addresses, *numbers)))
    return Document(
        about=said.reference,
        programme=said.programme,
        received_at=said.received_at,
        customer=said.customer,
        language=said.language,
        names=(*names, *locals_),
        identifiers=(*_references(said.reference), *numbers),
        addresses=addresses,
        facts=[*_facts(said, spoken)],
        parts=[identity, *_parts(said, spoken)],
    )


def _references(reference: str) -> tuple[str, ...]:
    """Return the ways people say a reference: whole, without its letter, its number alone."""
    _, year, number, check = reference.split("-")
    return reference, f"{year}-{number}-{check}", f"{number}{check}", number.lstrip("0")


def _facts(said: Said, spoken: Sequence[Spoken]) -> Iterator[tuple[str, str]]:
    yield "s", said.status
    yield "h", said.channel
    yield "a", said.assignee or NOBODY
    code = said.kind.code.split(".")
    for depth in range(1, len(code) + 1):
        yield "k", ".".join(code[:depth])
    if any(one.kind == "file" for one in spoken):
        yield "f", "1"


def _parts(said: Said, spoken: Sequence[Spoken]) -> Iterator[Part]:
    told = {one.text.strip() for one in spoken}
    if said.story.strip() not in told:
        yield Part("story", said.story, at=said.received_at)
    if said.wish.strip():
        yield Part("wish", said.wish, at=said.received_at)
    if answers := "\n".join(_answers(said.disputed)):
        yield Part("answers", answers, at=said.received_at)
    for one in spoken:
        yield from _spoken(one)
    for reason in said.reasons:
        yield Part("reason", reason.text, "internal", at=reason.at)
    yield Part("subject", said.kind.title_fr, language="fr")
    yield Part("subject", said.kind.title_en, language="en")


def _answers(value: object) -> Iterator[str]:
    """Give every word of what was answered in the form, whatever its shape."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name not in NUMBERS:
                yield from _answers(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _answers(inner)


def _spoken(one: Spoken) -> Iterator[Part]:
    if one.kind != "file":
        yield Part(one.kind, one.text, one.audience, one.title, one.by, one.at)
        return
    yield Part("attachment", one.title, one.audience, at=one.at)
    if one.text:
        yield Part("recognised", one.text[:LONGEST_FILE], one.audience, one.title, at=one.at)
