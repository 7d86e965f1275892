"""Complaints lodged per second through HTTP, with the whole work, by one web process."""

import json
import re
import uuid
from collections.abc import Callable, Iterator
from http import HTTPStatus
from itertools import islice
from urllib.parse import urlencode

from bench.figures import Figure, percentile
from bench.installation import HOST, Failed, Installation, site
from bench.machine import family, spent
from bench.visitors import Answer, Connection, Drive, drive, get, post

CONNECTIONS = 4
WARM_UP = 20
AIMS = {"SQLite": 150, "PostgreSQL": 100}
# What one lodging leaves behind, whoever sends it.
PER_LODGING = {
    "complaints_complaint": 1,
    "complaints_clock": 4,
    "complaints_pointraised": 1,
    "correspondence_message": 2,
    "correspondence_outbox": 1,
    "trustlog_entry": 1,
    "jobs_job": 1,
    "people_customer": 1,
}


def measure(place: Installation, *, count: int, database_pid: int = 0) -> Iterator[Figure]:
    """Yield the figures of lodging by the form and by the API, worker off, then on."""
    bare = place.inside("insert_bare", min(2000, 4 * count))
    baseline = bare["rows"] / bare["seconds"]
    ways = [("form", False), ("API", False), ("form", True)]
    with_draft = sum(WARM_UP + 2 * count + 1 for way, _ in ways if way == "form")
    ready = place.inside("prepare_lodging", with_draft)
    drafts = iter(ready["drafts"])
    for way, worker in ways:
        with site(place, worker=worker) as (port, pid):
            make = _forms(port, drafts) if way == "form" else api_calls(port, ready)
            yield _figure(place, (way, worker), port, (pid, database_pid), make, count, baseline)


def _figure(  # what one drive needs
    place: Installation,
    how: tuple[str, bool],
    port: int,
    pids: tuple[int, int],
    make: Iterator[bytes],
    count: int,
    baseline: float,
) -> Figure:
    way, worker = how
    good = _is_lodged if way == "form" else _is_created
    before = place.inside("count")
    drive(port, _take(make, WARM_UP), connections=CONNECTIONS, good=good)
    servers = [one for pid in pids if pid for one in family(pid)]
    one_by_one, waited, _ = _timed(port, _take(make, count), 1, good, servers)
    together, _, cpu = _timed(port, _take(make, count), CONNECTIONS, good, servers)
    _check(place, before, WARM_UP + 2 * count, sessions=way == "form")
    return Figure(
        name=f"lodging by {way}, {place.engine}, worker {'on' if worker else 'off'}",
        value=together.per_second,
        unit="/s",
        quiet=None if worker else count / max(0.001, one_by_one.seconds - waited),
        baseline=baseline,
        baseline_name="bare durable inserts",
        aim=AIMS[place.engine] if not worker else None,
        more={
            "connections": CONNECTIONS,
            "lodged": count,
            "one_by_one_per_second": one_by_one.per_second,
            "server_cpu_ms": 1000 * cpu / count,
            "p95_ms": _p95(together),
        },
    )


def _p95(done: Drive) -> float:
    return 1000 * percentile([answer.seconds for answer in done.answers], 0.95)


def _timed(
    port: int,
    requests: list[bytes],
    connections: int,
    good: Callable[[Answer], bool],
    servers: list[int],
) -> tuple[Drive, float, float]:
    before = spent(*servers)
    done = drive(port, requests, connections=connections, good=good)
    used = spent(*servers) - before
    return done, used.waited + done.own.waited, used.cpu


def _take(requests: Iterator[bytes], count: int) -> list[bytes]:
    return list(islice(requests, count))


def _forms(port: int, drafts: Iterator[str]) -> Iterator[bytes]:
    """Send the last page of the form: another person, another address, another browser each."""
    first = next(drafts)
    page = Connection(port).send(get(port, f"/reclamer/{first}/contact/"))
    cookie = page.header("set-cookie").partition(";")[0]
    found = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page.body)
    if found is None or page.status != HTTPStatus.OK:
        raise Failed(page.head)
    for draft in drafts:
        body = {
            "csrfmiddlewaretoken": found[1].decode(),
            "name": "Alice Rivoire",
            "email": f"alice.{uuid.uuid4().hex}@exemple.fr",
            "phone": "06 12 34 56 78",
        }
        yield post(
            port,
            f"/reclamer/{draft}/contact/",
            urlencode(body).encode(),
            kind="application/x-www-form-urlencoded",
            more=f"Cookie: {cookie}\r\nOrigin: http://{HOST}:{port}\r\n",
        )


def _is_lodged(answer: Answer) -> bool:
    return answer.status == HTTPStatus.FOUND and "contact" not in answer.header("location")


def api_calls(port: int, ready: dict[str, str]) -> Iterator[bytes]:
    while True:
        said = {
            "kind": "FID.CREDIT.MISSING",
            "programme": ready["programme"],
            "name": "Alice Rivoire",
            "email": f"alice.{uuid.uuid4().hex}@exemple.fr",
            "receipt": "0100-03-261107-0732",
            "store": "Nantes Beaujoire",
            "bought_on": "2026-11-07",
            "total_cents": 14680,
            "card": "2500471224471",
            "story": "J’ai présenté ma carte à la caisse, elle n’est pas passée. " * 3,
            "wish": "Que mes points soient sur ma carte.",
        }
        yield post(
            port,
            "/api/v1/complaints",
            json.dumps(said).encode(),
            kind="application/json",
            more=(
                f"Authorization: Bearer {ready['token']}\r\nIdempotency-Key: {uuid.uuid4().hex}\r\n"
            ),
        )


def _is_created(answer: Answer) -> bool:
    return answer.status == HTTPStatus.CREATED


def _check(place: Installation, before: dict[str, int], lodged: int, *, sessions: bool) -> None:
    """Count the rows afterwards: a rate of work that was not done is worth nothing."""
    after = place.inside("count")
    owed = {table: lodged * rows for table, rows in PER_LODGING.items()}
    if sessions:
        owed["django_session"] = lodged
    for table, rows in owed.items():
        found = after[table] - before[table]
        if found < rows:
            raise Failed(f"{lodged} lodged, and {found} rows of {table} instead of {rows}")
