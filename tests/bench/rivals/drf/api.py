"""DRF as everyone writes it: ModelSerializer, generic views, page numbers, django-filter.

Related rows are loaded with the page (select_related, prefetch_related), as good tutorials teach.
"""

import csv
from collections.abc import Iterator

import django_filters
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import path
from rest_framework import generics, pagination, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from conflictdb.models import (
    Actor,
    Citation,
    Claim,
    Document,
    Hop,
    Incident,
    Participant,
    Place,
    Question,
    Statement,
)


def ref(of: type, *names: str) -> type[serializers.ModelSerializer]:
    class Ref(serializers.ModelSerializer):
        class Meta:
            model = of
            fields = names

    return Ref


PlaceRef, ActorRef = ref(Place, "slug", "name"), ref(Actor, "slug", "name", "kind")
IncidentRef, DocumentRef = ref(Incident, "slug", "title"), ref(Document, "slug", "title")
QuestionRef, StatementRef = ref(Question, "slug", "title"), ref(Statement, "slug", "gist")
TIME = ("edtf", "precision", "earliest", "latest", "inferred")


class ParticipantSerializer(serializers.ModelSerializer):
    actor = ActorRef()

    class Meta:
        model = Participant
        fields = ("actor", "role")


class IncidentSerializer(serializers.ModelSerializer):
    place = PlaceRef()
    places = PlaceRef(many=True)
    part_of = IncidentRef()
    participants = ParticipantSerializer(many=True)
    claims_count = serializers.IntegerField()

    class Meta:
        model = Incident
        fields = (
            *("slug", "title", "summary", "kind", "place", "places", "place_precision"),
            *("latitude", "longitude", "part_of", "participants", "claims_count"),
            *(f"occurred_{name}" for name in TIME),
        )


class IncidentDetailSerializer(IncidentSerializer):
    parts = IncidentRef(many=True)
    questions = QuestionRef(many=True)

    class Meta(IncidentSerializer.Meta):
        fields = (*IncidentSerializer.Meta.fields, "parts", "questions")


class HopSerializer(serializers.ModelSerializer):
    actor = ActorRef()

    class Meta:
        model = Hop
        fields = ("actor", "position")


class CitationSerializer(serializers.ModelSerializer):
    document = DocumentRef()
    via = HopSerializer(many=True)

    class Meta:
        model = Citation
        fields = ("document", "start", "end", "sha256", "part", "mode", "hedge", "via")


class ClaimSerializer(serializers.ModelSerializer):
    statement = StatementRef()
    claimant = ActorRef(source="statement.speaker")
    asserted = serializers.CharField(source="statement.made_edtf")
    incident, about = IncidentRef(), IncidentRef()
    subject, target, place, question = ActorRef(), ActorRef(), PlaceRef(), QuestionRef()
    citations = CitationSerializer(many=True)

    class Meta:
        model = Claim
        fields = (
            *("slug", "kind", "statement", "claimant", "asserted", "incident", "about"),
            *("subject", "subject_scope", "target", "victim_class", "value_min", "value_max"),
            *("modifier", "basis", "unit", "place", "polarity", "modality", "certainty", "gist"),
            *("question", "citations"),
            *(f"{fact}_{name}" for fact in ("as_of", "occurred") for name in TIME),
        )


class QuestionSerializer(serializers.ModelSerializer):
    incident, subject_side = IncidentRef(), ActorRef()
    claims_count = serializers.IntegerField()

    class Meta:
        model = Question
        fields = (
            *("slug", "title", "topic", "incident", "subject_side", "counted", "contested"),
            *("reasons", "speakers_count", "claims_count"),
        )


def incidents() -> QuerySet:
    counted = Count("claims", filter=Q(claims__status="published"), distinct=True)
    return (
        Incident.objects.filter(status="published")
        .select_related("place", "part_of")
        .prefetch_related(
            "places", Prefetch("participants", Participant.objects.select_related("actor"))
        )
        .annotate(claims_count=counted)
        .order_by("occurred_earliest", "id")
    )


def claims() -> QuerySet:
    return (
        Claim.objects.filter(status="published")
        .select_related(
            *("statement__speaker", "incident", "about", "subject", "target", "place", "question")
        )
        .prefetch_related(
            Prefetch("citations", Citation.objects.select_related("document")),
            Prefetch("citations__via", Hop.objects.select_related("actor")),
        )
        .order_by("statement__made_earliest", "id")
    )


class Hundred(pagination.PageNumberPagination):
    page_size = 100


class Fifty(pagination.PageNumberPagination):
    page_size = 50


class IncidentFilter(django_filters.FilterSet):
    country = django_filters.CharFilter("place__country")
    after = django_filters.DateFilter("occurred_last_day", "gte")
    before = django_filters.DateFilter("occurred_first_day", "lte")


class ClaimFilter(django_filters.FilterSet):
    kind = django_filters.CharFilter("kind")
    actor = django_filters.CharFilter("statement__speaker__slug")
    after = django_filters.DateFilter("statement__made_last_day", "gte")
    before = django_filters.DateFilter("statement__made_first_day", "lte")


class QuestionFilter(django_filters.FilterSet):
    topic = django_filters.CharFilter("topic")
    side = django_filters.CharFilter("subject_side__slug")


class Incidents(generics.ListAPIView):
    serializer_class, pagination_class = IncidentSerializer, Hundred
    filterset_class = IncidentFilter

    def get_queryset(self) -> QuerySet:
        return incidents()


class OneIncident(generics.RetrieveAPIView):
    serializer_class = IncidentDetailSerializer

    def get_object(self) -> Incident:
        rows = incidents().prefetch_related("parts", "questions")
        return generics.get_object_or_404(rows, slug=self.request.GET["slug"])


class Claims(generics.ListAPIView):
    serializer_class, pagination_class, filterset_class = ClaimSerializer, Hundred, ClaimFilter

    def get_queryset(self) -> QuerySet:
        return claims()


class Search(generics.ListAPIView):
    serializer_class, pagination_class = ClaimSerializer, Fifty

    def get_queryset(self) -> QuerySet:
        words = SearchQuery(self.request.GET["q"], search_type="websearch", config="english")
        found = claims().annotate(words=SearchVector("gist", config="english"))
        return found.filter(words=words)


class Questions(generics.ListAPIView):
    serializer_class, pagination_class = QuestionSerializer, Fifty
    filterset_class = QuestionFilter

    def get_queryset(self) -> QuerySet:
        rows = Question.objects.filter(status="published")
        return rows.select_related("incident", "subject_side").order_by("slug")


class ByMonth(APIView):
    def get(self, request: Request) -> Response:
        found = (
            Claim.objects.filter(
                status="published",
                statement__made_first_day__gte=request.GET["after"],
                statement__made_first_day__lte=request.GET["before"],
            )
            .annotate(month=TruncMonth("statement__made_first_day"))
            .values("month", "kind")
            .annotate(count=Count("id"))
            .order_by("month", "kind")
        )
        return Response([*found])


def export(request: HttpRequest) -> StreamingHttpResponse:
    class Echo:
        def write(self, line: str) -> str:
            return line

    def lines() -> Iterator[str]:
        names = [name for name in ClaimSerializer.Meta.fields if name != "citations"]
        writer = csv.writer(Echo())
        yield writer.writerow(names)
        for claim in claims().order_by("id").iterator(chunk_size=2000):
            row = ClaimSerializer(claim).data
            yield writer.writerow([row[name] for name in names])

    return StreamingHttpResponse(lines(), content_type="text/csv")


urlpatterns = [
    path("incidents", Incidents.as_view()),
    path("incidents-page", Incidents.as_view()),
    path("incident", OneIncident.as_view()),
    path("claims", Claims.as_view()),
    path("search", Search.as_view()),
    path("questions", Questions.as_view()),
    path("by-month", ByMonth.as_view()),
    path("export.csv", export),
]
