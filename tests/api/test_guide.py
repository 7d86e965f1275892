"""The page that reads the document: every operation, in both languages, without a script."""

import pytest

from recours.api.urls import api
from tests.browsers import NARROWEST, WIDE, barriers, overflows


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_names_every_operation_and_asks_for_nothing(client, db, language):
    page = client.get("/api/v1/", headers={"Accept-Language": language})

    text = page.content.decode()
    document = client.get("/api/v1/openapi.json", headers={"Accept-Language": language}).json()
    for path, methods in document["paths"].items():
        for one in methods.values():
            assert f"<code>{path}</code>" in text
            assert one["summary"] in text
    assert page["Content-Language"] == language
    assert page["Cache-Control"] == "no-store"


def test_every_operation_has_a_door_and_is_described(client, db):
    routers = [router for _prefix, router in api._routers if router.tags]  # noqa: SLF001
    operations = [
        one
        for router in routers
        for view in router.path_operations.values()
        for one in view.operations
    ]

    assert len(operations) == 18
    for one in operations:
        assert one.auth_callbacks, one.path
        assert one.summary != one.description, one.path
        assert {400, 401, 403, 429} <= set(one.response_models), one.path


def test_the_document_asks_for_what_the_doors_ask(client, db):
    document = client.get("/api/v1/openapi.json").json()

    for path, methods in document["paths"].items():
        for method, one in methods.items():
            said = {each["name"] for each in one["parameters"] if each["in"] == "query"}
            door = _door(method.upper(), path)
            assert said == door.query, path
            assert list(one.get("requestBody", {}).get("content", [])) == (
                [door.body] if door.body else []
            )
            assert one["x-scopes"] == sorted(door.scopes)


def _door(method, path):
    return next(
        one.auth_callbacks[0]
        for _prefix, router in api._routers  # noqa: SLF001
        for route, view in router.path_operations.items()
        for one in view.operations
        if f"/api/v1{route}" == path and method in one.methods
    )


@pytest.mark.browser
@pytest.mark.parametrize("size", [WIDE, NARROWEST], ids=["wide", "narrow"])
@pytest.mark.django_db(transaction=True)
def test_the_page_has_no_barrier(page, live_server, size):
    page.set_viewport_size(size)
    page.goto(f"{live_server.url}/api/v1/")

    assert barriers(page) == []
    assert overflows(page) == []
