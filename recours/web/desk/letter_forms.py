"""What an agent confirms of a letter that came on paper."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from recours.complaints.rules.kinds import KINDS
from recours.kernel.days import legal_day
from recours.kernel.references import BadReference, normalise_reference
from recours.people.errors import BadAddress, BadCard
from recours.people.rules import normalise_card, normalise_email
from recours.web.casefile.words import readable

LONGEST = 20_000
FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"]
OTHER = "autre"


def _day(label: Any, hint: Any, *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=required,
        input_formats=FORMATS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "invalid": _("Écrivez la date ainsi : 07/11/2026."),
            "required": _("Dites quel jour la lettre est arrivée."),
        },
    )


class LetterForm(forms.Form):
    """Days, person, case and words of a letter: proposed by the reading, decided by a person."""

    received_on = _day(_("Arrivée le"), _("Le jour où nous l’avons reçue."), required=True)
    posted_on = _day(
        _("Cachet de la poste"), _("S’il est lisible : les délais partent de ce jour.")
    )
    dated = _day(_("Date écrite sur la lettre"), _("Telle que la personne l’a écrite."))
    person = forms.CharField(required=False, max_length=10)
    name = forms.CharField(
        max_length=120,
        label=_("Qui écrit"),
        error_messages={"required": _("Écrivez le nom de la personne.")},
    )
    address = forms.CharField(
        required=False,
        max_length=300,
        label=_("Adresse postale"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    email = forms.CharField(required=False, max_length=254, label=_("E-mail"))
    phone = forms.CharField(required=False, max_length=30, label=_("Téléphone"))
    card = forms.CharField(required=False, max_length=60, label=_("Carte de fidélité"))
    reference = forms.CharField(
        required=False,
        max_length=40,
        label=_("Dossier à compléter"),
        help_text=_("Sa référence ; laissez vide pour ouvrir une réclamation."),
    )
    kind = forms.ChoiceField(required=False, label=_("Objet"))
    programme = forms.ChoiceField(label=_("Programme"))
    text = forms.CharField(
        required=False,
        max_length=LONGEST,
        label=_("Le texte de la lettre"),
        help_text=_("Lu par la machine : corrigez ce qui est faux. L’image reste à côté."),
        widget=forms.Textarea(attrs={"rows": 14}),
    )

    def __init__(
        self, *args: Any, programmes: list[tuple[str, str]], language: str, **named: Any
    ) -> None:
        """Offer these programmes, and every kind of complaint in the person's language."""
        super().__init__(*args, **named)
        kinds = [(kind.code, kind.title(language)) for kind in KINDS.values()]
        offered = {"kind": kinds, "programme": programmes}
        for name, choices in offered.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def clean_text(self) -> str:
        """Return the words without the signs nobody sees."""
        return readable(self.cleaned_data["text"].replace("\f", "\n\n"))

    def clean_email(self) -> str:
        """Return the address, or say what is wrong with it."""
        typed = self.cleaned_data["email"].strip()
        try:
            return normalise_email(typed) if typed else ""
        except BadAddress as problem:
            raise forms.ValidationError(
                _("Cette adresse est incomplète. Exemple : alice@exemple.fr.")
            ) from problem

    def clean_card(self) -> str:
        """Return the number without spaces."""
        typed = self.cleaned_data["card"].strip()
        try:
            return normalise_card(typed) if typed else ""
        except BadCard as problem:
            raise forms.ValidationError(
                _("Un numéro de carte n’a que des chiffres et des lettres, 40 au plus.")
            ) from problem

    def clean_reference(self) -> str:
        """Return the reference as we write it."""
        typed = self.cleaned_data["reference"].strip()
        try:
            return normalise_reference(typed) if typed else ""
        except BadReference as problem:
            raise forms.ValidationError(
                _("Cette référence a un signe de trop, de moins ou de travers.")
            ) from problem

    @override
    def clean(self) -> dict[str, Any]:
        """Refuse days that cannot be: nothing comes tomorrow, nor before it was posted."""
        said = super().clean() or self.cleaned_data
        today, arrived = legal_day(datetime.now(tz=UTC)), said.get("received_on")
        if arrived and arrived > today:
            self.add_error("received_on", _("Ce jour n’est pas encore arrivé."))
        for name in ("posted_on", "dated"):
            if arrived and said.get(name) and said[name] > arrived:
                self.add_error(name, _("C’est après le jour où elle est arrivée."))
        return said
