"""Records with names, actors and places: likely duplicates, quick names, counts, above the form."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, cast
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from conflictdb import curation
from conflictdb.duplicates import likely_duplicates, note_distinct, with_likely_duplicates
from conflictdb.models.rules import complete

from . import refusals
from .forms import PartForm
from .merging import MergingAdmin
from .rows import PartInline
from .skin import RadioFilter, Select, TextInput
from .steps import gone

_LEVELS = 12
_COUNTED = 1000  # past it a count tells nobody anything


class LikelyFilter(RadioFilter):
    """Narrows a list to records that another shares a name with."""

    title = "likely duplicates"
    parameter_name = "likely"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "With likely duplicates")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() != "yes":
            return queryset
        return queryset.filter(pk__in=with_likely_duplicates(queryset.model))


class NameInline(PartInline):
    """The other names of a record."""

    verbose_name = "other name"
    verbose_name_plural = "other names"
    fields = ("name", "language", "script", "kind")


class NamedAdmin(MergingAdmin):
    """A desk laid out for hands: what surrounds the record stands above its form."""

    counted: ClassVar[dict[str, tuple[type[models.Model], str]]] = {}  # words: list, its column
    change_form_outer_before_template = "admin/conflictdb/named.html"

    def get_urls(self) -> list[URLPattern]:
        meta = self.opts
        views: dict[str, Callable[..., HttpResponse]] = {
            "add-name": self.add_name,
            "not-the-same": self.not_the_same,
        }
        own = [
            path(
                f"<path:object_id>/{name}/",
                self.admin_site.admin_view(view),
                name=f"{meta.app_label}_{meta.model_name}_{name.replace('-', '_')}",
            )
            for name, view in views.items()
        ]
        return [*own, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record = kwargs.get("obj")
        if record is not None and request.method == "GET":
            context["desk"] = {
                "likely": [(each, self.page_of(each.record)) for each in likely_duplicates(record)],
                "may_merge": self.has_merge_permission(request),
                "may_change": self.has_change_permission(request, record),
                "merge": self.page_of(record, "merge"),
                "not_the_same": self._own(record, "not_the_same"),
                "add_name": self._own(record, "add_name"),
                "name_form": self._name_form(record)(prefix="new"),
                "above": list(self.above(record)),
                "counts": [*self._counts(record)],
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def above(self, record: Any) -> Iterable[Any]:
        """The records in which this one lies, the outermost first."""
        chain: list[Any] = []
        step = getattr(record, record.tree_parent)
        while step is not None and len(chain) < _LEVELS:
            chain.insert(0, step)
            step = getattr(step, record.tree_parent)
        return chain

    def _own(self, record: models.Model, page: str) -> str:
        meta = self.opts
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[record.pk])

    def _counts(self, record: Any) -> Iterable[tuple[str, str, str]]:
        """How many records of each sort there are, with the list that shows them."""
        for words, (model, column) in self.counted.items():
            query = {f"{column}__id__exact": record.pk}
            if not model._meta.get_field(column).editable:
                query["status__exact"] = "published"  # it follows, with an index of these only
            rows = model._default_manager.filter(**query).order_by()
            if model is type(record):
                rows = rows.exclude(pk=record.pk)  # a state is its own side
            count = rows[: _COUNTED + 1].count()
            if count:
                shown = f"{_COUNTED} and more" if count > _COUNTED else str(count)
                meta = model._meta
                url = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
                yield words, shown, f"{url}?{urlencode(query)}"

    # Quick steps: each a form of its own, so that what is being typed elsewhere is not sent

    def add_name(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Add another name, and nothing else."""

        def add(record: Any) -> str:
            form = self._name_form(record)(request.POST, prefix="new")
            name = form.instance
            if not form.is_valid():
                raise ValidationError(
                    [f"{field}: {text}" for field, e in form.errors.items() for text in e]
                )

            def change(stored: Any) -> None:
                setattr(name, name.owner, stored)
                name.full_clean()
                name.save()

            by = cast("User", request.user)
            revision = curation.revise(record, by=by, why=f"Name added: {name}", change=change)
            kept = "; it waits for approval" if revision else ""
            return f"Added the name “{name}”{kept}."

        return self._quick(request, object_id, add)

    def not_the_same(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Remember that another record is another one."""

        def note(record: Any) -> str:
            other = self.get_object(request, request.POST.get("other", ""))
            if other is None or other == record:
                raise ValidationError("There is no such other record.")
            note_distinct(record, other, by=cast("User", request.user))
            return f"Noted: {other} is another one."

        return self._quick(request, object_id, note)

    def _quick(
        self, request: HttpRequest, object_id: str, act: Callable[[Any], str]
    ) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record = self.get_object(request, object_id)
        if record is None:
            return gone(self, request, object_id)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        try:
            with complete():
                messages.success(request, act(record))
        except ValidationError as error:
            messages.error(request, refusals.in_one_line(error))
        return HttpResponseRedirect(self.page_of(record))

    def _name_form(self, record: Any) -> type[forms.ModelForm]:
        return forms.modelform_factory(
            record.names.model,
            form=PartForm,
            fields=NameInline.fields,
            widgets={
                "name": TextInput,
                "language": TextInput(attrs={"size": 4}),
                "script": TextInput(attrs={"size": 5}),
                "kind": Select,
            },
        )
