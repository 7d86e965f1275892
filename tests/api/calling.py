"""How tests call the API: as an integrator's program does."""

import itertools

from django.test import Client

LODGING = {
    "kind": "FID.CREDIT.MISSING",
    "programme": "quai",
    "name": "Alice Rivoire",
    "email": "alice@example.fr",
    "card": "2990 0000 4471",
    "receipt": "T-2026-118",
    "store": "Nantes",
    "bought_on": "2026-11-07",
    "total_cents": 14680,
    "claimed_points": 248,
    "story": "Il me manque les points du 7 novembre.",
    "wish": "Retrouver mes points.",
}
_numbers = itertools.count(1)


def new_key():
    """Return a key never used in this run."""
    return f"clef-{next(_numbers):08d}"


class Caller:
    """A program that holds a token."""

    def __init__(self, token, *, language="fr"):
        self.client = Client(raise_request_exception=False)
        self.headers = {"Accept-Language": language}
        if token is not None:
            self.headers["Authorization"] = f"Bearer {token}"

    def get(self, path, **query):
        return self.client.get(f"/api/v1{path}", query, headers=self.headers)

    def post(self, path, body, *, key="", content_type="application/json", **headers):
        """Send a body (a text is sent as it is); `key=None` sends no key."""
        sent = {**self.headers, **headers}
        if key is not None:
            sent["Idempotency-Key"] = key or new_key()
        return self.client.post(f"/api/v1{path}", body, content_type=content_type, headers=sent)

    def upload(self, path, *, key="", **files):
        sent = {**self.headers, "Idempotency-Key": key or new_key()}
        return self.client.post(f"/api/v1{path}", files, headers=sent)

    def lodge(self, *, key="", **changes):
        return self.post("/complaints", {**LODGING, **changes}, key=key)

    def lodged(self, **changes):
        """Lodge and return the reference."""
        answer = self.lodge(**changes)
        assert answer.status_code == 201, answer.content
        return answer.json()["reference"]


def said(answer):
    """Return the status and the code of a refusal, which always has a sentence."""
    problem = answer.json()
    assert problem["detail"], problem
    return answer.status_code, problem["code"]


def fields_of(answer):
    """Return the names of the fields a refusal is about."""
    return [one["field"] for one in answer.json().get("fields", [])]
