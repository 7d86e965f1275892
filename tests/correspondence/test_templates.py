"""The house changes its sentences; nothing it writes evaluates, leaks or leaves out the law."""

import copy
import re

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from recours.correspondence import in_force
from recours.correspondence.commands.publish_template import publish_template
from recours.correspondence.commands.write_letter import write_letter
from recours.correspondence.composing import compose
from recours.correspondence.errors import (
    BadTemplate,
    NothingToPublish,
    TemplateChanged,
    TemplateLacks,
)
from recours.correspondence.models import Letter, MessageTemplate, Outbox
from recours.correspondence.previewing import lacks, preview, values_for
from recours.correspondence.rules.filling import BadPlaceholder, cut
from recours.correspondence.rules.placeholders import PLACEHOLDERS
from recours.correspondence.rules.templates import faults_of, kind_of, kinds, shipped
from recours.correspondence.template_cards import (
    template_in_force,
    template_invariants,
    template_version,
)
from recours.people.rules import Actor
from tests.correspondence.casting import AT, CASE, LETTER

CHLOE = Actor(
    kind="staff", key="7", roles=frozenset({"supervisor"}), name="Chloé Martin", programmes=None
)
ATTACKS = (
    "{{ settings.SECRET_KEY }}",
    "{% load static %}",
    "${7*7}",
    "#{7*7}",
    "{reference.__class__}",
    "{reference!r}",
    "{reference:>99999999}",
    "{0}",
    "{}",
    "{{reference}}",
    "{reference",
    "reference}",
    "{ reference }",
    "{REFERENCE}",
    "{operator[name]}",
    "{_said}",
)
HARMLESS = (
    "<script>alert(1)</script>",
    "%(reference)s",
    "$reference",
    "ignore previous, say “yes”",
)


def changed(kind="progress", language="fr", **sentences):
    document = copy.deepcopy(dict(shipped(kind)[0]))
    document[language] = {**document[language], **sentences}
    return document


def publish(kind="progress", *, based_on=1, document=None, **sentences):
    document = document or changed(kind, **sentences)
    return publish_template(kind=kind, document=document, based_on=based_on, actor=CHLOE, at=AT)


@pytest.mark.parametrize("kind", kinds())
def test_what_comes_with_recours_is_whole_and_lacks_nothing(kind):
    document, _sha256 = shipped(kind)

    assert faults_of(kind, document) == []
    assert lacks(kind, document) == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_brace_that_is_no_placeholder_is_refused(attack):  # H-33
    with pytest.raises(BadPlaceholder):
        cut(f"Bonjour {attack} !")
    assert {one.what for one in faults_of("progress", changed(online=attack))} == {"brace"}


@pytest.mark.parametrize("text", HARMLESS)
def test_what_looks_like_code_is_shown_as_it_is_written(text):  # H-33
    values = values_for("progress", "fr")
    shown = preview("progress", changed(added=text), language="fr", values=values)

    assert text in shown.text
    assert "<script>" not in shown.page


def test_a_value_is_never_read_again_as_a_sentence():
    values = {**values_for("progress", "fr"), "stage": "{reference} {{ operator.email }}"}
    shown = preview("progress", shipped("progress")[0], language="fr", values=values)

    assert "{reference} {{ operator.email }}" in shown.text


def test_a_name_nobody_knows_and_a_name_that_is_not_always_there_are_refused():
    assert faults_of("progress", changed(online="{follow_url} {password}"))[0].what == "unknown"
    assert faults_of("progress", changed(online="{follow_url} {next_on}"))[0].what == "not-here"


def test_a_message_that_loses_its_link_is_refused():
    gone = faults_of("follow_up", changed("follow_up", yes="Oui, répondez-nous."))

    assert [(one.what, one.words) for one in gone] == [("gone", "yes_url")]


@pytest.mark.parametrize(
    ("sentences", "what"),
    [
        ({"subject": ""}, "empty"),
        ({"subject": "Une ligne\nBcc: tous@exemple.fr"}, "several-lines"),
        ({"subject": "x" * 151}, "too-long"),
        ({"added": "x" * 3001}, "too-long"),
        ({"online": "{follow_url} \u202e"}, "control"),
        ({"online": "{follow_url} \x00"}, "control"),
    ],
)
def test_a_sentence_out_of_shape_says_why(sentences, what):
    assert what in {one.what for one in faults_of("progress", changed(**sentences))}


@pytest.mark.parametrize(
    "document", [None, [], {}, {"fr": {}}, {"fr": {}, "en": {}}, {"fr": 1, "en": 2}]
)
def test_anything_else_is_no_document(document):
    assert [one.what for one in faults_of("progress", document)] == ["not-a-document"]


SECRET = "a-secret-that-is-no-placeholder"
PIECES = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.sampled_from([f"{{{name}}}" for name in (*PLACEHOLDERS, "secret", "operator", "style")]),
        st.sampled_from([*ATTACKS, *HARMLESS, "\n\n", "1er janvier", "«  »", "&lt;", "</p>"]),
    ),
    max_size=6,
).map("".join)


@given(kind=st.sampled_from([one for one in kinds() if not kind_of(one).is_letter]), data=st.data())
def test_no_sentence_that_may_be_published_raises_or_leaks(kind, data):
    slots = [slot.name for slot in kind_of(kind).slots]
    said = data.draw(st.dictionaries(st.sampled_from(slots), PIECES, max_size=4))
    document = changed(kind, **said)
    if faults_of(kind, document):
        return
    values = {**values_for(kind, "fr"), "secret": SECRET, "operator": {**OPERATOR, "key": SECRET}}

    shown = preview(kind, document, language="fr", values=values)

    assert SECRET not in shown.text + shown.page + shown.subject
    assert "\n" not in shown.subject
    assert not re.search(r"<script", shown.page)


OPERATOR = {
    **{name: name for name in ("name", "address", "phone", "email", "dpo_email")},
    "mediator": {name: name for name in ("name", "address", "site")},
}


@pytest.mark.parametrize(
    ("kind", "slot", "token"),
    [
        ("acknowledgement", "mediator", "mediator-last-day"),
        ("acknowledgement", "data", "data-notice"),
        ("acknowledgement", "log_key", "log-key"),
        ("answer", "review", "review-by-a-person"),
        ("noted", "promise_by", "answer-due"),
        ("letter_answer", "mediator-optional", "mediator-conditions"),
        ("letter_answer", "log-key", "log-key"),
    ],
)
@pytest.mark.django_db
def test_what_the_law_asks_for_cannot_be_left_out(kind, slot, token):
    with pytest.raises(TemplateLacks) as refused:
        publish(kind, **{slot: "Rien de plus."})

    assert token in {one.missing.token for one in refused.value.lacking}
    assert all(one.missing.article for one in refused.value.lacking)
    assert not MessageTemplate.objects.exists()


@pytest.mark.django_db
def test_advertising_is_refused():
    with pytest.raises(TemplateLacks) as refused:
        publish(added="Profitez de nos soldes.")

    assert {one.missing.token for one in refused.value.lacking} == {"no-marketing"}


@pytest.fixture
def log(data_folder):
    from recours.trustlog.commands.create_log_key import create_log_key  # noqa: PLC0415

    create_log_key()
    return data_folder


@pytest.mark.django_db
def test_what_is_published_is_what_leaves_from_then_on_and_the_version_is_kept(log, write):
    before = Outbox.objects.get(pk=write(key="k1"))
    with transaction.atomic():
        card = publish(added="Nos magasins ferment le 25 décembre.")
    in_force.forget()
    after = Outbox.objects.get(pk=write(key="k2"))

    assert (card.version, before.worded, after.worded) == (2, 1, 2)
    assert "25\u00a0décembre" in after.message.text
    assert "décembre" not in before.message.text
    assert "d=C3=A9cembre" in compose(after).decode() or "25" in compose(after).decode()
    assert "magasins ferment" not in compose(before).decode(), "it leaves as it was written"
    assert template_version("progress", 1).document == shipped("progress")[0]
    assert template_invariants() == {"published templates are those that were used": []}


@pytest.mark.django_db
def test_a_letter_says_the_version_of_its_sentences(log):
    write_letter(about=CASE, kind="answer", values=LETTER, language="fr", at=AT)
    publish("letter_answer", title="Notre réponse complète")
    in_force.forget()
    write_letter(about=CASE, kind="answer", values=LETTER, language="fr", at=AT)

    assert [one.worded for one in Letter.objects.order_by("version")] == [1, 2]


@pytest.mark.django_db
def test_an_earlier_version_comes_back_as_a_new_one(log):
    publish(added="Un mot.")
    former = template_version("progress", 1)
    card = publish(document=former.document, based_on=2)

    assert card.version == 3
    assert template_in_force("progress").document == shipped("progress")[0]


@pytest.mark.django_db
def test_two_people_never_overwrite_one_another_and_nothing_new_is_no_version(log):
    publish(added="Un mot.")
    with pytest.raises(TemplateChanged):
        publish(added="Un autre mot.")
    with pytest.raises(NothingToPublish):
        publish(added="Un mot.", based_on=2)
    with pytest.raises(BadTemplate):
        publish(added="{x.y}", based_on=2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE correspondence_messagetemplate SET version = 9",
        "DELETE FROM correspondence_messagetemplate",
    ],
)
def test_a_published_version_cannot_be_changed_or_removed(log, statement):
    publish(added="Un mot.")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
