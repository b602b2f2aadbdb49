"""The desk of redactions: a person's name taken out of everything, looked over passage by passage.

The original is shown here alone, where it was kept, and to administrators alone.
"""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from conflictdb.curation.redaction import Names, Passage, digest, find, redact
from conflictdb.models import Actor, Redaction

from . import refusals
from .fields import link_to
from .skin import ActionVariant, ModelAdmin, action, display
from .steps import gone

PERMISSION = "conflictdb.redact_records"
_SHOWN = 300  # passages that are looked over one by one; of more, every name goes


@dataclass(frozen=True)
class Decision:
    """One passage on the page: whether the name goes, and what is to stand there."""

    passage: Passage
    is_ticked: bool
    instead: str

    @property
    def is_slug(self) -> bool:
        return self.passage.column == "slug"


class RedactingAdmin(ModelAdmin):
    """The desk of actors, with the redaction of a person."""

    def has_redact_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        if not request.user.has_perm(PERMISSION):
            return False
        is_one = object_id is not None and str(object_id).isdecimal()
        return not is_one or Actor.objects.filter(pk=object_id, kind="person").exists()

    @action(
        description="Redact",
        url_path="redact",
        icon="person_off",
        variant=ActionVariant.DANGER,
        permissions=["redact"],
    )
    def redact(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What names the person, and what is to stand there instead; its button does it."""
        person = cast("Actor | None", self.get_object(request, object_id))
        if person is None:
            return gone(self, request, object_id)
        if person.kind != "person" or not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        sent = request.POST
        names = Names.of(
            person, surname_alone="surname_alone" in sent, further=_lines(sent.get("further", ""))
        )
        if "carry_out" in sent and self._carried_out(request, person, names):
            return HttpResponseRedirect(reverse("admin:conflictdb_actor_change", args=[person.pk]))
        with transaction.atomic():
            passages = find(person, names)
        looked_over = sent.get("seen") == digest(passages)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media["css"],
            "title": f"Redact {person}",
            "person": person,
            "names": names,
            "decisions": [_decision(request, p, looked_over) for p in passages[:_SHOWN]],
            "unshown": max(0, len(passages) - _SHOWN),
            "seen": digest(passages),
            "sent": sent,
            "back": reverse("admin:conflictdb_actor_change", args=[person.pk]),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/conflictdb/redact.html", context)

    def _carried_out(self, request: HttpRequest, person: Actor, names: Names) -> bool:
        sent = request.POST
        if sent.get("original") not in {"kept", "destroyed"}:
            messages.error(request, "Choose what becomes of the original.")
            return False
        instead = {
            key: sent.get(f"instead-{key}") if f"takes-{key}" in sent else None
            for key in sent.getlist("passage")
        }
        try:
            redact(
                person,
                by=cast("User", request.user),
                reason=sent.get("reason", "").replace("\0", ""),
                names=names,
                instead={key: text for key, text in instead.items() if text != ""},
                seen=sent.get("seen"),
                keep_original=sent["original"] == "kept",
            )
        except ValidationError as error:
            messages.error(request, refusals.in_one_line(error))
            return False
        messages.success(request, "Redacted: the name is gone from everything.")
        return True


def _decision(request: HttpRequest, passage: Passage, looked_over: bool) -> Decision:
    """As it was sent, where these very passages were shown; else the name goes."""
    if not looked_over:
        return Decision(passage, True, passage.instead)
    typed = request.POST.get(f"instead-{passage.key}", passage.instead)
    return Decision(passage, f"takes-{passage.key}" in request.POST, typed)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.replace("\0", "").splitlines() if line.strip()]


@admin.register(Redaction)
class RedactionAdmin(ModelAdmin):
    """What was redacted, by whom and why; for administrators."""

    list_display = ("person", "at", "by", "reason", "is_kept")
    list_select_related = ("actor", "by")
    list_per_page = 50
    show_full_result_count = False
    fields = ("person", "at", "by", "reason", "original_text")
    readonly_fields = fields

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm(PERMISSION))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description="Person", ordering="actor__slug")
    def person(self, redaction: Redaction) -> str:
        return link_to(redaction.actor, redaction.actor.slug)

    @display(description="Original kept", boolean=True)
    def is_kept(self, redaction: Redaction) -> bool:
        return redaction.original is not None

    @display(description="Original")
    def original_text(self, redaction: Redaction) -> str | SafeString:
        if redaction.original is None:
            return "Destroyed."
        return format_html_join(
            "",
            '<p class="history-reason mb-2">{} {}, {}: {}</p>',
            ((e["kind"], e["id"], e["column"], e["text"]) for e in redaction.original),
        )
