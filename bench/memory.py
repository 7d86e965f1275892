"""What a web process and a background process weigh after real, mixed work."""

import itertools
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from bench.figures import Figure
from bench.installation import HOST, ROOT, Failed, Installation, free_port, site, started
from bench.lodging import api_calls
from bench.machine import Memory, family, memory, spent
from bench.visitors import Answer, drive, get, post

AIM_MB = 150
CONNECTIONS = 4
LETTERS = 20  # decisions among the visits: each writes a PDF
SECRET = "b" * 32  # what a browser's form and cookie both carry
PATIENCE = 240.0


def measure(place: Installation, *, visits: int) -> Iterator[Figure]:
    """Visit the site, weigh its web process; let the worker do what is left, weigh it."""
    bare = _bare(visits)
    ready = place.inside("prepare_lodging", visits) | place.inside("prepare_visits", LETTERS)
    with site(place, worker=False) as (port, pid):
        requests = list(itertools.islice(_mixed(port, ready), visits))
        done = drive(port, requests, connections=CONNECTIONS, good=_is_good)
        kinds = sorted({answer.status for answer in done.answers})
        yield from _figures(
            f"web process after {visits:,} mixed requests", memory(_busiest(pid)), bare, kinds
        )
    yield from _figures("background process after its jobs", _worker(place), bare, [])


def _figures(name: str, weight: Memory, bare: Memory, kinds: list[int]) -> Iterator[Figure]:
    for what, mine, theirs in (("RSS", weight.rss, bare.rss), ("USS", weight.uss, bare.uss)):
        yield Figure(
            name=f"{name}, {what}",
            value=mine,
            unit="MB",
            baseline=theirs,
            baseline_name="bare Django under granian",
            aim=AIM_MB if what == "RSS" else None,
            more_is_better=False,
            more={"answers": kinds},
        )


def _busiest(pid: int) -> int:
    """Find, under the supervisor, the process that answers."""
    return max(family(pid), key=lambda one: spent(one).cpu)


def _bare(visits: int) -> Memory:
    port = free_port()
    options = ["--interface", "wsgi", "--port", str(port), "--log-level", "error", "--no-ws"]
    command = [sys.executable, "-m", "granian", *options, "bench.bare:application"]
    env = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    with started(command, env=env, port=port) as server:
        drive(port, [get(port, "/")] * visits, connections=CONNECTIONS, good=_is_good)
        return memory(_busiest(server.pid))


def _is_good(answer: Answer) -> bool:
    return answer.status < HTTPStatus.BAD_REQUEST


def _mixed(port: int, ready: dict[str, Any]) -> Iterator[bytes]:
    """Send what people send: half of it public, a fifth at the desk, some of it work."""
    staff = f"session={ready['staff']}; csrf={SECRET}"
    customer = f"session={ready['customer']}; csrf={SECRET}"
    drafts, references = iter(ready["drafts"]), itertools.cycle(ready["references"])
    purchases, to_decide = itertools.cycle(ready["purchases"]), iter(ready["to_decide"])
    calls = api_calls(port, ready)
    for turn in itertools.count():
        draft, reference = next(drafts), next(references)
        yield get(port, "/")
        yield get(port, "/politique/")
        for step in ("quoi", "achat", "histoire", "contact"):
            yield get(port, f"/reclamer/{draft}/{step}/")
        yield _form(port, f"/reclamer/{draft}/contact/", f"csrf={SECRET}", **_person(turn))
        yield get(port, f"/reclamer/{draft}/fait/")
        yield get(port, "/bureau/equipe/", staff)
        yield get(port, f"/bureau/dossier/{reference}/", staff)
        yield get(port, f"/bureau/dossier/{reference}/recu/json/", staff)
        yield get(port, "/espace/", customer)
        yield get(port, f"/espace/achat/{next(purchases)}/", customer)
        yield get(port, "/static/ui/components.css")
        yield next(calls)
        if turn % 4 == 0 and (decided := next(to_decide, None)):
            yield _form(port, f"/bureau/dossier/{decided[0]}/decider/", staff, **_no(decided[1]))


def _person(turn: int) -> dict[str, str]:
    return {"name": "Alice Rivoire", "email": f"visit{turn}@exemple.invalid", "phone": ""}


def _no(version: int) -> dict[str, str]:
    why = "Cet achat a été crédité en entier, le lendemain : le relevé le montre."
    return {"outcome": "unfounded", "points": "0", "reason": why, "version": str(version)}


def _form(port: int, path: str, cookie: str, **fields: str) -> bytes:
    body = urlencode(fields | {"csrfmiddlewaretoken": SECRET}).encode()
    return post(
        port,
        path,
        body,
        kind="application/x-www-form-urlencoded",
        more=f"Cookie: {cookie}\r\nOrigin: http://{HOST}:{port}\r\n",
    )


def _worker(place: Installation) -> Memory:
    """Start the background work, wait until nothing is due, weigh it."""
    command = [sys.executable, "-m", "recours.cli.main", "worker"]
    worker = subprocess.Popen(command, env=place.env, cwd=ROOT, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + PATIENCE
    try:
        while place.inside("count_waiting")["jobs"]:
            if worker.poll() is not None or time.monotonic() > deadline:
                raise Failed("the background work does not end")
            time.sleep(1)
        return memory(worker.pid)
    finally:
        worker.terminate()
        worker.wait(PATIENCE)
