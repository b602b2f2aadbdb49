"""Places over HTTP."""

from django.db.models import QuerySet
from rest_framework import serializers

from api.filters import (
    CodeFilter,
    CountryFilter,
    LocatedFilterSet,
    SearchFilter,
    SlugFilter,
)
from api.representation import (
    CodeField,
    NameSerializer,
    PlaceRefSerializer,
    Representation,
    URLField,
)
from api.resource import ResourceViewSet
from conflictdb.models import Place
from conflictdb.vocabularies import PLACE_KINDS


class PlaceSerializer(Representation):
    """A named location."""

    slug = serializers.CharField(help_text="Identifier of the place.")
    name = serializers.CharField(help_text="The usual English name.")
    kind = CodeField(PLACE_KINDS, help_text="What sort of location it is.")
    parent = PlaceRefSerializer(allow_null=True, help_text="The place that it lies in.")
    country = serializers.CharField(
        allow_null=True, help_text="ISO 3166-1 alpha-2 code; null where disputed."
    )
    latitude = serializers.FloatField(allow_null=True, help_text="Degrees north, WGS 84.")
    longitude = serializers.FloatField(allow_null=True, help_text="Degrees east, WGS 84.")
    geonames_id = serializers.IntegerField(allow_null=True, help_text="Identifier in GeoNames.")
    names = NameSerializer(many=True, help_text="Other spellings and languages.")
    url = URLField("place")


class PlaceFilterSet(LocatedFilterSet):
    """The parameters of the list of places."""

    model = Place

    kind = CodeFilter(PLACE_KINDS, "kind", help_text="Sort of location.")
    country = CountryFilter("country", help_text="In this country; ISO 3166-1 alpha-2.")
    within = SlugFilter(
        Place,
        "id",
        whole=True,
        help_text="These places and all that lies in them.",
        example="armenia",
    )
    q = SearchFilter()


class PlaceViewSet(ResourceViewSet):
    """Places: where incidents happened."""

    resource = "place"
    example = "syunik"
    purposes = {
        "list": "Look places up: to filter by them, or to map what happened where.",
        "retrieve": "One place with its other names.",
    }
    model = Place
    representation = detail_representation = PlaceSerializer
    filterset_class = PlaceFilterSet
    orderings = {**ResourceViewSet.orderings, "name": "name"}

    @classmethod
    def rows(cls) -> QuerySet[Place]:
        return Place.objects.published().select_related("parent").prefetch_related("names")
