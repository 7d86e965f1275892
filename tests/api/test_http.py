"""H-110: methods, overrides, addresses that do not exist: JSON, in words, never a page."""

import pytest

from recours.complaints.models import Complaint
from tests.api.calling import said


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "FOO"])
@pytest.mark.parametrize("path", ["complaints", "", "openapi.json", "log"])
def test_h110_a_method_that_is_not_there_is_refused(caller, method, path):
    answer = caller.client.generic(method, f"/api/v1/{path}", headers=caller.headers)

    assert said(answer) == (405, "method_not_allowed")
    assert "GET" in answer["Allow"]


@pytest.mark.parametrize(
    "header", ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method", "X-Original-URL"]
)
def test_h110_a_method_in_a_header_is_ignored(caller, header):
    reference = caller.lodged()

    read = caller.client.get(
        f"/api/v1/complaints/{reference}", headers={**caller.headers, header: "DELETE"}
    )
    post = caller.client.post(
        f"/api/v1/complaints/{reference}?_method=DELETE", headers={**caller.headers, header: "GET"}
    )

    assert read.status_code == 200
    assert post.status_code == 405
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize(
    "path", ["/api/v1/rien", "/api/v1/complaints/", "/api/v2/complaints", "/api/", "/api/v1//log"]
)
def test_an_address_that_does_not_exist_says_so_in_json(caller, path):
    assert said(caller.client.get(path, headers=caller.headers)) == (404, "not_found")


def test_another_host_is_refused_in_json(caller):
    answer = caller.client.get("/api/v1/log", headers={**caller.headers, "Host": "evil.example"})

    assert said(answer) == (400, "bad_request")


def test_a_fault_of_ours_is_said_without_its_details(caller, monkeypatch, caplog):
    def fall(**_anything):
        raise ZeroDivisionError("the secret of the house")

    monkeypatch.setattr("recours.api.complaints.register_page", fall)

    answer = caller.get("/complaints")

    assert said(answer) == (500, "server_error")
    assert "secret" not in answer.content.decode()
    assert "ZeroDivisionError" in caplog.text


def test_a_database_that_does_not_answer_asks_to_come_back(caller, monkeypatch):
    from django.db import OperationalError  # noqa: PLC0415

    def fall(**_anything):
        raise OperationalError("disk I/O error")

    monkeypatch.setattr("recours.api.complaints.register_page", fall)

    answer = caller.get("/complaints")

    assert said(answer) == (503, "unavailable")
    assert int(answer["Retry-After"]) > 0
