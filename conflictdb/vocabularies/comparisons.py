"""How claims bear on each other, why answers differ, how they are reduced and put in order."""

from .vocabulary import Code, Vocabulary

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

ENTRY_TYPES = Vocabulary(
    "entry_types",
    "EntryType",
    "What an entry of an incident's timeline tells.",
    (
        Code("incident", "The incident, or a part of it, occurred."),
        Code(
            "reported_event",
            "By a claim's account something in it happened at another time than the incident.",
        ),
        Code("statement", "Something was said about it."),
    ),
)
