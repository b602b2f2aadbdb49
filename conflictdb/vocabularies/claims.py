"""Codes of claims: what is asserted, how a figure is meant, how claims bear on each other."""

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
            cameo="181 Abduct, hijack or take hostage",
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
            "051 Praise",
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

MODIFIERS = Vocabulary(
    "modifiers",
    "Modifier",
    "How a stated figure bounds the number.",
    (
        Code("exact", "The figure itself: value_min = value_max."),
        Code("at_least", "That many or more: value_max is null."),
        Code("at_most", "That many or fewer: value_min is null."),
        Code("about", "Near the figure: value_min = value_max."),
        Code("range", "Between two stated figures."),
        Code("unquantified", "No figure (several, large): both bounds are null."),
    ),
)

BASES = Vocabulary(
    "bases",
    "Basis",
    "What a figure adds up.",
    (
        Code("new", "Since the last report."),
        Code("cumulative", "Since the start."),
        Code("unknown", "Not stated."),
    ),
)

UNITS = Vocabulary(
    "units",
    "Unit",
    "What a figure counts.",
    (
        Code("person", "People."),
        Code("position", "Military positions."),
        Code("square_kilometre", "Square kilometres."),
        Code("kilometre", "Kilometres."),
        Code("armoured_vehicle", "Armoured vehicles: tanks, carriers, fighting vehicles."),
        Code("vehicle", "Other or unspecified vehicles."),
        Code("equipment", "Pieces of military equipment of any sort."),
        Code("settlement", "Cities, towns or villages."),
        Code("area", "An area whose extent is not stated in other units."),
        Code("front", "Sections of a front."),
        Code("event", "Occurrences: wars, flights, incidents."),
        Code("year", "Years."),
        Code("week", "Weeks."),
        Code("day", "Days."),
        Code("other", "Anything else, as the gist says."),
    ),
)

VICTIM_CLASSES = Vocabulary(
    "victim_classes",
    "VictimClass",
    "What sort of people a casualty figure counts.",
    (
        Code("military", "Members of armed forces."),
        Code("conscript", "Conscripts, among the military."),
        Code("contract_soldier", "Contract soldiers, among the military."),
        Code("civilian", "Civilians."),
        Code("mixed", "Military and civilian together."),
        Code("undetermined", "The text does not tell."),
    ),
)

SUBJECT_SCOPES = Vocabulary(
    "subject_scopes",
    "SubjectScope",
    "Whom a claim is about.",
    (
        Code("one", "The subject alone."),
        Code("both_sides", "Both sides together."),
        Code("not_stated", "The text does not tell."),
    ),
)

POLARITIES = Vocabulary(
    "polarities",
    "Polarity",
    "Whether the speaker says that it is so or that it is not.",
    (Code("asserts", "It is so."), Code("denies", "It is not so.")),
)

MODALITIES = Vocabulary(
    "modalities",
    "Modality",
    "Whether the thing asserted is fact or prospect.",
    (
        Code("actual", "It happened or is the case."),
        Code("planned", "It is intended."),
        Code("possible", "It may be or may come."),
        Code("conditional", "It depends on something."),
    ),
)

CERTAINTIES = Vocabulary(
    "certainties",
    "Certainty",
    "How sure the speaker says to be.",
    (
        Code("confirmed", "Said to be confirmed or verified."),
        Code("stated", "Said without comment."),
        Code("being_verified", "Said to be under verification."),
        Code("unverified", "Said to be unconfirmed, alleged or unknown."),
    ),
)

CLAIM_RELATIONS = Vocabulary(
    "claim_relations",
    "ClaimRelation",
    "How one claim bears on another, as a curator judged.",
    (
        Code("confirms", "Says the same from a source of its own."),
        Code("disputes", "Cannot be true together with it."),
        Code("updates", "Is a later figure of the same speaker."),
        Code("corrects", "Replaces it as mistaken."),
        Code("retracts", "Takes it back."),
        Code("qualifies", "Limits or explains it, or renders the same words differently."),
    ),
)

REASONS = Vocabulary(
    "reasons",
    "Reason",
    "Why the answers to one question differ.",
    (
        Code("update", "One speaker gave a later figure."),
        Code("different_speakers", "Speakers disagree."),
        Code(
            "different_scope",
            "They count different things: another kind, outcome, victim class, part of the "
            "episode, moment or breakdown.",
        ),
        Code("denial", "One says yes, another no."),
        Code("relayed_differently", "Two documents render one utterance differently."),
    ),
)

ESTIMATE_RULES = Vocabulary(
    "estimate_rules",
    "EstimateRule",
    "How the answers to one question are reduced to a figure.",
    (
        Code("lowest", "The lowest figure among latest answers (ACLED's practice)."),
        Code(
            "low_best_high",
            "Lowest and highest latest answers; best is the figure that most speakers agree on, "
            "the lower one in a tie (after UCDP).",
        ),
        Code(
            "min_max",
            "Lowest and highest of all latest answers (Airwars, Iraq Body Count).",
        ),
        Code("latest_per_side", "The latest answer of each speaking side."),
    ),
)


SET_ASIDE_REASONS = Vocabulary(
    "set_aside_reasons",
    "SetAsideReason",
    "Why a rule left an answer out.",
    (
        Code("breakdown", "It splits a total that is counted already."),
        Code("superseded", "Its speaker gave a later answer."),
        Code("not_asserted", "It is a denial, or not said to be fact."),
        Code("no_figure", "It states no figure."),
        Code("different_scope", "It counts something else."),
        Code("not_extreme", "The rule takes other figures."),
    ),
)
