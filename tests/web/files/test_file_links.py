"""Files of a case are given by short links, in a closed box; anything else finds nothing."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from recours.correspondence.commands.keep_file import keep_file
from recours.correspondence.commands.prepare_file import prepare_file
from recours.correspondence.commands.record_message import record_message
from recours.correspondence.links import file_token
from recours.correspondence.models import Inspection
from recours.correspondence.queries import attachment_view
from recours.journeys.lodge_complaint import Lodging, lodge_complaint
from recours.loyalty.commands.create_programme import create_programme
from recours.people.commands.change_roles import change_roles
from recours.trustlog.commands.create_log_key import create_log_key
from tests.correspondence.test_files_kept import drawn, pdf
from tests.web.cast import HERE, NOW, build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(data_folder):
    create_log_key()
    everybody = build_world()
    create_programme(code=HERE, name="Quai", at=NOW)
    lodged = lodge_complaint(
        lodging=Lodging(
            key="files",
            kind="AUT",
            programme=HERE,
            name="Alice Rivoire",
            email="customer_owner@example.fr",
            story="Voici.",
            customer=everybody.customers["customer_owner"],
        ),
        at=NOW,
    )
    everybody.case = lodged.reference
    return everybody


def give(world, data, name="photo.jpg", audience="customer", about=""):
    card = keep_file(data=data, name=name, about=about or world.case, at=NOW)
    if not about:
        record_message(
            about=world.case,
            direction="in",
            audience=audience,
            author="Alice Rivoire",
            subject="",
            text="Voir la pièce.",
            at=NOW,
            channel="web",
            attachments=[card.id],
        )
    prepare_file(sha256=card.sha256, at=NOW)
    return attachment_view(card.id)


def desk_link(world, view, **changes):
    asked = {
        "attachment": view.id,
        "viewer": f"staff:{world.staff['agent']}",
        "at": datetime.now(tz=UTC),
    }
    return reverse("desk:file", kwargs={"token": file_token(**(asked | changes))})


def test_an_agent_takes_the_original_by_a_link_of_ten_minutes(world):
    photo = drawn("JPEG", (800, 600))
    view = give(world, photo)
    lasting = reverse("desk:attachment", kwargs={"reference": world.case, "file": view.id})

    led = world.clients["agent"].get(lasting)
    assert led.status_code == 302
    assert led["Location"].startswith("/bureau/piece/")
    given = world.clients["agent"].get(led["Location"])

    assert given.content == photo
    assert given["Content-Disposition"] == 'attachment; filename="photo.jpg"'
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in given["Cache-Control"]
    assert given["Referrer-Policy"] == "no-referrer"
    assert world.clients["agent"].get(led["Location"]).status_code == 200  # nothing is consumed


def test_part_of_a_file_or_a_file_not_changed_is_always_the_whole_file(world):
    view = give(world, b"0123456789", "a.txt")
    for header in ({"Range": "bytes=2-4"}, {"If-None-Match": "*"}, {"If-Range": '"x"'}):
        given = world.clients["agent"].get(desk_link(world, view), headers=header)
        assert (given.status_code, given.content) == (200, b"0123456789")
        assert "ETag" not in given
    head = world.clients["agent"].head(desk_link(world, view))
    assert (head.status_code, head.content) == (200, b"")


def test_the_customer_sees_the_photo_without_its_place(world):
    view = give(world, drawn("JPEG", (800, 600)))
    alice = world.clients["customer_owner"]
    page = alice.get(reverse("portal:case", kwargs={"reference": world.case})).content.decode()
    lasting = reverse("portal:attachment", kwargs={"reference": world.case, "file": view.id})
    assert f"{lasting}?vue=apercu" in page
    assert f'href="{lasting}"' not in page  # the original has the place in it

    for address in (lasting, f"{lasting}?vue=apercu"):
        given = alice.get(address, follow=True)
        assert given["Content-Type"] == "image/webp"
        assert given.content[8:12] == b"WEBP"
    original = file_token(
        attachment=view.id,
        viewer=f"customer:{world.customers['customer_owner']}",
        at=datetime.now(tz=UTC),
    )
    assert alice.get(f"/piece/{original}/").status_code == 404


def test_thumbnails_in_pages_open_without_another_question(world):
    view = give(world, drawn("JPEG", (800, 600)))
    page = world.clients["agent"].get(f"/bureau/dossier/{world.case}/").content.decode()
    source = page.partition('<img src="')[2].partition('"')[0]
    given = world.clients["agent"].get(source)

    assert source.startswith("/bureau/piece/")
    assert given["Content-Type"] == "image/webp"
    assert given["Content-Disposition"].startswith("inline")
    assert view.name in page


WRONG = {
    "expired": {"at": datetime.now(tz=UTC) - timedelta(minutes=11)},
    "from the future": {"at": datetime.now(tz=UTC) + timedelta(hours=2)},
    "a colleague's": {"viewer": "staff:somebody-else"},
    "a customer's": {"viewer": "customer:somebody"},
    "of no file": {"attachment": "00000000-0000-4000-8000-000000000000"},
}


@pytest.mark.parametrize("what", WRONG)
def test_a_link_that_is_wrong_opens_nothing_and_leaves_a_trace(world, what, caplog):
    view = give(world, b"Mon ticket", "a.txt")
    with caplog.at_level(logging.WARNING, "recours.guard"):
        answer = world.clients["agent"].get(desk_link(world, view, **WRONG[what]))

    assert answer.status_code == 404
    if what != "of no file":
        assert "refused" in caplog.text


def test_every_letter_of_a_link_counts(world):
    view = give(world, b"Mon ticket", "a.txt")
    link = desk_link(world, view)
    token = link.removesuffix("/").rpartition("/")[2]
    agent = world.clients["agent"]
    assert agent.get(link).status_code == 200
    for place in range(0, len(token), 3):
        other = "A" if token[place] != "A" else "B"
        altered = token[:place] + other + token[place + 1 :]
        assert agent.get(f"/bureau/piece/{altered}/").status_code == 404, place
    assert agent.get(f"/bureau/piece/{token}=/").status_code == 404


def test_a_link_dies_with_the_role_and_with_the_sight_of_the_case(world):
    view = give(world, b"Mon ticket", "a.txt")
    agent, key = world.clients["agent"], world.staff["agent"]
    link = desk_link(world, view)
    assert agent.get(link).status_code == 200

    change_roles(staff=key, roles=["legal"], programmes=[HERE])

    assert agent.get(link).status_code in {302, 404}
    elsewhere = desk_link(world, view, viewer=f"staff:{world.staff['agent_elsewhere']}")
    assert world.clients["agent_elsewhere"].get(elsewhere).status_code == 404


def test_a_customer_never_opens_what_the_house_keeps_for_itself(world):
    view = give(world, drawn("PNG"), "note.png", audience="internal")
    alice = world.clients["customer_owner"]
    lasting = reverse("portal:attachment", kwargs={"reference": world.case, "file": view.id})
    token = file_token(
        attachment=view.id,
        viewer=f"customer:{world.customers['customer_owner']}",
        at=datetime.now(tz=UTC),
        form="preview",
    )

    assert alice.get(lasting).status_code == 404
    assert alice.get(f"/piece/{token}/").status_code == 404


def test_a_follower_opens_files_in_this_browser_only(world):
    view = give(world, drawn("PNG"), "photo.png")
    browser, another = Client(), Client()
    for one in (browser, another):
        session = one.session
        session["followed"] = [world.case]
        session.save()
    lasting = reverse("public:attachment", kwargs={"reference": world.case, "file": view.id})

    link = browser.get(lasting)["Location"]

    assert browser.get(link).status_code == 200
    assert another.get(link).status_code == 404
    assert Client().get(link).status_code == 404


def test_a_file_of_another_case_or_a_guessed_address_finds_nothing(world):
    other = give(world, b"ailleurs", "b.txt", about="R-2026-00099-0")
    agent = world.clients["agent"]
    for path in (
        reverse("desk:attachment", kwargs={"reference": world.case, "file": other.id}),
        f"/bureau/dossier/{world.case}/piece/../x/",
        f"/media/{other.sha256}",
        f"/files/{other.sha256[:2]}/{other.sha256}",
        f"/static/{other.sha256}",
    ):
        assert agent.get(path).status_code == 404, path
        assert agent.post(path).status_code in {404, 405}, path


@pytest.mark.parametrize("verdict", ["pending", "infected"])
def test_what_is_not_checked_or_is_bad_is_opened_by_nobody(world, verdict):
    view = give(world, drawn("PNG"), "photo.png")
    agent, link = world.clients["agent"], desk_link(world, view)
    picture = desk_link(world, view, form="preview")
    assert agent.get(picture).status_code == 200
    waits = {"next_try_at": NOW} if verdict == "pending" else {}
    Inspection.objects.filter(pk=view.sha256).update(verdict=verdict, found="Eicar", **waits)

    lasting = reverse("desk:attachment", kwargs={"reference": world.case, "file": view.id})
    assert [agent.get(path).status_code for path in (link, picture, lasting)] == [404] * 3
    page = agent.get(f"/bureau/dossier/{world.case}/").content.decode()
    assert "photo.png" in page
    assert lasting not in page
    assert ("antivirus" in page) if verdict == "pending" else ("virus" in page)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ('fac"ture\r\nSet-Cookie: x.txt', 'attachment; filename="fac_ture Set-Cookie_ x.txt"'),
        ("reçu été.txt", "attachment; filename*=utf-8''re%C3%A7u%20%C3%A9t%C3%A9.txt"),
    ],
)
def test_a_name_never_splits_the_header(world, name, told):
    view = give(world, b"Mon ticket", name)

    given = world.clients["agent"].get(desk_link(world, view))

    assert given["Content-Disposition"] == told
    assert "Set-Cookie" not in given.headers


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<!DOCTYPE html><script>alert(1)</script>", "photo.jpg"),
        (b"<svg xmlns='x' onload='alert(1)'/>", "dessin.png"),
        (b"MZ\x90\x00", "facture.pdf"),
    ],
)
def test_what_could_run_goes_as_bytes_and_never_inline(world, data, name):
    view = give(world, data, name)

    given = world.clients["agent"].get(desk_link(world, view))

    assert given["Content-Type"] == "application/octet-stream"
    assert given["Content-Disposition"].startswith("attachment")
    assert view.pictures == ()


def test_a_pdf_with_a_script_is_evidence_and_its_flag_is_shown(world):
    view = give(world, pdf().replace(b"/Type", b"/JS 1 /Type", 1), "releve.pdf")
    page = world.clients["agent"].get(f"/bureau/dossier/{world.case}/").content.decode()

    assert "contient un script" in page
    given = world.clients["agent"].get(desk_link(world, view))
    assert given["Content-Disposition"].startswith("attachment")
