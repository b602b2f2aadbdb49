"""What the public is shown of a redacted person: of the name and the old address, not a byte."""

import io
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import Group, User
from pyarrow import parquet

from api.exports.formats import formats_of
from api.urls import RESOURCES
from conflictdb.curation.redaction import Names, redact
from conflictdb.interchange import FIXTURES
from conflictdb.interchange.fixtures import load
from conflictdb.models import Actor, Claim, Dataset, Incident, Record, Statement
from tests.api.asking import CLIENT, content_of
from tests.contract.test_visibility import answers, requests
from tests.contract.world import World, make_world
from tests.factories import make_affiliation
from tests.transactions import committed

pytestmark = pytest.mark.django_db

# Of Arshak Karapetyan, Karapetian, karapetyan; in no other word of this world.
TRACES = (b"arshak", b"karapet", "Կարապետ".encode())


@pytest.fixture
def world() -> World:
    world = make_world()
    Statement.objects.filter(pk=world.statement.pk).update(
        gist="Arshak KARAPETYAN tells of clashes.", slug="karapetyan-2021-11-16-report"
    )
    Claim.objects.filter(pk=world.total.pk).update(
        gist="Arshak Karapetyan counts.", slug="karapetyan-2021-11-16-report--killed"
    )
    Incident.objects.filter(pk=world.clash.pk).update(title="Karapetian speaks near Sotk")
    make_affiliation(world.person, world.outlet, slug="karapetyan--outlet", role="Host")
    refresh(world)
    committed()
    return world


def refresh(world: World) -> None:
    for record in vars(world).values():
        if isinstance(record, Record):
            record.refresh_from_db()


def redact_person(world: World) -> None:
    admin = User.objects.create_user("ada", is_staff=True)
    admin.groups.add(Group.objects.get(name="Administrator"))
    names = Names.of(world.person, surname_alone=True)
    redact(world.person, by=admin, reason="Asked for", names=names, keep_original=True)
    committed()
    refresh(world)


def readable(url: str) -> bytes:
    """What a body says: of packed formats what is inside."""
    body = content_of(CLIENT.get(f"/api/v1/{url}"))
    if url.endswith(".parquet"):
        return repr(parquet.read_table(io.BytesIO(body)).to_pylist()).encode()
    if url.endswith(".xlsx"):
        with ZipFile(io.BytesIO(body)) as book:
            return b"".join(book.read(name) for name in book.namelist())
    return body


def exports() -> list[str]:
    return [
        f"{path}/export.{name}"
        for path, viewset in RESOURCES.items()
        for name in formats_of(viewset.resource)
    ]


def traces(body: bytes) -> bool:
    return any(trace in body.lower() for trace in TRACES)


def test_no_answer_of_any_operation_names_the_person(world: World) -> None:
    before = [url for url, answer in answers(requests(world)).items() if traces(answer[2])]
    assert len(before) > 50, "the test would see nothing"
    redact_person(world)
    after = answers([url for url in requests(world) if not traces(url.encode())])
    assert len(after) > 300
    assert [
        url for url, answer in after.items() if traces(answer[2] + repr(answer[1]).encode())
    ] == []


def test_no_export_in_any_format_names_the_person(world: World) -> None:
    assert {url.rpartition(".")[2] for url in exports()} == {
        "csv", "ndjson", "parquet", "xlsx", "geojson",
    }  # fmt: skip
    before = {url.rpartition(".")[2] for url in exports() if traces(readable(url))}
    assert before == {"csv", "ndjson", "parquet", "xlsx", "geojson"}
    redact_person(world)
    assert [url for url in exports() if traces(readable(url))] == []


def test_the_old_addresses_are_gone_without_telling_more(world: World) -> None:
    old = {"actors": world.person.slug, "claims": world.total.slug}
    redact_person(world)
    for resource, slug in old.items():
        response = CLIENT.get(f"/api/v1/{resource}/{slug}")
        assert response.status_code == 410
        assert not traces(response.content)
        assert response.json()["tombstone"]["reason"] == "privacy"
        assert b"redacted-person" not in response.content
    assert CLIENT.get(f"/api/v1/actors/{world.person.slug}").json()["name"] == "Redacted person"
    claim = CLIENT.get(f"/api/v1/claims/{world.total.slug}").json()
    assert claim["gist"] == "[redacted] counts."


@pytest.mark.parametrize("words", ["Arshak Karapetyan", "karapetian", "Karapetjan"])
def test_no_spelling_finds_the_person(world: World, words: str) -> None:
    assert CLIENT.get(f"/api/v1/search?q={words}").json()["results"]
    redact_person(world)
    assert CLIENT.get(f"/api/v1/search?q={words}").json()["results"] == []


def test_a_kept_answer_holds_no_longer(world: World) -> None:
    address = f"/api/v1/claims/{world.part.slug}"
    tag = CLIENT.get(address)["ETag"]
    revision = Dataset.objects.current().revision
    redact_person(world)
    assert Dataset.objects.current().revision > revision
    assert CLIENT.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_loading_the_fixtures_brings_nobody_back(tmp_path: Path) -> None:
    load(FIXTURES, progress=lambda _: None)
    committed()
    person = Actor.objects.filter(kind="person", statements__isnull=False).order_by("slug").first()
    assert person is not None
    slug, name = person.slug, person.name
    admin = User.objects.create_superuser("ada")
    names = Names.of(person, surname_alone=True)
    redact(person, by=admin, reason="Asked for", names=names, keep_original=False)
    committed()
    count = Actor.objects.count()
    for overwrite in (False, True):
        loaded = load(FIXTURES, overwrite=overwrite, progress=lambda _: None)
        assert loaded.redacted > 1
        assert (loaded.created, loaded.updated, loaded.removed) == (0, 0, 0)
    assert Actor.objects.count() == count
    assert not Actor.objects.filter(slug=slug).exists()
    person.refresh_from_db()
    assert person.name == "Redacted person"
    assert not Statement.objects.filter(gist__icontains=name.split()[-1]).exists()
