"""Codes of the records that claims are about: places, actors, documents, incidents."""

from .vocabulary import Code, Vocabulary

STATUSES = Vocabulary(
    "statuses",
    "Status",
    "Where a record stands between a curator's draft and the public.",
    (
        Code("draft", "Being written; only curators see it."),
        Code("in_review", "Submitted; waits for a second curator."),
        Code("published", "Part of the public dataset."),
        Code("withdrawn", "Was public and is no longer; a tombstone remains."),
    ),
)

PLACE_KINDS = Vocabulary(
    "place_kinds",
    "PlaceKind",
    "What sort of location a place is.",
    (
        Code("country", "A state's territory."),
        Code("region", "A first-order division, or a historical or disputed region."),
        Code("district", "A division below a region."),
        Code("settlement", "A city, town or village."),
        Code("border_section", "A border between states, or a stretch of one."),
        Code("road", "A road or a stretch of one."),
        Code("mountain", "A mountain, height or pass."),
        Code(
            "corridor",
            "A transit route with a status of its own, existing or proposed.",
        ),
        Code("facility", "A building, base, plant or other works."),
    ),
)

NAME_KINDS = Vocabulary(
    "name_kinds",
    "NameKind",
    "How another name relates to the name that a record carries.",
    (
        Code("spelling", "The same name in another romanisation or orthography."),
        Code("translation", "The name in another language."),
        Code("alternative", "Another name for the same thing."),
        Code("abbreviation", "A short form."),
        Code("former", "A name no longer in use."),
        Code("as_printed", "A form that one document prints, correct or corrupted."),
    ),
)

ACTOR_KINDS = Vocabulary(
    "actor_kinds",
    "ActorKind",
    "What sort of body or person an actor is.",
    (
        Code("person", "A named individual."),
        Code("state", "A state as such; it is its own side."),
        Code("office", "A post whose holder the text does not name."),
        Code(
            "government_body",
            "A government, ministry, agency or presidency.",
            cameo="GOV Government",
        ),
        Code(
            "armed_force",
            "An army or another force under a state's command.",
            acled="inter1, inter2: 1 (state forces)",
            cameo="MIL Military",
        ),
        Code(
            "legislature",
            "A parliament or an inter-parliamentary assembly, or a part of one.",
            cameo="LEG Legislature",
        ),
        Code("political_party", "A party or parliamentary faction."),
        Code(
            "intergovernmental",
            "A body of several states, or a part of one.",
            cameo="IGO Intergovernmental organization",
        ),
        Code("company", "A business.", cameo="BUS Business"),
        Code("media", "A news outlet, agency or channel.", cameo="MED Media"),
        Code("non_state_group", "An organised group that is not a recognised state."),
        Code(
            "civilians",
            "A civilian population.",
            acled="inter1, inter2: 7 (civilians)",
            cameo="CVL Civilian",
        ),
        Code("research_project", "A dataset, think tank or academic project."),
        Code("other", "Anything else."),
    ),
)

PARTICIPANT_ROLES = Vocabulary(
    "participant_roles",
    "ParticipantRole",
    "An actor's part in an incident. No role names an aggressor: who began is a claim.",
    (
        Code("belligerent", "Fights in it."),
        Code("mediator", "Mediates in it."),
        Code("affected", "Suffers it without fighting in it."),
        Code("host", "Receives the meeting or event."),
        Code("party", "Is bound by the agreement, or takes part in the call or dispute."),
        Code("participant", "Takes part in another way."),
    ),
)

TRANSLATIONS = Vocabulary(
    "translations",
    "Translation",
    "Whether the text that was read is a translation.",
    (
        Code("none", "The text stands in its original language."),
        Code("human", "Translated by a person."),
        Code("machine", "Translated by a machine, with or without later editing."),
    ),
)

INCIDENT_KINDS = Vocabulary(
    "incident_kinds",
    "IncidentKind",
    "What happened, or is said to have happened.",
    (
        Code(
            "armed_clash",
            "Fighting between armed sides.",
            acled="Battles/Armed clash",
            ucdp="type_of_violence 1 (state-based) or 2 (non-state)",
            cameo="190 Use conventional military force",
        ),
        Code(
            "shelling",
            "Artillery, mortar, tank or missile fire.",
            acled="Explosions/Remote violence/Shelling/artillery/missile attack",
            ucdp="type_of_violence 1 (state-based)",
            cameo="194 Fight with artillery and tanks",
        ),
        Code(
            "air_drone_strike",
            "An attack from an aircraft or an armed drone.",
            acled="Explosions/Remote violence/Air/drone strike",
            ucdp="type_of_violence 1 (state-based)",
            cameo="195 Employ aerial weapons",
        ),
        Code(
            "incursion",
            "Armed forces enter territory that another side holds or claims.",
            acled="Strategic developments/Other",
            cameo="192 Occupy territory",
        ),
        Code(
            "territory_taken",
            "A position or an area changes hands by force.",
            acled="Battles/Government regains territory or "
            "Battles/Non-state actor overtakes territory",
            ucdp="type_of_violence 1 (state-based)",
            cameo="192 Occupy territory",
        ),
        Code(
            "territory_transfer",
            "An area changes hands without fighting.",
            acled="Strategic developments/Non-violent transfer of territory",
        ),
        Code(
            "capture",
            "People are taken prisoner or detained.",
            acled="Strategic developments/Arrests",
            cameo="181 Abduct, hijack, or take hostage",
        ),
        Code(
            "ceasefire",
            "A truce: a halt to fighting, announced or observed.",
            acled="Strategic developments/Agreement",
            cameo="0871 Declare truce, ceasefire",
        ),
        Code(
            "agreement",
            "A treaty, agreement or joint statement that binds its parties.",
            acled="Strategic developments/Agreement",
            cameo="057 Sign formal agreement",
        ),
        Code(
            "obstruction",
            "A checkpoint, a closed road or another hindrance to movement.",
            acled="Strategic developments/Other",
            cameo="191 Impose blockade, restrict movement",
        ),
        Code(
            "civilian_attack",
            "Violence against civilians.",
            acled="Violence against civilians/Attack",
            ucdp="type_of_violence 3 (one-sided)",
            cameo="180 Use unconventional violence",
        ),
        Code(
            "mine_ied",
            "A mine or improvised explosive device is laid or explodes.",
            acled="Explosions/Remote violence/Remote explosive/landmine/IED",
            ucdp="type_of_violence 1 (state-based)",
            cameo="183 Conduct suicide, car, or other non-military bombing",
        ),
        Code(
            "information_operation",
            "A campaign of messages, disinformation or propaganda.",
            acled="Strategic developments/Other",
        ),
        Code(
            "force_movement",
            "Forces deploy, redeploy, withdraw or build up; aircraft fly.",
            acled="Strategic developments/Change to group/activity",
            cameo="154 Mobilize or increase armed forces",
        ),
        Code(
            "diplomatic_contact",
            "A call, meeting, visit or briefing.",
            cameo="040 Consult",
        ),
        Code(
            "political_event",
            "A session, vote, appointment, protest, election or other domestic event.",
        ),
        Code(
            "episode",
            "A run of connected incidents, such as the clashes of one day and their aftermath.",
        ),
        Code(
            "war",
            "A war, which holds episodes.",
            ucdp="type_of_violence 1 (state-based)",
        ),
        Code("other", "Anything else."),
    ),
)

PLACE_PRECISIONS = Vocabulary(
    "place_precisions",
    "PlacePrecision",
    "How exactly the place is known: UCDP where_prec, with ACLED geo_precision derived.",
    tuple(
        Code(code, definition, label=label, acled=acled, ucdp=f"where_prec {code}")
        for code, label, definition, acled in (
            ("1", "Exact", "The exact location.", "geo_precision 1"),
            ("2", "Near", "Within about 25 km of the point.", "geo_precision 2"),
            ("3", "District", "The district.", "geo_precision 2"),
            ("4", "Region", "The first-order region.", "geo_precision 3"),
            ("5", "Linear", "A linear feature or a fuzzy area.", "geo_precision 3"),
            ("6", "Country", "The country only.", "geo_precision 3"),
            ("7", "International", "International waters or airspace.", ""),
        )
    ),
)

TIME_PRECISIONS = Vocabulary(
    "time_precisions",
    "TimePrecision",
    "How exactly a time is known; never more exactly than its source says.",
    (
        Code("minute", "To the minute."),
        Code("hour", "To the hour, or to a clock time said to be approximate."),
        Code("part_of_day", "To some hours of one day."),
        Code(
            "day",
            "To the local calendar day.",
            ucdp="date_prec 1",
            acled="time_precision 1",
        ),
        Code(
            "week",
            "To seven days or fewer.",
            ucdp="date_prec 2 or 3",
            acled="time_precision 2",
        ),
        Code("month", "To the month.", ucdp="date_prec 4", acled="time_precision 3"),
        Code("year", "To the year.", ucdp="date_prec 5"),
        Code("interval", "A span that is longer, open, or that lasted throughout."),
        Code("unknown", "Not stated."),
    ),
)

UNCITED_REASONS = Vocabulary(
    "uncited_reasons",
    "UncitedReason",
    "Why a line of a text is cited by no record.",
    (
        Code(
            "heading",
            "A date, a title or a subheading that only announces what follows.",
        ),
        Code("byline", "Who wrote it."),
        Code("dateline", "When or where it was written."),
        Code("address", "Where it appeared."),
        Code("caption_credit", "Who took or owns a picture."),
        Code(
            "repeats_other_line",
            "The same words stand in another line, which is cited.",
        ),
        Code("page_furniture", "Part of the web page, not of the report."),
        Code("no_claim", "Content that asserts nothing about the records."),
    ),
)
