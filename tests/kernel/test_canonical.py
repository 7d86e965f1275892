import pytest

from recours.kernel.canonical import NotCanonical, canonical_json, digest


def test_two_writings_of_one_value_have_one_fingerprint():
    assert digest({"b": 1, "a": "é"}) == digest({"a": "é", "b": 1})
    assert canonical_json({"b": 1, "a": "é"}) == '{"a":"é","b":1}'.encode()


@pytest.mark.parametrize("value", [1.5, {"x": 0.1}, [float("nan")], {1: "x"}, 2**60, b"x"])
def test_a_record_cannot_hold_a_float_nor_bytes_nor_numbers_beyond_json(value):
    with pytest.raises(NotCanonical):
        canonical_json(value)
