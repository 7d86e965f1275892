"""Messages as people send them: about 8 kB, a third with a file, half of them answers."""

import base64
from collections.abc import Iterator, Sequence
from random import Random

SENTENCES = (
    "Bonjour, je suis passée en caisse samedi et mes points ne sont pas sur ma carte.",
    "J’ai pourtant présenté ma carte, la caissière l’a lue, le ticket le montre.",
    "Pouvez-vous regarder et me dire ce qu’il en est ?",
    "Le montant était de 146,80 € et il devrait y avoir 248 points.",
    "C’est la troisième fois cette année, je commence à me lasser.",
    "Je reste à votre disposition si vous avez besoin d’une copie du ticket.",
)
ANSWERED = "Le samedi 21 novembre 2026 à 10:02, Bellerive <reclamations@recours.invalid> a écrit :"
HOPS = (
    "Received: from mx{n}.exemple.fr (mx{n}.exemple.fr [192.0.2.{n}])\r\n"
    "\tby relay.exemple.fr (Postfix) with ESMTPS id 4F{n:04X}\r\n"
    "\tfor <reclamations@recours.invalid>; Sat, 21 Nov 2026 10:03:0{n} +0100 (CET)\r\n"
)


def messages(count: int, answers: Sequence[tuple[str, str]], *, seed: int = 5) -> Iterator[bytes]:
    """Yield so many; every second one answers to an address of `answers`, as its customer."""
    random = Random(seed)
    for number in range(count):
        to, sender = "reclamations@recours.invalid", f"client{seed}.{number}@exemple.fr"
        if number % 2 and answers:
            sender, to = answers[number % len(answers)]
        attached = _attachment(random) if number % 3 == 0 else b""
        yield message(random, number, sender=sender, to=to, attached=attached)


def message(random: Random, number: int, *, sender: str, to: str, attached: bytes = b"") -> bytes:
    """Return one message: plain text and HTML, the exchange before quoted under it."""
    told = "\r\n\r\n".join(random.choices(SENTENCES, k=random.randint(6, 18)))
    quoted = "\r\n".join(f"> {line}" for line in random.choices(SENTENCES, k=8))
    text = f"{told}\r\n\r\nCordialement,\r\nAlice Rivoire\r\n\r\n{ANSWERED}\r\n{quoted}\r\n"
    paragraphs = "".join(
        f'<p class="MsoNormal"><span>{one}</span></p>' for one in told.split("\r\n")
    )
    html = (
        f"<html><head><style>p.MsoNormal{{margin:0cm}}</style></head><body>{paragraphs}"
        f'<blockquote type="cite">{quoted}</blockquote></body></html>'
    )
    head = "".join(HOPS.format(n=n) for n in range(1, 5))
    body = _part("plain", text) + _part("html", html) + b"--a--\r\n"
    kind = b"Content-Type: multipart/alternative; boundary=a\r\n\r\n"
    if attached:
        body = b"--b\r\n" + kind + body + attached + b"--b--\r\n"
        kind = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    seed = random.getrandbits(64)
    fields = (
        f"{head}From: Alice Rivoire <{sender}>\r\nTo: {to}\r\n"
        f"Subject: =?utf-8?q?Mes_points_n=C2=B0?= {number}\r\n"
        f"Date: Sat, 21 Nov 2026 10:02:00 +0100\r\nMessage-ID: <{seed}.{number}@exemple.fr>\r\n"
        "MIME-Version: 1.0\r\n"
    )
    return fields.encode() + kind + body


def _part(kind: str, text: str) -> bytes:
    encoded = base64.encodebytes(text.encode()).replace(b"\n", b"\r\n")
    head = (
        f"--a\r\nContent-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"
    )
    return head.encode() + b"\r\n" + encoded


def _attachment(random: Random) -> bytes:
    """Return a small picture as telephones send them, a few kilobytes, each another."""
    pixels = b"%PDF-1.4\n" + random.randbytes(random.randint(2_000, 6_000)) + b"\n%%EOF\n"
    return (
        b"--b\r\nContent-Type: application/pdf; name=ticket.pdf\r\n"
        b"Content-Disposition: attachment; filename=ticket.pdf\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(pixels).replace(b"\n", b"\r\n")
    )


def illustrated(*, sender: str, to: str, pictures: int = 43) -> bytes:
    """Return what a mailer makes of a signature repeated in each answer: 251 kB of pictures."""
    random = Random(43)
    picture = base64.encodebytes(_png(random)).replace(b"\n", b"\r\n")
    shown = "".join(f'<p>Bonjour,</p><img src="cid:{n}@x" width="80">' for n in range(pictures))
    parts = [_part("html", f"<html><body>{shown}</body></html>")]
    parts += [
        f"--a\r\nContent-Type: image/png; name=image{n:03}.png\r\nContent-ID: <{n}@x>\r\n"
        "Content-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
        + picture
        for n in range(pictures)
    ]
    fields = (
        f"From: Alice Rivoire <{sender}>\r\nTo: {to}\r\nSubject: Mes points\r\n"
        "Date: Sat, 21 Nov 2026 10:02:00 +0100\r\nMessage-ID: <43@exemple.fr>\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n"
    )
    return fields.encode() + b"".join(parts) + b"--a--\r\n"


def _png(random: Random) -> bytes:
    """Return a real picture of about four kilobytes."""
    from io import BytesIO  # noqa: PLC0415  # only for the one message

    from PIL import Image  # noqa: PLC0415

    with BytesIO() as kept:
        Image.frombytes("RGB", (36, 38), random.randbytes(36 * 38 * 3)).save(kept, "PNG")
        return kept.getvalue()
