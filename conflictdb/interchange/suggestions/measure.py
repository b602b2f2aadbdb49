"""How often suggestions equal what curators coded: the same passages, read as if they were new."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from conflictdb.interchange.evidence import Text
from conflictdb.models import Citation, Claim, Document
from conflictdb.vocabularies import CLAIM_KINDS

from .passage import Setting, Suggested, Suggestion, suggest


@dataclass
class Tally:
    """Of how many passages each field was suggested as it is coded."""

    right: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)

    def note(self, name: str, is_right: bool) -> None:
        self.of[name] += 1
        self.right[name] += is_right

    def lines(self) -> Iterator[str]:
        for name in self.of:
            share = self.right[name] / self.of[name]
            yield f"{name:34} {self.right[name]:4} of {self.of[name]:4}  {share:4.0%}"


def measure(texts: dict[str, Text]) -> Tally:
    """Compare for every claim that one of these texts bears out; texts by their bytes' hash."""
    tally = Tally()
    for document in Document.objects.select_related("publisher").order_by("slug"):
        text = texts.get(document.sha256)
        if text is None:
            continue
        setting = Setting.of(document, text.characters)
        cited = Citation.objects.filter(document=document, claim__isnull=False)
        for citation in cited.select_related("claim__statement", "claim__subject").order_by("id"):
            if citation.claim is not None:
                _compare(
                    tally, citation, citation.claim, suggest(setting, citation.start, citation.end)
                )
    return tally


def _compare(tally: Tally, citation: Citation, claim: Claim, found: Suggestion) -> None:
    statement = claim.statement
    if claim.kind != "other":  # which no words tell
        tally.note("kind", any(each.kind == claim.kind for each in found.claims))
    if statement.speaker_id:
        speakers = [actor.pk for actor in found.speakers]
        tally.note("speaker, first", speakers[:1] == [statement.speaker_id])
        tally.note("speaker, among the offered", statement.speaker_id in speakers)
    tally.note("mode of the citation", found.mode == citation.mode)
    if CLAIM_KINDS[claim.kind].family != "casualty":
        return
    tally.note("casualties: kind", any(each.kind == claim.kind for each in found.claims))
    same_kind = [each for each in found.claims if each.kind == claim.kind]
    if claim.modifier != "unquantified":
        figures = [each for each in found.claims if _bounds(each) == _coded(claim)]
        tally.note("casualties: figure and modifier", bool(figures))
        exact = [each for each in figures if each.kind == claim.kind]
        tally.note("casualties: figure with its kind", bool(exact))
        same_kind = exact or same_kind
    tally.note(
        "casualties: victim class",
        any(each.victim_class == claim.victim_class for each in same_kind),
    )
    tally.note(
        "casualties: subject",
        any((each.subject.pk if each.subject else None) == claim.subject_id for each in same_kind),
    )
    side = claim.subject.side_id if claim.subject else None
    tally.note(
        "casualties: side of the subject",
        any((each.subject.side_id if each.subject else None) == side for each in same_kind),
    )


def _bounds(each: Suggested) -> tuple[int | None, int | None, str]:
    return each.low, each.high, each.modifier


def _coded(claim: Claim) -> tuple[int | None, int | None, str | None]:
    return claim.value_min, claim.value_max, claim.modifier
