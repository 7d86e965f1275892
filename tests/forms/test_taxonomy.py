"""The tree of what people complain about: whole, bilingual, and found by their own words."""

import pytest

from recours.complaints.rules.kinds import KINDS, UnknownKind, kind_of
from recours.forms.errors import UnknownLeaf
from recours.forms.rules.taxonomy import (
    DISPUTES,
    families,
    family,
    found_by,
    leaf,
    leaves,
    often,
    requests,
)

EIGHT = ["FID", "ABO", "PRO", "LIV", "FAC", "SRV", "WEB", "DCP"]
FIRST_RELEASE = {
    "FID.CREDIT.MISSING": ("Points non crédités après un achat", "purchase"),
    "FID.CREDIT.WRONG": ("Nombre de points erroné", "purchase"),
    "FID.CREDIT.LATE": ("Points crédités trop tard", "purchase"),
    "FID.EXPIRY.RULE": ("Points expirés trop tôt", "expiry"),
    "AUT": ("Autre réclamation", ""),
}


def test_the_eight_families_are_in_the_order_people_read_them():
    assert [one.code for one in families()] == EIGHT
    assert all(one.leaves for one in families())
    assert not requests().complaint


def test_every_leaf_is_whole_in_both_languages():
    for one in leaves():
        texts = (one.fr, one.en, one.help_fr, one.help_en, one.wish_fr, one.wish_en)
        assert all(text.strip() for text in texts), one.code
        assert one.disputes in DISPUTES, one.code
        assert one.family == one.code.split(".")[0] or one.code == "AUT"
        assert "'" not in one.fr + one.help_fr + one.wish_fr, one.code


def test_no_two_leaves_read_alike():
    for language in ("fr", "en"):
        titles = [one.title(language) for one in leaves()]
        assert len(titles) == len(set(titles))


@pytest.mark.parametrize(("code", "expected"), FIRST_RELEASE.items())
def test_the_first_kinds_keep_their_words_and_their_calculation(code, expected):
    assert (kind_of(code).title_fr, kind_of(code).computed) == expected


def test_every_leaf_is_a_kind_and_a_family_is_none():
    assert set(KINDS) == {one.code for one in leaves()}
    for unknown in ("FID", "DCP", "", "fid.credit.missing", "FID.CREDIT.MISSING "):
        with pytest.raises(UnknownKind):
            kind_of(unknown)
        with pytest.raises(UnknownLeaf):
            leaf(unknown)


def test_a_request_of_rights_is_told_from_a_complaint():
    assert kind_of("DCP.ACCESS").request
    assert not kind_of("DCP.BREACH").request
    assert all(one.request for one in requests().leaves)


def test_what_leads_elsewhere_leads_somewhere():
    codes = {one.code for one in leaves()} | {one.code for one in families()}
    assert set(requests().also) <= codes
    assert family("FID").leaves
    assert family("ZZZ") is None
    assert often()[0].code == "FID.CREDIT.MISSING"


@pytest.mark.parametrize(
    ("words", "language", "first"),
    [
        ("colis perdu", "fr", "LIV.LATE"),
        ("prélèvement double", "fr", "FAC.DOUBLE"),
        ("PRELEVEMENT DOUBLE", "fr", "FAC.DOUBLE"),
        ("broken parcel", "en", None),
        ("points expired", "en", "FID.EXPIRY.NOTICE"),
        ("zzz", "fr", None),
        ("   ", "fr", None),
    ],
)
def test_people_find_a_leaf_by_their_own_words(words, language, first):
    found = [one.code for one in found_by(words, language)]

    assert (found[0] if found else None) == first
