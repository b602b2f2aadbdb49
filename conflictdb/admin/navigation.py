"""The sidebar: every desk, in the groups in which curators think."""

from typing import Any

from axes.models import AccessAttempt
from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse

from conflictdb.models import (
    Actor,
    Affiliation,
    Citation,
    Claim,
    ClaimLink,
    Document,
    Incident,
    Place,
    Question,
    Revision,
    Statement,
    StatementLink,
)

GROUPS: dict[str, dict[type[Model], str]] = {
    "Evidence": {Document: "article", Citation: "format_quote"},
    "Claims": {
        Statement: "campaign",
        Claim: "rule",
        Question: "balance",
        ClaimLink: "compare_arrows",
        StatementLink: "forum",
    },
    "World": {Incident: "bolt", Actor: "groups", Affiliation: "badge", Place: "location_on"},
    "Review": {Revision: "rate_review"},
    "Accounts": {User: "person", Group: "group", AccessAttempt: "lock_clock"},
}


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """What the user may at least view, group by group."""
    groups = []
    for title, models in GROUPS.items():
        items = [_item(model, icon) for model, icon in models.items() if _may_open(request, model)]
        if items:
            groups.append({"title": title, "separator": True, "items": items})
    return groups


def without_colours(request: HttpRequest) -> dict[str, Any]:
    """Overrides unfold's style element; the same stands in colours.css."""
    return {"colors": None}


def _item(model: type[Model], icon: str) -> dict[str, Any]:
    meta = model._meta
    return {
        "title": str(meta.verbose_name_plural).capitalize(),
        "icon": icon,
        "link": reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"),
    }


def _may_open(request: HttpRequest, model: type[Model]) -> bool:
    if model is AccessAttempt:
        return request.user.has_perm("auth.change_user")
    meta = model._meta
    return any(
        request.user.has_perm(f"{meta.app_label}.{verb}_{meta.model_name}")
        for verb in ("view", "change")
    )
