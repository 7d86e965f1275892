"""Operations: each asks for a token, and announces every refusal it may give."""

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar, cast

from django.utils.functional import Promise
from ninja import Router

from recours.api.auth import Token
from recours.api.schemas import Problem

ALWAYS = (400, 401, 403, 429, 500, 503)
OF_AN_OBJECT = (404,)
OF_A_BODY = (413, 415, 422)

View = TypeVar("View", bound=Callable[..., Any])


class Operations(Router):
    """A router whose operations cannot forget who may come, nor what the document must say."""

    def operation(
        self,
        method: Literal["GET", "POST"],
        path: str,
        *,
        door: Token,
        gives: Mapping[int, type[Any]],
        name: str,
        summary: Promise,
        description: Promise,
    ) -> Callable[[View], View]:
        """Add an operation: what it `gives` by status; its refusals follow from what it takes."""
        numbers = [*ALWAYS, *(OF_AN_OBJECT if "{" in path else ())]
        numbers += OF_A_BODY if door.body else ()
        return self.api_operation(
            [method],
            path,
            auth=door,
            response={**gives, **dict.fromkeys(sorted(numbers), Problem)},
            operation_id=name,
            summary=cast("str", summary),  # said in the language of whoever reads the document
            description=cast("str", description),
            openapi_extra={"x-scopes": sorted(door.scopes), **_alone(door)},
        )


def _alone(door: Token) -> dict[str, Any]:
    """Say of an upload what the schemas of JSON bodies say by themselves: nothing else comes."""
    if door.body != "multipart/form-data":
        return {}
    return {"requestBody": {"content": {door.body: {"schema": {"additionalProperties": False}}}}}
