"""What can be asked of the reading desk: the page, the panel, and each change of what is coded."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
)
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse

from conflictdb import curation
from conflictdb.admin import refusals
from conflictdb.admin.skin import ModelAdmin, action
from conflictdb.admin.steps import STEPS, Step, gone
from conflictdb.interchange.evidence import EvidenceError, Text
from conflictdb.models import Citation, Claim, Document, DocumentText, Incident, Record, Statement
from conflictdb.models.rules import complete

from . import panel as panels
from . import review, suggested
from .desk import Desk, Entry, desk_of, key_of, legend
from .forms import ClaimForm, StatementForm
from .intake import MatchingText, NewArticle

_REVIEW = "conflictdb.review_records"
_RECORDS: dict[str, type[Record]] = {
    model._meta.model_name or "": model for model in (Citation, Claim, Statement, Incident)
}
_EDITED: dict[type[Record], type[ClaimForm] | type[StatementForm]] = {
    Claim: ClaimForm,
    Statement: StatementForm,
}
_FOLDER = "admin/conflictdb/reading"


class ReadingDesk(ModelAdmin):
    """Documents can be read and coded. Only who may change a document ever sees its text."""

    @action(description="Read and code", url_path="read", icon="menu_book", permissions=["change"])
    def read(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The desk, or the question for the text where none is kept."""
        document = self.get_object(request, object_id)
        if document is None:
            return gone(self, request, object_id)
        if not self.has_change_permission(request, document):
            raise PermissionDenied
        kept = DocumentText.objects.filter(document=document).first()
        if kept is None:
            return self._ask_for_text(request, document)
        desk = desk_of(document, Text(kept.content.encode("utf-8")))
        return self._render(
            request,
            "page",
            document.title,
            {**self._shown(request, desk), "document": document, "original": document},
        )

    @action(description="New article", url_path="new-article", icon="post_add", permissions=["add"])
    def new_article(self, request: HttpRequest) -> HttpResponse:
        """Begin a document with its text."""
        form = NewArticle(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                document = form.keep(cast("User", request.user))
            except ValidationError as error:
                form.refuse(error)
            else:
                messages.success(
                    request, f"“{document.title}” is here. Select a passage to code it."
                )
                return HttpResponseRedirect(_address(document, "read"))
        return self._render(request, "intake", "New article", {"form": form, "is_new": True})

    def _ask_for_text(self, request: HttpRequest, document: Document) -> HttpResponse:
        form = MatchingText(document, request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            form.save(cast("User", request.user))
            how = f" It matched {form.how}." if form.how else ""
            messages.success(request, f"This is the text that was coded.{how}")
            return HttpResponseRedirect(_address(document, "read"))
        context = {"form": form, "document": document, "original": document}
        return self._render(request, "intake", f"Text of “{document.title}”", context)

    def get_urls(self) -> list[Any]:
        views: dict[str, Callable[..., HttpResponse]] = {
            "panel": self._open_panel,
            "gists": self._gists,
            "save": self._save_panel,
            "remove": self._remove,
            "approve": self._approve,
            "send-back": self._send_back,
            "submit-all": self._submit_all,
            "publish-all": self._publish_all,
        }
        own = [
            path(
                f"<int:pk>/read/{name}/",
                self.admin_site.admin_view(view),
                name=f"conflictdb_document_read_{name.replace('-', '_')}",
            )
            for name, view in views.items()
        ]
        edit = path(
            "<int:pk>/read/edit/<str:key>/",
            self.admin_site.admin_view(self._edit),
            name="conflictdb_document_read_edit",
        )
        return [*own, edit, *super().get_urls()]

    # The panel

    def _open_panel(self, request: HttpRequest, pk: int) -> HttpResponse:
        document, text = self._document(request, pk)
        try:
            start, end = (int(request.GET.get(name, "")[:9]) for name in ("start", "end"))
            panel = suggested.fresh(document, text, start, end)
        except (EvidenceError, ValueError) as error:
            words = str(error) if isinstance(error, EvidenceError) else "Select a passage."
            return JsonResponse({"said": words}, status=422)
        return JsonResponse({"panel": self._drawn(request, panel)})

    def _gists(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._document(request, pk)
        return JsonResponse(suggested.gists(request.POST))

    def _save_panel(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        document, text = self._document(request, pk)
        self._require(request, "add_statement", "add_claim", "add_citation")
        try:
            panel = panels.read(document, text, request.POST)
        except EvidenceError as error:
            return JsonResponse({"said": str(error)}, status=422)
        try:
            made = panels.save(panel, cast("User", request.user))
        except panels.RefusedError:
            said = "Not saved: see the fields that are marked."
            drawn = self._drawn(request, panel)
            return JsonResponse({"said": said, "panel": drawn}, status=422)
        names = [
            str(record._meta.verbose_name) for record in made if not isinstance(record, Citation)
        ]
        said = f"Saved as draft: {_listed(names) or 'the citation'}."
        return self._changed(request, document, text, said, made)

    def _edit(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        """A draft claim or statement, changed on the desk."""
        document, text = self._document(request, pk)
        record = self._record(document, key)
        form_class = _EDITED.get(type(record))
        if form_class is None or record.status != "draft":
            raise Http404
        self._require(request, f"change_{record._meta.model_name}")
        prefix = "claim-0" if isinstance(record, Claim) else "statement"
        form = form_class(request.POST or None, instance=record, prefix=prefix)
        if request.method == "POST":
            try:
                with complete():
                    if form.is_valid():
                        curation.save(record, by=cast("User", request.user))
                        return self._changed(request, document, text, "Changed.", [])
            except ValidationError as error:
                form.add_error(None, error)
        drawn = render_to_string(
            f"{_FOLDER}/edit.html",
            {"form": form, "entry": Entry(record), "document": document},
            request,
        )
        if request.method == "POST":
            said = "Not saved: see the fields that are marked."
            return JsonResponse({"said": said, "panel": drawn}, status=422)
        return JsonResponse({"panel": drawn})

    def _remove(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Delete drafts: one of the list, or all that the last save made."""
        document, text = self._document(request, pk)
        keys = request.POST.getlist("record")[:50]
        records = [self._record(document, key) for key in keys]
        self._require(request, "delete_citation")  # of what is deleted
        self._require(request, *(f"delete_{record._meta.model_name}" for record in records))
        return self._done(
            request,
            document,
            text,
            "Deleted.",
            lambda: review.remove(records, cast("User", request.user)),
        )

    # The way to the public

    def _approve(self, request: HttpRequest, pk: int) -> HttpResponse:
        document, text = self._document(request, pk)
        record = self._reviewed(request, document)
        user = cast("User", request.user)
        return self._done(
            request, document, text, "Published.", lambda: review.approve(record, document, user)
        )

    def _send_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        document, text = self._document(request, pk)
        record = self._reviewed(request, document)
        reason, user = request.POST.get("reason", ""), cast("User", request.user)
        return self._done(
            request,
            document,
            text,
            "Returned to draft.",
            lambda: review.send_back(record, user, reason),
        )

    def _submit_all(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._step_all(request, pk, "submit", "draft")

    def _publish_all(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm(_REVIEW):
            raise PermissionDenied
        return self._step_all(request, pk, "publish", "in_review")

    def _step_all(self, request: HttpRequest, pk: int, verb: str, status: str) -> HttpResponse:
        """The step's own page for all records of this document that stand there."""
        document, _ = self._document(request, pk)
        step: Step = next(each for each in STEPS if each.verb == verb)
        groups = review.coding_of(document, status)
        back = _address(document, "read")
        if request.method == "POST" and self._is_filled_in(request, step):  # type: ignore[attr-defined]
            with complete():
                for records in groups:
                    desk: Any = self.admin_site.get_model_admin(type(records[0]))
                    desk._take_with_all(request, records, step)  # noqa: SLF001  # it names its records
            return HttpResponseRedirect(back)
        rows = review.rehearsed(groups, step, request)
        more = {
            "back": back,
            "original": document,
            "title": f"{step.title}: {len(rows)} records of “{document.title}”",
            "rows": rows,
            "count": len(rows),
            "able": sum(not each.blockers for each in rows),
            "citations": sum(len(each.with_it) for each in rows if not each.blockers),
        }
        page: HttpResponse = self._page(request, step, [], more)  # type: ignore[attr-defined]
        return page

    # What they share

    def _document(self, request: HttpRequest, pk: int) -> tuple[Document, Text]:
        document = self.get_object(request, str(pk))
        if document is None:
            raise Http404
        if not self.has_change_permission(request, document):
            raise PermissionDenied
        kept = DocumentText.objects.filter(document=document).first()
        if kept is None:
            raise Http404
        return document, Text(kept.content.encode("utf-8"))

    @staticmethod
    def _record(document: Document, key: str) -> Record:
        """A record that this document cites, or an incident. Raises Http404."""
        name, _, pk = key.partition("-")
        model = _RECORDS.get(name)
        if model is None or not pk.isdecimal() or len(pk) > 18:
            raise Http404
        record: Record | None = model._default_manager.filter(pk=int(pk)).first()
        if record is None:
            raise Http404
        if isinstance(record, Citation) and record.document_id != document.pk:
            raise Http404
        return record

    def _reviewed(self, request: HttpRequest, document: Document) -> Record:
        if not request.user.has_perm(_REVIEW):
            raise PermissionDenied
        if request.method != "POST":
            raise Http404
        record = self._record(document, request.POST.get("record", ""))
        seen = request.POST.get("version", "")
        if seen != str(record.version):
            raise Http404
        return record

    @staticmethod
    def _require(request: HttpRequest, *permissions: str) -> None:
        if not all(request.user.has_perm(f"conflictdb.{each}") for each in permissions):
            raise PermissionDenied

    def _done(
        self,
        request: HttpRequest,
        document: Document,
        text: Text,
        said: str,
        act: Callable[[], Any],
    ) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            act()
        except ValidationError as error:
            return JsonResponse({"said": refusals.in_one_line(error)}, status=422)
        document.refresh_from_db()
        return self._changed(request, document, text, said, [])

    def _changed(
        self, request: HttpRequest, document: Document, text: Text, said: str, made: list[Record]
    ) -> HttpResponse:
        """The desk as it is now, what was done, and what undoing it would delete."""
        context = self._shown(request, desk_of(document, text))
        drawn = render_to_string(f"{_FOLDER}/desk.html", context, request)
        owners = [record for record in made if not isinstance(record, Citation)]
        lone = [
            record
            for record in made
            if isinstance(record, Citation) and (record.statement or record.claim) not in owners
        ]
        order = [Citation, Claim, Statement, Incident]
        undo = sorted([*owners, *lone], key=lambda record: order.index(type(record)))
        return JsonResponse({"desk": drawn, "said": said, "undo": [key_of(each) for each in undo]})

    def _shown(self, request: HttpRequest, desk: Desk) -> dict[str, Any]:
        return {
            "desk": desk,
            "legend": legend(desk),
            "document": desk.document,
            "may_review": request.user.has_perm(_REVIEW),
            "may_delete": request.user.has_perm("conflictdb.delete_claim"),
            "may_code": request.user.has_perm("conflictdb.add_claim"),
        }

    def _drawn(self, request: HttpRequest, panel: panels.Panel) -> str:
        return render_to_string(f"{_FOLDER}/panel.html", {"panel": panel}, request)

    def _render(
        self, request: HttpRequest, name: str, title: str, context: dict[str, Any]
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request,
            f"{_FOLDER}/{name}.html",
            {
                **self.admin_site.each_context(request),
                "title": title,
                "opts": self.opts,
                **context,
            },
        )


def _address(document: Document, page: str) -> str:
    change = reverse("admin:conflictdb_document_change", args=[document.pk])
    return change.replace("/change/", f"/{page}/")


def _listed(names: list[str]) -> str:
    counted = {name: names.count(name) for name in names}
    return ", ".join(name if n == 1 else f"{n} {name}s" for name, n in counted.items())
