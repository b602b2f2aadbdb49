"""Start, stop and look at the embedded database by hand; ``serve`` needs none of this."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from conflictdb.embedded_postgres import EmbeddedPostgres


class Command(BaseCommand):
    help = (
        "start: start the embedded database, and keep it when its last user ends. "
        "stop: stop it, unless a command or a site uses it. status: tell whether and where it runs."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["start", "stop", "status"])

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        if settings.DATABASE_URL:
            raise CommandError("DATABASE_URL is set: the embedded database is not in use.")
        database = EmbeddedPostgres(settings.DATA_DIR)
        if action == "start":
            database.ensure()
            database.keep()
            database.leave()
        elif action == "stop":
            stopped = database.stop()
            self.stdout.write("Stopped." if stopped else "It was not running.")
            return
        self._tell(database)

    def _tell(self, database: EmbeddedPostgres) -> None:
        server = database.server
        process = server.process()
        if process is None:
            self.stdout.write(f"Not running. Data: {server.data}")
            return
        state = "Running" if server.answers() else "Running, but not ready"
        self.stdout.write(
            f"{state}, process {process.pid}. Data: {server.data}\n"
            f"Connect: psql -h {server.socket_folder} -U conflictdb conflictdb"
        )
