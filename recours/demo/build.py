"""Builds the demonstration: people, terms, rules, a year of statements, complaints."""

import csv
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from recours.demo.cases import play_cases
from recours.demo.cash_desk import CashDesk, plant_faults
from recours.demo.cast import PROGRAMME, STAFF, Member, make_members
from recours.demo.channels import play_channels
from recours.demo.programme import publish_programme
from recours.demo.scene import Scene, set_scene
from recours.demo.world import PARIS, Ticket, shop_for
from recours.people.commands.confirm_sign_in_code import confirm_sign_in_code
from recours.people.commands.create_staff import create_staff
from recours.people.commands.recognise_customer import recognise_customer
from recours.people.commands.register_members import register_members
from recours.people.commands.request_sign_in_code import request_sign_in_code
from recours.people.rules import MemberRow
from recours.statements.commands.import_statements import import_statements
from recours.statements.mapping import our_own

SEED = 20_261_121
MEMBERS = 1_500
AUTHOR = "demonstration"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What the demonstration holds, for the line printed at the end."""

    members: int
    purchases: int
    movements: int
    faults: int
    complaints: int


def build(*, folder: Path, now: datetime, say: Say, members: int = MEMBERS) -> Built:
    """Make everything in `folder` (files) and in the database; the same seed, the same world."""
    random = Random(SEED)
    today = now.astimezone(PARIS).date()
    folder.mkdir(parents=True, exist_ok=True)
    people = make_members(random, members, today)
    say("people: staff by name, members by opaque number")
    _hire(now)
    _enrol(people, now)
    new_rules_from = _first_of_month(today, months_ago=3)
    say(f"terms and rules: version 6, then version 7 from {new_rules_from.isoformat()}")
    publish_programme(year_ago=_noon(today - timedelta(days=400)), change=new_rules_from)
    say("shops: a year of purchases")
    tickets = shop_for(random, people, today)
    scene = set_scene(random, tickets, today)
    desk = _ring_up(random, tickets, scene, people, today, new_rules_from)
    _write_files(folder, tickets, desk)
    for kind, name in (("purchases", "achats.csv"), ("points", "releve-de-points.csv")):
        report = import_statements(
            path=folder / name,
            programme=PROGRAMME,
            mapping=our_own(kind),
            author=AUTHOR,
            at=now,
        )
        say(f"import: {report.rows_new} lines of {name}")
    played = play_cases(random, desk.truth, tickets, people, now, say)
    arrived = play_channels(people=people, written=played[-1], stale=played[0], now=now)
    say("channels: mail of people and machines, and a call")
    complaints = len(played) + arrived
    return Built(len(people), len(tickets), len(desk.credits), len(desk.truth), complaints)


def _hire(now: datetime) -> None:
    for person in STAFF:
        create_staff(
            email=person.email,
            name=person.name,
            roles=person.roles,
            points_limit=person.points_limit,
            title_fr=person.title_fr,
            title_en=person.title_en,
            at=now,
        )


def _enrol(people: list[Member], now: datetime) -> None:
    register_members(
        programme=PROGRAMME,
        rows=[
            MemberRow(m.member, m.card, m.first_name, m.last_name, m.email, m.joined_on)
            for m in people
        ],
        at=now,
    )
    alice = people[0]
    recognise_customer(name=alice.name, email=alice.email, phone="", language="fr", at=now)
    issued = request_sign_in_code(email=alice.email, browser="demonstration", at=now)
    confirm_sign_in_code(browser="demonstration", code=issued.code, at=now)


def _first_of_month(today: date, *, months_ago: int) -> date:
    months = today.year * 12 + today.month - 1 - months_ago
    return date(months // 12, months % 12 + 1, 1)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def _ring_up(  # what a cash desk needs
    random: Random,
    tickets: list[Ticket],
    scene: Scene,
    people: list[Member],
    today: date,
    new_rules_from: date,
) -> CashDesk:
    faults = {**plant_faults(random, tickets, people), **scene.faults}
    desk = CashDesk(random, today, new_rules_from, faults)
    desk.open_balances(people)
    for ticket in tickets:
        desk.take(ticket)
    return desk


def _write_files(folder: Path, tickets: list[Ticket], desk: CashDesk) -> None:
    purchases = folder / "achats.csv"
    with purchases.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(PURCHASE_COLUMNS)
        for ticket in tickets:
            writer.writerows(_purchase_lines(ticket, desk.faults))
    with (folder / "releve-de-points.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(POINTS_COLUMNS)
        for credit in sorted(desk.credits, key=lambda c: (c.at, c.ref)):
            writer.writerow(
                [
                    credit.ref,
                    credit.member,
                    credit.kind,
                    credit.points,
                    _local(credit.at),
                    credit.purchase,
                    credit.expires_on.isoformat() if credit.expires_on else "",
                    credit.label,
                ]
            )
    truth = folder / "verite.json"
    truth.write_text(json.dumps(desk.truth, ensure_ascii=False, indent=1), encoding="utf-8")


PURCHASE_COLUMNS = [
    "receipt",
    "source_ref",
    "occurred_at",
    "store",
    "channel",
    "member",
    "sku",
    "category",
    "label",
    "quantity",
    "net",
    "discount",
    "points_paid",
    "payment",
    "returns_of",
]  # column names read better as a sentence
POINTS_COLUMNS = [
    "source_ref",
    "member",
    "kind",
    "points",
    "occurred_at",
    "purchase_ref",
    "expires_on",
    "label",
]


def _purchase_lines(ticket: Ticket, faults: dict[str, str]) -> Iterable[list[object]]:
    member = "" if faults.get(ticket.receipt) == "card_not_read" else ticket.member
    for line in ticket.lines:
        yield [
            ticket.receipt,
            ticket.receipt,
            _local(ticket.at),
            ticket.store,
            "web" if ticket.store == "bellerive.fr" else "magasin",
            member,
            line.sku,
            line.category,
            line.label,
            line.quantity,
            _decimal(line.net),
            "0,00",
            "0,00",
            "carte",
            ticket.returns_of,
        ]


def _local(at: datetime) -> str:
    return at.astimezone(PARIS).strftime("%Y-%m-%d %H:%M:%S")


def _decimal(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100},{abs(cents) % 100:02d}"
