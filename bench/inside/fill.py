"""Fills the register: complaints like those of the demonstration, by thousands, whole.

Each is a copy of one that was played through the real verbs: its customer, clocks, dossier,
decision, remedy, messages, letter, outbox rows, jobs and log entries come along under keys of
their own. Dates move to another day and clocks are computed again for it; commitments of the log
are computed again; numbers follow one another. Every constraint is on: the database checks it all.
"""

import json
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from bench.inside.bulk import Database, Row, open_database
from bench.inside.django import start, tell

SEED = 20_261_121
PLAYED = 40  # the demonstration plays fewer
OPEN_SHARE = 0.10
OPEN_DAYS, CLOSED_DAYS = (1, 56), (60, 700)
AT_ONCE = 1_000
OF_COMPLAINT = (
    "complaints_clock",
    "complaints_pointraised",
    "complaints_dossier",
    "complaints_disputedpurchase",
    "complaints_decision",
    "complaints_remedy",
    "complaints_followup",
)
ABOUT = ("correspondence_message", "correspondence_attachment", "correspondence_letter")
KEYED = {"correspondence_message", "correspondence_attachment", "correspondence_letter", "jobs_job"}


class Model:
    """One complaint as it was played, with every row that belongs to it."""

    def __init__(self, database: Database, complaint: Row) -> None:
        self.complaint = complaint
        self.reference: str = complaint["reference"]
        self.is_open = complaint["closed_at"] is None
        self.day = date.fromisoformat(complaint["received_at"][:10])
        self.rows: dict[str, list[Row]] = {
            "people_customer": database.read(
                "people_customer", "public_id", complaint["customer"].replace("-", "")
            )
        }
        for table in OF_COMPLAINT:
            self.rows[table] = database.read(table, "complaint_id", complaint["id"])
        for table in ABOUT:
            self.rows[table] = database.read(table, "about", self.reference)
        messages = [row["id"] for row in self.rows["correspondence_message"]]
        for table in ("correspondence_enclosure", "correspondence_outbox"):
            self.rows[table] = [r for m in messages for r in database.read(table, "message_id", m)]
        self.rows["trustlog_entry"] = database.read("trustlog_entry", "account", self.reference)
        self.rows["jobs_job"] = database.read("jobs_job", "payload", {"reference": self.reference})
        self._records: dict[int, list[str]] = {}
        self._moved: dict[tuple[str, int], str] = {}

    def moved(self, value: Any, days: int) -> Any:
        """Return a date or an instant so many days later; anything else as it is."""
        if not isinstance(value, str) or not _is_date(value):
            return value
        known = self._moved.get((value[:10], days))
        if known is None:
            known = (date.fromisoformat(value[:10]) + timedelta(days=days)).isoformat()
            self._moved[value[:10], days] = known
        return known + value[10:]

    def records(self, days: int, clocks: dict[str, Row]) -> list[str]:
        """Return the log's records of this complaint on another day, reference left to write."""
        if days not in self._records:
            rows = self.rows["trustlog_entry"]
            self._records[days] = [self._record(row["record"], days, clocks) for row in rows]
        return self._records[days]

    def _record(self, text: str, days: int, clocks: dict[str, Row]) -> str:
        from recours.kernel.canonical import canonical_json  # noqa: PLC0415  # a slice's own

        record = json.loads(text)
        record["at"] = self.moved(record["at"], days)
        record["prev"] = record["prev"] and "{prev}"
        if "clocks" in record["body"]:
            record["body"]["clocks"] = [
                {
                    "rule": clock["rule"],
                    "starts_on": clocks[clock["rule"]]["starts_on"],
                    "operator": clocks[clock["rule"]]["operator_due"],
                    "customer": clocks[clock["rule"]]["customer_due"],
                }
                for clock in record["body"]["clocks"]
            ]
        return canonical_json(record).decode()


def _is_date(text: str) -> bool:
    return text[4:5] == "-" and text[7:8] == "-" and text[:4].isdigit()


class Filler:
    """Writes copies, in the order complaints were received."""

    def __init__(self, database: Database, models: list[Model], today: date) -> None:
        self.database, self.models, self.today = database, models, today
        self.random = Random(SEED + database.count("complaints_complaint"))
        self.agents = database.column("people_agentseat", "staff_id")
        self.next_id = {table: database.last_id(table) for table in database.numbered}
        self.counts = database.year_counts()
        self.leaf = database.next_leaf()
        self._clocks: dict[tuple[str, date], dict[str, Row]] = {}
        self.batch: dict[str, list[tuple[Any, ...]]] = {}
        self.written = 0

    def plan(self, count: int) -> list[tuple[date, Model]]:
        """Choose which complaint is copied to which day."""
        opened = [model for model in self.models if model.is_open]
        closed = [model for model in self.models if not model.is_open]
        plan = []
        for _ in range(count):
            chosen, days = (
                (opened, OPEN_DAYS) if self.random.random() < OPEN_SHARE else (closed, CLOSED_DAYS)
            )
            day = self.today - timedelta(days=self.random.randint(*days))
            plan.append((day, self.random.choice(chosen)))
        return sorted(plan, key=lambda planned: planned[0])

    def write(self, count: int) -> None:
        """Write so many complaints more."""
        for number, (day, model) in enumerate(self.plan(count), start=1):
            self._copy(model, day)
            if number % AT_ONCE == 0:
                self._flush()
        self._flush()
        self.database.write_year_counts(self.counts)
        self.database.settle(self.next_id)

    def _flush(self) -> None:
        self.database.write(self.batch)
        self.batch = {}

    def _add(self, table: str, row: Row) -> None:
        self.batch.setdefault(table, []).append(tuple(row.values()))

    def _number(self, table: str) -> int:
        self.next_id[table] += 1
        return self.next_id[table]

    def _key(self) -> str:
        bits = self.random.getrandbits(128)
        return f"{bits:032x}"

    def _copy(self, model: Model, day: date) -> None:
        from recours.kernel.references import make_reference  # noqa: PLC0415  # once Django started

        self.written += 1
        self.counts[day.year] = self.counts.get(day.year, 0) + 1
        reference = make_reference(day.year, self.counts[day.year])
        days = (day - model.day).days
        clocks = self._clocks_of(model, day)
        names = {
            model.complaint["id"]: self._number("complaints_complaint"),
            **self._customer(model, reference, days),
        }
        self._complaint(model, reference, days, clocks, names)
        for table in OF_COMPLAINT[1:]:
            self._rows(model, table, reference, days, names)
        for row in model.rows["complaints_clock"]:
            fresh = clocks[row["rule"]] | {"met_at": model.moved(row["met_at"], days)}
            self._row("complaints_clock", row | fresh, names)
        for table in (*ABOUT, "correspondence_enclosure", "correspondence_outbox", "jobs_job"):
            self._rows(model, table, reference, days, names)
        self._log(model, reference, days, clocks)

    def _customer(self, model: Model, reference: str, days: int) -> dict[Any, Any]:
        (row,) = model.rows["people_customer"]
        public, number = self._key(), self._number("people_customer")
        self._add(
            "people_customer",
            row
            | {
                "id": number,
                "public_id": public,
                "email": f"client.{reference.lower()}@exemple.invalid",
                "created_at": model.moved(row["created_at"], days),
            },
        )
        dashed = f"{public[:8]}-{public[8:12]}-{public[12:16]}-{public[16:20]}-{public[20:]}"
        return {model.complaint["customer"]: dashed}

    def _complaint(
        self,
        model: Model,
        reference: str,
        days: int,
        clocks: dict[str, Row],
        names: dict[Any, Any],
    ) -> None:
        row = {name: model.moved(value, days) for name, value in model.complaint.items()}
        agent = str(self.random.choice(self.agents)).replace("-", "")
        row |= {
            "id": names[model.complaint["id"]],
            "reference": reference,
            "lodging_key": f"bench:{reference}",
            "customer": names[model.complaint["customer"]],
            "assignee": f"{agent[:8]}-{agent[8:12]}-{agent[12:16]}-{agent[16:20]}-{agent[20:]}",
            "next_due": clocks[row["next_rule"]]["operator_due"],
        }
        self._add("complaints_complaint", row)

    def _rows(
        self, model: Model, table: str, reference: str, days: int, names: dict[Any, Any]
    ) -> None:
        for row in model.rows[table]:
            fresh = {name: model.moved(value, days) for name, value in row.items()}
            fresh = {
                name: value.replace(model.reference, reference)
                if isinstance(value, str) and model.reference in value
                else value
                for name, value in fresh.items()
            }
            if table == "correspondence_outbox":
                fresh["mail_id"] = f"<{self._key()}@exemple.invalid>"
            if table == "complaints_followup":
                fresh["token_sha256"] = self._key() * 2
            self._row(table, fresh, names)

    def _row(self, table: str, row: Row, names: dict[Any, Any]) -> None:
        """Write a row under a key of its own, its links led to the copies."""
        for name in ("complaint_id", "dossier_id", "message_id", "attachment_id"):
            if row.get(name) is not None:
                row[name] = names[_named(name, row[name])]
        if "id" in row:
            kind = table.rpartition("_")[2] + "_id"
            fresh = self._key() if table in KEYED else self._number(table)
            names[_named(kind, row["id"])] = fresh
            row["id"] = fresh
        self._add(table, row)

    def _log(self, model: Model, reference: str, days: int, clocks: dict[str, Row]) -> None:
        from recours.kernel.receipts import commit  # noqa: PLC0415  # once Django has started

        prev = ""
        for row, text in zip(
            model.rows["trustlog_entry"], model.records(days, clocks), strict=True
        ):
            record = text.replace(model.reference, reference).replace("{prev}", prev)
            salt = self.random.randbytes(32)
            commitment = commit(record=record.encode(), salt=salt).hex()
            self._add(
                "trustlog_entry",
                row
                | {
                    "id": self._number("trustlog_entry"),
                    "account": reference,
                    "prev": prev,
                    "record": record,
                    "salt": salt.hex(),
                    "commitment": commitment,
                    "at": model.moved(row["at"], days),
                },
            )
            self._add("trustlog_leaf", {"idx": self.leaf, "commitment": commitment})
            self.leaf, prev = self.leaf + 1, commitment

    def _clocks_of(self, model: Model, day: date) -> dict[str, Row]:
        region = model.complaint["region"]
        if (region, day) not in self._clocks:
            self._clocks[region, day] = dict(_computed(region, day))
        return self._clocks[region, day]


def _named(kind: str, key: Any) -> Any:
    """Tell keys of different tables apart; the complaint's own stands alone."""
    return key if kind == "complaint_id" else (kind, key)


def _computed(region: str, day: date) -> Iterator[tuple[str, Row]]:
    from recours.complaints.rules.clocks import start_clocks  # noqa: PLC0415  # once Django started

    for clock in start_clocks(received_on=day, written_on=day, region=region):
        dates = ("starts_on", "raw", "rolled", "operator_due", "customer_due")
        yield clock.rule, {name: getattr(clock, name).isoformat() for name in dates}


def main(target: int) -> None:
    """Bring the register to `target` complaints, then give the log's leaves their tiles."""
    start()
    from recours.trustlog.commands.sequence import sequence  # noqa: PLC0415  # once Django started

    started = time.perf_counter()
    now = datetime.now().astimezone()
    sequence(at=now)
    database = open_database()
    keys = [f"demonstration:{number}" for number in range(PLAYED)]
    played = [r for k in keys for r in database.read("complaints_complaint", "lodging_key", k)]
    models = [Model(database, row) for row in played]
    models = [m for m in models if m.complaint["status"] != "reception"]
    filler = Filler(database, models, now.date())
    filler.write(target - database.count("complaints_complaint"))
    found = {name: database.count(name) for name in ("complaints_complaint", "trustlog_entry")}
    database.close()
    sequence(at=now)
    tell(found | {"seconds": time.perf_counter() - started, "written": filler.written})


if __name__ == "__main__":
    main(int(sys.argv[1]))
