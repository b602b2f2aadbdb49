"""Recompute how far the two independent codings of each text agree."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from conflictdb.interchange import ANNOTATIONS
from conflictdb.interchange.agreement import (
    COMPARED,
    Agreement,
    compare,
    read_settlements,
    statements_of,
)
from conflictdb.interchange.annotations import AnnotationError, Coding, read_annotations


class Command(BaseCommand):
    help = (
        "Compare the two independent codings of each text, field by field. Exit status 1 when a "
        "difference between them is not settled."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("documents", nargs="*", help="Only these, such as 000.")
        parser.add_argument("--texts", type=Path, required=True, help="Folder of the texts.")
        parser.add_argument("--annotations", type=Path, default=ANNOTATIONS)
        parser.add_argument("--differences", action="store_true", help="List each difference.")

    def handle(self, *args: Any, **options: Any) -> None:
        annotations, texts = options["annotations"], options["texts"]
        codings = annotations / "codings"
        documents = options["documents"] or sorted(path.stem for path in codings.glob("a/*.yaml"))
        header = ["text", "statements", "claims", "matched", "found by both", "span overlap"]
        self.stdout.write("| " + " | ".join([*header, *COMPARED]) + " |")
        self.stdout.write("|---" * (len(header) + len(COMPARED)) + "|")
        unsettled = 0
        for name in documents:
            try:
                a, b = (read_annotations(annotations, texts, coding, name) for coding in "ab")
                settled = read_settlements(codings / "settled" / f"{name}.yaml")
            except (AnnotationError, OSError, ValueError, KeyError) as error:
                raise CommandError(f"{name}: {error}") from error
            agreement = compare(name, a, b)
            self.row(agreement, a, b)
            for pair in agreement.pairs:
                if not pair.is_difference:
                    continue
                settlement = settled.get(pair.slugs)
                unsettled += settlement is None
                if options["differences"] or settlement is None:
                    fields = ", ".join(pair.differing) or "found by one only"
                    how = f"{settlement.taken}: {settlement.why}" if settlement else "NOT SETTLED"
                    self.stdout.write(f"  {pair.slugs[0]} / {pair.slugs[1]} ({fields}) {how}")
        if unsettled:
            raise CommandError(f"{unsettled} differences are not settled.")

    def row(self, agreement: Agreement, a: Coding, b: Coding) -> None:
        matched, (only_a, only_b) = len(agreement.matched), agreement.only_in
        cells = [
            agreement.document,
            f"{statements_of(a)} / {statements_of(b)}",
            f"{matched + only_a} / {matched + only_b}",
            str(matched),
            f"{agreement.found_by_both:.2f}",
            f"{agreement.span_overlap:.2f}",
            *(f"{agreement.agreeing(name):.2f}" for name in COMPARED),
        ]
        self.stdout.write("| " + " | ".join(cells) + " |")
