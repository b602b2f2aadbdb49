"""Settings from the environment: safe when nothing is set, strict about what is."""

import json
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.serving import PROJECT, environment, manage

SHOW = """
import json
from conflictdb import settings
names = [name for name in dir(settings) if name.isupper()]
print(json.dumps({name: getattr(settings, name) for name in names}, default=str))
"""
PRODUCTION = {
    "CONFLICTDB_PRODUCTION": "true",
    "CONFLICTDB_SECRET_KEY": "k" * 25 + "e" * 25 + "y0123456789",
    "CONFLICTDB_ALLOWED_HOSTS": "conflictdb.example,www.conflictdb.example",
}


def process(**given: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SHOW],
        cwd=PROJECT,
        env=environment(**given),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def settings(**given: str) -> dict[str, Any]:
    output, errors = process(**given).communicate()
    assert not errors
    loaded: dict[str, Any] = json.loads(output)
    return loaded


def test_without_any_setting_it_is_for_this_machine_only_and_safe(tmp_path: Path) -> None:
    found = settings(CONFLICTDB_DATA_DIR=str(tmp_path / "data"))
    assert found["DEBUG"] is False
    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert found["SERVE_HOST"] == "127.0.0.1"
    assert found["DATABASES"]["default"]["ENGINE"] == "conflictdb.embedded_postgres"
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret_key"], "no database"


def test_the_secret_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    several = [process(CONFLICTDB_DATA_DIR=str(tmp_path / "data")) for _ in range(4)]
    keys = {json.loads(one.communicate()[0])["SECRET_KEY"] for one in several}
    assert len(keys) == 1, "also when several processes are the first"
    assert len(keys.pop()) >= 50
    (kept,) = (tmp_path / "data").iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_the_repository_holds_no_key(tmp_path: Path) -> None:
    one, other = (
        settings(CONFLICTDB_DATA_DIR=str(tmp_path / name))["SECRET_KEY"] for name in ("a", "b")
    )
    assert one != other


def test_requests_have_time_limits_and_commands_have_none(tmp_path: Path) -> None:
    given = {"CONFLICTDB_DATA_DIR": str(tmp_path)}
    command = settings(**given)["DATABASES"]["default"]
    assert "options" not in command["OPTIONS"]
    request = settings(**given, CONFLICTDB_SERVING="true", CONFLICTDB_LOCK_TIMEOUT="1.5")
    request = request["DATABASES"]["default"]
    assert request["CONN_HEALTH_CHECKS"] is True
    assert request["OPTIONS"]["connect_timeout"] == 2
    assert request["OPTIONS"]["options"] == (
        "-c statement_timeout=10000 -c lock_timeout=1500"
        " -c idle_in_transaction_session_timeout=60000 -c jit=off"
    )


@pytest.mark.parametrize(
    ("url", "host", "name"),
    [
        ("postgres://u:p%40ss@db.example:5433/c?sslmode=require", "db.example", "c"),
        ("postgresql://u@%2Fvar%2Frun%2Fpostgresql/c", "/var/run/postgresql", "c"),
    ],
)
def test_any_postgresql_by_its_url(tmp_path: Path, url: str, host: str, name: str) -> None:
    found = settings(CONFLICTDB_DATA_DIR=str(tmp_path), DATABASE_URL=url)["DATABASES"]["default"]
    assert (found["ENGINE"], found["HOST"], found["NAME"]) == (
        "django.db.backends.postgresql",
        host,
        name,
    )
    assert found["OPTIONS"].get("sslmode") == ("require" if "sslmode" in url else None)


def test_what_the_url_says_of_limits_wins(tmp_path: Path) -> None:
    url = "postgres://u@h/c?options=-c%20statement_timeout%3D7&connect_timeout=9"
    found = settings(
        CONFLICTDB_DATA_DIR=str(tmp_path), DATABASE_URL=url, CONFLICTDB_SERVING="true"
    )["DATABASES"]["default"]["OPTIONS"]
    assert found["options"].endswith(" -c statement_timeout=7")
    assert found["connect_timeout"] == 9


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({**PRODUCTION, "CONFLICTDB_SECRET_KEY": ""}, "CONFLICTDB_SECRET_KEY must be set"),
        ({**PRODUCTION, "CONFLICTDB_ALLOWED_HOSTS": ""}, "CONFLICTDB_ALLOWED_HOSTS must name"),
        ({**PRODUCTION, "CONFLICTDB_DEBUG": "true"}, "CONFLICTDB_DEBUG is not for production"),
        ({"CONFLICTDB_PRODUCTION": "maybe"}, "CONFLICTDB_PRODUCTION"),
        ({"PORT": "http"}, "PORT"),
        ({"DATABASE_URL": "mysql://u:hush@h/c"}, "DATABASE_URL must begin with postgres://"),
        ({"DATABASE_URL": "postgres://u:hush@h"}, "DATABASE_URL must end with"),
        ({"DATABASE_URL": "hush"}, "DATABASE_URL"),
        ({"CONFLICTDB_DATA_DIR": "/sys/conflictdb"}, "The secret key cannot be kept in /sys/"),
    ],
)
def test_a_wrong_setting_is_told_in_one_sentence(
    tmp_path: Path, given: dict[str, str], complaint: str
) -> None:
    told = manage("check", **{"CONFLICTDB_DATA_DIR": str(tmp_path), **given})
    assert told.returncode != 0
    assert told.stdout == ""
    assert told.stderr.startswith("Wrong setting: ")
    assert complaint in told.stderr
    assert told.stderr.count("\n") == 1, "one sentence, no trace"
    assert "hush" not in told.stderr


def test_production_passes_djangos_own_review() -> None:
    reviewed = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert reviewed.returncode == 0, reviewed.stderr
    assert "0 silenced" in reviewed.stdout


def test_the_review_finds_what_is_missing_without_production(tmp_path: Path) -> None:
    reviewed = manage("check", "--deploy", CONFLICTDB_DATA_DIR=str(tmp_path))
    assert "security.W008" in reviewed.stderr


def test_four_eyes_are_open_unless_a_team_of_one_closes_them() -> None:
    assert settings()["FOUR_EYES"] is True
    assert settings(CONFLICTDB_FOUR_EYES="false")["FOUR_EYES"] is False
