"""Why a request is refused: one code for machines, one sentence for people, one form for all."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import NamedTuple

from django.http import HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Reason(NamedTuple):
    """A refusal of the contract: its status, and the sentence whose values come with it."""

    status: int
    sentence: Promise | str


REASONS: dict[str, Reason] = {
    "token_in_address": Reason(
        400,
        _(
            "Le jeton se donne dans l’en-tête Authorization, jamais dans l’adresse : les journaux "
            "la conservent. Révoquez celui-ci."
        ),
    ),
    "parameter_unknown": Reason(400, _("Cette adresse ne connaît pas le paramètre « %(name)s ».")),
    "parameter_repeated": Reason(400, _("Le paramètre « %(name)s » est donné deux fois.")),
    "parameter_invalid": Reason(400, _("Un paramètre n’a pas la forme attendue.")),
    "idempotency_key_missing": Reason(
        400,
        _("Donnez un en-tête Idempotency-Key : le même pour chaque nouvel essai de cet envoi."),
    ),
    "idempotency_key_invalid": Reason(
        400,
        _("L’en-tête Idempotency-Key compte 8 à 80 signes ASCII visibles, sans espace."),
    ),
    "bad_json": Reason(400, _("Le corps de la requête n’est pas du JSON en UTF-8.")),
    "duplicate_key": Reason(400, _("Une clé paraît deux fois dans le même objet JSON.")),
    "bad_number": Reason(400, _("Le corps contient un nombre que JSON ne connaît pas.")),
    "too_deep": Reason(400, _("Le corps emboîte trop d’objets ou de listes.")),
    "bad_request": Reason(400, _("La requête ne peut pas être lue.")),
    "token_missing": Reason(
        401, _("Donnez un jeton dans l’en-tête : Authorization: Bearer, puis le jeton.")
    ),
    "token_refused": Reason(401, _("Ce jeton est inconnu, révoqué ou expiré.")),
    "scope_missing": Reason(403, _("Ce jeton n’a pas la portée %(scopes)s.")),
    "not_found": Reason(404, _("Rien ne se trouve à cette adresse pour ce jeton.")),
    "method_not_allowed": Reason(405, _("Cette adresse n’accepte pas cette méthode.")),
    "too_large": Reason(413, _("Le corps de la requête est trop grand : %(most)s au plus.")),
    "media_type": Reason(415, _("Cette adresse attend un corps %(wanted)s.")),
    "encoded_body": Reason(415, _("Envoyez le corps tel quel, sans Content-Encoding.")),
    "invalid": Reason(422, _("Le corps de la requête ne convient pas : voyez « fields ».")),
    "bad_text": Reason(422, _("Un texte contient un caractère nul ou une moitié de caractère.")),
    "idempotency_key_reused": Reason(
        422, _("Cette Idempotency-Key a déjà servi pour un autre envoi.")
    ),
    "unknown_programme": Reason(422, _("Ce programme n’existe pas pour ce jeton.")),
    "facts_refused": Reason(
        422, _("Des lignes ne peuvent être prises, aucune ne l’a été : voyez « fields ».")
    ),
    "file_refused": Reason(422, "%(sentence)s"),
    "webhook_address": Reason(
        422,
        _("Cette adresse ne peut pas être appelée (%(why)s) : https, publique, une seule fois."),
    ),
    "webhooks_many": Reason(422, _("Il y a déjà cinquante connexions.")),
    "too_many_requests": Reason(
        429, _("Trop de requêtes avec ce jeton. Réessayez dans %(seconds)s s.")
    ),
    "server_error": Reason(500, _("L’incident vient de nous. Réessayez avec la même clé.")),
    "unavailable": Reason(503, _("Le service est indisponible un instant. Réessayez.")),
}
BY_STATUS = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    500: "server_error",
    503: "unavailable",
}
CHALLENGE = 'Bearer realm="recours"'


class Refused(Exception):
    """The request is refused for the reason of that code, with the values of its sentence."""

    def __init__(
        self,
        code: str,
        *,
        fields: Iterable[tuple[str, object]] = (),
        headers: Mapping[str, str] | None = None,
        **values: object,
    ) -> None:
        """Keep what is said; `fields` are names of fields and the sentence about each."""
        super().__init__(code)
        self.code = code
        self.fields = tuple(fields)
        self.headers = dict(headers or {})
        self.values = values

    def response(self) -> HttpResponse:
        """Return the refusal as it is sent, in the language of the request."""
        status, sentence = REASONS[self.code]
        said: dict[str, object] = {"code": self.code, "detail": str(sentence) % self.values}
        if self.fields:
            said["fields"] = [{"field": name, "detail": str(why)} for name, why in self.fields]
        response = JsonResponse(said, status=status)
        if status == HTTPStatus.UNAUTHORIZED:
            response["WWW-Authenticate"] = CHALLENGE
        for name, value in self.headers.items():
            response[name] = value
        return response
