"""Another name of a place or an actor."""

from typing import ClassVar

from django.db import models

from conflictdb.vocabularies import NAME_KINDS

from .search import name_key


class NameManager(models.Manager["Name"]):
    """Finds a name by its natural key, as fixtures refer to it."""

    def get_by_natural_key(self, owner: str, name: str, language: str | None, kind: str) -> "Name":
        found = self.filter(name=name, language=language, kind=kind)
        return found.get(**{f"{self.model.owner}__slug": owner})


class Name(models.Model):
    """One spelling, translation or other name, with its language and script."""

    name = models.CharField(max_length=300, help_text="The name as written.")
    language = models.CharField(
        max_length=8,
        null=True,
        blank=True,
        help_text="Language of the form, ISO 639-1.",
    )
    script = models.CharField(
        max_length=4, null=True, blank=True, help_text="Script of the form, ISO 15924."
    )
    kind = models.CharField(
        max_length=12,
        choices=NAME_KINDS.choices,
        default="spelling",
        help_text="How it relates to the record's own name.",
    )

    name_key = name_key()

    owner: ClassVar[str]  # the field that points at the record so named

    objects = NameManager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, str, str | None, str]:
        return (getattr(self, self.owner).slug, self.name, self.language, self.kind)
