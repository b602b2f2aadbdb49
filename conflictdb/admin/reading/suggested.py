"""From suggestions to a filled-in panel, with the further ones as chips at their fields."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Max, Q
from django.http import QueryDict

from conflictdb.dates import TimeFact
from conflictdb.interchange.evidence import Text
from conflictdb.interchange.suggestions import (
    Facts,
    Setting,
    Suggested,
    Suggestion,
    of_claim,
    of_statement,
    places_in,
    suggest,
)
from conflictdb.models import Actor, Citation, Document, Incident, Place, Record, Statement
from conflictdb.vocabularies import CLAIM_KINDS

from .forms import ChosenStatement, ClaimForm, IncidentForm, PassageForm, StatementForm
from .panel import MOST_CLAIMS, Chip, Panel

_MOST_CHIPS = 5
_NEAR = timedelta(days=3)
# The incident that a claim's family tells of, when it is the first one of a document.
_INCIDENT_KINDS = {"casualty": "armed_clash", "territory": "incursion", "ceasefire": "ceasefire"}


def fresh(document: Document, text: Text, start: int, end: int) -> Panel:
    """The panel of a newly selected passage. Raises EvidenceError for one that is none."""
    span = text.snap(start, end)
    setting = Setting.of(document, text.characters)
    found = suggest(setting, span.start, span.end)
    statements = _statements_of(document, span.start)
    incidents = _incidents_of(document, found)
    places = places_in(text.characters[span.start : span.end])
    via, speakers = found.via, found.speakers
    initial = {"start": span.start, "end": span.end} | {
        "mode": found.mode,
        "hedge": found.hedge,
        "part": found.part,
        **{f"via_{number}": actor.pk for number, actor in enumerate(via[:3], 1)},
    }
    claims = _claims(found, incidents)
    made = found.made[0] if found.made else None
    panel = Panel(
        document,
        text,
        span,
        PassageForm(initial=initial),
        ChosenStatement(),
        StatementForm(prefix="statement", initial=_statement(found, speakers, made)),
        claims,
        IncidentForm(prefix="incident", initial=_incident(found, incidents, places, made)),
    )
    said_before = {statement.speaker_id for statement in statements}
    panel.may_be_known = bool(speakers) and speakers[0].pk in said_before
    _compose(panel, found, speakers)
    _know(panel, [*speakers, *via, *found.actors, *incidents, *places, *statements], found)
    chips = _chips(panel, found, speakers, statements, incidents)
    for form in (panel.chosen, panel.statement, *panel.claims):
        for name, each in form.fields.items():
            each.chips = chips.get(form.add_prefix(name), [])  # type: ignore[attr-defined]
    return panel


def gists(data: QueryDict) -> dict[str, str]:
    """The gists that the facts now in a panel make, by the names of their fields."""
    count = data.get("claims", "")
    numbers = range(min(MOST_CLAIMS, int(count)) if count.isdecimal() else 0)
    keys = ["statement-speaker"]
    keys += [f"claim-{number}-{name}" for number in numbers for name in ("subject", "target")]
    given = {data.get(key, "") for key in keys}
    chosen = {int(pk) for pk in given if pk.isdecimal() and len(pk) < 19}
    names = {str(actor.pk): actor.name for actor in Actor.objects.filter(pk__in=chosen)}
    facts = {number: _facts_in(data, f"claim-{number}-", names) for number in numbers}
    composed = {f"claim-{number}-gist": of_claim(each) for number, each in facts.items()}
    taken = [each for number, each in facts.items() if data.get(f"claim-{number}-take")]
    speaker = names.get(data.get("statement-speaker", ""), "")
    speaker = speaker or data.get("statement-speaker_description", "") or "The speaker"
    acts = data.getlist("statement-acts")
    return {"statement-gist": of_statement(speaker, acts, taken), **composed}


def _facts_in(data: QueryDict, prefix: str, names: dict[str, str]) -> Facts:
    def given(name: str) -> str:
        return data.get(prefix + name, "")

    def number(name: str) -> int | None:
        value = given(name).strip()
        return int(value) if value.isdecimal() and len(value) < 15 else None

    modifier, low, high = given("modifier"), number("value_min"), number("value_max")
    if modifier != "range":
        low = high if low is None else low
        high = low
    if modifier not in ("unquantified", "") and low is None:
        modifier = "unquantified"
    return Facts(
        kind=given("kind") or "other",
        low=low,
        high=high,
        modifier=modifier,
        unit=given("unit"),
        victim_class=given("victim_class"),
        subject=names.get(given("subject"), ""),
        target=names.get(given("target"), ""),
        polarity=given("polarity") or "asserts",
        certainty=given("certainty") or "stated",
    )


def _facts(each: Suggested) -> Facts:
    return Facts(
        each.kind,
        each.low,
        each.high,
        each.modifier,
        each.unit,
        each.victim_class,
        each.subject.name if each.subject else "",
        each.target.name if each.target else "",
        each.polarity,
        each.certainty,
    )


# What the document tells


def _statements_of(document: Document, position: int) -> list[Statement]:
    """The statements coded in this document, those nearest before the passage first."""
    cited = Citation.objects.filter(document=document).exclude(status="withdrawn")
    near = (
        Statement.objects.filter(
            Q(citations__in=cited) | Q(claims__citations__in=cited), status__in=_CURRENT
        )
        .select_related("speaker")
        .annotate(last=Max("citations__start", filter=Q(citations__start__lte=position)))
        .distinct()
        .order_by("-last")[:_MOST_CHIPS]
    )
    return list(near)


_CURRENT = ("draft", "in_review", "published")


def _incidents_of(document: Document, found: Suggestion) -> list[Incident]:
    """The incidents of this document's claims, the last coded first; else those of its days."""
    cited = Citation.objects.filter(document=document, claim__incident__isnull=False)
    used = (
        Incident.objects.filter(claims__citations__in=cited)
        .exclude(status="withdrawn")
        .annotate(last=Max("claims__citations__id"))
        .order_by("-last")[:_MOST_CHIPS]
    )
    incidents: list[Incident] = [*used]
    if incidents:
        return incidents
    made = found.made[0] if found.made else None
    made = made or document.published
    day = made.first_day if made else None
    if day is None:
        return []
    close = Incident.objects.published().filter(
        occurred_earliest__gte=_instant(day - _NEAR), occurred_earliest__lte=_instant(day + _NEAR)
    )
    people = [actor.pk for actor in found.actors]
    parts = Q(participants__actor__in=people) | Q(participants__actor__side__in=people)
    return list(close.filter(parts).distinct().order_by("-occurred_earliest")[:_MOST_CHIPS])


def _instant(day: Any) -> Any:
    moment = TimeFact.parse(day.isoformat()).earliest
    assert moment is not None  # noqa: S101  # a day has bounds
    return moment


# What is filled in


def _statement(found: Suggestion, speakers: list[Actor], made: TimeFact | None) -> dict[str, Any]:
    return {
        "speaker": speakers[0].pk if speakers else None,
        "speaker_description": None if speakers else "the report's own voice",
        "made_edtf": made.edtf if made else None,
        "made_timezone": made.timezone if made else "UTC",
        "made_inferred": made.inferred if made else False,
        "channel": found.channel,
        "acts": found.acts,
    }


def _claims(found: Suggestion, incidents: list[Incident]) -> list[ClaimForm]:
    """Every figure is a claim to take; what no figure answers is offered, the first one taken."""
    counted = [each for each in found.claims if each.modifier and each.modifier != "unquantified"]
    taken = counted or found.claims[:1]
    suggested = found.claims or [Suggested(kind="other")]
    forms = []
    for number, each in enumerate(suggested):
        initial = {
            "take": each in taken,
            "kind": each.kind,
            "modifier": each.modifier or None,
            "value_min": each.low,
            "value_max": each.high,
            "unit": each.unit or None,
            "basis": each.basis or None,
            "victim_class": each.victim_class or None,
            "subject": each.subject.pk if each.subject else None,
            "subject_scope": "one" if each.subject else "not_stated",
            "target": each.target.pk if each.target else None,
            "incident": incidents[0].pk if incidents else None,
            "polarity": each.polarity,
            "certainty": each.certainty,
            "gist": of_claim(_facts(each)),
        }
        forms.append(ClaimForm(prefix=f"claim-{number}", initial=initial))
    return forms


def _incident(
    found: Suggestion, incidents: list[Incident], places: list[Place], made: TimeFact | None
) -> dict[str, Any]:
    """A proposal for a first incident; nothing where one is known."""
    day = made.edtf[:10] if made else ""
    initial: dict[str, Any] = {
        "occurred_edtf": day or None,
        "occurred_timezone": made.timezone if made else "UTC",
        "occurred_inferred": True,
        "place": places[0].pk if places else None,
        "kind": "other",
    }
    if found.claims:
        family = CLAIM_KINDS[found.claims[0].kind].family
        initial["kind"] = _INCIDENT_KINDS.get(family, "other")
    if not incidents and found.claims:
        where = f" near {places[0].name}" if places else ""
        when = f", {day}" if day else ""
        initial["title"] = f"{initial['kind'].replace('_', ' ').capitalize()}{where}{when}"
    return initial


def _compose(panel: Panel, found: Suggestion, speakers: list[Actor]) -> None:
    taken = [
        _facts(each)
        for each, form in zip(found.claims, panel.claims, strict=False)
        if form.initial["take"]
    ]
    speaker = speakers[0].name if speakers else "The report"
    panel.statement.initial["gist"] = of_statement(speaker, found.acts, taken)


def _know(panel: Panel, records: Iterable[Record], found: Suggestion) -> None:
    people = [actor for each in found.claims for actor in (each.subject, each.target) if actor]
    known = [*records, *people]
    for form in (panel.passage, panel.chosen, panel.statement, panel.incident, *panel.claims):
        form.know(known)


# Chips


def _chips(
    panel: Panel,
    found: Suggestion,
    speakers: list[Actor],
    statements: list[Statement],
    incidents: list[Incident],
) -> dict[str, list[Chip]]:
    chips = {
        "statement": [_named("statement", each, _in_short(each)) for each in statements],
        "statement-speaker": [_named("statement-speaker", each) for each in speakers[1:]],
        "statement-made_edtf": [_time("statement-made", each) for each in found.made[1:]],
    }
    for number in range(len(panel.claims)):
        prefix = f"claim-{number}-"
        people = [actor for actor in found.actors if actor.kind != "media"]
        chips[f"{prefix}subject"] = [_named(f"{prefix}subject", each) for each in people]
        chips[f"{prefix}incident"] = [_named(f"{prefix}incident", each) for each in incidents[1:]]
    return {name: several[:_MOST_CHIPS] for name, several in chips.items() if several}


def _named(name: str, record: Record, label: str = "") -> Chip:
    label = label or str(record)
    return Chip(label, {name: [str(record.pk), label]})


def _time(prefix: str, fact: TimeFact) -> Chip:
    values = {"edtf": fact.edtf, "timezone": fact.timezone, "inferred": "on" * fact.inferred}
    label = f"{fact.edtf}{' (worked out)' if fact.inferred else ''}"
    return Chip(label, {f"{prefix}_{column}": [value] for column, value in values.items()})


def _in_short(statement: Statement) -> str:
    who = statement.speaker.name if statement.speaker else statement.speaker_description
    return f"{who}: {statement.gist}"[:90]
