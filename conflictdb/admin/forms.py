"""Forms of records: slugs that make themselves, refusals in words, no save lost to another's."""

from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import construct_instance, model_to_dict
from django.http import QueryDict
from django.utils import timezone

from conflictdb import curation
from conflictdb.models import Record

from . import refusals, slugs


class PartForm(forms.ModelForm):
    """A form whose broken rules are told in words, at the field to blame."""

    def add_error(self, field: str | None, error: Any) -> None:
        if field is not None or not isinstance(error, ValidationError):
            super().add_error(field, error)
            return
        for name, single in refusals.by_field(error):
            super().add_error(name if name in self.fields else None, single)

    def tell_stored(self) -> None:
        """Beside each field that differs from what is stored now, tell that."""
        for name in set(self.changed_data) - {DELETION_FIELD_NAME}:
            bound = self[name]
            self.add_error(name, f"Stored now: {_in_words(bound.field, bound.initial)}")


class SeenVersion(forms.IntegerField):
    """The version that a form was filled in from; never a change by itself."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class RecordForm(PartForm):
    """A form of a record, on its own page or in one of another's rows.

    Every form remembers the version that it showed. A save is refused when the stored version has
    moved on: the form keeps what was typed, says at each field what is stored now, and takes the
    stored version as seen, so that saving once more is a decision.
    """

    refusal: ValidationError | None = None  # why a save that looked right was turned down
    seen_version = SeenVersion(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_row = self.prefix is not None
        if self.instance.pk:
            self.initial["seen_version"] = self.instance.version
        elif "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text += " Left empty, one is made."

    def save_parts(self) -> None:
        """Save what belongs to the record in other tables; called once the record is saved."""

    def save_private(self) -> None:
        """Save what is kept beside the record and is never public, so no revision has it."""

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.instance.pk and (self.has_changed() or not self.is_row):
            self._check_version()
        if self.instance.pk is None and "slug" in self.fields and not self.errors:
            self._make_slug()
        if self.refusal and not self.errors:
            self.add_error(None, self.refusal)
        return self.cleaned_data

    def _make_slug(self) -> None:
        if not self.cleaned_data["slug"]:
            record = construct_instance(
                self, type(self.instance)(), self._meta.fields, self._meta.exclude
            )
            self.cleaned_data["slug"] = slugs.unused(record)

    def _check_version(self) -> None:
        """Lock the stored record, and compare its version with the one that the form showed."""
        stored = (
            type(self.instance)
            ._default_manager.select_for_update(of=("self",))
            .filter(pk=self.instance.pk)
        )
        record = stored.first()
        if record is None:
            self.add_error(None, "Someone has deleted this record; what you typed is not saved.")
        elif record.version != self.cleaned_data.get("seen_version"):
            self._keep_apart(record)

    def _keep_apart(self, stored: Record) -> None:
        self.instance.was_overtaken = True  # the rows of its parts ask
        seen = QueryDict(mutable=True)
        seen.update(self.data)
        seen[self.add_prefix("seen_version")] = str(stored.version)
        self.data = seen
        self.add_error(
            None,
            f"Not saved: {_changed_by(stored)} after you had opened it. What you typed is "
            "kept here; beside each field that differs stands what is stored now. Saving again "
            "puts yours in its place.",
        )
        now = model_to_dict(stored, fields=list(self.fields))
        for name, value in now.items():
            bound = self[name]
            if bound.field.has_changed(value, bound.data):
                self.add_error(name, f"Stored now: {_in_words(bound.field, value)}")


def _changed_by(record: Record) -> str:
    """Who saved the stored version, and when, as far as the log tells.

    Of a published record with a pending revision, that is whoever worked on the revision.
    """
    about = curation.pending_revision(record) or record
    entry = (
        LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(about),
            object_id=str(about.pk),
            action_time__gte=about.updated_at,
        )
        .select_related("user")
        .order_by("action_time")
        .first()
    )
    who = entry.user.get_username() if entry else "the database"
    when = timezone.localtime(about.updated_at)
    return f"{who} changed this record on {when:%-d %B %Y at %H:%M:%S %Z}"


def _in_words(field: forms.Field, value: Any) -> str:
    if value in (None, "", []):
        return "nothing"
    if isinstance(value, (list, tuple)):
        return ", ".join(_in_words(field, item) for item in value)
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        return str(field.queryset.filter(pk=value).first() or value)
    if isinstance(field, (forms.ChoiceField, forms.TypedChoiceField)):
        return str(_labels(field.choices).get(str(value), value))
    return str(value)


def _labels(choices: Any) -> dict[str, str]:
    labels: dict[str, str] = {}
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            labels |= _labels(label)
        else:
            labels[str(value)] = str(label)
    return labels
