"""Gists composed of coded facts: our own words, never the source's."""

from collections.abc import Sequence
from dataclasses import dataclass

from conflictdb.vocabularies import CLAIM_KINDS

_BEFORE = {"at_least": "at least ", "at_most": "up to ", "about": "about "}
# What is counted, one and several.
_COUNTED = {
    "military": ("serviceman", "servicemen"),
    "conscript": ("conscript", "conscripts"),
    "contract_soldier": ("contract soldier", "contract soldiers"),
    "civilian": ("civilian", "civilians"),
    "mixed": ("soldier or civilian", "soldiers and civilians"),
    "person": ("person", "people"),
    "undetermined": ("person", "people"),
    "position": ("position", "positions"),
    "square_kilometre": ("square kilometre", "square kilometres"),
    "kilometre": ("kilometre", "kilometres"),
    "armoured_vehicle": ("armoured vehicle", "armoured vehicles"),
    "vehicle": ("vehicle", "vehicles"),
    "equipment": ("piece of equipment", "pieces of equipment"),
    "settlement": ("settlement", "settlements"),
    "area": ("area", "areas"),
    "front": ("section of the front", "sections of the front"),
}
# What happened to what is counted.
_HAPPENED = {
    "killed": ("was killed", "were killed"),
    "wounded": ("was wounded", "were wounded"),
    "killed_or_wounded": ("was killed or wounded", "were killed or wounded"),
    "casualties": ("became a casualty", "became casualties"),
    "captured": ("was captured", "were captured"),
    "released": ("was released", "were released"),
    "missing": ("is missing", "are missing"),
    "displaced": ("was displaced", "were displaced"),
    "positions_lost": ("was lost", "were lost"),
    "equipment_destroyed": ("was destroyed", "were destroyed"),
    "personnel_deployed": ("was deployed", "were deployed"),
    "territory_occupied": ("is occupied", "are occupied"),
    "territory_transfer": ("was handed over", "were handed over"),
}
_SAYS = {
    "denial": "denies",
    "admission": "concedes",
    "accusation": "accuses",
    "announcement": "announces",
    "warning": "warns",
}


@dataclass(frozen=True)
class Facts:
    """The coded facts of a claim, as far as a sentence tells them."""

    kind: str
    low: int | None = None
    high: int | None = None
    modifier: str = ""
    unit: str = ""
    victim_class: str = ""
    subject: str = ""
    target: str = ""
    polarity: str = "asserts"
    certainty: str = "stated"


def of_claim(facts: Facts) -> str:
    """One sentence: At least 12 servicemen were captured (Armed Forces of Armenia)."""
    sentence = _counted(facts) if facts.modifier and facts.kind in _HAPPENED else _plain(facts)
    return sentence[:1].upper() + sentence[1:] + "."


def of_statement(speaker: str, acts: Sequence[str], claims: Sequence[Facts]) -> str:
    """One sentence that says who tells what."""
    if not claims:
        label = ", ".join(act.replace("_", " ") for act in acts) or "statement"
        return f"{speaker}: {label}."
    told = "; ".join(of_claim(facts).rstrip(".") for facts in claims)
    verb = "says" if not acts else _SAYS.get(acts[0], "says")
    verb = "says" if verb in ("accuses", "denies") else verb
    return f"{speaker} {verb}: {told[:1].lower() if not _is_name(told) else told[:1]}{told[1:]}."


def _counted(facts: Facts) -> str:
    single, several = _COUNTED.get(
        facts.victim_class or facts.unit, _COUNTED.get(facts.unit, ("of them", "of them"))
    )
    exactly_one = facts.low == facts.high == 1
    number = _number(facts)
    noun = single if exactly_one else several
    happened = _HAPPENED[facts.kind][0 if exactly_one else 1]
    if facts.polarity == "denies":
        happened = happened.replace("was ", "was not ").replace("were ", "were not ")
        happened = happened.replace("became", "did not become").replace("is ", "is not ")
        happened = happened.replace("are ", "are not ")
    whose = f" ({facts.subject})" if facts.subject else ""
    by = f" by {facts.target}" if facts.target else ""
    doubt = {
        "confirmed": ", as confirmed",
        "being_verified": ", which is being verified",
        "unverified": ", which is unconfirmed",
    }.get(facts.certainty, "")
    return f"{number} {noun}{whose} {happened}{by}{doubt}"


def _number(facts: Facts) -> str:
    if facts.modifier == "unquantified":
        return "an unstated number of"
    if facts.modifier == "range":
        return f"{facts.low} to {facts.high}"
    value = facts.high if facts.low is None else facts.low
    return f"{_BEFORE.get(facts.modifier, '')}{value}"


def _plain(facts: Facts) -> str:
    """Who, the kind in its vocabulary's words, and against whom."""
    label = CLAIM_KINDS[facts.kind].label.lower() if facts.kind in CLAIM_KINDS else "claim"
    who = f"{facts.subject}: " if facts.subject else ""
    denied = " (denied)" if facts.polarity == "denies" else ""
    to = f", towards {facts.target}" if facts.target else ""
    return f"{who}{label}{denied}{to}"


def _is_name(told: str) -> bool:
    """Whether a sentence begins with a name, whose capital stays."""
    return told.split(" ", 1)[0].endswith(":") or told.split(":", 1)[0].istitle()
