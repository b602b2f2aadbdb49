"""Validators: a tag stands for exactly one body, and for the data as it is."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conflictdb import curation
from conflictdb.models import Claim
from tests.factories import make_citation, make_claim, make_document

CLAIMS = "/api/v1/claims?kind=killed&count=true"


@pytest.fixture
def claim():
    return make_claim(value=1, cited_in=make_document())


@pytest.mark.django_db
def test_an_answer_says_how_long_it_may_be_kept_and_since_when_it_holds(claim):
    answer = Client().get(CLAIMS)
    assert answer["ETag"].startswith('"')
    assert answer["Last-Modified"].endswith(" GMT")
    assert answer["Cache-Control"] == "public, max-age=1, must-revalidate"
    assert "Accept-Encoding" in answer["Vary"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["claims", "claims/{slug}", "", "schema", "aggregates/claims?by=kind"]
)
def test_an_answer_that_still_holds_is_not_sent_again(claim, path):
    path = f"/api/v1/{path.format(slug=claim.slug)}"
    first = Client().get(path)
    assert first.status_code == 200
    with CaptureQueriesContext(connection) as queries:
        again = Client().get(path, headers={"If-None-Match": f'"other", W/{first["ETag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert len(queries) <= 1  # the revision


@pytest.mark.django_db
def test_no_state_of_the_data_is_taken_for_what_never_changes(claim):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE conflictdb_dataset SET revision = 0")
        held = {"If-None-Match": Client().get(CLAIMS)["ETag"]}
        cursor.execute("UPDATE conflictdb_dataset SET revision = 1")
    assert Client().get(CLAIMS, headers=held).status_code == 200


@pytest.mark.django_db
def test_another_request_has_another_tag(claim):
    paths = [CLAIMS, "/api/v1/claims", "/api/v1/claims?limit=1", "/api/v1/places?limit=1"]
    tags = {Client().get(path)["ETag"] for path in paths}
    tags.add(Client(headers={"Host": "localhost"}).get("/api/v1/claims")["ETag"])
    assert len(tags) == len(paths) + 1
    assert "ETag" not in Client().get("/api/v1/claims?kind=kiled")


@pytest.mark.django_db
def test_each_encoding_has_a_tag_of_its_own_and_always_the_same_bytes(claim):
    plain = Client().get(CLAIMS)
    packed = [Client().get(CLAIMS, headers={"Accept-Encoding": "br, gzip;q=0.5"}) for _ in "ab"]
    assert {answer["Content-Encoding"] for answer in packed} == {"gzip"}
    assert packed[0].content == packed[1].content
    assert gzip.decompress(packed[0].content) == plain.content
    assert packed[0]["ETag"] == packed[1]["ETag"] != plain["ETag"]
    refused = Client().get(CLAIMS, headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert "Content-Encoding" not in refused
    assert refused["ETag"] == plain["ETag"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/api/v1/claims?kind=kiled", "/api/v1/docs", "/api/v1/redoc", "/"]
)
def test_what_has_no_tag_is_compressed_too(path):
    packed = Client().get(path, headers={"Accept-Encoding": "gzip"})
    assert "ETag" not in packed
    assert len(packed.content) < len(Client().get(path).content)
    assert packed["Content-Encoding"] == "gzip"


@pytest.mark.django_db
def test_head_says_what_get_does_without_a_body(claim):
    got, head = Client().get(CLAIMS), Client().head(CLAIMS)
    assert head.content == b""
    assert {name: head[name] for name in ("ETag", "Content-Type", "Cache-Control")} == {
        name: got[name] for name in ("ETag", "Content-Type", "Cache-Control")
    }


@pytest.mark.django_db
def test_what_is_published_changes_the_tag_at_once_and_what_is_drafted_does_not(claim, curator):
    before = Client().get(CLAIMS)
    draft = make_claim(value=7, status="draft", statement=claim.statement, incident=claim.incident)
    make_citation(draft, status="draft")
    held = Client().get(CLAIMS, headers={"If-None-Match": before["ETag"]})
    assert held.status_code == 304
    curation.publish(draft, by=curator)
    after = Client().get(CLAIMS, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after.json()["count"] == before.json()["count"] + 1
    assert after["ETag"] != before["ETag"]


def set_status(claim: Claim, status: str) -> None:
    with transaction.atomic():
        claim.citations.update(status=status)
        Claim.objects.filter(pk=claim.pk).update(status=status)


@contextmanager
def read_meanwhile(path: str) -> Iterator[dict[str, set[bytes]]]:
    """Three clients ask for a path all the time: the bodies that came with each tag."""
    seen: dict[str, set[bytes]] = {}
    lock, done = threading.Lock(), threading.Event()

    def read() -> None:
        client = Client()
        try:
            while not done.is_set():
                answer = client.get(path)
                assert answer.status_code == 200
                with lock:
                    seen.setdefault(answer["ETag"], set()).add(answer.content)
        finally:
            connection.close()

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        yield seen
    finally:
        done.set()
        for reader in readers:
            reader.join()


@pytest.mark.django_db(transaction=True)
def test_one_tag_never_stands_for_two_bodies_while_records_come_and_go():
    document = make_document()
    claims = [make_claim(value=number, cited_in=document) for number in range(1, 6)]
    with read_meanwhile(CLAIMS) as seen:
        for claim in claims * 3:
            set_status(claim, "withdrawn")
            shown = Client().get(CLAIMS).json()
            assert claim.slug not in {each["slug"] for each in shown["results"]}
            set_status(claim, "published")
            shown = Client().get(CLAIMS).json()
            assert claim.slug in {each["slug"] for each in shown["results"]}
    assert len(seen) > 3
    assert all(len(bodies) == 1 for bodies in seen.values())


@pytest.mark.django_db(transaction=True)
def test_the_tag_of_one_record_never_stands_for_two_bodies_while_it_changes():
    claim = make_claim(value=1, cited_in=make_document())
    path = f"/api/v1/claims/{claim.slug}"
    with read_meanwhile(path) as seen:
        for number in range(15):
            Claim.objects.filter(pk=claim.pk).update(gist=f"Gist number {number}.")
            assert Client().get(path).json()["gist"] == f"Gist number {number}."
    assert len(seen) > 3
    assert all(len(bodies) == 1 for bodies in seen.values())


@pytest.mark.django_db(transaction=True)
def test_one_record_is_one_statement_whose_tag_holds_until_it_changes(claim):
    path = f"/api/v1/claims/{claim.slug}"
    with CaptureQueriesContext(connection) as asked:
        answer = Client().get(path)
    assert answer.status_code == 200
    assert len(asked) == 1
    again = {"if-none-match": answer["ETag"]}
    with CaptureQueriesContext(connection) as asked:
        assert Client(headers=again).get(path).status_code == 304
    assert len(asked) == 1
    set_status(claim, "withdrawn")
    assert Client(headers=again).get(path).status_code == 410
