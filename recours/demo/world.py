"""A year of purchases in the shops of the demonstration: seeded, invented, believable."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from recours.demo.cast import SHOPS, WEB_SHOP, Member

PARIS = ZoneInfo("Europe/Paris")
OPENING, CLOSING = 9, 19
YEAR = 365
WEB_SHARE, GIFT_SHARE = 0.12, 0.03

GOODS: dict[str, tuple[tuple[str, str, int, int], ...]] = {
    "frais": (
        ("FR-101", "Fromage de chèvre", 240, 690),
        ("FR-102", "Filet de cabillaud", 790, 1890),
        ("FR-103", "Panier de légumes", 450, 1290),
        ("FR-104", "Poulet fermier", 890, 1690),
    ),
    "epicerie": (
        ("EP-201", "Café en grains", 420, 1190),
        ("EP-202", "Huile d’olive", 590, 1490),
        ("EP-203", "Pâtes et riz", 190, 620),
        ("EP-204", "Chocolat noir", 230, 560),
    ),
    "boissons": (("BO-301", "Jus de pomme", 210, 480), ("BO-302", "Vin de Loire", 690, 1890)),
    "maison": (("MA-401", "Linge de table", 990, 3990), ("MA-402", "Vaisselle", 590, 4990)),
    "hygiene": (("HY-501", "Savon et soins", 320, 1290),),
    "carte-cadeau": (("CC-901", "Carte cadeau", 2000, 5000),),
}
WEIGHTS = {"frais": 30, "epicerie": 30, "boissons": 14, "maison": 12, "hygiene": 13}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a ticket, in cents."""

    sku: str
    category: str
    label: str
    quantity: int
    net: int


@dataclass(slots=True)
class Ticket:
    """A purchase, or the return of one (`returns_of`)."""

    receipt: str
    at: datetime
    store: str
    till: int
    member: str
    lines: list[Line] = field(default_factory=list)
    returns_of: str = ""
    card_read: bool = True

    @property
    def total(self) -> int:
        """Return what was paid, in cents."""
        return sum(line.net for line in self.lines)

    @property
    def day(self) -> date:
        """Return the day in the shop."""
        return self.at.astimezone(PARIS).date()


def shop_for(random: Random, members: list[Member], today: date) -> list[Ticket]:
    """Return every ticket of the year, in order of time."""
    counters: dict[tuple[str, int, date], int] = {}
    tickets: list[Ticket] = []
    for member in members:
        home = random.choice(SHOPS)
        for _ in range(max(2, round(member.habit * random.uniform(0.7, 1.3)))):
            day = today - timedelta(days=random.randint(1, YEAR - 1))
            store = WEB_SHOP if random.random() < WEB_SHARE else home
            tickets.append(_ticket(random, counters, day, store, member.member))
    tickets += _returns(random, counters, tickets, today)
    tickets.sort(key=lambda ticket: (ticket.at, ticket.receipt))
    return tickets


def _at(random: Random, day: date) -> datetime:
    moment = time(random.randint(OPENING, CLOSING), random.randint(0, 59), random.randint(0, 59))
    return datetime.combine(day, moment, tzinfo=PARIS).astimezone(UTC)


def _ticket(
    random: Random,
    counters: dict[tuple[str, int, date], int],
    day: date,
    store: str,
    member: str,
) -> Ticket:
    till = random.randint(1, 4)
    chosen = random.choices(
        list(WEIGHTS), list(WEIGHTS.values()), k=random.choice((1, 2, 3, 3, 4, 5))
    )
    if random.random() < GIFT_SHARE:
        chosen.append("carte-cadeau")
    ticket = Ticket(next_receipt(counters, store, till, day), _at(random, day), store, till, member)
    ticket.lines = [_line(random, category) for category in chosen]
    return ticket


def next_receipt(
    counters: dict[tuple[str, int, date], int], store: str, till: int, day: date
) -> str:
    """Return the next receipt number of that till: shop, till, day, and its rank in the day."""
    shop = 100 + (SHOPS.index(store) if store in SHOPS else 90)
    counters[store, till, day] = counters.get((store, till, day), 0) + 1
    return f"{shop:04d}-{till:02d}-{day:%y%m%d}-{counters[store, till, day]:04d}"


def _line(random: Random, category: str) -> Line:
    sku, label, low, high = random.choice(GOODS[category])
    quantity = 1 if category == "carte-cadeau" else random.choice((1, 1, 1, 2, 3))
    price = random.randrange(low, high, 500 if category == "carte-cadeau" else 10)
    return Line(sku, category, label, quantity, price * quantity)


def _returns(
    random: Random,
    counters: dict[tuple[str, int, date], int],
    tickets: list[Ticket],
    today: date,
) -> list[Ticket]:
    found = []
    for first in random.sample(tickets, len(tickets) // 80):
        day = first.day + timedelta(days=random.randint(1, 20))
        if day >= today or first.store == WEB_SHOP:
            continue
        back = random.choice(first.lines)
        receipt = next_receipt(counters, first.store, first.till, day)
        found.append(
            Ticket(
                receipt,
                _at(random, day),
                first.store,
                first.till,
                first.member,
                [Line(back.sku, back.category, back.label, -back.quantity, -back.net)],
                returns_of=first.receipt,
            )
        )
    return found
