"""The operation: parameters in, one page out."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.caching import CachedView
from api.errors import BadParameters
from api.pagination import DEFAULT_LIMIT
from api.representation import root_address
from api.schema import LIST_PROBLEMS, problem_responses

from .page import SEARCHED, Key, SearchPage
from .parameters import CursorFilter, SearchParameters
from .representation import SearchPageSerializer


class SearchView(CachedView):
    """Search over all resources."""

    @extend_schema(
        operation_id="search",
        tags=["search"],
        summary="Search everything",
        description=(
            "Find whatever has to do with a name or with words, when it is not known in which "
            "resource it is: actors and places first, then what is said of them. Accents, common "
            "transliterations (Pashinian, Pashinyan, Пашинян) and grammatical forms do not matter. "
            "Ordered by rank, then resource and slug."
        ),
        parameters=SearchParameters.parameters(),
        responses={
            (200, "application/json"): OpenApiResponse(SearchPageSerializer, description="Found."),
            **problem_responses(LIST_PROBLEMS),
        },
    )
    def get(self, request: Request) -> Response:
        parameters = SearchParameters(request.query_params)
        if parameters.problems:
            raise BadParameters(parameters.problems)
        values = parameters.values
        page = SearchPage(
            values["q"],
            [
                name
                for name in SEARCHED
                if name in (values.get("resource") or SEARCHED)
                and name not in (values.get("resource__not") or ())
            ],
            values.get("limit") or DEFAULT_LIMIT,
            *(values.get("cursor") or (False, None)),
        )
        body: dict[str, Any] = {
            "next": self._address(page.next, reverse=False),
            "previous": self._address(page.previous, reverse=True),
        }
        if values.get("count"):
            body["count"] = page.count()
        base = root_address(request)
        body["results"] = [
            {**result, "url": f"{base}{result['resource']}/{result['slug']}"}
            for result in page.results
        ]
        return Response(body)

    def _address(self, key: Key | None, *, reverse: bool) -> str | None:
        if key is None:
            return None
        parameters = self.request.query_params.copy()
        parameters["cursor"] = CursorFilter.written(key, reverse=reverse)
        path = self.request.path
        return self.request.build_absolute_uri(f"{path}?{parameters.urlencode(safe=',:')}")
