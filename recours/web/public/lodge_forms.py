"""Who the person is, and where to answer: the last page of the form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from recours.people.errors import BadAddress
from recours.people.rules import normalise_email
from recours.web.casefile.words import readable


class PlainText(forms.CharField):
    """Text as typed, without the invisible characters that hide something."""

    @override
    def to_python(self, value: Any) -> str:
        """Return the text; control characters are taken out, line ends made plain."""
        return readable(super().to_python(value) or "")


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
