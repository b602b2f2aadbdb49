"""Everything between a fresh checkout and a site that answers, in one command."""

import multiprocessing
import signal
import socket
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from conflictdb.models import Document
from conflictdb.worker import load_application

OLDEST_POSTGRESQL = 15
# One at a time may prepare a database; the number means nothing but "ConflictDB, preparing".
PREPARING = 0x436F6E666C696374
# Connections that a worker holds open; past them, new ones wait in the system's queue.
CONNECTIONS = 256
STOP_SECONDS = 10


class Command(BaseCommand):
    help = (
        "Start the database, bring it up to date, load the fixtures into an empty one, and serve "
        "until interrupted. PORT and CONFLICTDB_HOST say where."
    )
    requires_system_checks = ()  # `make check` is for these; this is to be up in seconds

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, _interrupt)
        signal.signal(signal.SIGHUP, _interrupt)
        try:
            _check_address(settings.SERVE_HOST, settings.SERVE_PORT)
            self._prepare_database(options["verbosity"])
            connection.close()
            self._serve()
        except KeyboardInterrupt:
            raise CommandError("Interrupted before it served.", returncode=130) from None
        except DatabaseError as error:
            raise CommandError(f"Database: {' '.join(str(error).split())}") from error
        finally:
            # The embedded database is being left now; a second Ctrl-C is not to tear that.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)

    def _prepare_database(self, verbosity: int) -> None:
        with connection.cursor() as cursor:
            version = connection.get_database_version()[0]
            if version < OLDEST_POSTGRESQL:
                raise CommandError(
                    f"The database is PostgreSQL {version}; "
                    f"ConflictDB needs {OLDEST_POSTGRESQL} or newer."
                )
            cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
            try:
                _check_is_known()
                self.stdout.write("Bringing the database up to date...")
                call_command("migrate", interactive=False, verbosity=0)
                if not Document.objects.exists():
                    self.stdout.write("Loading the fixtures...")
                    with transaction.atomic():
                        call_command("load_fixtures", verbosity=verbosity, stdout=self.stdout)
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARING])

    def _serve(self) -> None:
        host = f"[{settings.SERVE_HOST}]" if ":" in settings.SERVE_HOST else settings.SERVE_HOST
        site = f"http://{host}:{settings.SERVE_PORT}"
        self.stdout.write(
            f"\n  API            {site}/api/v1/\n"
            f"  Documentation  {site}/api/v1/docs\n"
            f"  Admin          {site}/admin/   (make curator: an account for it)\n"
            f"  Database       {_database()}\n\n"
            "Ctrl-C stops it."
        )
        self.stdout.flush()
        # Workers begin as fresh processes: a forked one would have this one's settings, a command's
        # without time limits, and its connection to the database.
        multiprocessing.set_start_method("spawn", force=True)
        server = Granian(
            "conflictdb.wsgi:application",
            address=settings.SERVE_HOST,
            port=settings.SERVE_PORT,
            interface=Interfaces.WSGI,
            http=HTTPModes.http1,
            workers=settings.SERVE_WORKERS,
            blocking_threads=settings.SERVE_THREADS,
            blocking_threads_idle_timeout=600,  # each has a connection that is worth keeping
            backpressure=CONNECTIONS,
            respawn_failed_workers=True,
            workers_kill_timeout=STOP_SECONDS,
            log_level=LogLevels.warning,
        )
        # granian would take a closed terminal for a wish to reload.
        server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
        try:
            server.serve(target_loader=load_application)
        except SystemExit:
            # Ctrl-C reaches the workers too: those that end before they are told to do so have not
            # failed.
            if not server.interrupt_signal:
                raise CommandError("The workers failed again and again; see above.") from None
        self.stdout.write("Stopped.")


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


def _database() -> str:
    """Where the data is kept, in words."""
    if not settings.DATABASE_URL:
        return f"kept in {settings.DATA_DIR}"
    return f"{settings.DATABASE['NAME']} on {settings.DATABASE['HOST'] or 'the local server'}"


def _check_address(host: str, port: int) -> None:
    """Before any work is done: raises CommandError when the address cannot be listened on."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        raise CommandError(
            f"Cannot listen on {host} port {port} ({error}): "
            "name another port, as in PORT=8001 make run."
        ) from error


def _check_is_known() -> None:
    """Raises CommandError when a newer ConflictDB has been at work in this database."""
    loader = MigrationLoader(connection)
    unknown = sorted(
        name
        for app, name in set(loader.applied_migrations) - set(loader.disk_migrations)
        if app == "conflictdb"
    )
    if unknown:
        raise CommandError(
            f"The database is newer than this code, which does not know {', '.join(unknown)}: "
            "update ConflictDB. Nothing was changed."
        )
