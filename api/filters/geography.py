"""Filters over coordinates (WGS 84, degrees)."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Expression, F, FloatField, QuerySet, Value
from django.db.models.functions import ACos, Cast, Cos, Greatest, Least, Radians, Sin
from django.http import QueryDict

from api.errors import bad_parameter
from api.selection import Bound

from .filterset import ResourceFilterSet
from .parameter import MAX_LENGTH, ParameterFilter, fault

EARTH_RADIUS_KM = 6371.0

NUMBER = r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"


def _of_numbers(count: int) -> dict[str, Any]:
    """The schema of a text of so many numbers."""
    return {"type": "string", "maxLength": MAX_LENGTH, "pattern": f"^{','.join([NUMBER] * count)}$"}


class BoundingBoxFilter(ParameterFilter):
    """``minlon,minlat,maxlon,maxlat``."""

    schema: ClassVar[dict[str, Any]] = _of_numbers(4)

    def read(self, values: list[str]) -> list[float]:
        west, south, east, north = box = numbers(values[0], 4, "minlon,minlat,maxlon,maxlat")
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            raise fault(
                "bad_box",
                "takes minlon,minlat,maxlon,maxlat with minlon ≤ maxlon and minlat ≤ maxlat, "
                "within -180,-90,180,90.",
            )
        return box


class PointFilter(ParameterFilter):
    """``lat,lon``."""

    schema: ClassVar[dict[str, Any]] = _of_numbers(2)

    def read(self, values: list[str]) -> list[float]:
        latitude, longitude = point = numbers(values[0], 2, "lat,lon")
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise fault("bad_point", "takes lat,lon within -90,-180 and 90,180.")
        return point


class RadiusFilter(ParameterFilter):
    """Kilometres, more than none and at most half round the Earth."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "number",
        "exclusiveMinimum": 0,
        "maximum": 20_040,
    }

    def read(self, values: list[str]) -> float:
        radius = numbers(values[0], 1, "a number of kilometres")[0]
        if not 0 < radius <= 20_040:
            raise fault("out_of_range", "takes kilometres, more than 0 and at most 20040.")
        return radius


class LocatedFilterSet(ResourceFilterSet):
    """The parameters of records that lie somewhere."""

    # The coordinates that are compared: columns or expressions of them.
    latitude: ClassVar[Any] = F("latitude")
    longitude: ClassVar[Any] = F("longitude")

    bbox = BoundingBoxFilter(
        help_text="Within minlon,minlat,maxlon,maxlat, in degrees.",
        example="44,38,48,41",
    )
    near = PointFilter(
        help_text="Near lat,lon, in degrees; together with radius_km.",
        example="40.18,44.51",
    )
    radius_km = RadiusFilter(help_text="How near: kilometres along the Earth's surface.")

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        for name, other in (("near", "radius_km"), ("radius_km", "near")):
            if name in data and other not in data:
                detail = f"{name} needs {other} beside it, as in near=40.18,44.51&radius_km=50."
                self.problems.append(bad_parameter(other, "missing", detail))

    @classmethod
    def narrowed(cls, queryset: QuerySet, shapes: Mapping[str, Any]) -> QuerySet:
        queryset = super().narrowed(queryset, shapes)
        if "bbox" in shapes or "near" in shapes:
            queryset = queryset.alias(at_latitude=cls.latitude, at_longitude=cls.longitude)
        if "bbox" in shapes:
            west, south, east, north = (_number("bbox", part) for part in range(4))
            queryset = queryset.filter(
                at_latitude__gte=south,
                at_latitude__lte=north,
                at_longitude__gte=west,
                at_longitude__lte=east,
            )
        if "near" in shapes:
            distance = distance_km("at_latitude", "at_longitude")
            queryset = queryset.alias(distance=distance).filter(distance__lte=_number("radius_km"))
        return queryset


def numbers(text: str, count: int, form: str) -> list[float]:
    """So many decimal numbers, separated by commas. Raises a fault."""
    parts = text.split(",")
    if len(parts) != count or not all(re.fullmatch(NUMBER, part) for part in parts):
        raise fault("bad_numbers", f"takes {form} as decimal numbers, not {text[:40]!r}.")
    return [float(part) for part in parts]


def distance_km(latitude: str, longitude: str) -> Expression:
    """Great-circle distance in kilometres between two columns and the point bound as ``near``."""
    here, there = Radians(F(latitude)), Radians(F(longitude))
    lat, lon = Radians(_number("near", 0)), Radians(_number("near", 1))
    cosine = Sin(here) * Sin(lat) + Cos(here) * Cos(lat) * Cos(there - lon)
    # Rounding can carry a cosine a hair past one, where the arc cosine fails.
    return ACos(Least(Greatest(cosine, Value(-1.0)), Value(1.0))) * EARTH_RADIUS_KM


def _number(name: str, part: int | None = None) -> Expression:
    return Cast(Bound(name, part, FloatField()), FloatField())
