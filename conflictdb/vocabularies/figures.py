"""How a claim is meant: its figure, its people, whether it is asserted, and how surely."""

from .vocabulary import Code, Vocabulary

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
        Code("civilian", "Civilians.", ucdp="deaths_civilians"),
        Code("mixed", "Military and civilian together."),
        Code("undetermined", "The text does not tell.", ucdp="deaths_unknown"),
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
