"""Codes of utterances and of the passages where they can be checked."""

from .vocabulary import Code, Vocabulary

CHANNELS = Vocabulary(
    "channels",
    "Channel",
    "By what means a statement was made.",
    (
        Code("press_statement", "A statement or press release by the speaker's office."),
        Code("social_media", "A post on Twitter, Telegram, Facebook or the like."),
        Code("interview", "An interview, or an answer to a reporter."),
        Code("parliament", "Words spoken in a parliament or a parliamentary assembly."),
        Code("phone_readout", "An account of a telephone call."),
        Code("briefing", "A press briefing or a briefing of diplomats."),
        Code("meeting_readout", "An account of a meeting, or words spoken in one."),
        Code("joint_statement", "A statement of several speakers."),
        Code("letter", "A letter or formal note."),
        Code("address", "A speech or address outside parliament."),
        Code("news_report", "An outlet in its own voice."),
        Code("dataset", "A row of a dataset."),
        Code("other", "Another or an unstated means."),
    ),
)

ACTS = Vocabulary(
    "acts",
    "Act",
    "What the speaker does by speaking; a statement performs one or more.",
    (
        Code("report", "Tells what happened.", cameo="010 Make statement"),
        Code("accusation", "Says that another did wrong.", cameo="112 Accuse"),
        Code("denial", "Says that something is not so.", cameo="016 Deny responsibility"),
        Code(
            "admission",
            "Concedes what speaks against the speaker.",
            cameo="015 Acknowledge or claim responsibility",
        ),
        Code("condemnation", "Denounces an act.", cameo="111 Criticize or denounce"),
        Code("concern", "Expresses worry.", cameo="012 Make pessimistic comment"),
        Code(
            "call_for_restraint",
            "Calls on parties to hold back or de-escalate.",
            cameo="027 Appeal to others to settle dispute",
        ),
        Code(
            "call_for_ceasefire",
            "Calls on parties to stop fighting or to keep a truce.",
            cameo="027 Appeal to others to settle dispute",
        ),
        Code("appeal_for_help", "Asks for support.", cameo="023 Appeal for aid"),
        Code("warning", "Says what will follow.", cameo="130 Threaten"),
        Code("pledge", "Promises an act.", cameo="030 Express intent to cooperate"),
        Code(
            "announcement", "Makes something known for the first time.", cameo="010 Make statement"
        ),
        Code("position", "States a view or a policy.", cameo="010 Make statement"),
        Code("demand", "Insists that another act.", cameo="100 Demand"),
        Code(
            "proposal",
            "Suggests a course.",
            cameo="036 Express intent to meet or negotiate",
        ),
        Code(
            "reaction",
            "Responds to news or to another's words.",
            cameo="010 Make statement",
        ),
        Code("refusal_to_comment", "Declines to say.", cameo="011 Decline comment"),
    ),
)

CITATION_PARTS = Vocabulary(
    "citation_parts",
    "CitationPart",
    "The part of the document in which a passage stands.",
    (
        Code("headline", "The title."),
        Code("standfirst", "The summary under the title."),
        Code("body", "The text itself."),
        Code("caption", "The words under a picture or video."),
    ),
)

CITATION_MODES = Vocabulary(
    "citation_modes",
    "CitationMode",
    "How the document renders the words.",
    (
        Code("direct_quote", "In quotation marks, or as a text given in full."),
        Code("indirect", "In the document's words."),
        Code("own_voice", "The outlet itself speaks."),
    ),
)

HEDGES = Vocabulary(
    "hedges",
    "Hedge",
    "How the relayer, not the speaker, keeps a distance.",
    (
        Code("none", "No distance."),
        Code("reportedly", "Marked as hearsay: reportedly, allegedly, it is said."),
        Code(
            "conditional",
            "In the conditional mood, as French reports of unconfirmed news.",
        ),
    ),
)

STATEMENT_RELATIONS = Vocabulary(
    "statement_relations",
    "StatementRelation",
    "How one statement takes up another.",
    (
        Code("responds_to", "Answers it."),
        Code("quotes", "Repeats its words as another's."),
        Code("endorses", "Says that it agrees with it."),
        Code("repeats", "Says the same again."),
    ),
)
