"""A member disputes one of their own lines from the portal, and nobody else's."""

import pytest

from recours.people.commands.confirm_sign_in_code import confirm_sign_in_code
from recours.people.commands.request_sign_in_code import request_sign_in_code
from recours.web.public.own_lines import own_line
from tests.crash.cast import CARD, MEMBER, NOW, RECEIPT, open_shop


def signed_in(email):
    issued = request_sign_in_code(email=email, browser=email, at=NOW)
    return confirm_sign_in_code(browser=email, code=issued.code, at=NOW).as_actor()


@pytest.fixture
def alice(db, data_folder, tmp_path):
    open_shop(tmp_path)
    return signed_in("alice@exemple.invalid")


def test_her_own_purchase_opens_the_form_with_what_is_known(alice):
    line = own_line(alice, purchase=RECEIPT, kind="FID.CREDIT.WRONG")

    assert (line.member, line.card, line.kind) == (MEMBER, CARD, "FID.CREDIT.WRONG")


@pytest.mark.parametrize("kind", ["", "AUT", "FID.EXPIRY.RULE", "../x"])
def test_a_kind_that_is_not_about_a_purchase_is_not_believed(alice, kind):
    assert own_line(alice, purchase=RECEIPT, kind=kind).kind == "FID.CREDIT.MISSING"


def test_a_stranger_disputes_nothing_of_hers(alice):
    stranger = signed_in("stranger@exemple.invalid")

    assert own_line(stranger, purchase=RECEIPT) is None
    assert own_line(alice, purchase="no-such-ticket") is None
    assert own_line(alice, movement="no-such-line") is None
