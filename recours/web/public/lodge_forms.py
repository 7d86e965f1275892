"""The questions of the complaint form: one page each, nothing compulsory but what is needed."""

import re
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from recours.complaints.rules.kinds import KINDS
from recours.kernel.days import legal_day
from recours.kernel.money import BadAmount, parse_cents
from recours.people.errors import BadAddress, BadCard
from recours.people.rules import normalise_card, normalise_email
from recours.web.casefile.words import readable

LONGEST_STORY = 6_000
LARGEST_CLAIM = 1_000_000
_DAY = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class PlainText(forms.CharField):
    """Text as typed, without the invisible characters that hide something."""

    @override
    def to_python(self, value: Any) -> str:
        """Return the text; control characters are taken out, line ends made plain."""
        return readable(super().to_python(value) or "")


class DayField(forms.CharField):
    """A day, as a date input sends it or as people type it: 07/11/2026."""

    @override
    def clean(self, value: Any) -> str:
        """Return the day as YYYY-MM-DD, empty when nothing was said."""
        text = str(super().clean(value)).strip()
        if not text:
            return ""
        if found := _ISO.fullmatch(text):
            year, month, day = found.groups()
        elif found := _DAY.fullmatch(text):
            day, month, year = found.groups()
        else:
            raise forms.ValidationError(_("Écrivez la date ainsi : 07/11/2026."))
        try:
            chosen = date(int(year), int(month), int(day))
        except ValueError as problem:
            raise forms.ValidationError(_("Ce jour n’existe pas au calendrier.")) from problem
        if chosen > legal_day(datetime.now(tz=UTC)):
            raise forms.ValidationError(_("Ce jour n’est pas encore arrivé."))
        return chosen.isoformat()


class AmountField(forms.CharField):
    """A sum of money, kept as it was typed once it can be read."""

    @override
    def clean(self, value: Any) -> str:
        """Return the text; refuse what would have to be guessed."""
        text = str(super().clean(value)).strip()
        if text:
            try:
                parse_cents(text)
            except BadAmount as problem:
                raise forms.ValidationError(_("Écrivez le montant ainsi : 146,80.")) from problem
        return text


class CardField(forms.CharField):
    """A loyalty card number, with or without spaces."""

    @override
    def clean(self, value: Any) -> str:
        """Return the number without spaces, empty when nothing was said."""
        text = str(super().clean(value)).strip()
        if not text:
            return ""
        try:
            return normalise_card(text)
        except BadCard as problem:
            raise forms.ValidationError(
                _("Un numéro de carte n’a que des chiffres et des lettres, 40 au plus.")
            ) from problem


class WhatForm(forms.Form):
    """What happened."""

    kind = forms.ChoiceField(
        choices=[(code, code) for code in KINDS],
        error_messages={
            "required": _("Choisissez ce qui ressemble le plus à votre situation."),
            "invalid_choice": _("Choisissez l’une des réponses proposées."),
        },
    )


class TicketForm(forms.Form):
    """The receipt, if there is one."""

    ticket = forms.FileField(required=False, label=_("Votre ticket"))


class PurchaseForm(forms.Form):
    """Which purchase."""

    receipt = PlainText(
        required=False,
        max_length=60,
        label=_("Numéro du ticket"),
        help_text=_("En bas du ticket, sous le code-barres. Avec lui, nous trouvons le reste."),
    )
    bought_on = DayField(
        required=False,
        max_length=20,
        label=_("Date de l’achat"),
        help_text=_("Même approximative : nous cherchons trois jours autour."),
        widget=forms.TextInput(attrs={"type": "date", "autocomplete": "off"}),
    )
    store = PlainText(
        required=False,
        max_length=80,
        label=_("Magasin"),
        widget=forms.TextInput(attrs={"list": "magasins", "autocomplete": "off"}),
    )
    total = AmountField(
        required=False,
        max_length=20,
        label=_("Montant payé"),
        help_text=_("En euros, par exemple 146,80."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    card = CardField(
        required=False,
        max_length=60,
        label=_("Numéro de votre carte de fidélité"),
        help_text=_("13 chiffres, au dos de la carte ou dans l’application."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class CardForm(forms.Form):
    """Which card."""

    card = CardField(
        required=False,
        max_length=60,
        label=_("Numéro de votre carte de fidélité"),
        help_text=_("13 chiffres, au dos de la carte ou dans l’application."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class StoryForm(forms.Form):
    """What the person has to say, and what would settle it."""

    story = PlainText(
        required=False,
        max_length=LONGEST_STORY,
        label=_("Racontez, avec vos mots"),
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": False}),
        error_messages={"max_length": _("Le texte est trop long : 6 000 signes au plus.")},
    )
    wish = PlainText(
        required=False,
        max_length=1_000,
        label=_("Qu’est-ce qui réglerait la situation ?"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": False}),
    )


class ContactForm(forms.Form):
    """Where to answer."""

    name = PlainText(
        max_length=120,
        label=_("Votre nom"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Dites-nous comment vous vous appelez.")},
    )
    email = forms.CharField(
        max_length=254,
        label=_("Votre e-mail"),
        help_text=_("Il ne servira qu’à cette réclamation."),
        widget=forms.TextInput(
            attrs={"type": "email", "autocomplete": "email", "inputmode": "email"}
        ),
        error_messages={"required": _("Il nous faut une adresse pour vous répondre.")},
    )
    phone = PlainText(
        required=False,
        max_length=30,
        label=_("Votre téléphone"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    def clean_email(self) -> str:
        """Return the address; say how it is written when it cannot be one."""
        try:
            return normalise_email(self.cleaned_data["email"])
        except BadAddress as problem:
            raise forms.ValidationError(
                _("Cette adresse est incomplète. Exemple : alice@exemple.fr.")
            ) from problem


FORMS: dict[str, type[forms.Form]] = {
    "quoi": WhatForm,
    "ticket": TicketForm,
    "achat": PurchaseForm,
    "carte": CardForm,
    "histoire": StoryForm,
    "contact": ContactForm,
}
STEPS = {
    "purchase": ("quoi", "ticket", "achat", "histoire", "contact"),
    "expiry": ("quoi", "carte", "histoire", "contact"),
    "other": ("quoi", "histoire", "contact"),
}


def steps_of(kind: str) -> tuple[str, ...]:
    """Return the pages of the form for that kind of complaint."""
    return STEPS[KINDS[kind].disputes] if kind in KINDS else STEPS["purchase"]
