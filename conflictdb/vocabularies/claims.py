"""Kinds of claim: what is asserted, and the column that holds the answer."""

from dataclasses import dataclass

from .vocabulary import Code, Vocabulary

ANSWERS = Vocabulary(
    "answers",
    "AnswerColumn",
    "The column of a claim that holds its answer.",
    (
        Code("quantity", "value_min, value_max and modifier."),
        Code("actor", "subject: the answer is an actor."),
        Code("time", "occurred: the answer is a time."),
        Code("place", "place: the answer is a place."),
        Code("yes_no", "polarity: the answer is yes or no."),
        Code("none", "No column: nothing to compare."),
    ),
)


@dataclass(frozen=True)
class ClaimKind(Code):
    """A kind of claim.

    ``answers_with`` names the answer's column. Kinds of one topic that share ``compares_as`` state
    the same quantity and can contradict each other; others of the topic stand beside them.
    """

    family: str = "other"
    topic: str = "other"
    answers_with: str = "yes_no"
    subject: str = "the actor who did it"
    target: str = "the actor it was done to"
    compares_as: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.compares_as:
            object.__setattr__(self, "compares_as", self.code)

    @property
    def checkable(self) -> bool:
        """Whether facts could bear it out: false for stances."""
        return self.family != "stance"

    @property
    def asks(self) -> bool:
        """Whether claims of this kind answer a question."""
        return self.answers_with != "none"


def _casualty(code: str, topic: str, definition: str, **more: str) -> ClaimKind:
    more = {"subject": "those whose people they are", "target": "by whom", **more}
    return ClaimKind(
        code,
        definition,
        family="casualty",
        topic=topic,
        answers_with="quantity",
        **more,
    )


def _conduct(code: str, definition: str, **more: str) -> ClaimKind:
    return ClaimKind(code, definition, family="conduct", topic=code, **more)


def _stance(code: str, definition: str, cameo: str = "") -> ClaimKind:
    return ClaimKind(
        code,
        definition,
        cameo=cameo,
        family="stance",
        topic="stance",
        answers_with="none",
        subject="whose stance it is, when it is not the speaker's own",
        target="the actor it is directed at",
    )


CLAIM_KINDS: Vocabulary[ClaimKind] = Vocabulary(
    "claim_kinds",
    "ClaimKind",
    "What a claim asserts.",
    (
        _casualty("killed", "deaths", "People were killed.", acled="fatalities", ucdp="best"),
        _casualty("wounded", "injuries", "People were wounded."),
        _casualty(
            "killed_or_wounded",
            "losses",
            "People were killed or wounded, given as one figure.",
        ),
        _casualty(
            "casualties",
            "losses",
            "People are casualties; killed or wounded is not stated.",
        ),
        _casualty(
            "captured",
            "captivity",
            "People were taken prisoner, detained or are held.",
            target="who captured or holds them",
            cameo="181 Abduct, hijack, or take hostage",
        ),
        _casualty(
            "released",
            "captivity",
            "Prisoners were released or returned.",
            target="who released them",
            cameo="0841 Return, release person(s)",
        ),
        _casualty("missing", "missing", "People are missing or contact with them was lost."),
        _casualty("displaced", "displacement", "People left their homes or were evacuated."),
        ClaimKind(
            "positions_lost",
            "Military positions passed to the other side.",
            family="territory",
            topic="positions",
            answers_with="quantity",
            subject="the loser",
            target="who took them",
        ),
        ClaimKind(
            "territory_occupied",
            "Ground is held or controlled by a side.",
            family="territory",
            topic="occupation",
            answers_with="quantity",
            subject="the occupier",
            target="whose ground it is said to be",
            cameo="192 Occupy territory",
        ),
        ClaimKind(
            "incursion",
            "Forces entered ground that another side holds or claims.",
            family="territory",
            topic="occupation",
            answers_with="actor",
            subject="who entered",
            target="whose ground it is said to be",
        ),
        ClaimKind(
            "territory_transfer",
            "Ground was handed over.",
            family="territory",
            topic="occupation",
            answers_with="actor",
            subject="who received it",
            target="who gave it up",
            acled="Strategic developments/Non-violent transfer of territory",
        ),
        ClaimKind(
            "equipment_destroyed",
            "Equipment was destroyed or put out of service.",
            family="materiel",
            topic="equipment",
            answers_with="quantity",
            subject="the owner",
            target="by whom",
        ),
        ClaimKind(
            "personnel_deployed",
            "Personnel or equipment were deployed.",
            family="materiel",
            topic="deployment",
            answers_with="quantity",
            subject="whose personnel they are",
            target="where or beside whom they are deployed",
        ),
        ClaimKind(
            "attack_initiated",
            "A side began the fighting or launched an attack.",
            family="initiation",
            topic="who_began",
            answers_with="actor",
            subject="who began",
            target="who was attacked",
            compares_as="began",
            cameo="190 Use conventional military force",
        ),
        ClaimKind(
            "provocation",
            "A side provoked the fighting.",
            family="initiation",
            topic="who_began",
            answers_with="actor",
            subject="who provoked",
            target="who was provoked",
            compares_as="began",
        ),
        ClaimKind(
            "retaliation",
            "A side acted in response to the other.",
            family="initiation",
            topic="who_began",
            answers_with="actor",
            subject="who responded",
            target="to whom",
        ),
        ClaimKind(
            "ceasefire_broken",
            "A side broke a truce; about: the truce.",
            family="initiation",
            topic="breach",
            answers_with="actor",
            subject="who broke it",
            target="against whom",
            compares_as="broke",
            cameo="196 Violate ceasefire",
        ),
        ClaimKind(
            "agreement_violated",
            "A side violated an agreement; about: the agreement.",
            family="initiation",
            topic="breach",
            answers_with="actor",
            subject="who violated it",
            target="against whom",
            compares_as="broke",
        ),
        ClaimKind(
            "ceasefire_agreed",
            "The sides, or one of them, agreed to a truce.",
            family="ceasefire",
            topic="truce",
            answers_with="yes_no",
            subject="who agreed",
            target="with whom",
            acled="Strategic developments/Agreement",
            cameo="0871 Declare truce, ceasefire",
        ),
        ClaimKind(
            "ceasefire_in_effect",
            "A truce holds; occurred: from when.",
            family="ceasefire",
            topic="truce",
            answers_with="time",
            subject="who observes it",
            target="with whom",
        ),
        ClaimKind(
            "ceasefire_mediated",
            "A truce came about through a mediator.",
            family="ceasefire",
            topic="truce",
            answers_with="actor",
            subject="the mediator",
            target="between whom",
            cameo="045 Mediate",
        ),
        ClaimKind(
            "fighting_continues",
            "Fighting goes on, or has eased but not ended.",
            family="ceasefire",
            topic="truce",
            answers_with="yes_no",
        ),
        ClaimKind(
            "hostilities_started",
            "Fighting broke out; occurred: when.",
            family="ceasefire",
            topic="fighting",
            answers_with="time",
        ),
        ClaimKind(
            "hostilities_ended",
            "Fighting ended or died down; occurred: when.",
            family="ceasefire",
            topic="fighting",
            answers_with="time",
        ),
        _conduct(
            "shelling",
            "Fire with artillery, mortars, tanks or missiles.",
            acled="Explosions/Remote violence/Shelling/artillery/missile attack",
            cameo="194 Fight with artillery and tanks",
        ),
        _conduct("weapon_use", "Use of a named sort of weapon."),
        _conduct(
            "civilian_endangerment",
            "Civilians or civilian objects attacked or endangered.",
        ),
        _conduct("mine_laying", "Mines planted, or maps of them withheld."),
        _conduct("advance_attempted", "An attempt to advance or break through."),
        _conduct("advance_repelled", "An advance stopped or thrown back."),
        _conduct("reconnaissance", "Intelligence activity."),
        _conduct("disinformation", "False or intimidating messages spread."),
        _conduct(
            "obstruction",
            "Movement hindered: checkpoint, closed road.",
            cameo="191 Impose blockade, restrict movement",
        ),
        ClaimKind(
            "location",
            "Where something happened or lies; place: where.",
            family="place",
            topic="location",
            answers_with="place",
        ),
        ClaimKind(
            "contact_held",
            "Parties spoke or met.",
            family="diplomacy",
            topic="contact",
            subject="who sought or held the contact",
            target="with whom",
            cameo="040 Consult",
        ),
        ClaimKind(
            "commitment_made",
            "A party undertook something.",
            family="diplomacy",
            topic="commitment",
            subject="who undertook it",
            target="to whom",
            cameo="030 Express intent to cooperate",
        ),
        ClaimKind(
            "condition_stated",
            "A party named what must come first.",
            family="diplomacy",
            topic="commitment",
            subject="who set it",
            target="for whom",
        ),
        ClaimKind(
            "request_made",
            "A party asked another for something.",
            family="diplomacy",
            topic="commitment",
            subject="who asked",
            target="who was asked",
            cameo="020 Appeal",
        ),
        ClaimKind(
            "confirmation",
            "A party confirmed something; denied: has not confirmed it.",
            family="diplomacy",
            topic="confirmation",
            subject="who confirmed, or has not",
            target="to whom",
        ),
        ClaimKind(
            "disclosure",
            "A party gave figures or details; denied: has not given them.",
            family="diplomacy",
            topic="confirmation",
            subject="who disclosed, or did not",
            target="to whom",
        ),
        _stance("demand", "Insists that another act.", "100 Demand"),
        _stance("proposal", "Suggests a course of action."),
        _stance("appeal", "Asks or urges others to act.", "020 Appeal"),
        _stance("condemnation", "Denounces an act.", "111 Criticize or denounce"),
        _stance("concern", "Expresses worry or regret.", "012 Make pessimistic comment"),
        _stance(
            "support",
            "Backs or welcomes a party, a statement or a course.",
            "051 Praise or endorse",
        ),
        _stance("position", "Holds a view, a right or a policy."),
        _stance(
            "warning",
            "Says what will follow, or who will answer for it.",
            "130 Threaten",
        ),
        ClaimKind(
            "other",
            "An assertion that no other kind fits.",
            answers_with="none",
            subject="whom it is about",
            target="the other actor in it",
        ),
    ),
)
