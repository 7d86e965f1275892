"""The story told in the demonstration: Alice's Saturday, and the till that lost the network."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from recours.demo.world import PARIS, Line, Ticket

SHOP = "Nantes Beaujoire"
ALICE = "M000001"
TILL = 3
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Scene:
    """Alice's two tickets, and the faults of the story."""

    offline: Ticket
    forgotten: Ticket
    faults: dict[str, str]


def set_scene(random: Random, tickets: list[Ticket], today: date) -> Scene:
    """Add Alice's tickets to the year; her cards were not read, or her points forgotten."""
    saturday = today - timedelta(days=(today.weekday() - SATURDAY) % 7 + 14)
    offline = _ticket("0100-03", saturday, time(11, 12), (("frais", 6_210), ("epicerie", 6_220)))
    offline.lines.append(Line("CC-901", "carte-cadeau", "Carte cadeau", 1, 2_250))
    forgotten = _ticket("0100-01", saturday - timedelta(days=9), time(18, 4), (("maison", 8_990),))
    faults = {offline.receipt: "card_not_read", forgotten.receipt: "missing"}
    others = [
        t
        for t in tickets
        if t.store == SHOP and t.day == saturday and t.till == TILL and not t.returns_of
    ]
    faults |= {ticket.receipt: "card_not_read" for ticket in others}
    faults |= _small_oversights(random, tickets, today)
    tickets += [offline, forgotten]
    tickets.sort(key=lambda ticket: (ticket.at, ticket.receipt))
    return Scene(offline, forgotten, faults)


def _ticket(prefix: str, day: date, at: time, goods: tuple[tuple[str, int], ...]) -> Ticket:
    moment = datetime.combine(day, at, tzinfo=PARIS).astimezone(UTC)
    receipt = f"{prefix}-{day:%y%m%d}-0732"
    ticket = Ticket(receipt, moment, SHOP, int(prefix[-1]), ALICE)
    labels = {"frais": "Produits frais", "epicerie": "Épicerie fine", "maison": "Linge de table"}
    ticket.lines = [Line(f"XX-{c[:2]}", c, labels[c], 1, net) for c, net in goods]
    return ticket


def _small_oversights(random: Random, tickets: list[Ticket], today: date) -> dict[str, str]:
    """Forget a few small recent tickets: the ones the house puts right by itself."""
    cap = 5_000
    recent = [
        t
        for t in tickets
        if 20 < (today - t.day).days < 50  # noqa: PLR2004  # last month
        and t.member != ALICE
        and not t.returns_of
        and t.total < cap
    ]
    return {t.receipt: "missing" for t in random.sample(recent, 6)}
