"""Exports from the real server: what only shows there, slow and vanishing clients for one."""

import socket
import time

import pandas
import psycopg

from conflictdb.embedded_postgres import EmbeddedPostgres
from tests.serving import data_folder, manage, serving

MANY = 20_000
# Enough bytes that no buffer between server and client holds an export.
MANY_DOCUMENTS = (
    "from conflictdb.models import Document;"
    "Document.objects.bulk_create(Document(slug=f'document-{n}', title='T' * 300, language='en',"
    " sha256=f'{n + 1:064x}', length=n + 1, status='published')"
    f" for n in range({MANY}))"
)
PATH = "/api/v1/documents/export"


def stalled(port: int) -> socket.socket:
    """A client that asks for an export and reads no more than its beginning."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.settimeout(30)
    client.connect(("127.0.0.1", port))
    client.sendall(f"GET {PATH}.ndjson HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    assert client.recv(12) == b"HTTP/1.1 200"
    return client


def transactions(folder) -> int:
    """How many the site has open."""
    host = str(EmbeddedPostgres(folder).server.socket_folder)
    with psycopg.connect(host=host, user="conflictdb", dbname="conflictdb") as connection:
        ((count,),) = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE usename = 'conflictdb'"
            " AND xact_start IS NOT NULL AND pid <> pg_backend_pid()"
        ).fetchall()
    return int(count)


def test_slow_and_vanishing_clients_take_nothing_from_others():
    with data_folder(prepared=True) as folder:
        data = {"CONFLICTDB_DATA_DIR": str(folder)}
        made = manage("shell", "-v0", "-c", MANY_DOCUMENTS, **data)
        assert made.returncode == 0, made.stderr
        with serving(CONFLICTDB_WORKERS="1", CONFLICTDB_THREADS="4", **data) as site:
            clients = [stalled(site.port), stalled(site.port)]
            refused = site.get(f"{PATH}.csv")
            assert refused.status == 503
            assert int(refused.headers["Retry-After"]) > 0
            assert site.get("/api/v1/documents?limit=1").status == 200
            assert transactions(folder) == 2
            for client in clients:
                client.close()
            deadline = time.monotonic() + 20
            while transactions(folder):
                assert time.monotonic() < deadline, "an export that nobody reads goes on"
                time.sleep(0.1)
            for _ in range(3):
                whole = site.get(f"{PATH}.csv?fields=slug")
                assert whole.body.count("\n") == MANY + 1
            address = f"http://127.0.0.1:{site.port}{PATH}"
            frame = pandas.read_csv(f"{address}.csv")
            assert len(frame) == MANY
            assert frame["length"].dtype == "int64"
            typed = pandas.read_parquet(f"{address}.parquet")
            assert typed["length"].tolist() == frame["length"].tolist()
