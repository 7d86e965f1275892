"""The OpenAPI document says what happens: programs made from it meet nothing unannounced."""

import re

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase
from hypothesis import settings as chosen
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from recours.config.wsgi import application
from tests.api.calling import Caller

pytestmark = pytest.mark.slow
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
JUDGED_BY_RULES = {  # refusals that no schema can say
    "unknown_programme",
    "facts_refused",
    "file_refused",
    "parameter_invalid",
    "idempotency_key_reused",
    "webhook_address",
    "webhooks_many",
}
FORM = {"reference": re.compile(".+"), "programme": re.compile("[a-z0-9-]{1,40}")}


@pytest.fixture
def lodged(token_for, settings):
    """A token and a complaint it sees; requests from now on stay in the test's transaction."""
    settings.API_RATE = 0
    token = token_for().plain
    reference = Caller(token).lodged()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield token, reference
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def name_what_exists(case, reference):
    """Let a request that is well formed reach further than the door."""
    real = {"reference": reference, "programme": "quai"}
    for place in (case.path_parameters, case.body):
        for name in real.keys() & (place if isinstance(place, dict) else {}).keys():
            if isinstance(place[name], str) and FORM[name].fullmatch(place[name]):
                place[name] = real[name]


def write_integers_without_a_fraction(value):
    """JSON Schema takes 1.0 for an integer; we do not: points and cents are never floats."""
    if isinstance(value, dict):
        return {name: write_integers_without_a_fraction(one) for name, one in value.items()}
    if isinstance(value, list):
        return [write_integers_without_a_fraction(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


@schema.parametrize()
@chosen(
    max_examples=8,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_keeps_to_the_document(case, lodged):
    token, reference = lodged
    name_what_exists(case, reference)
    case.body = write_integers_without_a_fraction(case.body)
    headers = {"Authorization": f"Bearer {token}"}
    answer = case.call(headers=headers)
    judged = answer.status_code in {400, 422} and answer.json()["code"] in JUDGED_BY_RULES
    excluded = [positive_data_acceptance] if judged else []
    if case.operation.label.endswith("/attachments"):  # a violation that no form can carry is lost
        excluded.append(negative_data_rejection)
    case.validate_response(answer, headers=headers, excluded_checks=excluded)
