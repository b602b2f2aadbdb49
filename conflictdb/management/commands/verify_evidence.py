"""Read every citation in the database again against the texts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from conflictdb.interchange.evidence import EvidenceError
from conflictdb.interchange.verification import failures, texts_by_hash


class Command(BaseCommand):
    help = (
        "Check offsets, hash and length of every citation against the texts and list each that "
        "fails. Exit status 1 when any does."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--texts", type=Path, required=True, help="Folder of the texts.")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["texts"]
        if not folder.is_dir():
            raise CommandError(f"--texts: {folder} is not a folder.")
        try:
            texts = texts_by_hash(folder)
        except (OSError, EvidenceError) as error:
            raise CommandError(f"The texts cannot be read: {error}") from error
        checked = failed = 0
        for failure in failures(texts):
            checked += 1
            if failure is not None:
                failed += 1
                self.stderr.write(str(failure))
            if checked % 1000 == 0:
                self.stdout.write(f"{checked} citations read…")
        if failed:
            raise CommandError(f"{failed} of {checked} citations fail.")
        self.stdout.write(f"All {checked} citations verify.")
