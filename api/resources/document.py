"""Documents over HTTP."""

from django.db.models import Prefetch, Q, QuerySet
from rest_framework import serializers

from api.filters import (
    LanguageFilter,
    ResourceFilterSet,
    SearchFilter,
    SlugFilter,
    TimeFilter,
)
from api.representation import (
    ActorRefSerializer,
    ClaimRefSerializer,
    CodeField,
    RelayerSerializer,
    Representation,
    StatementRefSerializer,
    TimeFactField,
    URLField,
)
from api.resource import ResourceViewSet
from conflictdb.models import Actor, Citation, Document, Hop
from conflictdb.vocabularies import CITATION_MODES, CITATION_PARTS, HEDGES, TRANSLATIONS


class DocumentSerializer(Representation):
    """A report that was read."""

    slug = serializers.CharField(help_text="Identifier of the document.")
    title = serializers.CharField(
        help_text="As printed; a description in square brackets where the text has none."
    )
    publisher = ActorRefSerializer(
        allow_null=True, help_text="The outlet; null when the text does not tell."
    )
    agencies = ActorRefSerializer(many=True, help_text="News agencies that it draws on.")
    authors = serializers.ListField(child=serializers.CharField(), help_text="Bylines, in order.")
    url_original = serializers.URLField(
        source="url", allow_null=True, help_text="Where the report appeared."
    )
    language = serializers.CharField(help_text="Language of the text, ISO 639-1.")
    translation = CodeField(TRANSLATIONS, help_text="Whether the text is a translation.")
    translated_from = serializers.CharField(
        allow_null=True, help_text="Original language, ISO 639-1."
    )
    published = TimeFactField(help_text="When the report was published.")
    sha256 = serializers.CharField(help_text="SHA-256 of the text's UTF-8 bytes.")
    length = serializers.IntegerField(help_text="Length of the text in characters.")
    url = URLField("document")


class PassageSerializer(serializers.Serializer):
    """A cited passage of a document, and the record that it bears out."""

    start = serializers.IntegerField(help_text="Offset of the first character in the text.")
    end = serializers.IntegerField(help_text="Offset after the last character in the text.")
    sha256 = serializers.CharField(help_text="SHA-256 of the passage's UTF-8 bytes.")
    part = CodeField(CITATION_PARTS, help_text="The part of the document in which it stands.")
    via = RelayerSerializer(many=True, help_text="Whoever relayed the words, in order.")
    mode = CodeField(CITATION_MODES, help_text="How the words are rendered.")
    hedge = CodeField(HEDGES, help_text="How the relayer keeps a distance.")
    statement = StatementRefSerializer(allow_null=True, help_text="The statement that it cites.")
    claim = ClaimRefSerializer(allow_null=True, help_text="The claim that it cites.")


class DocumentDetailSerializer(DocumentSerializer):
    """A document with everything that cites it."""

    citations = PassageSerializer(many=True, help_text="Cited passages, in text order.")


class DocumentFilterSet(ResourceFilterSet):
    """The parameters of the list of documents."""

    model = Document

    publisher = SlugFilter(
        Actor,
        "publisher",
        whole=True,
        help_text="Published by these outlets.",
    )
    agency = SlugFilter(
        Actor,
        lambda ids: Q(
            id__in=Document.agencies.through.objects.filter(actor__any=ids).values("document")
        ),
        whole=True,
        help_text="Drawing on these news agencies or parts of them.",
        example="afp",
    )
    language = LanguageFilter("language", help_text="In these languages; ISO 639-1.", example="en")
    published_after = TimeFilter("published", "after", help_text="Published then or later.")
    published_before = TimeFilter("published", "before", help_text="Published then or earlier.")
    q = SearchFilter()


class DocumentViewSet(ResourceViewSet):
    """Documents: the reports that claims can be checked in."""

    resource = "document"
    example = "moscow-times-2021-11-16-truce"
    purposes = {
        "list": "List the reports that were read, with their hashes.",
        "retrieve": (
            "One document with every cited passage in text order: offsets, hashes, and what "
            "each bears out."
        ),
    }
    model = Document
    representation = DocumentSerializer
    detail_representation = DocumentDetailSerializer
    filterset_class = DocumentFilterSet
    orderings = {**ResourceViewSet.orderings, "published": "published_earliest"}
    default_ordering = "published"

    @classmethod
    def rows(cls) -> QuerySet[Document]:
        agencies = Actor.objects.published().select_related("side")
        return (
            Document.objects.published()
            .select_related("publisher__side")
            .prefetch_related(Prefetch("agencies", agencies))
        )

    @classmethod
    def detail_rows(cls) -> QuerySet[Document]:
        passages = (
            Citation.objects.published()
            .select_related("statement", "claim")
            .prefetch_related(
                Prefetch(
                    "via",
                    Hop.objects.select_related("actor__side"),
                )
            )
        )
        return cls.rows().prefetch_related(Prefetch("citations", passages))
