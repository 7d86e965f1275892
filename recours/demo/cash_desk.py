"""The simulated cash desk: it credits points by its own program, and sometimes gets it wrong.

It shares nothing with the evaluator of Recours: the programme's rules are written here a second
time, by hand, so that agreeing means something. Each planted fault is told to `truth`, which
is kept aside and never imported.
"""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from recours.demo.cast import Member
from recours.demo.world import PARIS, Ticket

ARGENT_CENTS = 60_000
DAY_CAP = 500
SATURDAY = 5
FRESH_CENTS_BEFORE, FRESH_CENTS_NOW = 500, 200
LATE_DAYS = 45
LARGEST = 10**9  # cents: below any return
SHOP_OF_OLD_RULES = "Rezé Atout Sud"
SHOP_OF_BAD_ROUNDING = "Vannes Centre"


@dataclass(frozen=True, slots=True)
class Credit:
    """One line of the statement of points."""

    ref: str
    member: str
    kind: str
    points: int
    at: datetime
    purchase: str = ""
    expires_on: date | None = None
    label: str = ""


@dataclass(slots=True)
class CashDesk:
    """The engine and its memory: what each member spent, what each day earned."""

    random: Random
    today: date
    new_rules_from: date
    faults: dict[str, str]
    credits: list[Credit] = field(default_factory=list)
    truth: list[dict[str, object]] = field(default_factory=list)
    spent: dict[str, list[tuple[date, int]]] = field(default_factory=lambda: defaultdict(list))
    earned: dict[tuple[str, date], int] = field(default_factory=lambda: defaultdict(int))
    tickets: dict[str, tuple[Ticket, bool]] = field(default_factory=dict)

    def take(self, ticket: Ticket) -> None:
        """Ring one ticket up: remember it, and credit its points as well or as badly as we can."""
        silver = self._tier_is_silver(ticket)
        if ticket.returns_of:
            self._take_back(ticket)
            return
        self.tickets[ticket.receipt] = (ticket, silver)
        right = self._points(ticket, silver=silver)
        right = min(right, max(0, DAY_CAP - self.earned[ticket.member, ticket.day]))
        self.earned[ticket.member, ticket.day] += right
        self.spent[ticket.member].append((ticket.day, ticket.total))
        self._credit(ticket, right, silver=silver)

    def _tier_is_silver(self, ticket: Ticket) -> bool:
        history = self.spent[ticket.member]
        first = bisect_left(history, (_a_year_before(ticket.day), -LARGEST))
        before_today = bisect_left(history, (ticket.day, -LARGEST))
        return sum(cents for _, cents in history[first:before_today]) >= ARGENT_CENTS

    def _points(
        self,
        ticket: Ticket,
        *,
        silver: bool,
        old_rules: bool = False,
    ) -> int:
        before = old_rules or ticket.day < self.new_rules_from
        counted = [line for line in ticket.lines if line.category != "carte-cadeau"]
        base = sum(line.net for line in counted) // 100
        if silver and ticket.day.weekday() >= SATURDAY:
            base *= 2
        fresh = sum(line.net for line in counted if line.category == "frais")
        return base + fresh // (FRESH_CENTS_BEFORE if before else FRESH_CENTS_NOW)

    def _points_by_line(self, ticket: Ticket, *, silver: bool) -> int:
        """Round each line down instead of the whole ticket: a few points are lost each time."""
        one_by_one = [
            Ticket(ticket.receipt, ticket.at, ticket.store, ticket.till, ticket.member, [line])
            for line in ticket.lines
        ]
        return sum(self._points(one, silver=silver) for one in one_by_one)

    def _credit(self, ticket: Ticket, right: int, *, silver: bool) -> None:
        fault = self.faults.get(ticket.receipt, "")
        points, at = right, _next_night(ticket.at)
        if fault in {"missing", "card_not_read"}:
            points = 0
        elif fault == "late":
            at += timedelta(days=LATE_DAYS)
        elif self._keeps_old_rules(ticket):
            points = self._points(ticket, silver=silver, old_rules=True)
            fault = "wrong_rule_version" if points != right else ""
        elif self._rounds_badly(ticket):
            points = self._points_by_line(ticket, silver=silver)
            fault = "wrong_rounding" if points != right else ""
        if points:
            self._write(ticket, points, at, "")
        if fault == "duplicated":
            self._write(ticket, points, at + timedelta(minutes=1), "-bis")
        if fault and right:
            self._tell(fault, ticket.member, ticket.receipt, right, points)

    def _keeps_old_rules(self, ticket: Ticket) -> bool:
        late = (ticket.day - self.new_rules_from).days
        return ticket.store == SHOP_OF_OLD_RULES and 0 <= late < 12  # noqa: PLR2004  # twelve days

    def _rounds_badly(self, ticket: Ticket) -> bool:
        ago = (self.today - ticket.day).days
        return ticket.store == SHOP_OF_BAD_ROUNDING and 40 <= ago < 54  # noqa: PLR2004  # two weeks

    def _write(self, ticket: Ticket, points: int, at: datetime, suffix: str) -> None:
        if at.astimezone(PARIS).date() >= self.today:  # tonight, not yet
            return
        self.credits.append(
            Credit(
                ref=f"PT-{ticket.receipt}{suffix}",
                member=ticket.member,
                kind="earned" if points > 0 else "reversed",
                points=points,
                at=at,
                purchase=ticket.receipt,
                expires_on=date(ticket.day.year + 2, 12, 31) if points > 0 else None,
                label=f"Achat, {ticket.store}" if points > 0 else f"Retour, {ticket.store}",
            )
        )

    def _take_back(self, ticket: Ticket) -> None:
        self.spent[ticket.member].append((ticket.day, ticket.total))
        first, silver = self.tickets.get(ticket.returns_of, (None, False))
        if first is None:
            return
        kept = Ticket(first.receipt, first.at, first.store, first.till, first.member)
        gone = ticket.lines[0]
        kept.lines = list(first.lines)
        kept.lines.remove(next(line for line in first.lines if line.net == -gone.net))
        before = self._points(first, silver=silver)
        after = self._points(kept, silver=silver)
        if after != before and not self.faults.get(first.receipt):
            self._write(ticket, after - before, _next_night(ticket.at), "")

    def _tell(self, fault: str, member: str, ref: str, right: int, credited: int) -> None:
        self.truth.append(
            {
                "fault": fault,
                "member": member,
                "purchase": ref,
                "right": right,
                "credited": credited,
            }
        )

    def open_balances(self, members: list[Member]) -> None:
        """Bring last year's points forward; the desk removes some of them months too early."""
        start = datetime.combine(self.today - timedelta(days=365), time(3), tzinfo=UTC)
        for member in members:
            points = self.random.randint(40, 900)
            last = date(self.today.year + 1, 12, 31)
            self.credits.append(
                Credit(
                    f"OUV-{member.member}",
                    member.member,
                    "opening",
                    points,
                    start,
                    expires_on=last,
                    label="Solde repris",
                )
            )
            if self.faults.get(member.member) == "expired_early":
                gone = datetime.combine(self.today - timedelta(days=30), time(3), tzinfo=UTC)
                self.credits.append(
                    Credit(
                        f"EXP-{member.member}",
                        member.member,
                        "expired",
                        -points,
                        gone,
                        expires_on=last,
                        label="Points expirés",
                    )
                )
                self._tell("expired_early", member.member, f"EXP-{member.member}", 0, -points)


def _next_night(at: datetime) -> datetime:
    day = at.astimezone(PARIS).date() + timedelta(days=1)
    return datetime.combine(day, time(4), tzinfo=PARIS).astimezone(UTC)


def _a_year_before(day: date) -> date:
    leap_day = day.month == 2 and day.day == 29  # noqa: PLR2004  # 29 February
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)


def plant_faults(random: Random, tickets: list[Ticket], members: list[Member]) -> dict[str, str]:
    """Choose which tickets and which members the desk will get wrong."""
    bought = [t.receipt for t in tickets if not t.returns_of and t.member != members[0].member]
    chosen = random.sample(bought, 125)
    faults = dict.fromkeys(chosen[:60], "missing")
    faults |= dict.fromkeys(chosen[60:100], "late")
    faults |= dict.fromkeys(chosen[100:], "duplicated")
    return faults | dict.fromkeys(
        (m.member for m in random.sample(members[1:], 12)), "expired_early"
    )
