"""What another system receives, how often, and what a person sees when it does not."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from recours.jobs.models import Job
from recours.journeys.add_to_complaint import add_to_complaint
from recours.journeys.lodge_complaint import Lodging, lodge_complaint
from recours.webhooks.audit import invariants
from recours.webhooks.commands.add_endpoint import add_endpoint
from recours.webhooks.commands.announce import announce
from recours.webhooks.commands.change_endpoint import change_endpoint
from recours.webhooks.commands.deliver import deliver
from recours.webhooks.commands.prune_deliveries import prune_deliveries
from recours.webhooks.commands.replay import replay
from recours.webhooks.commands.rotate_secret import rotate_secret
from recours.webhooks.commands.try_endpoint import try_endpoint
from recours.webhooks.errors import BadAddress, UnknownEvent
from recours.webhooks.models import Endpoint, Event
from recours.webhooks.queries import deliveries, endpoint, endpoints
from recours.webhooks.rules.events import EVENTS
from recours.webhooks.rules.signing import headers_of, write_secret
from recours.webhooks.rules.waits import WAITS
from recours.webhooks.states import State
from recours.worker.handlers import HANDLERS
from tests.crash.cast import NOW, open_shop
from tests.webhooks.receiver import receiving


@pytest.fixture(autouse=True)
def local(settings):
    settings.WEBHOOKS_LOCAL = True


@pytest.fixture
def here():
    with receiving() as receiver:
        yield receiver


def listen(here, events=tuple(EVENTS), programmes=None):
    return add_endpoint(
        name="CRM", url=here.url, events=events, programmes=programmes, by="omar", at=NOW
    )


def say(event="complaint.closed", reference="R-2026-00001-X", programme="quai", at=NOW):
    return announce(event=event, about=reference, programme=programme, data={}, at=at)


def work(at=NOW):
    """Run what the worker would run at this time, as it would."""
    done = 0
    for job in Job.objects.filter(kind="webhooks.deliver", state="ready", run_after__lte=at):
        HANDLERS[job.kind](job.payload, at)
        job.state = "done"
        job.save()
        done += 1
    return done


def verified(secret, received):
    """The message, read by somebody else's library; its clock is ours."""
    _, headers, body = received
    return Webhook(secret).verify(body, {k.lower(): v for k, v in headers.items()})


@given(
    key=st.binary(min_size=24, max_size=64),
    body=st.text(st.characters(blacklist_categories=["Cs"]), max_size=300),
)
def test_another_implementation_verifies_what_we_sign(key, body):
    told = json.dumps({"said": body}, ensure_ascii=False)
    second = int(datetime.now(tz=UTC).timestamp())
    headers = headers_of(keys=[key], message="msg_1", second=second, body=told)

    assert Webhook(write_secret(key)).verify(told, headers) == {"said": body}
    with pytest.raises(WebhookVerificationError):
        Webhook(write_secret(key)).verify(told + " ", headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(write_secret(bytes([key[0] ^ 1]) + key[1:])).verify(told, headers)


@pytest.mark.django_db
@pytest.mark.usefixtures("data_folder")
class TestDelivering:
    def test_what_happens_is_told_signed_once(self, here, time_machine):
        time_machine.move_to(NOW)
        secret = listen(here).secret
        assert say() == 1
        assert work() == 1

        (received,) = here.came
        assert received[0] == "/ici?x=1"
        assert verified(secret, received) == {
            "type": "complaint.closed",
            "timestamp": "2026-11-21T10:00:00.000Z",
            "data": {"reference": "R-2026-00001-X", "programme": "quai"},
        }
        (told,) = deliveries(endpoints(None)[0].id)
        assert (told.state, told.status, told.attempts) == (State.DELIVERED, 204, 1)
        assert received[1]["webhook-id"] == told.message
        assert work() == 0

    def test_only_what_was_asked_for_is_told(self, here):
        listen(here, events=["complaint.closed"], programmes=["quai"])

        assert say("complaint.decided") == 0
        assert say(programme="autre") == 0
        assert say() == 1

    def test_nothing_is_written_when_nobody_listens_or_the_fact_is_undone(self, here):
        say()
        assert Event.objects.count() == 0
        listen(here)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            _ = say(), 1 / 0
        assert (Event.objects.count(), Job.objects.count()) == (0, 0)

    def test_a_failure_is_tried_ten_times_more_then_waits_for_a_person(self, here):
        mine = listen(here).id
        here.status = 500
        say()
        at, tries = NOW, work()
        for wait in WAITS:
            assert endpoint(mine, None).failing_since == NOW
            assert work(at + wait - timedelta(seconds=1)) == 0
            at += wait
            tries += work(at)

        assert tries == len(here.came) == 11
        assert len({headers["webhook-id"] for _, headers, _ in here.came}) == 1
        assert len({body for *_, body in here.came}) == 1
        assert len({headers["webhook-signature"] for _, headers, _ in here.came}) == 11
        (told,) = deliveries(mine)
        assert (told.state, told.status, told.reason) == (State.DEAD, 500, "status")
        assert endpoint(mine, None).given_up == 1
        here.status = 200
        replay(delivery=told.id, at=at)
        assert work(at) == 1
        assert deliveries(mine)[0].state is State.DELIVERED
        assert endpoint(mine, None).failing_since is None
        assert here.came[-1][1]["webhook-id"] == here.came[0][1]["webhook-id"]

    @pytest.mark.parametrize(("status", "reason"), [(302, "redirect"), (404, "status")])
    def test_anything_but_a_success_is_a_failure(self, here, status, reason):
        mine = listen(here).id
        here.status = status
        say()
        work()
        assert deliveries(mine)[0].reason == reason
        assert deliveries(mine)[0].state is State.PENDING

    def test_gone_switches_the_endpoint_off(self, here):
        mine = listen(here).id
        here.status = 410
        say()
        work()
        assert (endpoint(mine, None).is_on, endpoint(mine, None).off_because) == (False, "gone")
        assert deliveries(mine)[0].state is State.DEAD
        assert say() == 0

    def test_what_waits_while_it_is_off_is_sent_once_it_is_on(self, here):
        mine = listen(here).id
        say()
        change_endpoint(endpoint=mine, is_on=False, at=NOW)
        work()
        assert here.came == []
        change_endpoint(endpoint=mine, is_on=True, at=NOW)
        work()
        assert len(here.came) == 1

    def test_a_turn_is_noted_once_whoever_runs_it_twice(self, here):
        mine = listen(here).id
        say()
        (told,) = deliveries(mine)
        asked = {"delivery": told.id, "round": 1, "attempts": 0, "at": NOW}
        assert deliver(**asked) is State.DELIVERED
        assert deliver(**asked) is None
        assert len(here.came) == 1

    def test_both_secrets_sign_for_a_day(self, here, time_machine):
        added = listen(here)
        fresh = rotate_secret(endpoint=added.id, at=NOW)
        for hours, both in ((1, True), (25, False)):
            at = NOW + timedelta(hours=hours)
            time_machine.move_to(at)
            say(at=at)
            work(at)
            assert verified(fresh, here.came[-1])
            if both:
                assert verified(added.secret, here.came[-1])
            else:
                with pytest.raises(WebhookVerificationError):
                    verified(added.secret, here.came[-1])

    def test_a_secret_is_sealed_and_bound_to_its_endpoint(self, here, settings):
        added = listen(here)
        row = Endpoint.objects.get()
        assert added.secret.removeprefix("whsec_")[:20] not in row.secret
        settings.WEBHOOKS_KEY = "another"
        say()
        work()
        assert deliveries(added.id)[0].reason == "secret"

    def test_a_delivery_on_its_way_may_be_hurried_and_one_new_is_left(self, here):
        mine = listen(here).id
        say()
        (told,) = deliveries(mine)
        replay(delivery=told.id, at=NOW)
        assert work() == 1

    def test_an_endpoint_can_be_tried(self, here, time_machine):
        time_machine.move_to(NOW)
        added = listen(here, events=["complaint.closed"])
        try_endpoint(endpoint=added.id, at=NOW)
        work()
        assert verified(added.secret, here.came[0])["type"] == "endpoint.tested"

    def test_an_endpoint_asks_for_events_that_exist_at_an_address_that_may_be(self, here, settings):
        with pytest.raises(UnknownEvent):
            listen(here, events=["password"])
        with pytest.raises(BadAddress):
            listen(here, events=[])
        settings.WEBHOOKS_LOCAL = False
        with pytest.raises(BadAddress):
            listen(here)

    def test_an_address_that_became_private_is_refused_at_the_sending(self, here, settings):
        mine = listen(here).id
        Endpoint.objects.update(url=f"https://127.0.0.1:{here.port}/")
        settings.WEBHOOKS_LOCAL = False
        say()
        work()
        assert (deliveries(mine)[0].reason, here.came) == ("private", [])

    def test_what_was_delivered_is_forgotten_after_a_month(self, here):
        mine = listen(here).id
        say()
        work()
        here.status = 410
        say()
        work()
        assert prune_deliveries(at=NOW + timedelta(days=31)) == 1
        assert [told.state for told in deliveries(mine)] == [State.DEAD]
        assert all(not found for found in invariants().values())

    def test_a_message_delivered_is_not_lost_by_a_replay_of_nothing(self, here):
        mine = listen(here).id
        say()
        work()
        replay(delivery=deliveries(mine)[0].id, at=NOW)
        work()
        assert len(here.came) == 2


@pytest.mark.django_db
def test_the_life_of_a_complaint_is_told_without_a_name(here, data_folder, tmp_path):
    open_shop(tmp_path)
    listen(here)
    said = Lodging(
        key="form",
        kind="AUT",
        programme="bellerive",
        name="Alice Rivoire",
        email="alice@exemple.fr",
        story="La cafetière est arrivée cassée.",
    )
    reference = lodge_complaint(lodging=said, at=NOW).reference
    add_to_complaint(
        complaint=reference, author="Alice Rivoire", text="Et le filtre ?", channel="web", at=NOW
    )
    work(NOW + timedelta(seconds=1))

    told = [json.loads(body) for *_, body in here.came]
    assert sorted(one["type"] for one in told) == ["complaint.registered", "message.received"]
    assert {one["data"]["reference"] for one in told} == {reference}
    text = json.dumps(told).lower()
    assert not any(word in text for word in ("alice", "rivoire", "exemple.fr", "cafeti", "filtre"))
