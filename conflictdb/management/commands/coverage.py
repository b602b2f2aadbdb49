"""Show each annotated text line by line with what cites it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from conflictdb.interchange import ANNOTATIONS
from conflictdb.interchange.annotations import AnnotationError, read_annotations
from conflictdb.interchange.coverage import coverages
from conflictdb.interchange.evidence import EvidenceError
from conflictdb.interchange.verification import texts_by_hash


class Command(BaseCommand):
    help = (
        "Show each text line by line with what cites it. Exit status 1 when a line is neither "
        "cited nor listed, or more than one content line in twenty is only listed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--texts", type=Path, required=True, help="Folder of the texts.")
        parser.add_argument("--annotations", type=Path, default=ANNOTATIONS)
        parser.add_argument("--summary", action="store_true", help="Only the totals.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            coding = read_annotations(options["annotations"], options["texts"])
            found = list(coverages(coding, texts_by_hash(options["texts"])))
        except (AnnotationError, EvidenceError, OSError) as error:
            raise CommandError(str(error)) from error
        for coverage in found:
            self.stdout.write(f"\n{coverage.document}")
            for line in coverage.lines if not options["summary"] else ():
                cited = f"{line.cited_words}/{line.words} words" if line.cited_by else ""
                what = ", ".join(line.cited_by) or line.listed or "NEITHER CITED NOR LISTED"
                self.stdout.write(f"  {line.number:4}  {cited:14}  {what}")
            words = sum(line.words for line in coverage.content)
            cited_words = sum(line.cited_words for line in coverage.content)
            self.stdout.write(
                f"  {len(coverage.lines)} lines, {len(coverage.content)} of content: "
                f"{cited_words / max(1, words):.0%} of their words cited, "
                f"{coverage.share_only_listed:.0%} of them only listed, "
                f"{len(coverage.unexplained)} unexplained"
            )
        incomplete = [coverage.document for coverage in found if not coverage.is_complete]
        if incomplete:
            raise CommandError(f"Not fully covered: {', '.join(incomplete)}.")
