"""Mail as it arrives at the demonstration: written by people, by machines, and by nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

DESK = "reclamations@bellerive.example"


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to be written: from whom, about what, in which words, with which other headers."""

    sender: str
    subject: str
    text: str
    to: str = DESK
    more: Mapping[str, str] | None = None


def write(letter: Letter, at: datetime) -> bytes:
    """Return the bytes of the message, as an ordinary mailer writes them."""
    headers = {
        "From": letter.sender,
        "To": letter.to,
        "Subject": letter.subject,
        "Date": format_datetime(at),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        **(letter.more or {}),
    }
    head = "\r\n".join(f"{name}: {value}" for name, value in headers.items())
    body = letter.text.replace("\n", "\r\n")
    return f"{head}\r\n\r\n{body}\r\n".encode()


NEW = """Bonjour,

Le 9 octobre j’ai acheté une cafetière à 89,90 € dans votre magasin de Rennes Alma.
Le paragraphe 3 de votre règlement promet un point par euro : je n’ai rien reçu.

Pouvez-vous regarder ?

Cordialement,
{name}
06 12 34 56 78

Envoyé de mon iPhone
"""

ANSWER = """Merci pour votre message. Le ticket est bien le bon, je l’ai retrouvé dans mon sac.

Le ven. 20 nov. 2026 à 10:12, Bellerive <reclamations@bellerive.example> a écrit :
> J’ai votre ticket et je vérifie la caisse du magasin. Je vous écris vendredi.
"""

SPOUSE = """Bonjour, je vous réponds de mon adresse, ma femme est en déplacement.
Le magasin nous a confirmé par téléphone que la caisse était en panne ce samedi-là.
"""

AWAY = """Je suis absente jusqu’au 30 novembre. Je vous répondrai à mon retour.
"""

NOT_DELIVERED = """--=_rapport
Content-Type: text/plain; charset=utf-8

Je n’ai pas pu remettre votre message.

--=_rapport
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.exemple.invalid

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <{to}>: adresse inconnue

--=_rapport
Content-Type: text/rfc822-headers

To: {to}

--=_rapport--
"""
