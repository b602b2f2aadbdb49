"""Words that tell what a passage asserts, and how: our own lists, English and some French.

Each entry is a code of a vocabulary and a pattern; the first entry whose pattern begins earliest
wins, so longer wordings stand before shorter ones.
"""

import re

_I = re.IGNORECASE


def _cues(*entries: tuple[str, str]) -> list[tuple[str, re.Pattern[str]]]:
    return [(code, re.compile(rf"\b(?:{words})", _I)) for code, words in entries]


# Kinds of claim that count people or things. "12 others captured", "the death of at least 49".
COUNTED = _cues(
    (
        "killed_or_wounded",
        r"(?:killed|dead|deaths?|tués?)\s+(?:and|or|and/or|et|ou)\s+(?:wounded|injured|bless[ée]s?)"
        r"|(?:wounded|injured)\s+(?:and|or)\s+(?:killed|dead)",
    ),
    (
        "captured",
        r"captured?\b(?!\s+(?:\w+\s+){0,3}positions)|captur[ée]e?s|POWs?\b|prisoners?\s+of\s+war"
        r"|taken\s+(?:\w+\s+)?(?:prisoner|hostage|captive)|detained|detainees|in\s+captivity"
        r"|surrendered|faits?\s+prisonniers?",
    ),
    ("released", r"(?:were|was|been)\s+(?:released|freed|returned|repatriated)|released|freed"),
    (
        "missing",
        r"missing\b|unaccounted\s+for|connection\s+was\s+lost|contact\s+(?:\w+\s+)?lost|disparus?\b",
    ),
    (
        "displaced",
        r"displaced|evacuated|fled\s+(?:their\s+)?homes|left\s+(?:their\s+)?homes|déplacés",
    ),
    (
        "killed",
        r"killed|killing|kills|died|dead\b|deaths?\b|dying|fatalities|lives\b|fallen|perished|slain"
        r"|lost\s+their\s+lives|loss\s+of\s+life|tués?\b|tuées?\b|morts?\b",
    ),
    ("wounded", r"wounded|injured|injur(?:y|ies)|hurt\b|wounds\b|bless[ée]s?\b"),
    (
        "positions_lost",
        r"(?:lost|lose|loss\s+of|captured?|seized?|took)\s+(?:control\s+of\s+|over\s+)?(?:\S+\s+){0,4}"
        r"(?:positions|posts|outposts)|positions\s+(?:\w+\s+){0,3}(?:lost|perdues)",
    ),
    (
        "equipment_destroyed",
        r"(?:units\s+of\s+)?(?:\w+\s+){0,2}(?:vehicles|tanks?|drones?|equipment|BTRs?|guns|systems)\s+"
        r"(?:\w+\s+){0,3}(?:destroyed|damaged|shot\s+down|taken\s+out|hit)"
        r"|destroy(?:ed|ing)|destruction\s+(?:of|de)|shot\s+down|losses\s+of\s+military\s+equipment",
    ),
    (
        "casualties",
        r"casualt(?:y|ies)|personnel\s+losses|losses\b(?!\s+of\s+military)|has\s+losses|pertes\b",
    ),
    (
        "personnel_deployed",
        r"(?:sent|deployed|stationed|moved|moving|brought)\s+(?:\S+\s+){0,3}"
        r"(?:troops|soldiers|peacekeepers|forces|weapons|reinforcements)?|présence\b",
    ),
    (
        "territory_occupied",
        r"occup(?:ied|ies|ying)|captured\s+(?:\S+\s+){0,3}villages?|seized\s+(?:\S+\s+){0,3}"
        r"(?:villages?|territory)|controlled\s+by|had\s+controlled|(?:re)?gained\s+control|reclaimed"
        r"|reprendre\s+le\s+contrôle",
    ),
    ("territory_transfer", r"ced(?:e|ed|ing)\b|handed\s+over|return\s+(?:parts|districts)"),
)

# Kinds that a figure does not answer.
PLAIN = _cues(
    (
        "ceasefire_agreed",
        r"(?:agree(?:d|ment)|reached|accepté)\s+(?:\S+\s+){0,6}(?:cease-?\s?fire|truce|cessez-le-feu)"
        r"|agreement\s+was\s+reached\s+to\s+cease",
    ),
    (
        "ceasefire_broken",
        r"(?:violat|broke|breach)\w*\s+(?:\S+\s+){0,3}(?:cease-?\s?fire|truce)",
    ),
    (
        "agreement_violated",
        r"(?:violat|breach)\w*\s+(?:\S+\s+){0,5}(?:agreements?|statement|accord|commitments?)",
    ),
    (
        "ceasefire_mediated",
        r"(?:brokered|mediated)|under\s+the\s+mediation|mediation\s+of|médiation",
    ),
    (
        "ceasefire_in_effect",
        r"(?:cease-?\s?fire|truce)\s+(?:\S+\s+){0,4}(?:in\s+(?:effect|force)|into\s+(?:force|effect)"
        r"|holds|holding)",
    ),
    (
        "fighting_continues",
        r"(?:fighting|clashes|battles|attacks|exchanges?\s+of\s+fire)\s+(?:\S+\s+){0,8}continues?"
        r"|continu\w+\s+(?:\S+\s+){0,3}(?:fighting|attacks?|shelling)",
    ),
    (
        "hostilities_ended",
        r"(?:ended|ending)\s+(?:\S+\s+){0,3}(?:hostilities|fighting)"
        r"|(?:hostilities|fighting)\s+(?:\S+\s+){0,2}(?:ended|stopped|ceased)|situation\s+\S*\s*"
        r"(?:\S+\s+)?stabili[sz]ed|relatively\s+stable|relatively\s+calm",
    ),
    (
        "hostilities_started",
        r"(?:fighting|hostilities|clashes)\s+(?:\S+\s+){0,4}(?:broke\s+out|erupted|began|started)",
    ),
    (
        "advance_repelled",
        r"repelled|repulsed|stopped\s+(?:\S+\s+){0,3}advance|pushed\s+back",
    ),
    (
        "advance_attempted",
        r"(?:tried|trying|attempt\w*)\s+(?:to\s+)?(?:\S+\s+){0,3}(?:break\s+through|advance|enter|cross)",
    ),
    (
        "retaliation",
        r"retaliat\w+|(?:in\s+response|responded)\b|counter-?(?:attack|offensive|measures?)",
    ),
    ("provocation", r"provo(?:ked|cations?|king)|subversive\s+acts?|sabotage"),
    ("mine_laying", r"(?:laid|laying|planted|planting)\s+(?:\S+\s+){0,2}mines|mine-?laying"),
    ("shelling", r"shell(?:ed|ing|s)\b|bombard\w*|artillery\s+fire|mortar\s+fire|bombardement"),
    (
        "weapon_use",
        r"(?:us(?:ed|ing|e)|with|supported\s+by|employ\w+)\s+(?:\S+\s+){0,3}(?:artillery|drones|UAVs?"
        r"|mortars?|weapons|missiles|rifles)|heavy\s+weapons",
    ),
    (
        "civilian_endangerment",
        r"(?:target\w*|fir(?:ed|ing)\s+(?:at|on)|hit)\s+(?:\S+\s+){0,4}(?:civilian|houses|homes|school)",
    ),
    ("reconnaissance", r"reconnaissance|intelligence\s+activity|surveillance"),
    ("obstruction", r"(?:closed|blocked|blocking|checkpoints?)\b"),
    ("disinformation", r"disinformation|fake\s+news|false\s+information"),
    ("incursion", r"incursions?|invaded|invasion|crossed\s+(?:\S+\s+){0,2}border|infiltrat\w+"),
    (
        "attack_initiated",
        r"attack(?:ed|ing|s)?\b|launched\s+(?:\S+\s+){0,3}(?:attack|offensive|operation|assault)"
        r"|aggression|assault|opened\s+fire|opening\s+fire|initiat(?:ed|ing)\s+fighting|offensive"
        r"|started\s+(?:the\s+)?(?:fighting|firing)",
    ),
    (
        "commitment_made",
        r"pledged?|promised|committed\s+to|agreed\s+to|undertook|will\s+(?:take|provide|continue|keep)",
    ),
    ("request_made", r"asked\s+(?:for|to)|requested|appealed\s+to|appeal(?:s|ing)?\s+to"),
    (
        "contact_held",
        r"(?:telephone|phone)\s+(?:conversations?|calls?)|spoke\s+(?:\S+\s+){0,3}(?:phone|with)|by\s+phone"
        r"|held\s+(?:\S+\s+){0,4}(?:talks|meeting|conversations?|call)|met\s+with|discussed|briefed"
        r"|appel\s+téléphonique",
    ),
    (
        "confirmation",
        r"(?:not\s+(?:\S+\s+){0,2})?confirmed\s+(?:by|the)|no\s+confirmation|has\s+not\s+confirmed",
    ),
    ("disclosure", r"did\s+not\s+(?:say|report|give|disclose)|gave\s+no\s+(?:figure|number)s?"),
    (
        "demand",
        r"demand(?:ed|s|ing)?\b|insist(?:ed|s)?\b|must\s+(?:\S+\s+){0,2}(?:withdraw|leave|stop)",
    ),
    ("proposal", r"propos(?:ed|es|al|ing)\b|suggested|offered\s+to"),
    (
        "appeal",
        r"call(?:ed|s|ing)?\s+(?:\S+\s+){0,4}(?:on|for|upon)\b|urg(?:ed|es|ing)\b|appeal\w*\b"
        r"|appel(?:le|ons|ée?)\b|restraint",
    ),
    ("condemnation", r"condemn\w*|denounc\w*|strongly\s+criticis\w+|dénonc\w+"),
    ("concern", r"concern(?:ed|s)?\b|worr(?:y|ied)|alarm(?:ed)?\b|troubled|préoccup\w+|troublés"),
    ("warning", r"warn(?:ed|s|ing)?\b|threat(?:ened|ens)\b"),
    ("support", r"support(?:s|ed|ing)?\b|stands?\s+(?:by|with)|solidarity|soutien"),
    (
        "location",
        r"(?:took\s+place|occurred|broke\s+out)\s+(?:\S+\s+){0,3}(?:in|at|on|near|along)\b",
    ),
)

# What a speaker does by speaking.
ACTS = _cues(
    ("refusal_to_comment", r"(?:declined|refused)\s+to\s+comment|did\s+not\s+comment"),
    ("denial", r"den(?:y|ied|ies)\b|rejected|refuted|dismissed|dément\w*"),
    ("admission", r"acknowledg\w+|admit\w*|conceded?\b|reconn\w+"),
    ("accusation", r"accus(?:ed|es|ing|ation)\w*|blamed?\b|alleged\s+that"),
    ("condemnation", r"condemn\w*|denounc\w*"),
    (
        "call_for_ceasefire",
        r"(?:call\w*|urg\w*|appeal\w*)\b[^.]{0,80}(?:cease-?\s?fire|truce|cease\s+hostilities"
        r"|end\s+to\s+(?:the\s+)?(?:fighting|hostilities)|stop\s+(?:the\s+)?fighting)",
    ),
    (
        "call_for_restraint",
        r"restraint|de-?escalat\w+|(?:call\w*|urg\w*)\s+(?:on|upon|both|the\s+(?:two\s+)?(?:sides|parties))",
    ),
    ("appeal_for_help", r"appeal\w*\s+(?:to|for)|asked\s+for\s+(?:help|support|assistance)"),
    ("demand", r"demand(?:ed|s|ing)?\b|insisted"),
    ("warning", r"warn(?:ed|s|ing)?\b"),
    ("pledge", r"pledged?|promised|vowed|committed\s+to"),
    ("proposal", r"propos(?:ed|es|al)\b|suggested\s+that|offered\s+to"),
    ("concern", r"concern(?:ed)?\b|worried|troubled"),
    ("announcement", r"announc\w+|unveiled|annonc\w+"),
)

CHANNELS = _cues(
    ("parliament", r"(?:told|addressed|in|to)\s+(?:the\s+)?parliament|parliament\s+session"),
    ("social_media", r"twitter|tweet\w*|telegram|facebook|social\s+media|posted\s+on"),
    (
        "interview",
        r"interview|told\s+(?:\S+\s+){0,2}(?:reporters|journalists)|said\s+to\s+reporters",
    ),
    ("joint_statement", r"joint\s+statement"),
    ("phone_readout", r"(?:by|tele)phone|phone\s+(?:call|conversation)|telephone\s+conversation"),
    ("briefing", r"briefing|press\s+conference|briefed"),
    ("letter", r"in\s+a\s+letter|letter\s+to"),
    ("address", r"address\s+to\s+the\s+nation|in\s+a\s+speech|televised\s+address"),
    (
        "press_statement",
        r"(?:in|issued|released)\s+(?:a|the)\s+(?:\w+\s+)?(?:statement|press\s+release|communiqu[eé])"
        r"|statement\s+(?:by|of|from)|dans\s+une\s+déclaration",
    ),
    ("meeting_readout", r"(?:in|at|during)\s+(?:a|the)\s+(?:\S+\s+){0,3}meeting"),
)

# Verbs by which words are given to a speaker. ``TO`` stand before the speaker.
SAYING = re.compile(
    r"\b(?:said|says|saying|told|tells|announced?|announces|confirm(?:ed|s)|reported(?!ly)|reports"
    r"|den(?:ied|ies)|accus(?:ed|es|ing)|acknowledg(?:ed|es)|admit(?:ted|s)|claim(?:ed|s)\s+that"
    r"|claims|claimed(?!\s+(?:around|about|more|over|at|the|\d))|call(?:ed|s)\s+(?:on|for)|urg(?:ed|es)"
    r"|add(?:ed|ing|s)\b|stat(?:ed|es)\b|declar(?:ed|es)|wrote|tweeted|warn(?:ed|s)|condemn(?:ed|s)"
    r"|denounc(?:ed|es)|appeal(?:ed|s)\s+(?:to|for)|pledg(?:ed|es)|demand(?:ed|s)|insist(?:ed|s)"
    r"|not(?:ed|es)\s+that|stress(?:ed|es)|emphasi[sz](?:ed|es)|recalled|highlighted|underlined|explained"
    r"|argued|informed|thanked|expressed|declined\s+to|conceded|blamed|alleged|asked|proposed|a\s+(?:déclaré|confirmé|annoncé)"
    r"|affirme|rapporte|ont\s+déclaré)\b",
    _I,
)
TO = re.compile(
    r"\b(?:according\s+to|statements?\s+(?:by|of|from)|as\s+reported\s+by|selon|said\s+by)\s+", _I
)

# Who is counted: from more exact to less.
VICTIMS = _cues(
    ("conscript", r"conscripts?\b|conscrits?\b"),
    ("contract_soldier", r"contract\s+(?:soldiers?|servicemen|serviceman)"),
    (
        "mixed",
        r"(?:soldiers|servicemen|military)\s+and\s+civilians?|civilians?\s+and\s+(?:soldiers|military)",
    ),
    (
        "civilian",
        r"civilians?|residents?|villagers?|children|child\b|women|journalists?|passengers?|civils?\b",
    ),
    (
        "military",
        r"servicem[ae]n|servicewom[ae]n|soldiers?|troops|military\s+personnel|militares|militaires?"
        r"|fighters?|officers?|personnel|forces\b|conscripts|soldats?|POWs?|ranks\b|army\b",
    ),
)

# What is counted, when it is not people.
UNITS = _cues(
    ("position", r"positions?\b|posts\b|outposts?\b"),
    ("square_kilometre", r"square\s+kilomet|sq\.?\s*km|km²"),
    ("kilometre", r"kilomet(?:re|er)s?\b|km\b"),
    ("armoured_vehicle", r"armou?red|tanks?\b|BTRs?\b|BMPs?\b|APCs?\b"),
    ("vehicle", r"vehicles?\b|trucks?\b|cars?\b|véhicules?\b"),
    ("equipment", r"equipment|guns?\b|drones?\b|UAVs?\b|systems?\b|weapons?\b"),
    ("settlement", r"villages?\b|towns?\b|cities\b|settlements?\b"),
    ("front", r"fronts?\b"),
)
# Nouns that take a figure away from casualties: "six weeks", "two sides", "44 days".
OTHER_NOUNS = re.compile(
    r"^[\s-]*(?:more\s+|last\s+|other\s+|rival\s+)?(?:weeks?|days?|years?|months?|hours?|minutes?|decades?|times|sides?"
    r"|countries|states|nations|parties|wars?|areas|regions|districts|meetings?|kilomet|km\b|percent|per\s+cent"
    r"|points?|leaders|ministers|former|jours|ans\b|pays\b|semaines)",
    _I,
)

HEDGES = _cues(
    ("reportedly", r"reportedly|allegedly|it\s+is\s+(?:said|reported)|is\s+said\s+to|rumou?red"),
    ("conditional", r"aur(?:ait|aient)\s+(?:\w+\s+)?\w+[ée]e?s?\b|serai(?:t|ent)\b"),
)
CERTAINTIES = _cues(
    ("being_verified", r"being\s+(?:verified|clarified|checked)|under\s+verification|clarifying"),
    (
        "unverified",
        r"unconfirmed|unverified|not\s+(?:yet\s+)?(?:been\s+)?confirmed|could\s+not\s+be\s+verified",
    ),
    ("confirmed", r"confirm(?:ed|s)\b|verified|confirmé"),
)
DENIED = re.compile(
    r"\bden(?:y|ied|ies|ying)\b|\brejected\s+(?:\w+\s+){0,2}(?:claims?|reports?|allegations?)"
    r"|\bno\s+(?:one|casualties|losses|soldiers|servicemen|civilians)\b|\bnobody\b|\bwithout\s+losses",
    _I,
)
CUMULATIVE = re.compile(
    r"\b(?:so\s+far|in\s+total|altogether|a\s+total\s+of|to\s+date|at\s+the\s+moment"
    r"|for\s+the\s+moment|since\s+the\s+(?:start|beginning))\b",
    _I,
)
ADDITIONAL = re.compile(r"\b(?:another|further|additional|more\s+(?:soldiers|servicemen))\b", _I)
OWN = re.compile(
    r"\b(?:its|their|our|his)\b(?!\s+(?:own\s+)?(?:border|territory))|\bwe\s+(?:have|lost)\b", _I
)
QUOTE_MARKS = '"“”«»„'


def first(cues: list[tuple[str, re.Pattern[str]]], text: str) -> str | None:
    """The code of the earliest cue in a text; of equally early ones, the first of the list."""
    found = [(match.start(), code) for code, pattern in cues if (match := pattern.search(text))]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def every(cues: list[tuple[str, re.Pattern[str]]], text: str) -> list[tuple[int, int, str]]:
    """All cues in a text in their order, none inside another: start, end and code."""
    hits = sorted(
        (
            (match.start(), match.end(), order, code)
            for order, (code, pattern) in enumerate(cues)
            for match in pattern.finditer(text)
        ),
        key=lambda hit: (hit[0], hit[2]),
    )
    found: list[tuple[int, int, str]] = []
    for start, end, _, code in hits:
        if not found or start >= found[-1][1]:
            found.append((start, end, code))
    return found
