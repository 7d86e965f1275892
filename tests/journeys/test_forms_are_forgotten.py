"""A form begun and never sent is forgotten after thirty days, with its photo."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from recours.complaints.commands.save_draft import save_draft
from recours.complaints.queries import draft_answers
from recours.correspondence.commands.store_attachment import store_attachment
from recours.correspondence.commands.sweep_files import sweep_files
from recours.correspondence.errors import AttachmentNotFound
from recours.correspondence.queries import attachment, open_attachment
from recours.journeys.forget_unsent_forms import forget_unsent_forms

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
PHOTO = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture
def form(db, data_folder):
    """Alice begins a form and gives her receipt."""
    key = uuid.uuid4()
    with transaction.atomic():
        save_draft(key=key, answers={"name": "Alice Rivoire"}, at=NOW)
    photo = store_attachment(data=PHOTO, name="ticket.pdf", about=f"draft:{key}", at=NOW)
    return key, photo.id


def test_within_thirty_days_nothing_typed_is_lost(form):
    key, photo = form

    assert forget_unsent_forms(at=NOW + timedelta(days=30)) == 0
    assert draft_answers(key) == {"name": "Alice Rivoire"}
    assert open_attachment(photo).data == PHOTO


def test_after_thirty_days_nothing_is_left(form):
    key, photo = form

    assert forget_unsent_forms(at=NOW + timedelta(days=30, seconds=1)) == 1
    assert draft_answers(key) == {}
    with pytest.raises(AttachmentNotFound):
        attachment(photo)
    assert sweep_files(at=datetime.now(tz=UTC) + timedelta(days=2)) == 1
