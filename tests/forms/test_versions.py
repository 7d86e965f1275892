"""Forms are published, never rewritten; what was answered stays readable."""

import copy
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from recours.forms import queries
from recours.forms.commands.drop_form_draft import drop_form_draft
from recours.forms.commands.keep_version import keep_version
from recours.forms.commands.publish_form import publish_form
from recours.forms.commands.save_form_draft import save_form_draft
from recours.forms.errors import (
    BadForm,
    FormChanged,
    NoSuchVersion,
    NothingToPublish,
    UnknownLeaf,
)
from recours.forms.models import FormVersion
from recours.forms.queries import form_for, form_version, standings, versions
from recours.forms.rules.shipped import shelf
from recours.kernel.canonical import digest
from recours.people.rules import Actor
from recours.trustlog.commands.create_log_key import create_log_key

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
OMAR = Actor(kind="staff", key="omar", roles=frozenset({"administrator"}), name="Omar Diallo")
LEAF = "ABO.PRICE"


@pytest.fixture(autouse=True)
def _log(data_folder):
    create_log_key()


def edited(leaf=LEAF, title="Quel nouveau prix ?"):
    document = copy.deepcopy(dict(form_for(leaf, "fr", NOW).document))
    document["pages"][1]["fr"] = title
    return document


def publish(title="Quel nouveau prix ?", at=NOW):
    revision = save_form_draft(
        leaf=LEAF, document=edited(title=title), revision=0, actor=OMAR, at=at
    )
    return publish_form(leaf=LEAF, revision=revision, actor=OMAR, at=at)


def test_a_house_that_published_nothing_asks_what_comes_with_recours():
    card = form_for(LEAF, "en", NOW)

    assert (card.version, card.origin, card.title) == (1, "shipped", "Price increase")
    assert not FormVersion.objects.exists()


def test_the_version_somebody_answers_is_written_down_once():
    first = keep_version(leaf=LEAF, at=NOW)
    again = keep_version(leaf=LEAF, at=LATER)

    assert (first.version, again.version) == (1, 1)
    assert [card.published_at for card in versions(LEAF, "fr")] == [NOW]
    assert form_version(LEAF, 1, "fr").document == dict(shelf()[LEAF])


def test_what_the_operator_publishes_is_asked_from_then_on_and_the_former_stays():
    card = publish()

    assert (card.version, card.origin, card.published_by) == (2, "operator", "omar")
    assert form_for(LEAF, "fr", LATER).form.pages[1].fr == "Quel nouveau prix ?"
    assert form_version(LEAF, 1, "fr").form.pages[1].fr == shelf()[LEAF]["pages"][1]["fr"]
    assert standings()[LEAF].version == 2
    assert queries.form_draft(LEAF) is None


def test_a_later_recours_brings_a_version_of_its_own_but_never_over_the_operators():
    former = edited(title="Ce que demandait le Recours d’avant")
    FormVersion.objects.create(
        leaf=LEAF,
        version=1,
        document=former,
        sha256=digest(former),
        origin="shipped",
        published_at=NOW,
        published_by="recours",
    )
    card = form_for(LEAF, "fr", LATER)
    assert (card.version, card.form.pages[1].fr) == (2, shelf()[LEAF]["pages"][1]["fr"])
    assert form_version(LEAF, 1, "fr").form.pages[1].fr == "Ce que demandait le Recours d’avant"
    assert publish(at=LATER).version == 3
    assert form_for(LEAF, "fr", LATER).origin == "operator"


def test_a_published_form_cannot_be_changed_or_removed():
    publish()
    for change in (
        lambda: FormVersion.objects.update(published_by="nobody"),
        lambda: FormVersion.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert queries.invariants() == {"published forms are those that were answered": []}


def test_two_people_editing_never_overwrite_one_another():
    revision = save_form_draft(leaf=LEAF, document=edited(), revision=0, actor=OMAR, at=NOW)
    save_form_draft(leaf=LEAF, document=edited(), revision=revision, actor=OMAR, at=NOW)

    for stale in (0, revision):
        with pytest.raises(FormChanged):
            save_form_draft(leaf=LEAF, document=edited(), revision=stale, actor=OMAR, at=NOW)
    with pytest.raises(FormChanged):
        publish_form(leaf=LEAF, revision=revision, actor=OMAR, at=NOW)


def test_a_form_that_is_not_whole_is_not_published():
    document = edited()
    document["pages"][0]["questions"][0]["en"] = ""
    revision = save_form_draft(leaf=LEAF, document=document, revision=0, actor=OMAR, at=NOW)

    with pytest.raises(BadForm) as refused:
        publish_form(leaf=LEAF, revision=revision, actor=OMAR, at=NOW)
    assert refused.value.faults == ["contract: text-missing"]
    assert form_for(LEAF, "fr", LATER).version == 1


def test_the_same_questions_are_not_a_new_version():
    with pytest.raises(NothingToPublish):
        publish_form(leaf=LEAF, revision=1, actor=OMAR, at=NOW)
    same = dict(form_for(LEAF, "fr", NOW).document)
    revision = save_form_draft(leaf=LEAF, document=same, revision=0, actor=OMAR, at=NOW)
    with pytest.raises(NothingToPublish):
        publish_form(leaf=LEAF, revision=revision, actor=OMAR, at=NOW)
    assert drop_form_draft(leaf=LEAF)
    assert not drop_form_draft(leaf=LEAF)


def test_what_does_not_exist_is_said():
    with pytest.raises(UnknownLeaf):
        form_for("ABO.NONE", "fr", NOW)
    with pytest.raises(NoSuchVersion):
        form_version(LEAF, 2, "fr")
