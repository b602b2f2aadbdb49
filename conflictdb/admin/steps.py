"""Steps of a record's status: named actions of curation, for one record or for many at once.

A step is a page that names the records, says what would keep each from it, asks for the reason
where one is due, and is carried out by its button only.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from conflictdb import curation
from conflictdb.models import Record
from conflictdb.models.rules import complete
from conflictdb.vocabularies import WITHDRAWAL_REASONS, Vocabulary

from . import refusals
from .skin import ActionVariant, ModelAdmin, action

_NAMED = 50  # records that the page names one by one
_TOLD = 10  # refusals that are told one by one


@dataclass(frozen=True)
class Step:
    """One verb of curation, in the words of buttons and messages."""

    verb: str
    title: str
    done: str
    icon: str
    variant: ActionVariant
    asks_why: bool = False
    reasons: Vocabulary | None = None  # the coded ones, one of which is due as well

    @property
    def before(self) -> set[str]:
        return curation.STEPS[self.verb][0]

    def take(self, record: Record, request: HttpRequest) -> None:
        """Raises ValidationError."""
        reason = {"reason": _reason(request)} if self.asks_why else {}
        if self.reasons:
            reason["reason_code"] = _reason_code(request)
        try:
            with complete():
                getattr(curation, self.verb)(record, by=request.user, **reason)
        except ObjectDoesNotExist as error:
            raise ValidationError(f"{record.slug} has been deleted meanwhile.") from error


STEPS = (
    Step("submit", "Submit for review", "submitted for review", "send", ActionVariant.PRIMARY),
    Step("publish", "Publish", "published", "public", ActionVariant.SUCCESS),
    Step(
        "return_to_draft",
        "Return to draft",
        "returned to draft",
        "undo",
        ActionVariant.WARNING,
        True,
    ),
    Step(
        "withdraw",
        "Withdraw",
        "withdrawn",
        "block",
        ActionVariant.DANGER,
        True,
        WITHDRAWAL_REASONS,
    ),
)


def _button(step: Step) -> Callable[..., HttpResponse]:
    """The step as a button of one record's page."""

    def view(self: "SteppingAdmin", request: HttpRequest, object_id: str) -> HttpResponse:
        return self.step_of_one(request, object_id, step)

    view.__name__ = step.verb
    path = step.verb.replace("_", "-")
    button: Callable[..., HttpResponse] = action(
        description=step.title,
        url_path=path,
        icon=step.icon,
        variant=step.variant,
        permissions=["change"],
    )(view)
    return button


def _bulk(step: Step) -> Callable[..., HttpResponse]:
    """The step as an action on the list's selected records."""

    def run(self: "SteppingAdmin", request: HttpRequest, chosen: models.QuerySet) -> HttpResponse:
        return self.step_of_many(request, chosen, step)

    run.__name__ = f"{step.verb}_selected"
    run.short_description = f"{step.title}: selected %(verbose_name_plural)s"  # type: ignore[attr-defined]
    run.allowed_permissions = ["change"]  # type: ignore[attr-defined]
    return run


class SteppingAdmin(ModelAdmin):
    """A desk with the steps: buttons that fit the record's status, and bulk actions."""

    steps: tuple[Step, ...] = STEPS
    actions_detail: tuple[str, ...] = tuple(step.verb for step in STEPS)
    actions = [_bulk(step) for step in STEPS]

    submit, publish, return_to_draft, withdraw = (_button(step) for step in STEPS)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        found = super().get_actions(request)
        unfit = {f"{step.verb}_selected" for step in STEPS if step not in self.steps}
        return {name: entry for name, entry in found.items() if name not in unfit}

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        record = self.get_object(request, unquote(str(object_id)))
        found = super().get_actions_detail(request, object_id)  # type: ignore[misc]
        unfit = {
            step.title
            for step in STEPS
            if record is None or step not in self.steps or record.status not in step.before
        }
        return [each for each in found if each.description not in unfit]

    def step_of_one(self, request: HttpRequest, object_id: str, step: Step) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return gone(self, request, object_id)
        if step not in self.steps or not self.has_change_permission(request, record):
            raise PermissionDenied
        meta = self.opts
        back = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
        if request.method == "POST" and self._carry_out(request, [record], step):
            return HttpResponseRedirect(back)
        return self._page(request, step, [record], 1, {"back": back, "original": record})

    def step_of_many(
        self, request: HttpRequest, chosen: models.QuerySet, step: Step
    ) -> HttpResponse:
        if "confirmed" in request.POST and self._carry_out(request, chosen, step):
            return HttpResponseRedirect(request.get_full_path())
        return self._page(
            request,
            step,
            list(chosen[:_NAMED]),
            chosen.count(),
            {
                "back": request.get_full_path(),
                "action_name": f"{step.verb}_selected",
                "checkbox_name": ACTION_CHECKBOX_NAME,
                "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
                "select_across": request.POST.get("select_across", "0"),
            },
        )

    def _carry_out(self, request: HttpRequest, records: Iterable[Any], step: Step) -> bool:
        """Take the step with each record, and say of each refused one why. False: ask again."""
        if step.asks_why and not _reason(request):
            messages.error(request, "Say why: this step needs a reason.")
            return False
        if step.reasons and _reason_code(request) not in step.reasons:
            messages.error(request, "Choose the reason that the public is told.")
            return False
        refused: dict[Any, str] = {}
        waiting, done = list(records), 0
        while waiting:  # again while it helps: one record may wait for another of them
            refused = {}
            for record in waiting:
                try:
                    step.take(record, request)
                except ValidationError as error:
                    refused[record] = refusals.in_one_line(error)
            done += len(waiting) - len(refused)
            waiting = list(refused) if len(refused) < len(waiting) else []
        self._tell(request, step, done, list(refused.values()))
        return True

    def _tell(self, request: HttpRequest, step: Step, done: int, refused: list[str]) -> None:
        meta = self.opts
        if done:
            name = meta.verbose_name if done == 1 else meta.verbose_name_plural
            messages.success(request, f"{done} {name} {step.done}.")
        for text in refused[:_TOLD]:
            messages.error(request, text)
        if len(refused) > _TOLD:
            messages.error(request, f"{len(refused) - _TOLD} more were refused.")

    def _page(
        self, request: HttpRequest, step: Step, records: list[Any], count: int, more: dict[str, Any]
    ) -> HttpResponse:
        publishing = step.verb == "publish"
        name = self.opts.verbose_name if count == 1 else self.opts.verbose_name_plural
        rows = [(record, curation.blockers(record) if publishing else []) for record in records]
        context = {
            **self.admin_site.each_context(request),
            "title": f"{step.title}: {count} {name}",
            "step": step,
            "rows": rows,
            "count": count,
            "unnamed": count - len(records),
            "reason": _reason(request),
            "reason_code": _reason_code(request),
            "opts": self.opts,
            **more,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/conflictdb/step.html", context)


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").replace("\0", "").strip()


def _reason_code(request: HttpRequest) -> str:
    return request.POST.get("reason_code", "")


def gone(desk: ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Say that there is no such record, and go back to the list."""
    meta = desk.opts
    messages.warning(request, f"There is no {meta.verbose_name} {unquote(object_id)}.")
    return HttpResponseRedirect(reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"))
