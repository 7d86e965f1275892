"""Operations: each asks for a token, and announces every refusal it may give."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from ninja import Router
from typing_extensions import override

from recours.api.auth import Token
from recours.api.schemas import Problem

ALWAYS = (400, 401, 403, 429, 500, 503)
OF_AN_OBJECT = (404,)
OF_A_BODY = (413, 415, 422)


class Operations(Router):
    """A router whose operations cannot forget who may come, nor what the document must say."""

    @override
    def add_api_operation(
        self,
        path: str,
        methods: list[str],
        view_func: Callable[..., Any],
        **options: Any,
    ) -> None:
        """Add to what is written of the operation its refusals and the scopes it needs."""
        door = options["auth"]
        if not isinstance(door, Token):
            raise TypeError(f"{path} says nothing of its caller: auth=needs(…)")
        refusals = dict.fromkeys(_statuses(path, door), Problem)
        options["response"] = {**options["response"], **refusals}
        options["openapi_extra"] = {"x-scopes": sorted(door.scopes)}
        super().add_api_operation(path, methods, view_func, **options)


def _statuses(path: str, door: Token) -> list[HTTPStatus]:
    numbers = [*ALWAYS, *(OF_AN_OBJECT if "{" in path else ()), *(OF_A_BODY if door.body else ())]
    return sorted(HTTPStatus(number) for number in numbers)
