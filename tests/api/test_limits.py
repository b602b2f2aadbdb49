"""How many requests an address may make: refused past that, told what is left, never mistaken."""

import re
import threading
import time

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from limits import parse
from limits.errors import StorageError

from api.limits import ProcessStorage, RateLimitMiddleware, client_of, network_of
from tests.api.asking import problem_of
from tests.serving import manage

QUOTA = 3


@pytest.fixture
def limited(settings):
    """A client of a site that takes three requests a minute from an address."""
    settings.RATE_LIMIT = parse(f"{QUOTA}/minute")
    return Client()


def ask(client, path="/api/v1/", address="203.0.113.7", **headers):
    return client.get(path, REMOTE_ADDR=address, **headers)


def left(response):
    """What is left, and for how long."""
    found = re.fullmatch(r'"default";r=(\d+);t=(\d+)', response["RateLimit"])
    return int(found[1]), int(found[2])


def request_from(address, forwarded=None):
    further = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return RequestFactory().get("/api/v1/", REMOTE_ADDR=address, **further)


def serve(request):
    return HttpResponse("served")


# What a client sees


def test_past_the_limit_requests_are_refused_as_a_problem_that_says_when_to_go_on(limited):
    answers = [ask(limited) for _ in range(QUOTA + 2)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert [left(answer)[0] for answer in answers] == [2, 1, 0, 0, 0]
    for answer in answers:
        assert answer["RateLimit-Policy"] == '"default";q=3;w=60'
        assert 1 <= left(answer)[1] <= 60
    problem = problem_of(answers[-1], 429)
    assert problem["title"] == "Too many requests"
    assert "3 requests of 60 seconds" in problem["detail"]
    assert int(answers[-1]["Retry-After"]) == left(answers[-1])[1]
    assert answers[-1]["Cache-Control"] == "no-store"
    assert "Retry-After" not in answers[0]


def test_every_address_has_a_limit_of_its_own(limited):
    for _ in range(QUOTA + 1):
        ask(limited)
    assert ask(limited).status_code == 429
    assert left(ask(limited, address="203.0.113.8"))[0] == QUOTA - 1


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/claims?knid=x", "/api/v1/claims/-"])
def test_problems_count_and_tell_what_is_left_too(limited, path):
    answer = ask(limited, path)
    assert answer.status_code in (400, 404)
    assert left(answer)[0] == QUOTA - 1


@pytest.mark.django_db
def test_a_refused_request_asks_no_database(limited):
    for _ in range(QUOTA):
        ask(limited, "/api/v1/claims")
    with CaptureQueriesContext(connection) as queries:
        assert ask(limited, "/api/v1/claims").status_code == 429
    assert len(queries) == 0


@pytest.mark.django_db
def test_probes_static_files_and_the_admin_are_not_counted(limited):
    for path in ("/health/live", "/static/admin/css/base.css", "/admin/login/"):
        for _ in range(QUOTA + 1):
            answer = ask(limited, path)
            answer.close()  # a static file is open until then
            assert answer.status_code == 200, path
            assert "RateLimit" not in answer
            assert "RateLimit-Policy" not in answer
    assert left(ask(limited))[0] == QUOTA - 1


def test_scripts_of_other_sites_may_read_the_fields(limited):
    for _ in range(QUOTA + 1):
        answer = ask(limited, HTTP_ORIGIN="https://example.org")
        exposed = {name.strip() for name in answer["Access-Control-Expose-Headers"].split(",")}
        assert {"RateLimit", "RateLimit-Policy", "Retry-After"} <= exposed
        assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer.status_code == 429


def test_a_new_window_begins_when_the_old_one_ends(limited, monkeypatch):
    for _ in range(QUOTA + 1):
        ask(limited)
    wait = int(ask(limited)["Retry-After"])
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + wait + 0.01)
    assert left(ask(limited)) == (QUOTA - 1, 60)


def test_without_a_limit_there_is_nothing_to_count(settings):
    settings.RATE_LIMIT = None
    with pytest.raises(MiddlewareNotUsed):
        RateLimitMiddleware(serve)
    assert "RateLimit" not in ask(Client())


# Whose requests they are


@pytest.mark.parametrize("forged", ["198.51.100.1", "198.51.100.2, 198.51.100.3", "", "nonsense"])
def test_without_a_proxy_nobody_gets_away_by_forging_the_header(limited, forged):
    for _ in range(QUOTA):
        assert ask(limited).status_code == 200
    assert ask(limited, HTTP_X_FORWARDED_FOR=forged).status_code == 429


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("203.0.113.99, 198.51.100.1", "198.51.100.1"),
        ("203.0.113.99,203.0.113.98 , 198.51.100.1 ", "198.51.100.1"),
        ("198.51.100.1:50123", "198.51.100.1"),
        ("[2001:db8:1:2::3]:50123", "2001:db8:1:2::/64"),
        # A proxy that adds nothing: its own address, never one that the client chose.
        ("198.51.100.1,", "10.0.0.1"),
        ("198.51.100.1, unknown", "10.0.0.1"),
        (None, "10.0.0.1"),
    ],
)
def test_behind_a_proxy_the_client_is_the_last_hop(settings, forwarded, client):
    settings.BEHIND_PROXY = True
    assert client_of(request_from("10.0.0.1", forwarded)) == client


def test_behind_a_proxy_nobody_gets_away_by_forging_earlier_hops(limited, settings):
    settings.BEHIND_PROXY = True
    for number in range(QUOTA + 1):
        forwarded = f"198.51.100.{number}, 203.0.113.7"
        answer = ask(limited, address="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert answer.status_code == 429
    other = ask(limited, address="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.7, 203.0.113.8")
    assert left(other)[0] == QUOTA - 1


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", None),
        ("unix:", None),
        ("203.0.113", None),
        ("[2001:db8::1", None),
        ("9" * 5000, None),
    ],
)
def test_an_ipv6_address_is_counted_by_its_network(address, network):
    assert network_of(address) == network


def test_an_address_that_is_none_is_counted_as_it_stands():
    assert client_of(request_from("unix:")) == "unix:"


# Counting


def test_threads_get_exactly_what_the_limit_grants():
    """Also those that meet as a window begins, between looking and counting."""

    class Slow(dict):
        def get(self, *args):
            found = super().get(*args)
            time.sleep(0.001)
            return found

    storage, quota, threads = ProcessStorage(), 50, 8
    storage.expirations = Slow()
    granted = []
    start = threading.Barrier(threads)

    def ask_on():
        start.wait()
        granted.extend(storage.incr("one", 60) <= quota for _ in range(10))

    askers = [threading.Thread(target=ask_on) for _ in range(threads)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert granted.count(True) == quota
    assert storage.get("one") == threads * 10


def test_counting_starts_no_thread():
    storage = ProcessStorage()
    storage.timer.join()
    before = threading.active_count()
    for number in range(100):
        storage.incr(f"address {number}", 60)
        assert threading.active_count() == before


def test_addresses_that_went_away_are_forgotten(monkeypatch):
    storage, now = ProcessStorage(), time.time()
    for number in range(1000):
        storage.incr(f"address {number}", 60)
    monkeypatch.setattr(time, "time", lambda: now + 61)
    storage.incr("another", 60)
    assert list(storage.storage) == list(storage.expirations) == ["another"]


def test_a_count_that_cannot_be_kept_stops_nobody(settings, monkeypatch, caplog):
    settings.RATE_LIMIT = parse("1/minute")
    middleware = RateLimitMiddleware(serve)

    def away(*args):
        raise StorageError(OSError("no answer"))

    monkeypatch.setattr(middleware.storage, "incr", away)
    for _ in range(2):
        answer = middleware(request_from("203.0.113.7"))
        assert answer.content == b"served"
        assert "RateLimit" not in answer
    assert "Requests go uncounted: no answer" in caplog.text


# Settings


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("", "600", "write it like 6000/minute"),
        ("", "0/minute", "write it like 6000/minute"),
        ("", "-1/minute", "write it like 6000/minute"),
        ("", "10/fortnight", "write it like 6000/minute"),
        ("", "10/second;600/minute", "write it like 6000/minute"),
        ("_STORAGE", "memcached://localhost", "must be memory:// or begin with redis://"),
        ("_STORAGE", "redis://localhost:6379/0", "'redis' prerequisite not available"),
    ],
)
def test_a_wrong_limit_is_told_in_one_sentence(name, value, complaint):
    told = manage("check", **{f"CONFLICTDB_RATE_LIMIT{name}": value})
    assert told.returncode != 0
    assert told.stderr.startswith(f"Wrong setting: CONFLICTDB_RATE_LIMIT{name}")
    assert complaint in told.stderr
    assert told.stderr.count("\n") == 1, "one sentence, no trace"
