"""Representation: how records look to a reader, declared once for page, schema and exports.

A resource declares a ``Representation`` of plain, explicit fields; nothing queries inside one. Refs
to other records and the small shapes that many resources share (time facts, citations) are here.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.db.models import Prefetch
from django.urls import get_script_prefix
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from conflictdb.models import Citation, Hop
from conflictdb.vocabularies import (
    ACTOR_KINDS,
    CITATION_MODES,
    CITATION_PARTS,
    HEDGES,
    NAME_KINDS,
    TIME_PRECISIONS,
    Code,
    Vocabulary,
)


def root_address(request: Any) -> str:
    """The address of the API's root, with its last slash; those of records begin with it."""
    address: str = request.build_absolute_uri(_root_path(get_script_prefix()))
    return address


@cache
def _root_path(prefix: str) -> str:
    path: str = reverse("api-root")  # below the prefix that the server gives the site
    return path


class CodeField(serializers.ChoiceField):
    """A code of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary, **kwargs: Any) -> None:
        super().__init__(choices=vocabulary.choices, **kwargs)
        self.vocabulary = vocabulary

    def to_representation(self, value: Any) -> Any:
        return value or None


class CodeAttribute(CodeField):
    """What a vocabulary says of a record's code: the family or the topic of a claim's kind."""

    def __init__(
        self,
        coded: Vocabulary | Mapping[str, Code],
        attribute: str,
        vocabulary: Vocabulary,
        **kwargs: Any,
    ) -> None:
        super().__init__(vocabulary, **kwargs)
        codes = coded if isinstance(coded, Mapping) else {code.code: code for code in coded}
        self.values = {code: getattr(meaning, attribute) for code, meaning in codes.items()}

    def to_representation(self, value: Any) -> Any:
        return self.values[value]


class CountField(serializers.IntegerField):
    """How many published records are related to this one; ``relation`` names them."""

    def __init__(self, relation: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.relation = relation


class RelatedList(serializers.ListSerializer):
    """Published records related to this one, where a boolean column says so, in a given order.

    ``relation`` names them, ``order`` columns of theirs. For the ordinary serializer, ``source``
    names a list of them, already loaded in that order.
    """

    def __init__(
        self, relation: str, *, order: Sequence[str], where: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.relation, self.order, self.where = relation, order, where

    def to_representation(self, data: Any) -> Any:
        where = self.where
        return super().to_representation(
            data if where is None else [row for row in data if getattr(row, where)]
        )


class CountsByCode(serializers.ListSerializer):
    """How many published records are related to this one, by a code of theirs.

    The child has two fields, the code and the count; it is the code's column that is counted by.
    Those of the vocabulary that occur come in its order.
    """

    def __init__(self, vocabulary: Vocabulary, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.vocabulary = vocabulary

    @property
    def names(self) -> tuple[str, str]:
        """The child's fields: the code, the count."""
        child: Any = self.child
        code, number = child.fields
        return code, number

    def to_representation(self, data: Any) -> Any:
        code, number = self.names
        counts = Counter(getattr(row, code) for row in data.all())
        return [
            {code: each, number: counts[each]} for each in self.vocabulary.codes if each in counts
        ]


class OnlyInPython:
    """Mixin of a field that a viewset fills where it is asked for, and that is null elsewhere."""


class URLField(serializers.Field):
    """The address of a record's own detail."""

    def __init__(self, resource: str) -> None:
        super().__init__(source="slug", read_only=True, help_text="Address of the record.")
        self.resource = resource

    def to_representation(self, slug: str) -> str:
        request = self.context.get("request")
        path: str = reverse(f"{self.resource}-detail", args=[slug])
        return request.build_absolute_uri(path) if request else path


extend_schema_field({"type": "string", "format": "uri"})(URLField)


class TimeFactSerializer(serializers.Serializer):
    """A time that is never more precise than its source."""

    edtf = serializers.CharField(
        help_text="EDTF (ISO 8601-2), in local time, with offset where a clock time is known."
    )
    earliest = serializers.DateTimeField(
        allow_null=True, help_text="First instant that it can mean; null when open."
    )
    latest = serializers.DateTimeField(
        allow_null=True, help_text="Last instant that it can mean; null when open."
    )
    precision = CodeField(TIME_PRECISIONS, help_text="How exactly it is known.")
    inferred = serializers.BooleanField(
        help_text="True when the source does not print it and it was worked out."
    )


class TimeFactField(serializers.Field):
    """A time fact of a record, read from its columns; null when not stated."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, allow_null=True, **kwargs)

    def get_attribute(self, instance: Any) -> dict[str, Any] | None:
        *path, name = self.source_attrs
        for step in path:
            instance = getattr(instance, step)
        if not getattr(instance, f"{name}_edtf"):
            return None
        return {
            "edtf": getattr(instance, f"{name}_edtf"),
            "earliest": instant(getattr(instance, f"{name}_earliest")),
            "latest": instant(getattr(instance, f"{name}_latest")),
            "precision": getattr(instance, f"{name}_precision"),
            "inferred": getattr(instance, f"{name}_inferred"),
        }

    def to_representation(self, value: Any) -> Any:
        return value


extend_schema_field(TimeFactSerializer)(TimeFactField)


def instant(value: datetime | date | None) -> str | None:
    """RFC 3339 in UTC."""
    if not isinstance(value, datetime):
        return None
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


class Representation(serializers.Serializer):
    """What one resource looks like; ``fields=`` in the request narrows it."""

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        wanted = self.context.get("fields") if self.parent is None or self._is_page else None
        if wanted is None:
            return fields
        return {name: field for name, field in fields.items() if name in wanted}

    @property
    def _is_page(self) -> bool:
        return isinstance(self.parent, serializers.ListSerializer) and self.parent.parent is None


# Refs: enough of a related record to read it without a second request.


class PlaceRefSerializer(serializers.Serializer):
    """A place in short."""

    slug = serializers.CharField(help_text="Identifier of the place.")
    name = serializers.CharField(help_text="The usual English name.")
    url = URLField("place")


class ActorRefSerializer(serializers.Serializer):
    """An actor in short."""

    slug = serializers.CharField(help_text="Identifier of the actor.")
    name = serializers.CharField(help_text="The usual English name.")
    kind = CodeField(ACTOR_KINDS, help_text="What sort of actor.")
    side = serializers.CharField(
        source="side.slug",
        default=None,
        allow_null=True,
        help_text="Identifier of the state or party that it speaks or fights for.",
    )
    url = URLField("actor")


class DocumentRefSerializer(serializers.Serializer):
    """A document in short."""

    slug = serializers.CharField(help_text="Identifier of the document.")
    title = serializers.CharField(help_text="Title of the document.")
    url = URLField("document")


class IncidentRefSerializer(serializers.Serializer):
    """An incident in short."""

    slug = serializers.CharField(help_text="Identifier of the incident.")
    title = serializers.CharField(help_text="A neutral short name.")
    url = URLField("incident")


class StatementRefSerializer(serializers.Serializer):
    """A statement in short."""

    slug = serializers.CharField(help_text="Identifier of the statement.")
    gist = serializers.CharField(help_text="What was said, in the curators' own words.")
    url = URLField("statement")


class ClaimRefSerializer(serializers.Serializer):
    """A claim in short."""

    slug = serializers.CharField(help_text="Identifier of the claim.")
    gist = serializers.CharField(help_text="What is asserted, in the curators' own words.")
    url = URLField("claim")


class QuestionRefSerializer(serializers.Serializer):
    """A question in short."""

    slug = serializers.CharField(help_text="Identifier of the question.")
    title = serializers.CharField(help_text="The question in words.")
    url = URLField("question")


class NameSerializer(serializers.Serializer):
    """Another name."""

    name = serializers.CharField(help_text="The name as written.")
    language = serializers.CharField(allow_null=True, help_text="Language, ISO 639-1.")
    script = serializers.CharField(allow_null=True, help_text="Script, ISO 15924.")
    kind = CodeField(NAME_KINDS, help_text="How it relates to the record's own name.")


class RelayerSerializer(ActorRefSerializer):
    """An actor that relayed the words of a citation."""

    # A hop is shown as the actor that it points at.
    shown = "actor"

    def to_representation(self, hop: Any) -> Any:
        return super().to_representation(getattr(hop, self.shown))


class CitationSerializer(serializers.Serializer):
    """Where a statement or claim can be checked."""

    document = DocumentRefSerializer(help_text="The document that is cited.")
    start = serializers.IntegerField(help_text="Offset of the first character in the text.")
    end = serializers.IntegerField(help_text="Offset after the last character in the text.")
    sha256 = serializers.CharField(help_text="SHA-256 of the passage's UTF-8 bytes.")
    part = CodeField(CITATION_PARTS, help_text="The part of the document in which it stands.")
    via = RelayerSerializer(
        many=True,
        help_text="Whoever relayed the words, the nearest to the speaker first.",
    )
    mode = CodeField(CITATION_MODES, help_text="How the words are rendered.")
    hedge = CodeField(HEDGES, help_text="How the relayer keeps a distance.")


def published_citations() -> Prefetch:
    """The published citations of records, with their documents and hops, in text order."""
    return Prefetch(
        "citations",
        Citation.objects.published()
        .select_related("document")
        .prefetch_related(Prefetch("via", Hop.objects.select_related("actor__side"))),
    )
