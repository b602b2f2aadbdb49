"""Vocabularies over HTTP: every code with its meaning. They are code, so no database is asked."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_serializer,
)
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import ViewSet

from api.caching import CachedView
from api.errors import BadParameters, bad_parameter, closest, listed
from api.representation import CodeField
from api.schema import problem_responses
from conflictdb.vocabularies import (
    ANSWERS,
    CLAIM_KINDS,
    FAMILIES,
    TOPICS,
    VOCABULARIES,
    ClaimKind,
    Code,
    Topic,
    Vocabulary,
)


class VocabularySerializer(serializers.Serializer):
    """A closed, ordered list of codes."""

    name = serializers.CharField(help_text="Identifier of the vocabulary.")
    description = serializers.CharField(help_text="What its codes tell.")
    codes_count = serializers.IntegerField(help_text="How many codes it has.")
    url = serializers.URLField(help_text="Address of the vocabulary with its codes.")


class MappingsSerializer(serializers.Serializer):
    """What other codebooks call the same thing; null where they have no name for it."""

    acled = serializers.CharField(
        allow_null=True,
        help_text="ACLED Codebook (2023): event type/sub-event type, or variable and value.",
    )
    ucdp = serializers.CharField(
        allow_null=True, help_text="UCDP GED codebook 23.1: variable and value."
    )
    cameo = serializers.CharField(
        allow_null=True, help_text="CAMEO 1.1b3: code and name of an event or of an actor's role."
    )


class ClaimKindMeaningSerializer(serializers.Serializer):
    """What the columns of a claim of this kind mean, and which claims it can contradict."""

    family = CodeField(FAMILIES, help_text="Group of topics.")
    topic = CodeField(TOPICS, help_text="What it answers; claims of one topic meet in a question.")
    checkable = serializers.BooleanField(help_text="Whether facts could bear it out.")
    answers_with = CodeField(ANSWERS, help_text="The column that holds its answer.")
    subject = serializers.CharField(help_text="Who the claim's subject is.")
    target = serializers.CharField(help_text="Who the claim's target is.")
    compares_with = serializers.ListField(
        child=CodeField(CLAIM_KINDS),
        help_text="Kinds that state the same thing, so that their answers can contradict each "
        "other: itself among them; none for a kind that answers nothing.",
    )


class TopicMeaningSerializer(serializers.Serializer):
    """How the question of a topic is put, and of whom it is asked."""

    family = CodeField(FAMILIES, help_text="Group of topics.")
    question = serializers.CharField(
        allow_null=True,
        help_text="The question in words, {side} standing for the side that it is asked of; "
        "null for topics that ask nothing.",
    )
    by_side = serializers.BooleanField(help_text="Whether it is asked of each side apart.")
    of_incident = serializers.BooleanField(
        help_text="Whether it is asked of the incident itself, not of the episode that holds it."
    )


class CodeSerializer(serializers.Serializer):
    """One code and what it means."""

    code = serializers.CharField(help_text="As records and filters have it.")
    label = serializers.CharField(  # type: ignore[assignment]
        help_text="As people read it."
    )
    definition = serializers.CharField(help_text="What it means.")
    mappings = MappingsSerializer(help_text="What other codebooks call the same thing.")
    claim_kind = ClaimKindMeaningSerializer(
        allow_null=True, help_text="What else a kind of claim says; null in other vocabularies."
    )
    topic = TopicMeaningSerializer(
        allow_null=True, help_text="What else a topic says; null in other vocabularies."
    )


class VocabularyDetailSerializer(VocabularySerializer):
    """A vocabulary with its codes."""

    codes = CodeSerializer(many=True, help_text="The codes, in their order.")


@extend_schema_serializer(many=False)
class VocabularyPageSerializer(serializers.Serializer):
    """All vocabularies: they stand on one page."""

    next = serializers.URLField(allow_null=True, help_text="Null: there is no further page.")
    previous = serializers.URLField(allow_null=True, help_text="Null: there is no page before.")
    results = VocabularySerializer(many=True, help_text="The vocabularies.")


@cache
def codes_of(vocabulary: Vocabulary[Code]) -> list[dict[str, Any]]:
    """The codes as they are shown."""
    codes = CodeSerializer(
        [
            {
                "code": code.code,
                "label": code.label,
                "definition": code.definition,
                "mappings": {
                    name: getattr(code, name) or None for name in ("acled", "ucdp", "cameo")
                },
                "claim_kind": _of_claim_kind(code) if isinstance(code, ClaimKind) else None,
                "topic": _of_topic(code) if isinstance(code, Topic) else None,
            }
            for code in vocabulary
        ],
        many=True,
    )
    return list(codes.data)


def _of_claim_kind(kind: ClaimKind) -> dict[str, Any]:
    names = ("family", "topic", "checkable", "answers_with", "subject", "target")
    comparable = CLAIM_KINDS.where(compares_as=kind.compares_as) if kind.asks else []
    return {**{name: getattr(kind, name) for name in names}, "compares_with": comparable}


def _of_topic(topic: Topic) -> dict[str, Any]:
    family = next(kind.family for kind in CLAIM_KINDS if kind.topic == topic.code)
    return {
        "family": family,
        "question": topic.title or None,
        "by_side": topic.by_side,
        "of_incident": topic.of_incident,
    }


def _answers(shown: Any, problems: Sequence[int]) -> dict[Any, OpenApiResponse]:
    return {
        (200, "application/json"): OpenApiResponse(shown, description="Found."),
        **problem_responses(problems),
    }


class VocabularyViewSet(CachedView, ViewSet):
    """Vocabularies: every code of the dataset, with its meaning."""

    resource = "vocabulary"
    reads_database = False
    lookup_field = "name"
    lookup_value_regex = "[^/]+"

    @extend_schema(
        operation_id="listVocabularies",
        summary="List vocabularies",
        description="See which vocabularies of codes there are, to label or to validate data.",
        tags=["vocabularies"],
        responses=_answers(VocabularyPageSerializer, [400, 429]),
    )
    def list(self, request: Request) -> Response:
        """All vocabularies, without their codes."""
        _take_no_parameters(request)
        results = [self._shown(vocabulary) for vocabulary in VOCABULARIES.values()]
        return Response({"next": None, "previous": None, "results": results})

    @extend_schema(
        operation_id="getVocabulary",
        summary="Get one vocabulary",
        description=(
            "One vocabulary with all of its codes: what each means, what ACLED, UCDP and CAMEO "
            "call it, and for kinds of claim what subject, target and answer are."
        ),
        tags=["vocabularies"],
        parameters=[
            OpenApiParameter(
                "name",
                {"type": "string", "enum": [*VOCABULARIES], "example": "claim_kinds"},
                "path",
                description="Identifier of the vocabulary.",
                required=True,
            )
        ],
        responses=_answers(VocabularyDetailSerializer, [400, 404, 429]),
    )
    def retrieve(self, request: Request, name: str) -> Response:
        """One vocabulary with its codes."""
        _take_no_parameters(request)
        if name not in VOCABULARIES:
            near = closest(name, VOCABULARIES)
            meant = f"Did you mean {near}?" if near else f"There are {listed(VOCABULARIES)}."
            raise NotFound(f"There is no such vocabulary. {meant}")
        vocabulary = VOCABULARIES[name]
        return Response({**self._shown(vocabulary), "codes": codes_of(vocabulary)})

    def _shown(self, vocabulary: Vocabulary[Code]) -> dict[str, Any]:
        path = reverse("vocabulary-detail", args=[vocabulary.name])
        return {
            "name": vocabulary.name,
            "description": vocabulary.description,
            "codes_count": len(vocabulary.members),
            "url": self.request.build_absolute_uri(path),
        }


def _take_no_parameters(request: Request) -> None:
    """Raises BadParameters with every parameter that there is."""
    found = [
        bad_parameter(
            name[:100], "unknown_parameter", f"{name[:100]!r} is no parameter here; there is none."
        )
        for name in request.query_params
    ]
    if found:
        raise BadParameters(found)
