"""Load ``fixtures/*.json`` in one transaction, any number of times, with the same result."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from conflictdb.interchange import FIXTURES
from conflictdb.interchange.fixtures import FixtureError, load
from conflictdb.models.event import recorded


class Command(BaseCommand):
    help = (
        "Load the fixtures in one transaction: all or nothing. Loading again changes nothing; "
        "records edited in the admin since are not overwritten unless asked."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fixtures", type=Path, default=FIXTURES, help="Folder of the files.")
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="Replace records edited in the admin too.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic(), recorded("load_fixtures"):
                loaded = load(
                    options["fixtures"],
                    overwrite=options["overwrite"],
                    progress=self.stdout.write if options["verbosity"] else lambda _: None,
                )
        except FixtureError as error:
            raise CommandError(f"{str(error).rstrip('.')}. Nothing was loaded.") from error
        self.stdout.write(
            f"{loaded.created} created, {loaded.updated} updated, {loaded.removed} removed, "
            f"{loaded.unchanged} unchanged."
        )
        if loaded.redacted:
            self.stdout.write(f"{loaded.redacted} left as a redaction made them.")
