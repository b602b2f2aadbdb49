"""Print a text with its lines and words numbered, as anchors name them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from conflictdb.interchange.evidence import EvidenceError, Text


class Command(BaseCommand):
    help = "Print a text with its lines and words numbered, as annotations' anchors name them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", help="Beginning of the file's name, such as 000.")
        parser.add_argument("--texts", type=Path, required=True, help="Folder of the texts.")
        parser.add_argument("--line", type=int, help="Only this line.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = sorted(options["texts"].glob(f"{options['text']}*.txt"))
        if len(found) != 1:
            raise CommandError(
                f"{len(found)} files in {options['texts']} begin with {options['text']!r}."
            )
        try:
            text = Text.read(found[0])
        except EvidenceError as error:
            raise CommandError(f"{found[0].name}: {error}") from error
        self.stdout.write(f"# {found[0].name} sha256 {text.sha256} length {text.length}")
        for line in range(1, text.line_count + 1):
            if options["line"] in (None, line):
                words = (
                    f"{text.characters[start:end]}[{number}]"
                    for number, (start, end) in enumerate(text.words(line), 1)
                )
                self.stdout.write(f"{line}: {' '.join(words)}")
