"""The front page: what waits for me, what changed, and where the dataset stands.

Every number on it links to a list that shows as many. It costs the same few statements whatever
the size of the dataset.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from conflictdb.models import Claim, Document

from . import charts
from .changed import changed, name_of
from .waiting import waiting

admin.site.index_template = "admin/conflictdb/front.html"


def context(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any]:
    """What the page tells; django-unfold asks for it as ``DASHBOARD_CALLBACK``."""
    may_add = admin.site.get_model_admin(Document).has_add_permission(request)
    sees_claims = admin.site.get_model_admin(Claim).has_view_permission(request)
    groups = waiting(request)
    return {
        **page,
        "title": f"Welcome, {name_of(request.user)}",  # type: ignore[arg-type]
        "groups": groups,
        "idle": not any(group.waiting for group in groups),
        "changed": changed(request),
        "may_add_documents": may_add,
        "charts": [charts.by_family(), charts.by_side()] if sees_claims else [],
        "contested": charts.contested() if sees_claims else [],
    }
