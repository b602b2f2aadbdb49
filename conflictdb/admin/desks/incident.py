"""What is done at the desk of incidents: they are nested into each other and taken out again."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from conflictdb.models import Incident

from .acting import DeskAdmin, as_seen, given, key, version_of, waits
from .overview import Overview
from .question import found_by

_FOUND = 12  # results of a search


class IncidentDesk(DeskAdmin):
    """An incident with all that hangs on it, in one view."""

    acts = {"nest": "change_incident"}

    def desk(self, request: HttpRequest, record: Any) -> Overview:
        return Overview(record, after=request.GET.get("after", ""))

    def nest(self, request: HttpRequest, incident: Incident) -> str:
        """Make an incident, this one or one below it, a part of another one, or of none."""
        part = as_seen(Incident, given(request, "part"), given(request, "version"))
        into = given(request, "into")
        above = None
        if into != "none":
            above = Incident.objects.exclude(status="withdrawn").filter(pk=key(into)).first()
            if above is None:
                raise ValidationError("Choose an incident to move it into.")

        def change(nested: Incident) -> None:
            nested.part_of = above

        place = f"a part of “{above}”" if above else "a part of nothing"
        if waits(request, part, change):
            return f"Proposed: “{part}” becomes {place} once approved."
        return f"“{part}” is {place} now."

    def nest_panel(self, request: HttpRequest, incident: Incident) -> dict[str, Any]:
        """Into what an incident can be moved."""
        rows = Incident.objects.select_related("place", "part_of")
        part = rows.filter(pk=key(request.GET.get("part", ""))).first()
        words = request.GET.get("q", "").replace("\0", "").strip()
        others: QuerySet[Incident] = rows.exclude(status="withdrawn")
        if part:
            others = others.exclude(pk=part.pk).exclude(pk=part.part_of_id or part.pk)
        if words:
            others = found_by(others, words).order_by("occurred_earliest", "slug")
        else:  # what usually holds others
            others = others.filter(kind__in=["episode", "war"]).order_by("-pk")
        return {
            "part": part,
            "version": part and version_of(part),
            "words": words,
            "found": others[:_FOUND],
        }
