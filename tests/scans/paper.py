"""Draws receipts and letters as people photograph and scan them: made up, askew, noisy."""

import io
import random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

RECEIPT = """SUPERMARCHÉ DU QUAI
Quai de la Fosse
44000 NANTES
Tél : 02 40 11 22 33
--------------------------------
Ticket n° 0412-118-00732
Date : 07/11/2026  11:04  Caisse 3
--------------------------------
THEIERE FONTE 1,2L        42,00
CAFE GRAIN 1KG            18,90
2 x BOL GRES 9,50         19,00
NAPPE LIN                 66,90
--------------------------------
SOUS-TOTAL               146,80
TVA 20,00%                24,47
TOTAL TTC                146,80
CARTE BANCAIRE           146,80
Carte fidelite 2990012345672
Points gagnes                 0
MERCI DE VOTRE VISITE"""

LETTER = """Alice Rivoire
4 rue du Calvaire
44000 Nantes
Tél. 06 12 34 56 78

                                   Bellerive
                                   Service réclamations
                                   12 quai de la Fosse
                                   44000 Nantes

                                   Nantes, le 3 novembre 2026

Objet : points manquants, carte n° 2990012345672

Madame, Monsieur,

Le 24 octobre 2026, j'ai acheté une théière dans votre
magasin du quai de la Fosse. Les points de cet achat ne
sont jamais arrivés sur ma carte de fidélité.

Je vous demande de les rétablir, et de me répondre par
courrier à l'adresse ci-dessus.

Veuillez recevoir mes salutations.

Alice Rivoire"""


def font(size, *, mono=False):
    for name in (
        ("DejaVuSansMono.ttf", "LiberationMono-Regular.ttf")
        if mono
        else ("DejaVuSerif.ttf", "LiberationSerif-Regular.ttf", "DejaVuSans.ttf")
    ):
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


def sheet(text, *, size=28, mono=False, width=1240, margin=90):
    """Write the words on white paper."""
    lines = text.split("\n")
    height = margin * 2 + int(size * 1.45) * len(lines)
    page = Image.new("L", (width, height), 255)
    pen, face = ImageDraw.Draw(page), font(size, mono=mono)
    for number, line in enumerate(lines):
        x = margin
        bare = line.lstrip(" ")
        if bare != line and not mono:
            x = width // 2
        pen.text((x, margin + number * int(size * 1.45)), bare if x > margin else line, 30, face)
    return page


def spoilt(page, *, turn=0.0, noise=0, blur=0.0, seed=1):
    """Return the page as a hand holds it: askew, grainy, a little out of focus."""
    if turn:
        page = page.rotate(turn, expand=True, fillcolor=235, resample=Image.Resampling.BICUBIC)
    if blur:
        page = page.filter(ImageFilter.GaussianBlur(blur))
    if noise:
        random.seed(seed)
        grain = Image.effect_noise(page.size, noise)
        page = Image.blend(page, grain, 0.12)
    return page


def as_file(page, kind="JPEG", **options):
    out = io.BytesIO()
    page.save(out, kind, **({"quality": 80} if kind == "JPEG" else {}) | options)
    return out.getvalue()


def receipt(**how):
    return as_file(spoilt(sheet(RECEIPT, mono=True, width=760, size=30, margin=60), **how))


def letter(kind="JPEG", **how):
    return as_file(spoilt(sheet(LETTER), **how), kind)
