"""The view that counts, and its parameters and schema."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import F, QuerySet
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.caching import CachedView
from api.compiled import records_as_json
from api.errors import BadParameters, bad_parameter, closest, listed
from api.filters import NumberFilter, ParameterFilter, ResourceFilterSet, fault
from api.representation import root_address
from api.schema import LIST_PROBLEMS, problem_responses
from api.snapshot import rows

from .dimensions import Dimension

MOST_DIMENSIONS = 3
MOST_GROUPS = 10_000
DEFAULT_GROUPS = 1000


class NamesFilter(ParameterFilter):
    """Some of a few names."""

    many = True

    def __init__(self, names: Sequence[str], most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.names, self.most = names, most
        self.schema = {"type": "string", "enum": [*names]}  # type: ignore[misc]

    def read(self, values: list[str]) -> list[str]:
        for value in values:
            if value not in self.names:
                raise fault(
                    "unknown_name",
                    f"does not know {value[:60]!r}; accepted are {listed(self.names)}.",
                    closest(value, self.names),
                )
        if len(values) > self.most or len(set(values)) < len(values):
            raise fault("too_many", f"takes 1 to {self.most} different names.")
        return values

    def parameter(self, name: str) -> OpenApiParameter:
        described = super().parameter(name)
        schema: Any = described.type
        described.type = {**schema, "uniqueItems": True}
        return described


class AggregateView(CachedView):
    """Counts the records of one resource by one to three dimensions."""

    dimensions: ClassVar[Mapping[str, Dimension]]
    measures: ClassVar[Mapping[str, Any]]
    parameter_set: ClassVar[type[ResourceFilterSet]]

    def get(self, request: Request) -> Response:
        parameters = self.parameter_set(request.query_params)
        self._require(parameters)
        values = parameters.values
        by, measures = values["by"], values.get("measure", ["count"])
        limit = values.get("limit", DEFAULT_GROUPS)
        ordering = values.get("ordering", ["-count"])
        asked = {key.removeprefix("-") for key in ordering}
        computed = [name for name in self.measures if name in asked or name in measures]
        selection = parameters.selection
        query = selection.query(
            ("aggregate", tuple(by), tuple(computed), tuple(ordering)),
            lambda kept: self._grouped(selection.entered(kept), by, computed, ordering),
        )
        bound = [*query.bound(selection.values), limit + 1]
        found = rows(f"{query.sql} LIMIT %s", bound, prepared=False)
        groups = self._shown(by, found[:limit])
        results = [
            {
                "group": group,
                **{
                    name: row[len(by) + computed.index(name)]
                    for name in self.measures
                    if name in measures
                },
            }
            for group, row in zip(groups, found, strict=False)
        ]
        return Response({"by": by, "truncated": len(found) > limit, "results": results})

    def _require(self, parameters: ResourceFilterSet) -> None:
        """Raise BadParameters with everything that is wrong."""
        problems, values = [*parameters.problems], parameters.values
        wrong = {each["parameter"] for each in problems}
        if "by" not in values and "by" not in wrong:
            detail = f"by is needed: one to three of {listed(self.dimensions)}."
            problems.append(bad_parameter("by", "missing", detail))
        many = [name for name in values.get("by", ()) if self.dimensions[name].many]
        if len(many) > 1:
            detail = (
                f"by takes one of {listed(many)}: a record may have several of each, and would be "
                "counted once for every pair."
            )
            problems.append(bad_parameter("by", "several_many", detail))
        known = {*self.measures, *values.get("by", ())}
        for key in values.get("ordering", ()):
            if "by" in values and key.removeprefix("-") not in known:
                detail = f"ordering does not know {key[:60]!r} here; accepted are {listed(known)}."
                problems.append(bad_parameter("ordering", "unknown_key", detail))
        if problems:
            raise BadParameters(problems)

    def _grouped(
        self, kept: QuerySet, by: Sequence[str], measures: Sequence[str], ordering: Sequence[str]
    ) -> QuerySet:
        names = {name: f"by_{name}" for name in by}
        counted = {name: f"the_{name}" for name in measures}
        grouped = kept.order_by().values(
            **{alias: self.dimensions[name].expression for name, alias in names.items()}
        )
        grouped = grouped.annotate(**{counted[name]: self.measures[name] for name in measures})
        aliases = {**names, **counted}
        keys = [*ordering, *by]
        found: QuerySet = grouped.order_by(
            *(
                F(aliases[key.removeprefix("-")]).desc(nulls_last=True)
                if key.startswith("-")
                else F(aliases[key]).asc(nulls_last=True)
                for key in keys
            )
        ).values_list(*names.values(), *counted.values())
        return found

    def _shown(self, by: Sequence[str], found: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
        """The groups of these rows, with refs to the records that they are of."""
        base = root_address(self.request)
        shown = []
        for place, name in enumerate(by):
            dimension = self.dimensions[name]
            values = [row[place] for row in found]
            if dimension.model is not None:
                ids = sorted({value for value in values if value is not None})
                serializer: Any = dimension.shown
                texts = records_as_json(serializer, dimension.model, ids, None, base)
                refs = dict(zip(ids, map(json.loads, texts), strict=True))
                values = [refs.get(value) for value in values]
            else:
                values = [_plain(name, value) for value in values]
            shown.append(values)
        return [dict(zip(by, group, strict=True)) for group in zip(*shown, strict=True)]


def _plain(name: str, value: Any) -> Any:
    """A date as the year, month or day that it stands for; anything else as it is."""
    if value is None or not hasattr(value, "isoformat"):
        return value
    length = {"year": 4, "month": 7, "day": 10}[name.rpartition("_")[2]]
    return value.isoformat()[:length]


def aggregate_view(
    resource: str,
    filterset: type[ResourceFilterSet],
    dimensions: Mapping[str, Dimension],
    measures: Mapping[str, Any],
    purpose: str,
) -> type[AggregateView]:
    """The view of one resource's aggregates, with its parameters and its schema."""
    keys = [*measures, *dimensions]
    name = resource.capitalize()
    parameters = type(
        f"{name}AggregateParameters",
        (filterset,),
        {
            "further": (),
            "by": NamesFilter(
                list(dimensions), MOST_DIMENSIONS, help_text="What to count by: one to three."
            ),
            "measure": NamesFilter(
                list(measures), len(measures), help_text="What to tell of each group."
            ),
            "ordering": NamesFilter(
                [*keys, *(f"-{key}" for key in keys)],
                MOST_DIMENSIONS + len(measures),
                help_text="Sort keys: measures, and what is counted by; largest first by default.",
            ),
            "limit": NumberFilter(
                low=1,
                high=MOST_GROUPS,
                help_text=f"How many groups at most ({DEFAULT_GROUPS} by default).",
            ),
        },
    )
    group = type(
        f"{name}GroupSerializer",
        (serializers.Serializer,),
        {
            **{key: _optional(key, dimension) for key, dimension in dimensions.items()},
            "__doc__": f"What the {resource}s of a group have in common: a value for each of `by`.",
        },
    )
    figures = {
        "count": serializers.IntegerField(required=False, help_text=f"How many {resource}s."),
        "min": serializers.IntegerField(
            required=False, allow_null=True, help_text="Lowest stated figure."
        ),
        "max": serializers.IntegerField(
            required=False, allow_null=True, help_text="Highest stated figure."
        ),
    }
    row = type(
        f"{name}AggregateSerializer",
        (serializers.Serializer,),
        {
            "group": group(help_text="What they have in common."),
            **{key: figures[key] for key in measures},
            "__doc__": f"The {resource}s of one group.",
        },
    )
    answer = type(
        f"{name}AggregatesSerializer",
        (serializers.Serializer,),
        {
            "by": serializers.ListField(
                child=serializers.CharField(), help_text="What was counted by."
            ),
            "truncated": serializers.BooleanField(help_text="Whether there are more groups."),
            "results": row(many=True, help_text="The groups."),
            "__doc__": f"{name}s counted by group.",
        },
    )

    class Schema(AutoSchema):
        """Describes the operation."""

        def get_operation_id(self) -> str:
            return f"aggregate{name}s"

        def get_tags(self) -> list[str]:
            return [f"{resource}s"]

        def get_summary(self) -> str:
            return f"Count {resource}s by group"

        def get_description(self) -> str:  # type: ignore[override]
            return purpose

        def get_filter_backends(self) -> list[Any]:
            return []

        def get_override_parameters(self) -> list[Any]:
            declared: list[OpenApiParameter] = parameters.parameters()  # type: ignore[attr-defined]
            for each in declared:
                each.required = each.name == "by"
            return declared

        def get_response_serializers(self) -> Any:
            return {
                (200, "application/json"): OpenApiResponse(answer, description="Counted."),
                **problem_responses(LIST_PROBLEMS),
            }

        def _is_list_view(self, serializer: Any = None) -> bool:
            return False

    return type(
        f"{name}AggregateView",
        (AggregateView,),
        {
            "schema": Schema(),
            "dimensions": dimensions,
            "measures": measures,
            "parameter_set": parameters,
            "__doc__": f"Counts {resource}s.",
        },
    )


def _optional(name: str, dimension: Dimension) -> serializers.Field:
    # Given to the field as it is made: a serializer makes its fields anew from that.
    told = f"Their {name.replace('_', ' ')}; null where none is told."
    return dimension.shown(required=False, allow_null=True, help_text=told)
