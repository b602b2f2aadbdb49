"""Write ``fixtures/*.json`` from the annotations, checking every anchor against the texts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from conflictdb.interchange import ANNOTATIONS, FIXTURES
from conflictdb.interchange.annotations import AnnotationError, read_annotations
from conflictdb.interchange.build import rows_of
from conflictdb.interchange.fixtures import write
from conflictdb.interchange.seals import seal


class Command(BaseCommand):
    help = (
        "Resolve the annotations' anchors to offsets, check everything and write fixtures/*.json. "
        "Faults are listed with file, record, field and reason; then nothing is written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--texts",
            type=Path,
            required=True,
            help="Folder of the texts that were annotated.",
        )
        parser.add_argument("--annotations", type=Path, default=ANNOTATIONS)
        parser.add_argument("--output", type=Path, default=FIXTURES)
        parser.add_argument(
            "--seal",
            action="store_true",
            help="Append the hash of its passage to each anchor that has none yet.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        annotations, texts = options["annotations"], options["texts"]
        if not texts.is_dir():
            raise CommandError(f"--texts: {texts} is not a folder.")
        try:
            if options["seal"]:
                self.stdout.write(f"Sealed {seal(annotations, texts)} anchors.")
            self.stdout.write("Reading the annotations…")
            rows = rows_of(read_annotations(annotations, texts))
        except AnnotationError as error:
            raise CommandError(
                f"{error}\n{len(error.faults)} faults; nothing was written."
            ) from error
        write(options["output"], rows)
        for model, records in rows.items():
            self.stdout.write(f"{len(records):6}  {model._meta.verbose_name_plural}")
