"""Every permitted pair of ink and paper meets WCAG 2.2 AA, in both themes, read from the tokens."""

import re
from pathlib import Path

import pytest

import recours.web.ui

TOKENS = Path(recours.web.ui.__file__).parent / "static" / "ui" / "tokens.css"
COLOURS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([\w-]+):\s*light-dark\((#\w{6}), (#\w{6})\)", TOKENS.read_text()
    )
}
PAPERS = ("paper", "sheet", "sheet-2", "sheet-3")
INKS = ("canard", "garance", "ocre", "mousse", "ardoise", "prune")
TEXT, EDGE = 4.5, 3.0
PAIRS = [
    *((ink, paper, TEXT) for ink in ("ink", "ink-2") for paper in PAPERS),
    *((ink, f"{soft}-soft", TEXT) for ink in ("ink", "ink-2") for soft in INKS),
    *(("ink-3", paper, TEXT) for paper in PAPERS),
    *((ink, paper, TEXT) for ink in INKS for paper in (*PAPERS[:3], f"{ink}-soft")),
    *((f"on-{ink}", ink, TEXT) for ink in ("canard", "garance", "prune")),
    ("on-canard", "canard-deep", TEXT),
    *(("rule-strong", paper, EDGE) for paper in PAPERS[:3]),
    *(("focus", paper, EDGE) for paper in PAPERS),
]


def _light(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one, other):
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper", "needed"), PAIRS)
def test_ink_can_be_read_on_paper(ink, paper, needed, theme):
    assert _contrast(COLOURS[ink][theme], COLOURS[paper][theme]) >= needed


def test_black_on_white_is_measured_right():
    assert round(_contrast("#000000", "#ffffff"), 1) == 21.0
