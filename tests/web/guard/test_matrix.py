"""Every page, as everybody, on every object, by every method: what happens is what its row says."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import clear_url_caches, include, path

from recours.people.commands.issue_token import issue_token
from recours.people.errors import NotYours
from recours.people.models import ApiToken
from recours.web.guard.rows import allow
from recours.web.guard.third_party import ROWS
from tests.web.cast import NOW, build_world
from tests.web.matrix import WRITES, faults, pages, tried, undone
from tests.web.samples import prepare
from tests.web.things import SAMPLES, Thing, Things

pytestmark = pytest.mark.django_db
PAGES = pages()


def nothing(request, exception=None):
    return HttpResponse(status=404)


@pytest.fixture(autouse=True)
def _plain_404(monkeypatch):
    """The page that says there is nothing here is tested elsewhere; it is drawn often here."""
    monkeypatch.setattr("recours.config.urls.handler404", nothing)
    clear_url_caches()
    yield
    clear_url_caches()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the world keeps its log, its files and its statements."""
    return tmp_path_factory.mktemp("world")


@pytest.fixture
def data_folder(folder, settings):
    """Every test of this file looks at the folder in which the world was made."""
    settings.DATA = folder
    settings.MEDIA_ROOT = folder / "files"
    return folder


def _made(everybody, gate):
    """The objects of a gate, or why there are none: one bad sample does not hide the others."""
    try:
        with tried():
            return SAMPLES[gate](everybody)
    except Exception as failed:  # noqa: BLE001  # said by every page that needs it
        return failed


@pytest.fixture(scope="module")
def world(folder, django_db_setup, django_db_blocker):
    """The cast, made once; nothing of it outlives this file."""
    there = override_settings(DATA=folder, MEDIA_ROOT=folder / "files")
    with there, django_db_blocker.unblock(), undone():
        everybody = build_world()
        prepare(everybody)
        everybody.things = {gate: _made(everybody, gate) for gate in SAMPLES}
        yield everybody


@pytest.mark.parametrize("place", PAGES, ids=lambda place: f"/{place.route}")
def test_the_page_does_what_its_row_says(place, world):
    found = faults(place, world)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "place",
    [page for page in PAGES if page.row and not page.row.api and "POST" in page.row.methods],
    ids=lambda place: f"/{place.route}",
)
def test_no_form_is_taken_without_its_key(place, world):
    for persona in ("anonymous", "customer_owner", "agent", "supervisor"):
        strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
        strict.cookies = world.clients[persona].cookies
        assert strict.post(place.path()).status_code == 403, persona


def test_every_row_for_others_is_of_a_page_that_exists():
    assert set(ROWS) <= {page.name for page in PAGES}


# Faults planted on purpose: the matrix must see each of them.


def forgotten(request, **address):
    return HttpResponse("hello")


@allow(roles=("customer", "agent"), gate="planted")
def without_a_gate(request, thing):
    return HttpResponse(f"the thing {thing}")


@allow(roles=("customer", "agent"), gate="planted")
def with_its_gate(request, thing):
    if (request.actor.name, thing) != ("Alice Rivoire", "alice-s"):
        raise NotYours(thing)
    return HttpResponse(f"the thing {thing}")


@allow(roles=("agent",))
def reading_that_writes(request):
    issue_token(name="planted", scopes=[], at=NOW + timedelta(days=1))
    return HttpResponse("read")


@allow(roles=("agent",))
def falling(request):
    return HttpResponse(status=500)


@allow(roles=("agent",), methods=("GET", "POST"))
def refusing_by_itself(request):
    return HttpResponse(status=403)


urlpatterns = [
    path("plante/oubliee/", forgotten),
    path("plante/sans/<str:thing>/", without_a_gate),
    path("plante/avec/<str:thing>/", with_its_gate),
    path("plante/ecrit/", reading_that_writes),
    path("plante/tombe/", falling),
    path("plante/refuse/", refusing_by_itself),
    path("", include("recours.config.urls")),
]
PLANTED = {page.route: page for page in pages(urlpatterns) if page.route.startswith("plante/")}
THINGS = Things(
    things=(Thing({"thing": "alice-s"}, seen_by={"customer_owner"}), Thing({"thing": "b"}, ())),
    missing={"thing": "none"},
)


@pytest.fixture
def planted(world, settings):
    settings.ROOT_URLCONF = __name__
    return world


def test_a_page_without_a_row_is_seen_and_hidden(planted):
    page = PLANTED["plante/oubliee/"]
    assert "has no row" in faults(page, planted)[0]
    for client in planted.clients.values():
        assert client.get("/plante/oubliee/").status_code == 404


def test_a_forgotten_gate_is_seen(planted):
    found = faults(PLANTED["plante/sans/<str:thing>/"], planted, THINGS)
    assert "GET /plante/sans/alice-s/ as customer_other: 200, expected 404" in found
    assert "GET /plante/sans/none/ as agent: 200, expected 404" in found


def test_a_gate_that_holds_is_not_blamed(planted):
    assert faults(PLANTED["plante/avec/<str:thing>/"], planted, THINGS) == []


def test_a_page_about_something_without_a_sample_is_seen(planted):
    assert "add its sample" in faults(PLANTED["plante/avec/<str:thing>/"], planted)[0]


def test_a_reading_that_writes_is_seen(planted):
    found = faults(PLANTED["plante/ecrit/"], planted)
    assert "GET /plante/ecrit/ as agent: wrote people_apitoken" in found
    assert not ApiToken.objects.filter(name="planted").exists()


def test_a_page_that_falls_is_seen(planted):
    found = faults(PLANTED["plante/tombe/"], planted)
    assert "GET /plante/tombe/ as agent: 500, expected an answer" in found


def test_a_page_that_refuses_whom_its_row_admits_is_seen(planted):
    found = faults(PLANTED["plante/refuse/"], planted)
    assert "GET /plante/refuse/ as agent: 403, expected an answer" in found


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ('INSERT INTO "a" VALUES (1)', "a"),
        ("insert or ignore into a values (1)", "a"),
        (' UPDATE "a" SET b = 1', "a"),
        ("DELETE FROM a", "a"),
        ('SELECT 1 FROM "a" FOR UPDATE', None),
    ],
)
def test_a_statement_that_writes_is_known_as_such(sql, table):
    found = WRITES.match(sql)
    assert (found[1] if found else None) == table
