"""The redaction of a person, from the actor's page to what is left for administrators."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from conflictdb.models import Actor, Claim, Redaction
from tests.factories import make_actor, make_actor_name, make_claim, make_statement

from .pages import address, told

pytestmark = pytest.mark.django_db

NAME, OTHER = "Zeno Testov", "Зенон Тестов"


@pytest.fixture
def person() -> Actor:
    person = make_actor(NAME, kind="person", slug="zeno-testov")
    make_actor_name(person, OTHER)
    return person


@pytest.fixture
def claim(person: Actor) -> Claim:
    statement = make_statement(speaker=person, gist="<b>Zeno Testov</b> tells.")
    return make_claim(statement=statement, gist="One died, says Testov.")


def logged_in(role: str, client: Client) -> Client:
    user = User.objects.create_user(role.lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return client


def page_of(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def sent(response: Any, **changes: Any) -> dict[str, Any]:
    """What the page would send as it is shown."""
    context = response.context
    data: dict[str, Any] = {"seen": context["seen"], "carry_out": "yes", "passage": []}
    for decision in context["decisions"]:
        key = decision.passage.key
        data["passage"].append(key)
        data[f"instead-{key}"] = decision.instead
        if decision.is_ticked:
            data[f"takes-{key}"] = "on"
    data |= {"original": "destroyed", "reason": "A private person", **changes}
    return {name: value for name, value in data.items() if value is not None}


def test_a_person_is_redacted_from_its_page(person: Actor, claim: Claim, client: Client) -> None:
    browser = logged_in("Administrator", client)
    assert address(person, "redact") in page_of(browser.get(address(person)))
    preview = browser.get(address(person, "redact"))
    assert "&lt;b&gt;Zeno Testov&lt;/b&gt; tells." in page_of(preview)
    assert "says Testov" not in page_of(preview)
    wider = browser.post(address(person, "redact"), {"surname_alone": "on", "look": "yes"})
    assert "One died, says [redacted]." in page_of(wider)
    done = browser.post(address(person, "redact"), sent(wider, surname_alone="on"))
    assert done.status_code == 302, page_of(done)
    person.refresh_from_db()
    claim.refresh_from_db()
    assert person.name == "Redacted person"
    assert claim.gist == "One died, says [redacted]."
    assert claim.statement.gist == "<b>[redacted]</b> tells."
    for page in ("change", "history"):
        content = page_of(browser.get(address(person, page)))
        assert "Testov" not in content
        assert "zeno" not in content.lower()


def test_what_is_unticked_stays_and_what_is_typed_stands(
    person: Actor, claim: Claim, client: Client
) -> None:
    browser = logged_in("Administrator", client)
    wider = browser.post(address(person, "redact"), {"surname_alone": "on"})
    keys = [f"claim-{claim.pk}-gist", f"statement-{claim.statement_id}-gist"]
    changes = {f"takes-{keys[0]}": None, f"instead-{keys[1]}": "An official tells."}
    browser.post(address(person, "redact"), sent(wider, surname_alone="on", **changes))
    claim.refresh_from_db()
    assert claim.gist == "One died, says Testov."
    assert claim.statement.gist == "An official tells."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"original": None}, "Choose what becomes of the original."),
        ({"reason": " "}, "Say why"),
        ({"reason": "For Zeno Testov"}, "Leave the name out"),
        ({"seen": "x"}, "changed meanwhile"),
    ],
)
def test_what_is_refused_changes_nothing_and_loses_nothing(
    person: Actor, claim: Claim, client: Client, changes: dict[str, Any], words: str
) -> None:
    browser = logged_in("Administrator", client)
    preview = browser.get(address(person, "redact"))
    typed = {f"instead-statement-{claim.statement_id}-gist": "Typed with care."}
    page = browser.post(address(person, "redact"), sent(preview, **typed, **changes))
    assert words in " ".join(told(page))
    assert ("Typed with care." in page_of(page)) is ("seen" not in changes)
    person.refresh_from_db()
    assert person.name == NAME
    assert not Redaction.objects.exists()


def test_the_original_is_for_administrators_alone(
    person: Actor, claim: Claim, client: Client
) -> None:
    browser = logged_in("Administrator", client)
    preview = browser.get(address(person, "redact"))
    browser.post(address(person, "redact"), sent(preview, original="kept"))
    redaction = Redaction.objects.get()
    sealed = reverse("admin:conflictdb_redaction_change", args=[redaction.pk])
    listed = reverse("admin:conflictdb_redaction_changelist")
    assert NAME in page_of(browser.get(sealed))
    assert NAME not in page_of(browser.get(listed))
    assert listed in page_of(browser.get(reverse("admin:index")))
    for role in ("Annotator", "Reviewer"):
        browser = logged_in(role, Client())
        assert browser.get(sealed).status_code == 403
        assert browser.get(listed).status_code == 403
        assert listed not in page_of(browser.get(reverse("admin:index")))


@pytest.mark.parametrize("role", ["Annotator", "Reviewer"])
def test_only_administrators_redact(person: Actor, client: Client, role: str) -> None:
    browser = logged_in(role, client)
    assert address(person, "redact") not in page_of(browser.get(address(person)))
    for response in (
        browser.get(address(person, "redact")),
        browser.post(address(person, "redact"), {"carry_out": "yes", "original": "kept"}),
    ):
        assert response.status_code in {302, 403}
    person.refresh_from_db()
    assert person.name == NAME


def test_only_persons_are_redacted(client: Client) -> None:
    body = make_actor("Ministry")
    browser = logged_in("Administrator", client)
    assert address(body, "redact") not in page_of(browser.get(address(body)))
    assert browser.get(address(body, "redact")).status_code in {302, 403}
