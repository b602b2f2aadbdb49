"""Tell how often the reading desk's suggestions equal what was coded."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from conflictdb.interchange.evidence import EvidenceError
from conflictdb.interchange.suggestions.measure import measure
from conflictdb.interchange.verification import texts_by_hash


class Command(BaseCommand):
    help = (
        "For every coded claim whose text is at hand, read its passage as if it were new, and tell "
        "how often what the reading desk would suggest equals what was coded."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--texts", type=Path, required=True, help="Folder of the texts.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            texts = texts_by_hash(options["texts"])
        except (EvidenceError, OSError) as error:
            raise CommandError(str(error)) from error
        tally = measure(texts)
        if not tally.of:
            raise CommandError(f"No coded claim cites a text in {options['texts']}.")
        for line in tally.lines():
            self.stdout.write(line)
