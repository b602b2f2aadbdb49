"""Families and topics: what questions ask, and how they are told apart."""

from dataclasses import dataclass

from .vocabulary import Code, Vocabulary

FAMILIES = Vocabulary(
    "families",
    "Family",
    "Groups of topics.",
    (
        Code(
            "casualty",
            "What happened to people: deaths, injuries, captivity, displacement.",
        ),
        Code("territory", "Who holds, takes, loses or enters ground."),
        Code("materiel", "Equipment destroyed, forces deployed."),
        Code("initiation", "Who began, who broke an agreement."),
        Code(
            "ceasefire",
            "Truces: agreed, in effect, mediated; fighting begun, going on, ended.",
        ),
        Code("conduct", "What a side did in the fighting and around it."),
        Code("place", "Where something happened."),
        Code("diplomacy", "Contacts, commitments, requests, confirmations."),
        Code(
            "stance",
            "What a speaker wants, thinks or feels; it cannot be checked as a fact.",
        ),
        Code("other", "Anything else."),
    ),
)


@dataclass(frozen=True)
class Topic(Code):
    """What a question asks. ``title`` is the question in words; ``{side}`` names the side asked of.

    ``by_side`` topics ask of each side apart; ``of_incident`` topics ask of the incident itself
    and not of its episode, since two calls or two roads are two questions.
    """

    title: str = ""
    by_side: bool = False
    of_incident: bool = False


def _of_side(code: str, definition: str, title: str) -> Topic:
    return Topic(code, definition, title=title, by_side=True)


TOPICS: Vocabulary[Topic] = Vocabulary(
    "topics",
    "Topic",
    "What a question asks; claims of one topic meet in one question.",
    (
        _of_side("deaths", "How many were killed.", "How many were killed ({side})?"),
        _of_side("injuries", "How many were wounded.", "How many were wounded ({side})?"),
        _of_side(
            "losses",
            "How many were killed or wounded, the outcome not told apart.",
            "How many were killed or wounded ({side})?",
        ),
        _of_side(
            "captivity",
            "How many were captured, held or released.",
            "How many were captured or released ({side})?",
        ),
        _of_side("missing", "How many are missing.", "How many are missing ({side})?"),
        _of_side(
            "displacement",
            "How many were displaced.",
            "How many were displaced ({side})?",
        ),
        _of_side(
            "positions",
            "How many positions were lost.",
            "How many positions were lost ({side})?",
        ),
        _of_side(
            "occupation",
            "What ground is occupied, entered or handed over.",
            "What ground was entered, held or received ({side})?",
        ),
        _of_side(
            "equipment",
            "How much equipment was destroyed or put out of service.",
            "How much equipment was destroyed ({side})?",
        ),
        _of_side(
            "deployment",
            "How many personnel or how much equipment is deployed.",
            "How many, or how much, was deployed ({side})?",
        ),
        Topic("who_began", "Who began the fighting.", title="Who began?"),
        Topic(
            "breach",
            "Who broke an agreement or a truce.",
            title="Who broke an agreement?",
        ),
        Topic(
            "truce",
            "Whether and from when a truce was agreed or held, and who mediated.",
            title="Was there a truce, from when, and through whom?",
        ),
        Topic(
            "fighting",
            "Whether and when fighting began or ended.",
            title="When did the fighting begin or end?",
        ),
        _of_side("shelling", "Who shelled what.", "Was there shelling ({side})?"),
        _of_side("weapon_use", "Who used which weapons.", "Which weapons were used ({side})?"),
        _of_side(
            "civilian_endangerment",
            "Who attacked or endangered civilians.",
            "Were civilians endangered ({side})?",
        ),
        _of_side("mine_laying", "Who laid mines.", "Were mines laid ({side})?"),
        _of_side(
            "advance_attempted",
            "Who tried to advance.",
            "Was there an advance ({side})?",
        ),
        _of_side(
            "advance_repelled",
            "Who repelled an advance.",
            "Was an advance repelled ({side})?",
        ),
        _of_side(
            "reconnaissance",
            "Who carried out intelligence activity.",
            "Was there intelligence activity ({side})?",
        ),
        _of_side(
            "disinformation",
            "Who spreads false or intimidating messages.",
            "Were false or intimidating messages spread ({side})?",
        ),
        _of_side("obstruction", "Who hinders movement.", "Was movement hindered ({side})?"),
        Topic("location", "Where it happened.", title="Where?", of_incident=True),
        Topic(
            "contact",
            "Whether and when parties were in contact.",
            title="Were the parties in contact?",
            of_incident=True,
        ),
        Topic(
            "commitment",
            "What a party undertook, conditioned or requested.",
            title="What was undertaken or requested ({side})?",
            by_side=True,
            of_incident=True,
        ),
        Topic(
            "confirmation",
            "Who has or has not confirmed, or given figures.",
            title="Was it confirmed ({side})?",
            by_side=True,
            of_incident=True,
        ),
        Topic("stance", "No question: a stance is not a fact to be settled."),
        Topic("other", "No question: told for its own sake."),
    ),
)
