"""What a desk does in place: acts, each a plain form of the record's page.

An act is carried out by POST and answered with the page again: as a redirect when it is done, else
with what keeps it from being done and with what was typed. ``desk.js`` lets the page stay where it
is meanwhile; without scripts the same forms work.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ClassVar, TypeVar, cast

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from conflictdb import curation
from conflictdb.admin import refusals
from conflictdb.admin.base import RecordAdmin
from conflictdb.admin.steps import gone
from conflictdb.models import Dataset, Record
from conflictdb.models.rules import complete

R = TypeVar("R", bound=Record)

_LARGEST = 2**63 - 1


class DeskAdmin(RecordAdmin):
    """A record's page with a desk above its form. Each act is a method of its name.

    It takes the request and the record, and returns what is told once it is done; it raises
    ValidationError where it is not. One named ``…_panel`` gives what a page that leads to the act
    shows: results of a search, say.
    """

    # Each act, and the permission of ours that it takes.
    acts: ClassVar[Mapping[str, str]] = {}

    class Media:
        css = {"all": ["conflictdb/desk.css"]}
        js = [Script("conflictdb/desk.js", type="module")]

    def desk(self, request: HttpRequest, record: Any) -> Any:
        """What the desk shows."""
        raise NotImplementedError

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record = kwargs.get("obj")
        if record is not None and not context.get("is_popup"):
            context["desk"] = self.desk(request, record)
            context["may"] = {act: self._may(request, act) for act in self.acts}
            context["query"] = request.GET.urlencode()
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        meta = self.opts
        own = [
            path(
                f"<path:object_id>/{act}/",
                self.admin_site.admin_view(partial(self.act_on, act=act)),
                name=f"{meta.app_label}_{meta.model_name}_{act}",
            )
            for act in self.acts
        ]
        return [*own, *super().get_urls()]

    def act_on(self, request: HttpRequest, object_id: str, act: str) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return gone(self, request, object_id)
        if not self._may(request, act) or not self.has_view_permission(request, record):
            raise PermissionDenied
        if request.method == "POST":
            return self._do(request, record, act)
        panel = getattr(self, f"{act}_panel", None)
        if panel is None:
            return HttpResponseRedirect(self.address(request, record))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "title": str(record),
            "back": self.address(request, record),
            **panel(request, record),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, f"admin/conflictdb/desks/{act}.html", context)

    def address(self, request: HttpRequest, record: Record) -> str:
        """The page of a record, seen as it was seen before."""
        meta = record._meta
        page = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
        seen_as = request.GET.copy()
        for name in ("claim", "part", "q"):  # what a panel asked for
            seen_as.pop(name, None)
        return f"{page}?{seen_as.urlencode()}" if seen_as else page

    def _may(self, request: HttpRequest, act: str) -> bool:
        return request.user.has_perm(f"conflictdb.{self.acts[act]}")

    def _do(self, request: HttpRequest, record: Record, act: str) -> HttpResponse:
        try:
            with complete():
                told = getattr(self, act)(request, record)
        except ValidationError as error:
            messages.error(request, refusals.in_one_line(error))
            typed = request.POST
            request.method = "GET"  # the page is shown again, and nothing of it saved
            return self.change_view(request, str(record.pk), "", {"typed": typed})
        messages.success(request, told)
        return HttpResponseRedirect(self.address(request, record))


def user_of(request: HttpRequest) -> User:
    return cast("User", request.user)


def version_of(record: Record) -> int:
    """The version of a record as its page has it: with that of the revision it is shown with."""
    revision = curation.pending_revision(record)
    return record.version + (revision.version if revision else 0)


def waits(request: HttpRequest, record: Record, change: Callable[[Any], None]) -> bool:
    """Change a record, for the reason that was typed. Whether the change waits for approval."""
    why = given(request, "why")
    return curation.revise(record, by=user_of(request), why=why, change=change) is not None


def given(request: HttpRequest, name: str) -> str:
    """A text that was typed, without what no text has."""
    return request.POST.get(name, "").replace("\0", "").strip()


def key(text: str) -> int:
    """A record's key as a form sends it; 0, which no record has, for all else."""
    return int(text) if text.isascii() and text.isdecimal() and int(text) <= _LARGEST else 0


def as_seen(model: type[R], pk: str, version: str) -> R:
    """The stored record, locked. Raises ValidationError where it is no longer the one seen."""
    rows = model._default_manager.all()
    record = rows.filter(pk=key(pk)).first()
    if record is not None and record.status == "published":
        Dataset.objects.hold()  # before any record
    record = rows.select_for_update(of=("self",)).filter(pk=key(pk)).first()
    if record is None:
        raise ValidationError("Not done: someone has deleted it meanwhile.")
    if str(version_of(record)) != version:
        when = timezone.localtime(record.updated_at)
        raise ValidationError(
            f"Not done: “{record}” was changed on {when:%-d %B %Y at %H:%M:%S %Z}, after you had "
            "opened the page. It is shown now as it stands; do it again if you still want to."
        )
    return cast("R", record)
