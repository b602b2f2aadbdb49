"""The desk of incidents: what hangs on one, and nesting."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conflictdb.admin.desks import overview
from conflictdb.models import Incident, Revision
from tests.factories import make_actor, make_claim, make_incident, make_statement

from .pages import address, list_address, log_of, told


def desk_of(browser: Client, incident: Incident, **query: str) -> Any:
    return browser.get(address(incident), query).context["desk"]


def page(browser: Client, incident: Incident, **query: str) -> str:
    return str(browser.get(address(incident), query).content.decode())


# What is shown


def test_what_happened_and_what_was_said_stand_in_one_order(browser: Client) -> None:
    day = make_incident("A day of clashes", kind="episode", occurred="2021-11-16")
    clash = make_incident(
        "A clash by night", part_of=day, occurred="2021-11-16T03:00", status="draft"
    )
    said = make_statement(made="2021-11-16T09:00", gist="Tells of the night.")
    claim = make_claim(statement=said, incident=clash, value=2, status="draft")
    make_statement(made="2021-11-16T10:00", incidents=[day], status="withdrawn")
    entries = desk_of(browser, day).timeline
    assert [entry.record for entry in entries] == [day, clash, said]
    assert entries[2].speaker == said.speaker.name
    assert entries[2].claims == [(claim, "2")]
    content = page(browser, day)
    assert "16 November 2021, 03:00" in content
    assert "timeline-draft" in content


def test_a_long_timeline_is_turned_over_page_by_page(browser: Client) -> None:
    day = make_incident(kind="episode", occurred="2021-11-15")
    said = [
        make_statement(made=f"2021-11-16T{number // 60:02}:{number % 60:02}", incidents=[day])
        for number in range(65)
    ]
    seen, after = [], ""
    while True:
        desk = desk_of(browser, day, **({"after": after} if after else {}))
        seen += [entry.record for entry in desk.timeline]
        after = desk.next
        if not after:
            break
    assert seen == [day, *said]
    assert desk_of(browser, day, after="no place at all").timeline[0].record == day


def test_where_too_much_lies_below_the_timeline_is_its_own_only(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "MOST_BELOW", 2)
    war = make_incident(kind="war", occurred="2020")
    said = make_statement(incidents=[war])
    parts = [make_incident(part_of=war) for _ in range(2)]
    assert len(desk_of(browser, war).timeline) == 4
    make_incident(part_of=parts[0])
    assert [entry.record for entry in desk_of(browser, war).timeline] == [war, said]
    assert "its parts have theirs" in page(browser, war)


def test_parts_questions_participants_and_counts(browser: Client) -> None:
    war = make_incident("A long war", kind="war", occurred="2020")
    host = make_actor("The host")
    episode = make_incident(
        "An episode", kind="episode", part_of=war, participants=[(host, "mediator")]
    )
    clash = make_incident("A clash", part_of=episode)
    deep = make_incident("A shelling", kind="shelling", part_of=clash)
    make_claim(incident=episode, value=1)
    make_claim(incident=episode, value=30, status="draft")
    contested = make_claim(incident=episode, value=9).question
    make_claim(incident=clash, kind="wounded", value=3)

    desk = desk_of(browser, episode)
    assert [above.title for above in desk.above] == ["A long war"]
    assert [node.incident for node in desk.parts] == [clash]
    assert [node.incident for node in desk.parts[0].parts] == [deep]
    assert [(kind.kind.code, kind.count, kind.drafts) for kind in desk.kinds] == [("killed", 3, 1)]
    assert [each.question for each in desk.disputable] == [contested]
    assert [each.question.topic for each in desk.others] == ["injuries"]
    assert desk.disputable[0].figures == "1–9"
    content = page(browser, episode)
    assert "Contested</strong>" in content
    assert "The host" in content
    assert "1 not public" in content
    assert f'href="{list_address(Incident, "add")}?part_of={episode.pk}"' in content
    # A clash shows the question of its episode that it has a say in.
    assert [each.question.topic for each in desk_of(browser, clash).questions] == ["injuries"]


def test_the_page_costs_the_same_for_three_of_each_and_for_thirty(browser: Client) -> None:
    episode = make_incident(kind="episode", occurred="2021-11-15")

    def add() -> None:
        part = make_incident(part_of=episode, participants=[(make_actor(), "party")])
        make_incident(part_of=part)
        make_claim(incident=episode, statement=make_statement(incidents=[episode]))
        make_claim(incident=part, occurred="2021-11-14")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(browser, episode)
        return len(captured)

    for _ in range(3):
        add()
    queries()  # content types are asked for once a process
    for_three = queries()
    for _ in range(27):
        add()
    # Not more: a stretch of the timeline may then hold entries of fewer types, and ask for fewer.
    assert queries() <= for_three <= 45


# Nesting


def nested(part: Incident, into: Any, **data: Any) -> dict[str, Any]:
    part.refresh_from_db()
    return {"part": part.pk, "version": part.version, "into": into, **data}


def above(part: Incident) -> Incident | None:
    part.refresh_from_db()
    return part.part_of


def test_incidents_are_nested_and_taken_out(browser: Client, curator: User) -> None:
    episode = make_incident("An episode", kind="episode", status="draft")
    clash = make_incident("A clash", status="draft")
    url = address(episode, "nest")
    response: Any = browser.post(url, nested(clash, episode.pk, why="Of the same day."))
    assert response["Location"] == address(episode)
    assert told(response) == ["“A clash” is a part of “An episode” now."]
    assert above(clash) == episode
    assert log_of(clash)[-1].user == curator
    assert "Of the same day." in log_of(clash)[-1].change_message
    browser.post(url, nested(clash, "none"))
    assert above(clash) is None


def test_questions_follow_what_is_nested(browser: Client) -> None:
    episode = make_incident(kind="episode", status="draft")
    clash = make_incident(status="draft")
    claim = make_claim(incident=clash, status="draft")
    browser.post(address(episode, "nest"), nested(clash, episode.pk))
    claim.refresh_from_db()
    assert claim.question
    assert claim.question.incident == episode


def test_nothing_comes_to_lie_within_itself(browser: Client) -> None:
    war = make_incident("A war", kind="war", status="draft")
    episode = make_incident("An episode", kind="episode", part_of=war, status="draft")
    clash = make_incident("A clash", part_of=episode, status="draft")
    for part, into in ((war, clash), (war, war), (episode, clash)):
        response = browser.post(address(war, "nest"), nested(part, into.pk))
        assert "it cannot hold it as well" in response.content.decode()
    assert above(war) is None
    assert above(episode) == war


def test_nesting_is_refused_in_words(browser: Client) -> None:
    clash, gone = make_incident(status="draft"), make_incident(status="withdrawn")
    url = address(clash, "nest")
    for data, words in (
        (nested(clash, gone.pk), "Choose an incident to move it into."),
        (nested(clash, ""), "Choose an incident to move it into."),
        (nested(clash, "none", version=clash.version - 1), "after you had opened the page"),
        (nested(clash, "none") | {"part": "x"}, "deleted it meanwhile"),
    ):
        assert words in browser.post(url, data).content.decode()
    assert "My reason." in browser.post(url, nested(clash, "", why="My reason.")).content.decode()


def test_a_published_incident_is_nested_once_somebody_else_approves(
    browser: Client, settings: Any
) -> None:
    settings.FOUR_EYES = True
    episode, clash = make_incident("An episode", kind="episode"), make_incident("A clash")
    response = browser.post(address(episode, "nest"), nested(clash, episode.pk))
    assert told(response) == ["Proposed: “A clash” becomes a part of “An episode” once approved."]
    assert above(clash) is None
    assert Revision.objects.of(clash).pending().get().state["part_of"] == [episode.slug]
    war = make_incident(kind="war")
    clash.part_of = war
    clash.save()
    assert "a change waits for approval" in page(browser, war)


def test_where_to_nest_is_searched_for(browser: Client) -> None:
    clash = make_incident("A clash")
    found = make_incident("Exchanges of fire near Gegharkunik", kind="shelling")
    withdrawn = make_incident("Exchanges of words near Gegharkunik", status="withdrawn")
    content = browser.get(
        address(clash, "nest"), {"part": clash.pk, "q": "exch geghar"}
    ).content.decode()
    assert f'name="into" value="{found.pk}"' in content
    assert f'name="into" value="{withdrawn.pk}"' not in content
    assert "no such incident" in browser.get(address(clash, "nest")).content.decode()


# Who may, and what stays text


@pytest.mark.parametrize("verb", ["get", "post"])
def test_nesting_takes_the_permission_to_change(verb: str, client: Client, db: None) -> None:
    reader = User.objects.create(username="reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_incident"))
    client.force_login(reader)
    clash = make_incident(status="draft")
    assert getattr(client, verb)(address(clash, "nest")).status_code == 403
    content = page(client, clash)
    assert address(clash, "nest") not in content
    assert list_address(Incident, "add") not in content


def test_what_incidents_say_stays_text(browser: Client) -> None:
    payload = "<img src=x onerror=alert(1)>"
    top = make_incident(payload, kind="episode", summary=payload)
    speaker = make_actor(payload)
    part = make_incident(payload, part_of=top, participants=[(speaker, "party")], status="draft")
    said = make_statement(speaker=speaker, gist=payload, incidents=[top])
    make_claim(incident=top, statement=said, gist=payload, occurred="2021-11-14")
    nest = address(top, "nest")
    for content in (
        page(browser, top),
        page(browser, part, after=payload),
        browser.get(nest, {"part": part.pk, "q": payload}).content.decode(),
        browser.post(nest, nested(part, part.pk, why=payload)).content.decode(),
        browser.get(list_address(Incident)).content.decode(),
    ):
        assert payload not in content
        assert "onerror" in content


# The list


def test_the_list_counts_what_hangs_on_each(browser: Client) -> None:
    episode = make_incident(kind="episode")
    make_claim(incident=episode, value=1, statement=make_statement(incidents=[episode]))
    make_claim(incident=episode, value=5)
    make_claim(incident=episode, value=7, status="withdrawn")
    (row,) = browser.get(list_address(Incident)).context["cl"].result_list
    assert (row.statements_kept, row.claims_kept, row.questions_contested) == (1, 2, 1)
