"""The OpenAPI document: what drf-spectacular is told beyond what it finds by itself."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from conflictdb.vocabularies import VOCABULARIES, Vocabulary

from .errors import MEDIA_TYPE, GoneSerializer, ProblemSerializer
from .examples import operations
from .pagination import paging_parameters

if TYPE_CHECKING:
    from .resource import ResourceViewSet

PROBLEMS = {
    308: "The record turned out to be another, at the address in `Location`.",
    400: "A parameter is wrong; `errors` names each, what is accepted and the closest match.",
    404: "There is no such record, or it was never published.",
    429: "Too many requests from this address; `Retry-After` says when to go on.",
    410: "The record was withdrawn; `tombstone` says when and why.",
    503: "The database is away or busy; `Retry-After` says when to try again.",
}


# What a list may answer, and whatever else takes parameters and reads the database.
LIST_PROBLEMS = frozenset({400, 429, 503})


def detail_problems(model: Any) -> frozenset[int]:
    """What may be answered to the slug of a record of a model."""
    merged = {308} if hasattr(model, "merged_into") else set()
    return LIST_PROBLEMS | {404, 410} | merged


class ResourceSchema(AutoSchema):
    """Describes the operations of resources: names, parameters, problems."""

    view: Any

    def get_operation_id(self) -> str:
        name = self.view.resource
        singular = name[0].upper() + name[1:]
        return f"list{singular}s" if self.is_list else f"get{singular}"

    def get_tags(self) -> list[str]:
        return [f"{self.view.resource}s"]

    def get_summary(self) -> str:
        name = self.view.resource
        return f"List {name}s" if self.is_list else f"Get one {name}"

    def get_description(self) -> str:  # type: ignore[override]
        text: str = self.view.purposes["list" if self.is_list else "retrieve"]
        return text

    def get_filter_backends(self) -> list[Any]:
        return []

    def get_override_parameters(self) -> list[Any]:
        view: type[ResourceViewSet] = type(self.view)
        if self.is_list:
            declared = view.filterset_class.parameters()
            declared += paging_parameters(view.orderings, view.default_ordering)
            representation = view.representation
        else:
            declared = view.detail_parameters.parameters()
            representation = view.detail_representation
            slug = {"type": "string", "example": view.example}
            declared.append(
                OpenApiParameter(
                    "slug",
                    slug,
                    "path",
                    description="Identifier of the record.",
                    required=True,
                )
            )
        names = list(representation().get_fields())
        fields = OpenApiParameter(
            "fields",
            {"type": "array", "items": {"type": "string", "enum": names}, "minItems": 1},
            description=(
                "Only these fields, separated by commas. Records then lack the others, which their "
                "schema requires: generated clients do without this parameter."
            ),
            style="form",
            explode=False,
        )
        return [*declared, fields]

    def get_response_serializers(self) -> Any:
        view = type(self.view)
        problems = problem_responses(LIST_PROBLEMS if self.is_list else detail_problems(view.model))
        shown: Any = view.detail_representation
        if self.is_list:
            shown = page_serializer(view)
        return {
            (200, "application/json"): OpenApiResponse(shown, description="Found."),
            **problems,
        }

    @property
    def is_list(self) -> bool:
        return bool(getattr(self.view, "action", "") == "list")

    def _is_list_view(self, serializer: Any = None) -> bool:
        # A list answers with one page, which is an object, not an array.
        return False


def problem_responses(statuses: Iterable[int]) -> dict[tuple[int, str], OpenApiResponse]:
    """How OpenAPI describes the problems of an operation."""
    return {
        (status, MEDIA_TYPE): OpenApiResponse(
            GoneSerializer if status == 410 else ProblemSerializer, description=PROBLEMS[status]
        )
        for status in sorted(statuses)
    }


def page_serializer(view: "type[ResourceViewSet]") -> Any:
    """One page of a list, as a serializer that only the schema uses."""
    name = view.resource[0].upper() + view.resource[1:]
    fields = {
        "next": serializers.URLField(allow_null=True, help_text="Address of the next page."),
        "previous": serializers.URLField(allow_null=True, help_text="Address of the page before."),
        "count": serializers.IntegerField(
            required=False, help_text="With `count=true`: how many records match."
        ),
        "count_capped": serializers.BooleanField(
            required=False, help_text="With `count=true`: whether there are more than `count`."
        ),
        "results": view.representation(many=True, help_text="The records of this page."),
        "__doc__": f"One page of {view.resource}s.",
    }
    return type(f"{name}PageSerializer", (serializers.Serializer,), fields)


class CodeFieldSchema(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """A code is its vocabulary's enum, shared by every field and filter that uses it."""

    target_class = "api.representation.CodeField"
    match_subclasses = True

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Any) -> dict[str, Any]:
        return code_schema(self.target.vocabulary)


def code_schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """A reference to the enum of a vocabulary."""
    return {"$ref": f"#/components/schemas/{vocabulary.type_name}"}


def add_vocabularies(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Postprocessing hook: the enum of each vocabulary that the document refers to."""
    text = json.dumps(result)
    schemas = result["components"]["schemas"]
    for vocabulary in VOCABULARIES.values():
        if json.dumps(code_schema(vocabulary)["$ref"]) in text:
            meanings = "\n".join(f"* `{code.code}`: {code.definition}" for code in vocabulary)
            schemas[vocabulary.type_name] = {
                "type": "string",
                "enum": vocabulary.codes,
                "description": f"{vocabulary.description}\n\n{meanings}",
            }
    result["components"]["schemas"] = dict(sorted(schemas.items()))
    return result


def name_enums(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Postprocessing hook: codes that a parameter spells out become a component, written once.

    It is called by its ``title``, else after the operation and the parameter. Only ``fields``
    keeps its own, as no two operations have the same.
    """
    schemas = result["components"]["schemas"]
    names = {tuple(schema["enum"]): name for name, schema in schemas.items() if "enum" in schema}
    for _, operation in operations(result):
        for parameter in operation.get("parameters", []):
            many = parameter["schema"].get("type") == "array"
            holder, key = (parameter["schema"], "items") if many else (parameter, "schema")
            spelled = holder[key]
            if "enum" not in spelled or parameter["name"] == "fields":
                continue
            words = [operation["operationId"], *parameter["name"].removesuffix("__not").split("_")]
            name = spelled.get("title", "".join(word[:1].upper() + word[1:] for word in words))
            name = names.setdefault(tuple(spelled["enum"]), name)
            schemas.setdefault(
                name,
                {
                    "type": "string",
                    "enum": spelled["enum"],
                    "description": parameter["description"].removeprefix("Not: "),
                },
            )
            if "example" in spelled:
                parameter["example"] = spelled["example"]
            holder[key] = {"$ref": f"#/components/schemas/{name}"}
    result["components"]["schemas"] = dict(sorted(schemas.items()))
    return result


def never_written(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Postprocessing hook: the API takes nothing in and asks nobody who they are.

    What is ``readOnly`` of a record that can be written makes generators double every model.
    """
    _without(result, "readOnly")
    result["security"] = []
    return result


def _without(part: Any, key: str) -> None:
    if isinstance(part, dict):
        part.pop(key, None)
    for value in part.values() if isinstance(part, dict) else part:
        if isinstance(value, dict | list):
            _without(value, key)
