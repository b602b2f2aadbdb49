"""Places over HTTP: every filter with what it finds and what it does not, and the detail."""

from collections.abc import Callable

import pytest

from tests.api.asking import Case, ask, changed, check_filter, found
from tests.contract import contract
from tests.factories import make_place, make_place_name

pytestmark = pytest.mark.django_db

YEREVAN = {"latitude": 40.18, "longitude": 44.51}
SOTK = {"latitude": 40.2, "longitude": 45.87}


def kind() -> Case:
    return "road", make_place(kind="road"), make_place()


def country() -> Case:
    return "AM", make_place(country="AM"), [make_place(country="AZ"), make_place()]


def within() -> Case:
    """What lies in a place at any depth, and the place itself."""
    region = make_place("Syunik", kind="region")
    district = make_place("Sisian", kind="district", parent=region)
    village = make_place(parent=district)
    return region.slug, [region, district, village], make_place()


def bbox() -> Case:
    matching = [make_place(**SOTK), make_place(latitude=41, longitude=46)]
    return "45,40,46,41", matching, [make_place(**YEREVAN), make_place()]


def near() -> Case:
    matching = make_place(**YEREVAN)
    return {"near": "40.2,44.5", "radius_km": 5}, matching, [make_place(**SOTK), make_place()]


def radius_km() -> Case:
    """Sotk lies 115.6 km from Yerevan."""
    return (
        {"near": "40.18,44.51", "radius_km": "115.5"},
        make_place(**YEREVAN),
        [make_place(**SOTK), make_place()],
    )


def q() -> Case:
    renamed = make_place("Sotk")
    make_place_name(renamed, "Zod")
    return "Zod", [renamed, make_place("Zod")], make_place("Kut")


def slug() -> Case:
    matching = make_place()
    return matching.slug, matching, make_place()


def updated_after() -> Case:
    return changed(make_place(), make_place())


CASES: dict[str, Callable[[], Case]] = {
    case.__name__: case
    for case in (kind, country, within, bbox, near, radius_km, q, slug, updated_after)
}


@pytest.mark.parametrize("name", contract.filters("places"))
def test_filter(name):
    check_filter("places", name, CASES[name], negatable=name in contract.NEGATABLE["places"])


def test_a_name_that_matches_twice_counts_once():
    place = make_place("Sotk")
    make_place_name(place, "Sotk village")
    make_place_name(place, "Sotk, Gegharkunik")
    assert found("places", q="sotk") == [place.slug]


def test_a_place_has_its_parent_its_point_and_its_names():
    region = make_place("Gegharkunik", kind="region", country="AM")
    village = make_place("Sotk", parent=region, country="AM", geonames_id=616062, **SOTK)
    make_place_name(village, "Zod", kind="former")
    assert ask(f"places/{village.slug}") == {
        "slug": village.slug,
        "name": "Sotk",
        "kind": "settlement",
        "parent": {
            "slug": region.slug,
            "name": "Gegharkunik",
            "url": f"http://testserver/api/v1/places/{region.slug}",
        },
        "country": "AM",
        "latitude": 40.2,
        "longitude": 45.87,
        "geonames_id": 616062,
        "names": [{"name": "Zod", "language": "en", "script": None, "kind": "former"}],
        "url": f"http://testserver/api/v1/places/{village.slug}",
    }
