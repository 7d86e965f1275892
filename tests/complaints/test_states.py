import pytest

from recours.complaints.states import MOVES, OPEN, Status, awaits
from recours.kernel.states import ForbiddenMove, check_move


def test_every_open_complaint_waits_for_something_and_a_closed_one_for_nothing():
    assert all(awaits(status) for status in OPEN)
    assert all(awaits(status) == "" for status in set(Status) - OPEN)


def test_every_status_can_be_reached_and_left():
    forward = {before: after for before, after in MOVES.items() if before is not Status.MERGED}
    reached = {status for after in forward.values() for status in after}

    assert reached == set(Status) - {Status.RECEPTION}  # where only a separation leads back
    assert all(MOVES.values())


def test_nothing_is_closed_before_it_is_decided():
    with pytest.raises(ForbiddenMove):
        check_move(MOVES, Status.DECISION, Status.CLOSED)
