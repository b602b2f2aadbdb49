"""Steps of a record's status: named actions of curation, for one record or for many at once.

A step is a page that names the records, says what each would become and what keeps it from that,
asks for the reason where one is due, and is carried out by its button only: with the records that
nothing keeps back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from conflictdb import curation
from conflictdb.models import Dataset, Record
from conflictdb.models.rules import complete
from conflictdb.vocabularies import STATUSES, WITHDRAWAL_REASONS, Vocabulary

from . import refusals
from .evidence import prospects
from .skin import ActionVariant, ModelAdmin, action

MOST = 500  # records that a step takes in one go
_TOLD = 10  # refusals that are told one by one


@dataclass(frozen=True)
class Step:
    """One verb of curation, in the words of buttons and messages."""

    verb: str
    title: str
    done: str
    icon: str
    variant: ActionVariant
    is_reviewers: bool = True
    asks_why: bool = False
    asks_whom: bool = False
    reasons: Vocabulary | None = None  # the coded ones, one of which is due as well

    @property
    def is_public(self) -> bool:
        """Whether it changes what the public sees."""
        before, after = curation.STEPS[self.verb]
        return "published" in {after, *before}

    @property
    def before(self) -> set[str]:
        return curation.STEPS[self.verb][0]

    def take(self, record: Record, request: HttpRequest) -> None:
        """Raises ValidationError."""
        given: dict[str, Any] = {"reason": _reason(request)} if self.asks_why else {}
        if self.reasons:
            given["reason_code"] = _reason_code(request)
        if self.asks_whom:
            given["reviewer"] = reviewer_named(request)
        try:
            with complete():
                getattr(curation, self.verb)(record, by=request.user, **given)
        except ObjectDoesNotExist as error:
            raise ValidationError(f"{record.slug} has been deleted meanwhile.") from error


STEPS = (
    Step(
        "submit",
        "Submit for review",
        "submitted for review",
        "send",
        ActionVariant.PRIMARY,
        is_reviewers=False,
        asks_whom=True,
    ),
    Step("publish", "Publish", "published", "public", ActionVariant.SUCCESS),
    Step(
        "return_to_draft",
        "Return to draft",
        "returned to draft",
        "undo",
        ActionVariant.WARNING,
        asks_why=True,
    ),
    Step(
        "withdraw",
        "Withdraw",
        "withdrawn",
        "block",
        ActionVariant.DANGER,
        asks_why=True,
        reasons=WITHDRAWAL_REASONS,
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
        permissions=["change", *(["review"] if step.is_reviewers else [])],
    )(view)
    return button


def _bulk(step: Step) -> Callable[..., HttpResponse]:
    """The step as an action on the list's selected records."""

    def run(self: "SteppingAdmin", request: HttpRequest, chosen: models.QuerySet) -> HttpResponse:
        return self.step_of_many(request, chosen, step)

    run.__name__ = f"{step.verb}_selected"
    run.short_description = f"{step.title}: selected %(verbose_name_plural)s"  # type: ignore[attr-defined]
    run.allowed_permissions = ["change"]  # type: ignore[attr-defined]  # and see get_actions
    return run


class SteppingAdmin(ModelAdmin):
    """A desk with the steps: buttons that fit the record's status, and bulk actions."""

    steps: tuple[Step, ...] = STEPS
    actions_detail: tuple[str, ...] = tuple(step.verb for step in STEPS)
    actions = [_bulk(step) for step in STEPS]

    submit, publish, return_to_draft, withdraw = (_button(step) for step in STEPS)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        found = super().get_actions(request)
        unfit = {f"{step.verb}_selected" for step in STEPS if not self._may_take(request, step)}
        return {name: entry for name, entry in found.items() if name not in unfit}

    def _may_take(self, request: HttpRequest, step: Step) -> bool:
        permitted = not step.is_reviewers or self.has_review_permission(request)
        return step in self.steps and permitted and self.has_change_permission(request)

    def has_review_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("conflictdb.review_records")

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
        if not self._may_take(request, step):
            raise PermissionDenied
        meta = self.opts
        back = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
        if request.method == "POST" and self._carry_out(request, [record], step):
            return HttpResponseRedirect(back)
        return self._page(request, step, [record], {"back": back, "original": record})

    def step_of_many(
        self, request: HttpRequest, chosen: models.QuerySet, step: Step
    ) -> HttpResponse:
        records = list(chosen.order_by("pk")[: MOST + 1])
        if len(records) > MOST:
            messages.error(request, f"A step takes at most {MOST} records in one go: narrow it.")
            return HttpResponseRedirect(request.get_full_path())
        if "confirmed" in request.POST and self._carry_out(request, records, step):
            return HttpResponseRedirect(request.get_full_path())
        return self._page(
            request,
            step,
            records,
            {
                "back": request.get_full_path(),
                "action_name": f"{step.verb}_selected",
                "checkbox_name": ACTION_CHECKBOX_NAME,
                "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
                "select_across": request.POST.get("select_across", "0"),
            },
        )

    def _carry_out(self, request: HttpRequest, records: list[Record], step: Step) -> bool:
        """Take the step with each record that nothing keeps back, and say of the others why.

        False: something is missing, ask again.
        """
        if not self._is_filled_in(request, step):
            return False
        with complete(), curation.renewed_together():
            self._take_with_all(request, records, step)
        return True

    def _take_with_all(self, request: HttpRequest, records: list[Record], step: Step) -> None:
        if step.is_public:
            Dataset.objects.hold()  # before any record
        refused: dict[Any, str] = {}
        waiting = []
        for each in prospects(step.verb, records, cast("User", request.user)):
            if each.blockers:
                verb = step.verb.replace("_", " ")
                why = f"Cannot {verb} {each.record.slug}: {'; '.join(each.blockers)}."
                refused[each.record] = why
            else:
                waiting.append(each.record)
        done = 0
        while waiting:  # again while it helps: one record may wait for another of them
            failed: dict[Any, str] = {}
            for record in waiting:
                try:
                    step.take(record, request)
                except ValidationError as error:
                    failed[record] = refusals.in_one_line(error)
            done += len(waiting) - len(failed)
            helped = len(failed) < len(waiting)
            waiting = list(failed) if helped else []
            refused |= {} if helped else failed
        self._tell(request, step, done, list(refused.values()))

    def _is_filled_in(self, request: HttpRequest, step: Step) -> bool:
        missing = ""
        if step.asks_why and not _reason(request):
            missing = "Say why: this step needs a reason."
        elif step.reasons and _reason_code(request) not in step.reasons:
            missing = "Choose the reason that the public is told."
        elif step.asks_whom:
            try:
                reviewer_named(request)
            except ValidationError as error:
                missing = refusals.in_one_line(error)
        if missing:
            messages.error(request, missing)
        return not missing

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
        self, request: HttpRequest, step: Step, records: list[Record], more: dict[str, Any]
    ) -> HttpResponse:
        count = len(records)
        name = self.opts.verbose_name if count == 1 else self.opts.verbose_name_plural
        rows = prospects(step.verb, records, cast("User", request.user))
        context = {
            **self.admin_site.each_context(request),
            "title": f"{step.title}: {count} {name}",
            "step": step,
            "after": STATUSES[curation.STEPS[step.verb][1]].label,
            "rows": rows,
            "count": count,
            "able": sum(not each.blockers for each in rows),
            "citations": sum(len(each.with_it) for each in rows if not each.blockers),
            "reviewers": curation.reviewers() if step.asks_whom else (),
            "reviewer": request.POST.get("reviewer", ""),
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


def reviewer_named(request: HttpRequest) -> User | None:
    """The reviewer that a form names; None where it names none. Raises ValidationError."""
    typed = request.POST.get("reviewer", "").replace("\0", "").strip()
    if not typed:
        return None
    found: User | None = curation.reviewers().filter(username=typed).first()
    if found is None:
        raise ValidationError(f"Nobody called {typed} may review.")
    return found


def gone(desk: ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Say that there is no such record, and go back to the list."""
    meta = desk.opts
    messages.warning(request, f"There is no {meta.verbose_name} {unquote(object_id)}.")
    return HttpResponseRedirect(reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"))
