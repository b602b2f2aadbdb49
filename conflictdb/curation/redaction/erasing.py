"""Erasing: a person's names taken out of records, history, feed, logs and revisions."""

import re
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from typing import Any

import pgtrigger
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from pghistory.models import Context

from conflictdb.curation.acting import acting
from conflictdb.curation.log import due
from conflictdb.curation.renewal import renew
from conflictdb.models import (
    EVENTS,
    Actor,
    ActorName,
    Change,
    Dataset,
    Record,
    RedactedSlug,
    Redaction,
    Review,
    Revision,
)
from conflictdb.models.event import RECORDS
from conflictdb.models.record import MAX_SLUG
from conflictdb.models.redaction import REDACTED_NAME, REDACTED_WORDS

from .names import Names
from .passages import Passage, digest, find, holding, is_public, text_columns

# Where else names may stand: the columns of logs and plans, texts and JSON.
_BESIDE: dict[type[models.Model], list[str]] = {
    LogEntry: ["object_repr", "change_message"],
    Revision: ["slug", "base", "state", "why", "reason"],
    Review: ["reason"],
    Context: ["metadata"],
}

_A_SLUG = re.compile(r"(?<![\w-])[a-z0-9-]+(?![\w-])")


def redact(
    actor: Actor,
    *,
    by: AbstractBaseUser,
    reason: str,
    names: Names,
    instead: Mapping[str, str | None] | None = None,
    seen: str | None = None,
    keep_original: bool,
) -> Redaction:
    """Take a person's names out of everything; the record stays, under a neutral name and slug.

    ``instead`` says by a passage's key what is to stand there, None: leave it as it is; a passage
    that it does not name loses the names. ``seen`` is the digest of the passages that were looked
    at. What was taken out is kept for administrators, or gone for good. Raises ValidationError.
    """
    if not isinstance(by, PermissionsMixin) or not by.has_perm("conflictdb.redact_records"):
        raise ValidationError("Only administrators redact.")
    if names.are_in(due(reason)):
        raise ValidationError({"reason": "Leave the name out: the reason stays readable."})
    with acting(by, "redact", due(reason)):
        Dataset.objects.hold()
        current = Actor.objects.select_for_update(of=("self",)).get(pk=actor.pk)
        if current.kind != "person":
            raise ValidationError("Only persons are redacted.")
        passages = find(current, names)
        if seen is not None and digest(passages) != seen:
            raise ValidationError("What names the person changed meanwhile: look at it again.")
        erasure = _Erasure(current, names, passages, instead or {})
        redaction = Redaction(actor=current, by_id=by.pk, reason=due(reason))
        return erasure.carry_out(redaction, keep_original=keep_original)


class _Erasure:
    """One redaction under way."""

    def __init__(
        self,
        actor: Actor,
        names: Names,
        passages: list[Passage],
        instead: Mapping[str, str | None],
    ) -> None:
        self.actor, self.names, self.instead = actor, names, instead
        self.neutral = _unused(Actor, f"redacted-person-{Redaction.objects.count() + 1}")
        self.kept = {(p.model, p.pk, p.column) for p in passages if instead.get(p.key, "") is None}
        self.passages = [p for p in passages if (p.model, p.pk, p.column) not in self.kept]
        self.renamed: dict[tuple[type[models.Model], str], str] = {}  # by model and old slug
        self.original: list[dict[str, Any]] = []

    def carry_out(self, redaction: Redaction, *, keep_original: bool) -> Redaction:
        before = Dataset.objects.current().revision
        redaction.save()  # the slugs' hashes refer to it
        self.redaction = redaction
        self._erase_actor()
        for passage in self.passages:
            if passage.column == "slug":
                self._rename(passage)
        for passage in self.passages:
            if passage.column != "slug":
                self._rewrite(passage)
        renew(self.actor, set())
        self._erase_history()
        self._erase_beside()
        self._erase_feed(before)
        if keep_original:
            redaction.original = self.original
            redaction.save(update_fields=["original"])
        return redaction

    # Records

    def _erase_actor(self) -> None:
        names = list(self.actor.names.values_list("name", flat=True))
        self._remember(Actor, self.actor.pk, "name", self.actor.name)
        self._remember(Actor, self.actor.pk, "other names", "\n".join(names))
        self.actor.names.all().delete()
        self._set_slug(self.actor, self.neutral)
        self._set(Actor, self.actor.pk, name=REDACTED_NAME)
        self.actor.refresh_from_db()

    def _rename(self, passage: Passage) -> None:
        record = passage.model._default_manager.get(pk=passage.pk)
        wanted = self.names.replaced_in_slug(passage.text, self.neutral)
        self._set_slug(record, _unused(passage.model, wanted))

    def _set_slug(self, record: Any, slug: str) -> None:
        model = type(record)
        self._remember(model, record.pk, "slug", record.slug)
        self.renamed[model, record.slug] = slug
        self._mark(record, was_public=is_public(record))
        self._set(model, record.pk, slug=slug)

    def _rewrite(self, passage: Passage) -> None:
        column = passage.model._meta.get_field(passage.column)
        text = self.instead.get(passage.key) or passage.instead
        value: Any = text[: getattr(column, "max_length", None)]
        if isinstance(column, models.URLField):
            value = value or None
        elif hasattr(column, "base_field"):
            value = text.splitlines()
        else:
            value = value or REDACTED_WORDS
        self._remember(passage.model, passage.pk, passage.column, passage.text)
        row = passage.model._default_manager.get(pk=passage.pk)
        if isinstance(row, Record):
            self._mark(row, was_public=False)
        self._set(passage.model, passage.pk, **{passage.column: value})

    def _set(self, model: type[models.Model], pk: int, **values: Any) -> None:
        if issubclass(model, Record):
            values["version"] = F("version") + 1  # who has it open is told
        model._default_manager.filter(pk=pk).update(**values)

    def _mark(self, record: Record, *, was_public: bool) -> None:
        """Nothing loaded from a file shall undo this."""
        RedactedSlug.objects.get_or_create(
            resource=record._meta.model_name,
            digest=self.redaction.digest(record.slug),
            defaults={
                "redaction": self.redaction,
                "record_id": record.pk,
                "was_public": was_public,
            },
        )

    def _remember(self, model: type[models.Model], pk: int, column: str, text: str) -> None:
        kind = str(model._meta.verbose_name)
        self.original.append({"kind": kind, "id": pk, "column": column, "text": text})

    # What is told of them

    def _erase_history(self) -> None:
        with _alterable():
            EVENTS[ActorName]._default_manager.filter(actor_id=self.actor.pk).delete()
            own = EVENTS[Actor]._default_manager.filter(pgh_obj_id=self.actor.pk)
            own.update(name=REDACTED_NAME, slug=self.neutral)
            for model, events in EVENTS.items():
                for column in text_columns(model):
                    self._erase_events(model, events, column, self._words(model, column))
                if model in RECORDS:
                    self._erase_event_slugs(model, events)

    def _words(self, model: type[models.Model], column: str) -> Callable[[str], Any]:
        is_link = isinstance(model._meta.get_field(column), models.URLField)
        return (lambda _: None) if is_link else self.names.taken_out

    def _erase_events(
        self, model: type[models.Model], events: Any, column: str, erase: Callable[[str], Any]
    ) -> None:
        longest = getattr(model._meta.get_field(column), "max_length", None)
        table = events._meta.db_table
        found = holding(table, "pgh_id", model, column, self.names)
        owners = dict(
            events._default_manager.filter(pk__in=[pk for pk, _ in found]).values_list(
                "pk", "pgh_obj_id"
            )
        )
        for pk, value in found:
            if (model, owners[pk], column) in self.kept:
                continue
            if isinstance(value, list):
                new: Any = [erase(each) for each in value]
            else:
                new = erase(value)
                new = new[:longest] if new is not None else None
            if new != value:
                events._default_manager.filter(pk=pk).update(**{column: new})

    def _erase_event_slugs(self, model: type[models.Model], events: Any) -> None:
        rows = events._default_manager.filter(_has_piece(self.names))
        for pk, record, slug in rows.values_list("pk", "pgh_obj_id", "slug"):
            if self.names.are_in_slug(slug) and (model, record, "slug") not in self.kept:
                events._default_manager.filter(pk=pk).update(slug=self._slug(model, slug))

    def _slug(self, model: type[models.Model], slug: str) -> str:
        """What a slug is called now; one that nothing has any more loses the names."""
        found = self.renamed.get((model, slug))
        return found or self.names.replaced_in_slug(slug, self.neutral)[:MAX_SLUG].strip("-")

    def _erase_beside(self) -> None:
        self.slugs = {old: new for (_, old), new in self.renamed.items()}
        for model, columns in _BESIDE.items():
            for row in self._rows_beside(model, columns):
                new = {column: self._erased(getattr(row, column)) for column in columns}
                if any(new[column] != getattr(row, column) for column in columns):
                    model._default_manager.filter(pk=row.pk).update(**new)

    def _rows_beside(self, model: type[models.Model], columns: list[str]) -> Collection[Any]:
        holds = Q()
        for column in columns:
            for needle in {*self.names.needles, *self.names.slugs, "\\u"}:
                holds |= Q(**{f"{column}__icontains": needle})
        return model._default_manager.filter(holds)

    def _erased(self, value: Any) -> Any:
        """A text, or what JSON holds, without the names and the slugs that were renamed.

        Logs tell of slugs within their texts, too.
        """
        if isinstance(value, dict):
            return {name: self._erased(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self._erased(each) for each in value]
        if not isinstance(value, str):
            return value
        return self.names.taken_out(self._renamed_in(value))

    def _renamed_in(self, text: str) -> str:
        return _A_SLUG.sub(lambda found: self.slugs.get(found[0], found[0]), text)

    def _erase_feed(self, before: int) -> None:
        """The feed names no old slug; what was renamed has been updated, not taken back."""
        for change in Change.objects.filter(_has_piece(self.names)):
            model = next(m for m in RECORDS if m._meta.model_name == change.resource)
            kept = model._default_manager.filter(slug=change.slug).exists()
            if not kept and self.names.are_in_slug(change.slug):
                slug = self._slug(model, change.slug)
                Change.objects.filter(pk=change.pk).update(slug=slug)
        for (table, _), slug in self.renamed.items():
            if table._default_manager.filter(slug=slug, status="published").exists():
                Change.objects.filter(
                    resource=table._meta.model_name, slug=slug, sequence__gt=before
                ).update(operation="updated", reason=None)


def _has_piece(names: Names) -> Q:
    holds = Q()
    for piece in names.slugs:
        holds |= Q(slug__contains=piece)
    return holds


def _alterable() -> AbstractContextManager[None]:
    """History is written once: but for this."""
    return pgtrigger.ignore(*(f"{events._meta.label}:append_only" for events in EVENTS.values()))


def _unused(model: type[models.Model], slug: str) -> str:
    """That slug, or that with a number, within the column's length."""
    stem = slug[: MAX_SLUG - 6].strip("-")
    found, number = stem, 1
    while model._default_manager.filter(slug=found).exists():
        number += 1
        found = f"{stem}-{number}"
    return found
