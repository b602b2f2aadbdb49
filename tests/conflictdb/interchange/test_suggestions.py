"""Suggestions for a passage. Every sentence and name here is invented."""

from datetime import date
from time import process_time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conflictdb.interchange.suggestions import (
    Facts,
    Setting,
    Suggestion,
    of_claim,
    of_statement,
    places_in,
    suggest,
)
from conflictdb.interchange.suggestions.names import _by_spelling, _by_whole_name, mentions
from conflictdb.interchange.suggestions.numbers import figures, vague
from conflictdb.interchange.suggestions.times import entry_head, entry_of, times
from conflictdb.models import Actor
from tests.factories import make_actor, make_actor_name, make_place, make_state

# Numbers


@pytest.mark.parametrize(
    ("words", "low", "high", "modifier"),
    [
        ("12 guards were captured", 12, 12, "exact"),
        ("at least one of its men died", 1, None, "at_least"),
        ("more than 6,500 people", 6500, None, "at_least"),
        ("30 or more were hurt", 30, None, "at_least"),
        ("no fewer than five", 5, None, "at_least"),
        ("up to 70 people", None, 70, "at_most"),
        ("as many as forty-two", None, 42, "at_most"),
        ("about 100 soldiers", 100, 100, "about"),
        ("some 2,000 soldiers", 2000, 2000, "about"),
        ("two dozen men", 24, 24, "exact"),
        ("about a dozen vehicles", 12, 12, "about"),
        ("half a dozen boats", 6, 6, "exact"),
        ("between 10 and 20 men", 10, 20, "range"),
        ("70–80 people", 70, 80, "range"),
        ("one or two posts", 1, 2, "range"),
        ("one hundred and twenty people", 120, 120, "exact"),
        ("3 million people", 3_000_000, 3_000_000, "exact"),
        ("a soldier was killed", 1, 1, "exact"),
        ("au moins 2 000 soldats", 2000, None, "at_least"),
    ],
)
def test_a_figure_is_read_with_its_modifier(
    words: str, low: int | None, high: int | None, modifier: str
) -> None:
    found = figures(words)
    assert [(each.low, each.high, each.modifier) for each in found] == [(low, high, modifier)]


@pytest.mark.parametrize(
    "words",
    [
        "on 4 March 2031 at 18:30",
        "since 1999, as in 2020",
        "the 3rd brigade",
        "at 6 a.m. and 7 p.m.",
        "May 12 of this year",
        "a T-72 and a 122 mm gun",
        "a year ago no one knew",
    ],
)
def test_dates_clocks_and_names_are_no_figures(words: str) -> None:
    assert figures(words) == []


def test_a_figure_stands_where_its_words_begin() -> None:
    words = "that at least 12 were hurt"
    found = figures(words)[0]
    assert words[found.start : found.end] == "at least 12"


def test_several_counts_without_a_number() -> None:
    assert [each.modifier for each in vague("several villages")] == ["unquantified"]


# Times


def read(words: str) -> list[tuple[str, bool]]:
    found = times(words, date(2031, 3, 4), "Asia/Yerevan")  # a Tuesday
    return [(time.edtf, time.inferred) for time in found]


def test_times_are_read_against_the_day_of_the_document() -> None:
    assert read("yesterday") == [("2031-03-03", True)]
    assert read("on Sunday") == [("2031-03-02", True)]
    assert read("on Tuesday") == [("2031-03-04", True)]
    assert read("from 18:30") == [("2031-03-04T18:30", True)]
    assert read("at 6:05 p.m. on 2 March 2031") == [
        ("2031-03-02T18:05", False),
        ("2031-03-02", False),
    ]
    assert read("on December 30") == [("2030-12-30", True)]


def test_what_is_no_time_is_none() -> None:
    assert read("31 November, 12 men, a ratio of 3 to 1") == []


def test_a_clock_in_gmt_is_meant_so() -> None:
    assert [time.timezone for time in times("6:00 GMT", date(2031, 3, 4), "Asia/Yerevan")] == [
        "UTC"
    ]


TIMELINE = (
    "March 4, 2031\n2:23 a.m.: Words by Ilsa Varnhem: “We regret it.\nDeeply.”\n10 a.m.: Rain."
)


def test_an_entry_of_a_timeline_has_its_date_and_clock() -> None:
    assert entry_of(TIMELINE, TIMELINE.index("Deeply")) == (date(2031, 3, 4), (2, 23))
    assert entry_head(TIMELINE, TIMELINE.index("Deeply")) == "Words by Ilsa Varnhem: "
    assert entry_head(TIMELINE, 5) is None


# Names


@pytest.fixture
def world(db: None) -> dict[str, Actor]:
    found: dict[str, Actor] = {}
    for name in ("Norvia", "Estmark"):
        state = make_state(name)
        found[name] = state
        found[f"{name} MoD"] = make_actor(f"Ministry of Defence of {name}", side=state)
        found[f"{name} army"] = make_actor(
            f"Armed Forces of {name}", kind="armed_force", side=state
        )
    found["Varnhem"] = make_actor("Ilsa Varnhem", kind="person", side=found["Estmark"])
    found["Chekhov"] = make_actor("Nikolai Chekhov", kind="person", side=found["Norvia"])
    found["Monitor"] = make_actor("Kell River Monitor", kind="media")
    return found


def named(text: str) -> list[str]:
    return [mention.actor.name for mention in mentions(text)]


def test_known_names_are_found_in_any_spelling(world: dict[str, Actor]) -> None:
    make_actor_name(world["Norvia"], "Norvia City")
    assert named("Ilsa Varnhem was in Norvia City.") == ["Ilsa Varnhem", "Norvia"]
    assert named("Then Varnhem left.") == ["Ilsa Varnhem"]
    assert named("Words of Nikolay Tchekhov.") == ["Nikolai Chekhov"]


def test_a_body_is_found_by_the_state_beside_it(world: dict[str, Actor]) -> None:
    for words in (
        "Norvia's defence ministry",
        "The Norvian Defense Ministry",
        "Norvian ministry of defence",
    ):
        assert named(f"{words} spoke.") == ["Ministry of Defence of Norvia"], words
    assert (
        named("Estmark was calm. The defence ministry spoke.")[-1]
        == "Ministry of Defence of Estmark"
    )


def test_nationals_tell_whose(world: dict[str, Actor]) -> None:
    mention = mentions("12 Norvian goats")[0]
    assert (mention.actor.name, mention.as_national) == ("Norvia", True)


def test_withdrawn_actors_and_unknown_names_are_not_suggested(world: dict[str, Actor]) -> None:
    Actor.objects.filter(pk=world["Monitor"].pk).update(status="withdrawn")
    assert named("The Kell River Monitor and Otto Nobody spoke.") == []


def test_places_are_found(db: None) -> None:
    make_place("Tarn")
    assert [place.name for place in places_in("near the village of Tarn.")] == ["Tarn"]


def test_names_are_looked_up_through_the_index(world: dict[str, Actor]) -> None:
    """With so few rows PostgreSQL reads them all; forbidden to, it has an index to use."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for look_up, names in (
        (_by_whole_name, {"Norvia", "Ilsa Varnhem"}),
        (_by_spelling, {"Varnhem"}),
    ):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            look_up(names)
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {queries[0]['sql']}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
        assert "actor_by_words" in plan, plan


def test_the_number_of_queries_does_not_follow_the_number_of_names(
    world: dict[str, Actor], django_assert_max_num_queries: Any
) -> None:
    text = "Ilsa Varnhem of Estmark told the Kell River Monitor that Norvia fired. " * 20
    with django_assert_max_num_queries(6):
        mentions(text)


# A passage as a whole

ARTICLE = (
    "The Norvian Defence Ministry said in a statement that at least 12 Norvian servicemen were "
    "killed. Two dozen others were wounded, the ministry added.\n"
    '"Five of our soldiers were captured on Monday," Ilsa Varnhem told reporters in Estmark.\n'
    "According to the Kell River Monitor, Estmark's Defence Ministry denied that its troops had "
    "shelled the town. Norvia reportedly lost two positions.\n"
    "The rain went on.\n"
)


def suggestion(first: str, last: str, text: str = ARTICLE, **more: Any) -> Suggestion:
    setting = Setting(text, published=date(2031, 3, 4), timezone="UTC", **more)
    return suggest(setting, text.index(first), text.index(last) + len(last))


def test_a_ministry_tells_of_its_own_dead(world: dict[str, Actor]) -> None:
    found = suggestion("The Norvian", "killed.")
    claim = found.claims[0]
    assert found.speakers[0] == world["Norvia MoD"]
    assert (claim.kind, claim.low, claim.high, claim.modifier) == ("killed", 12, None, "at_least")
    assert (claim.victim_class, claim.subject, claim.unit) == (
        "military",
        world["Norvia army"],
        "person",
    )
    assert (found.channel, found.mode, found.acts) == ("press_statement", "indirect", ["report"])
    assert (found.made[0].edtf, found.made[0].inferred) == ("2031-03-04", True)


def test_the_ministry_is_the_one_named_before(world: dict[str, Actor]) -> None:
    found = suggestion("Two dozen", "added.")
    assert found.speakers[0] == world["Norvia MoD"]
    claim = found.claims[0]
    assert (claim.kind, claim.low, claim.subject) == ("wounded", 24, world["Norvia army"])


def test_a_quotation_is_of_whoever_is_named_after_it(world: dict[str, Actor]) -> None:
    found = suggestion("Five of", "Monday,")
    assert (found.speakers[0], found.mode) == (world["Varnhem"], "direct_quote")
    claim = found.claims[0]
    assert (claim.kind, claim.low, claim.subject) == ("captured", 5, world["Estmark army"])
    assert "2031-03-03" in [fact.edtf for fact in found.made]


def test_who_relays_is_no_speaker_where_another_is_named(world: dict[str, Actor]) -> None:
    found = suggestion("According to", "the town.")
    assert found.speakers[0] == world["Estmark MoD"]
    assert found.via == [world["Monitor"]]
    assert found.acts[0] == "denial"
    assert ("shelling", "denies") in [(claim.kind, claim.polarity) for claim in found.claims]


def test_what_is_lost_is_counted_and_hearsay_marked(world: dict[str, Actor]) -> None:
    found = suggestion("Norvia reportedly", "positions.")
    claim = found.claims[0]
    assert (claim.kind, claim.low, claim.unit) == ("positions_lost", 2, "position")
    assert found.hedge == "reportedly"


def test_where_nobody_is_named_the_publisher_speaks(world: dict[str, Actor]) -> None:
    found = suggestion("The rain", "on.", voices=(world["Monitor"],))
    assert (found.speakers[0], found.mode, found.channel) == (
        world["Monitor"],
        "own_voice",
        "news_report",
    )
    assert found.claims == []


def test_several_numbers_are_several_claims(world: dict[str, Actor]) -> None:
    text = "Norvia said 12 of its soldiers were captured (seven of them conscripts), 10 wounded."
    found = suggestion("Norvia said", "wounded.", text)
    assert [(claim.kind, claim.low, claim.victim_class) for claim in found.claims] == [
        ("captured", 12, "military"),
        ("captured", 7, "conscript"),
        ("wounded", 10, "military"),
    ]


def test_an_entry_given_in_full_is_its_speakers_at_its_clock(world: dict[str, Actor]) -> None:
    found = suggestion("We regret", "it.", TIMELINE)
    assert found.speakers[0] == world["Varnhem"]
    assert found.made[0].edtf == "2031-03-04T02:23+00:00"


@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", '"', "12", "Norvia", "\ud7ff’" * 40])
def test_odd_passages_suggest_without_failing(world: dict[str, Actor], text: str) -> None:
    suggest(Setting(f"{text}\n", published=None), 0, len(text))


# Gists


def test_a_gist_is_made_of_the_coded_facts() -> None:
    facts = Facts("captured", 12, 12, "exact", "person", "military", "Armed Forces of Norvia")
    assert of_claim(facts) == "12 servicemen (Armed Forces of Norvia) were captured."
    one = Facts("killed", 1, None, "at_least", "person", "civilian", polarity="denies")
    assert of_claim(one) == "At least 1 civilians were not killed."
    told = of_statement("Ministry of Defence of Norvia", ["report"], [facts])
    assert told == (
        "Ministry of Defence of Norvia says: 12 servicemen (Armed Forces of Norvia) were captured."
    )


def test_a_gist_never_repeats_the_source(world: dict[str, Actor]) -> None:
    found = suggestion("The Norvian", "killed.")
    claim = found.claims[0]
    gist = of_claim(Facts(claim.kind, claim.low, claim.high, claim.modifier, claim.unit))
    assert not any(
        " ".join(words) in ARTICLE
        for words in zip(*(gist.split()[at:] for at in range(5)), strict=False)
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "piece", ["1,", "12 ", "one hundred ", "1", ", said ", "a", "The Norvia of "]
)
def test_a_passage_without_an_end_is_read_as_fast_as_another(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    begun = process_time()
    suggest(Setting(text), 0, len(text))
    assert process_time() - begun < 5
