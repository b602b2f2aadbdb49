"""A resource: a list and a detail of published records, declared by its viewset."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.exceptions import NotFound
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.reverse import reverse
from rest_framework.viewsets import GenericViewSet

from conflictdb.models import Record
from conflictdb.models.change import Survivor, Tombstone, public_state
from conflictdb.models.record import is_slug

from .caching import CachedView
from .compiled import records_as_json
from .errors import BadParameters, Gone, Merged, bad_parameter, closest, listed
from .filters import ParameterSet, ResourceFilterSet
from .pagination import KeysetPaginator
from .rendering import json_answer
from .representation import Representation, root_address
from .schema import ResourceSchema


class ResourceViewSet(CachedView, GenericViewSet):
    """Lists and shows the published records of one model.

    A subclass declares its model, representations, filters, sort keys, and the relations that each
    representation reads: all are loaded with the page, in a number of queries that does not grow.
    """

    schema = ResourceSchema()

    resource: ClassVar[str]
    example: ClassVar[str]  # slug of a record that the documentation shows
    purposes: ClassVar[dict[str, str]]  # what a person would use each operation for
    model: ClassVar[type[Record]]
    representation: ClassVar[type[Representation]]
    detail_representation: ClassVar[type[Representation]]
    filterset_class: ClassVar[type[ResourceFilterSet]]
    detail_parameters: ClassVar[type[ParameterSet]] = ParameterSet
    orderings: ClassVar[dict[str, str]] = {"slug": "slug", "updated": "updated_at"}
    default_ordering: ClassVar[str] = "slug"

    lookup_field = "slug"
    lookup_value_regex = "[^/]+"
    pagination_class = None

    @classmethod
    def rows(cls) -> QuerySet:
        """What a list shows: published records with the relations of the representation."""
        raise NotImplementedError

    @classmethod
    def detail_rows(cls) -> QuerySet:
        """The same for the detail."""
        return cls.rows()

    def get_queryset(self) -> QuerySet:
        return self.rows()

    def get_serializer_class(self) -> type[Representation]:
        return self.representation if self.action == "list" else self.detail_representation

    def is_alone(self) -> bool:
        """A record that is asked for by its address alone is one statement."""
        asks_further = bool(self.request.META.get("QUERY_STRING"))
        return self.action_map.get("get") == "retrieve" and not asks_further

    def list(self, request: Request) -> HttpResponse:
        """One page of the records that match."""
        filterset = self.filterset_class(request.query_params)
        paginator = KeysetPaginator(request, self.model, self.orderings, self.default_ordering)
        context = self.context(self.representation, filterset.problems + paginator.problems)
        page = paginator.page(filterset.selection)
        return json_answer(page.body(self.shown(page.ids, context, filterset)))

    def retrieve(self, request: Request, slug: str) -> HttpResponse:
        """One record."""
        parameters = self.detail_parameters(request.query_params)
        context = self.context(self.detail_representation, parameters.problems)
        for text in self.shown(slug, context, parameters):
            return json_answer(text)
        self.id_of(slug)
        raise NotFound("There is no such record.")  # it would be a draft

    def shown(
        self, wanted: Sequence[int] | str, context: dict[str, Any], parameters: ParameterSet
    ) -> Sequence[bytes]:
        """The records of these ids, in this order, or of a slug, as JSON."""
        if isinstance(wanted, str) and not is_slug(wanted):
            return []
        if self.in_python(parameters):
            return self.shown_in_python(wanted, context, parameters)
        base = root_address(self.request)
        representation = self.get_serializer_class()
        return records_as_json(representation, self.model, wanted, context["fields"], base)

    def in_python(self, parameters: ParameterSet) -> bool:
        """Whether the representation holds what only Python can work out."""
        return False

    def shown_in_python(
        self, wanted: Sequence[int] | str, context: dict[str, Any], parameters: ParameterSet
    ) -> Sequence[bytes]:
        ids = [self.id_of(wanted)] if isinstance(wanted, str) else wanted
        published = self.rows() if self.action == "list" else self.detail_rows()
        found = published.in_bulk(ids)
        records = [found[pk] for pk in ids if pk in found]
        self.complete(records, parameters)
        serializer, renderer = self.get_serializer_class(), JSONRenderer()
        return [renderer.render(serializer(record, context=context).data) for record in records]

    def complete(self, records: Sequence[Any], parameters: ParameterSet) -> None:
        """Add to records what ``shown_in_python`` needs."""

    def id_of(self, slug: str) -> int:
        """The id of the published record of that slug. Raises NotFound, Gone, Merged."""
        state = public_state(self.model, slug) if is_slug(slug) else None
        match state:
            case None:
                raise NotFound("There is no such record.")
            case Tombstone():
                raise Gone(state)
            case Survivor():
                path = reverse(f"{self.resource}-detail", args=[state.slug])
                query = self.request.META.get("QUERY_STRING", "")
                address = self.request.build_absolute_uri(f"{path}?{query}" if query else path)
                raise Merged(slug, state.slug, address)
        return state

    def context(
        self, representation: type[Representation], problems: Sequence[dict[str, Any]]
    ) -> dict[str, Any]:
        """What the representation needs to know of the request.

        Raises BadParameters with these problems and what is wrong with ``fields``.
        """
        found = [*problems]
        given = self.request.query_params.getlist("fields")
        wanted = given[0].split(",") if given else None
        accepted = [*representation().get_fields()] if given else []
        unknown = next((name for name in wanted or () if name not in accepted), None)
        if len(given) > 1:
            detail = "fields takes one value: names separated by commas."
            found.append(bad_parameter("fields", "repeated", detail))
        elif given == [""]:
            detail = "fields has an empty value; leave the parameter out instead."
            found.append(bad_parameter("fields", "empty", detail))
        elif unknown is not None:
            detail = f"fields does not know {unknown[:60]!r}; accepted are {listed(accepted)}."
            suggestion = closest(unknown, accepted)
            found.append(bad_parameter("fields", "unknown_field", detail, suggestion))
        if found:
            raise BadParameters(found)
        return {**self.get_serializer_context(), "fields": wanted}
