"""Who plays in the demonstration: the staff, the shops, the members. All of them invented."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

PROGRAMME = "bellerive"


@dataclass(frozen=True, slots=True)
class StaffRole:
    """A member of staff of the demonstration."""

    email: str
    name: str
    title_fr: str
    title_en: str
    roles: tuple[str, ...]
    points_limit: int


STAFF = (
    StaffRole(
        "basile.nguyen@bellerive.invalid",
        "Basile Nguyen",
        "Conseiller, points et cagnotte",
        "Adviser, points and wallet",
        ("agent",),
        150,
    ),
    StaffRole(
        "ines.robin@bellerive.invalid",
        "Inès Robin",
        "Conseillère, points et cagnotte",
        "Adviser, points and wallet",
        ("agent",),
        500,
    ),
    StaffRole(
        "chloe.martin@bellerive.invalid",
        "Chloé Martin",
        "Responsable des réclamations",
        "Head of complaints",
        ("supervisor",),
        20_000,
    ),
    StaffRole(
        "emma.lopez@bellerive.invalid",
        "Emma Lopez",
        "Déléguée à la protection des données",
        "Data-protection officer",
        ("dpo",),
        0,
    ),
    StaffRole(
        "samir.haddad@bellerive.invalid",
        "Samir Haddad",
        "Administrateur",
        "Administrator",
        ("administrator",),
        0,
    ),
)

SHOPS = (
    "Nantes Beaujoire",
    "Nantes Commerce",
    "Rezé Atout Sud",
    "Saint-Herblain",
    "Angers Espace Anjou",
    "Rennes Alma",
    "Vannes Centre",
    "Lorient K2",
    "Brest Iroise",
    "La Roche-sur-Yon",
    "Lyon Part-Dieu",
    "Lyon Confluence",
)
WEB_SHOP = "bellerive.fr"

FIRST_NAMES = [
    "Léa",
    "Hugo",
    "Jeanne",
    "Karim",
    "Sofia",
    "Paul",
    "Fatou",
    "Denis",
    "Monique",
    "Yanis",
    "Camille",
    "Thomas",
    "Nadia",
    "Luc",
    "Inaya",
    "Gabriel",
    "Rose",
    "Mehdi",
    "Anne",
    "Olivier",
    "Élise",
    "Antoine",
    "Maëlys",
    "Bruno",
    "Aïcha",
    "Rémi",
    "Lucie",
    "Victor",
    "Salomé",
    "Étienne",
    "Manon",
    "Jules",
    "Clara",
    "Adam",
    "Zoé",
    "Louis",
    "Alix",
    "Noémie",
    "Arthur",
    "Iris",
    "Simon",
    "Agathe",
    "Malo",
    "Judith",
]  # names read better as a sentence
LAST_NAMES = [
    "Fontaine",
    "Delmas",
    "Tessier",
    "Benali",
    "Marquez",
    "Garnier",
    "Diarra",
    "Roche",
    "Ollivier",
    "Lefèvre",
    "Moreau",
    "Guérin",
    "Le_Gall",
    "Rousseau",
    "Kermarrec",
    "Petit",
    "Chevalier",
    "Barbier",
    "Nicolas",
    "Perrin",
    "Morvan",
    "Haddad",
    "Lambert",
    "Bonnet",
    "Francois",
    "Martinez",
    "Legrand",
    "Garcia",
    "Faure",
    "Rivière",
    "Dupuis",
    "Brun",
    "Blanchard",
    "Caron",
    "Meyer",
    "Mercier",
    "Renard",
    "Colin",
    "Vidal",
    "Bourgeois",
    "Picard",
    "Roger",
    "Aubert",
    "Lemaire",
    "Renaud",
    "Gauthier",
    "Texier",
]  # names read better as a sentence


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the programme: an opaque number, a card, a person."""

    member: str
    card: str
    first_name: str
    last_name: str
    email: str
    joined_on: date
    habit: int  # purchases a year, about

    @property
    def name(self) -> str:
        """Return the name as people say it."""
        return f"{self.first_name} {self.last_name}"


def make_members(random: Random, count: int, today: date) -> list[Member]:
    """Return the members, Alice Rivoire first: she buys often, and holds the Argent tier."""
    alice = Member(
        "M000001",
        "2500471224471",
        "Alice",
        "Rivoire",
        "alice.rivoire@exemple.invalid",
        today - timedelta(days=2080),
        64,
    )
    return [alice, *(_member(random, number, today) for number in range(2, count + 1))]


def _member(random: Random, number: int, today: date) -> Member:
    first, last = random.choice(FIRST_NAMES), random.choice(LAST_NAMES).replace("_", " ")
    plain = f"{first}.{last}{number}".lower().replace(" ", "").translate(_PLAIN)
    return Member(
        member=f"M{number:06d}",
        card=f"25004{number * 7919 % 100_000_000:08d}",
        first_name=first,
        last_name=last,
        email=f"{plain}@exemple.invalid",
        joined_on=today - timedelta(days=random.randint(400, 3000)),
        habit=random.choice((6, 10, 14, 20, 28, 40)),
    )


_PLAIN = str.maketrans("éèêëàâîïôöûüçÉÈ", "eeeeaaiioouucee")
