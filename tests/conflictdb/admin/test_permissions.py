"""Who may do what: every address of the admin, asked by everybody, on public records and drafts.

The tables below say from which account on a page opens, and from which on what is sent to it may
change anything; an address that no table names fails. The accounts are in order: each may what the
one before may, and more.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.test import Client
from django.urls import reverse

from conflictdb import curation
from conflictdb.history import RecordHistory
from conflictdb.models import (
    Actor,
    Citation,
    Claim,
    ClaimLink,
    Document,
    DocumentText,
    Record,
    Redaction,
    Statement,
    StatementLink,
)
from conflictdb.models.event import PARTS, RECORDS
from tests.budgets.survey import names
from tests.conflictdb.team import browser_of, member
from tests.factories import (
    make_actor,
    make_affiliation,
    make_citation,
    make_claim,
    make_claim_link,
    make_document,
    make_incident,
    make_place,
    make_question,
    make_statement,
    make_statement_link,
)

pytestmark = pytest.mark.django_db

NOBODY, STRANGER, VIEWER, ANNOTATOR, REVIEWER, ADMINISTRATOR = ACCOUNTS = (
    "nobody",  # not logged in
    "stranger",  # may enter the admin, and nothing else
    "viewer",  # may view every record
    "Annotator",
    "Reviewer",
    "Administrator",
)
NONE = "none"  # no account at all

# From whom on a page opens; from whom on sending something to it may change anything.
Rule = tuple[str, str]

DESK: dict[str, Rule] = {
    "changelist": (VIEWER, ANNOTATOR),
    "add": (ANNOTATOR, ANNOTATOR),
    "change": (VIEWER, ANNOTATOR),
    "history": (VIEWER, NONE),
    "delete": (ANNOTATOR, ANNOTATOR),
    "deleted": (VIEWER, NONE),
    "restore": (ANNOTATOR, ANNOTATOR),
    "restore_deleted": (ANNOTATOR, ANNOTATOR),
    "submit": (ANNOTATOR, ANNOTATOR),
    "publish": (REVIEWER, REVIEWER),
    "return_to_draft": (REVIEWER, REVIEWER),
    "withdraw": (REVIEWER, REVIEWER),
    "merge_into": (REVIEWER, REVIEWER),
    "add_name": (NONE, ANNOTATOR),
    "not_the_same": (NONE, ANNOTATOR),
}
OF_DESK: dict[str, dict[str, Rule]] = {
    "actor": {"redact": (ADMINISTRATOR, ADMINISTRATOR)},
    "statement": {"add_claim": (ANNOTATOR, NONE)},  # leads to a page of claims
    "incident": {"nest": (ANNOTATOR, ANNOTATOR)},
    "question": {
        "chart": (VIEWER, NONE),
        "link": (ANNOTATOR, ANNOTATOR),
        "unlink": (ANNOTATOR, ANNOTATOR),
        "move": (ANNOTATOR, ANNOTATOR),
        "retitle": (ANNOTATOR, ANNOTATOR),
        # Its claims say whether it is public.
        **dict.fromkeys(("submit", "publish", "return_to_draft", "withdraw"), (NONE, NONE)),
    },
    "document": {
        "new_article": (ANNOTATOR, ANNOTATOR),
        "read": (ANNOTATOR, ANNOTATOR),
        "read_panel": (ANNOTATOR, NONE),
        "read_gists": (ANNOTATOR, NONE),
        "read_save": (NONE, ANNOTATOR),
        "read_edit": (ANNOTATOR, ANNOTATOR),
        "read_remove": (NONE, ANNOTATOR),
        "read_submit_all": (ANNOTATOR, ANNOTATOR),
        "read_approve": (NONE, REVIEWER),
        "read_send_back": (NONE, REVIEWER),
        "read_publish_all": (REVIEWER, REVIEWER),
    },
    "revision": {
        "changelist": (VIEWER, NONE),
        "change": (VIEWER, REVIEWER),
        "history": (VIEWER, NONE),
        "add": (NONE, NONE),
        "delete": (NONE, NONE),
    },
    "redaction": {
        "changelist": (ADMINISTRATOR, NONE),
        "change": (ADMINISTRATOR, NONE),
        "history": (ADMINISTRATOR, NONE),
        "add": (NONE, NONE),
        "delete": (NONE, NONE),
    },
    "user": {
        "changelist": (ADMINISTRATOR, ADMINISTRATOR),
        "change": (ADMINISTRATOR, ADMINISTRATOR),
        "history": (ADMINISTRATOR, NONE),
        "add": (ADMINISTRATOR, ADMINISTRATOR),
        "password_change": (ADMINISTRATOR, ADMINISTRATOR),
        "delete": (NONE, NONE),
    },
    "group": {
        "changelist": (ADMINISTRATOR, NONE),
        "change": (ADMINISTRATOR, NONE),
        "history": (ADMINISTRATOR, NONE),
        "add": (NONE, NONE),
        "delete": (NONE, NONE),
    },
    "accessattempt": {
        "changelist": (ADMINISTRATOR, ADMINISTRATOR),
        "change": (ADMINISTRATOR, NONE),
        "history": (ADMINISTRATOR, NONE),
        "add": (NONE, NONE),
        "delete": (NONE, NONE),
    },
}
SITE: dict[str, Rule] = {
    "index": (STRANGER, NONE),
    "search": (STRANGER, NONE),
    "app_list": (VIEWER, NONE),
    "autocomplete": (VIEWER, NONE),
    "password_change": (STRANGER, STRANGER),
    "password_change_done": (STRANGER, NONE),
    "view_on_site": (NONE, NONE),
}
OPEN = {"login", "logout", "jsi18n"}  # for who is not logged in, too

TEXT = "Markedword was said there, in private, by somebody. The end.\n"
MARK = "Markedword"
SEALED = "Sealed Name"


def rule_of(name: str) -> Rule:
    """The rule of an address, by its name. KeyError: no table has it."""
    model, page = parsed(name)
    if model is None:
        return SITE[page]
    own = OF_DESK.get(str(model._meta.model_name), {})
    return own[page] if page in own or not issubclass(model, Record) else DESK[page]


def parsed(name: str) -> tuple[type[models.Model] | None, str]:
    """The model whose desk an address belongs to, and its page."""
    for model in sorted(admin.site._registry, key=lambda m: -len(m.__name__)):
        prefix = f"{model._meta.app_label}_{model._meta.model_name}_"
        if name.startswith(prefix):
            return model, name.removeprefix(prefix)
    return None, name


@cache
def addresses() -> dict[str, list[str]]:
    return {name: arguments for name, arguments in names() if name not in OPEN}


def may(account: str, first: str) -> bool:
    return first != NONE and ACCOUNTS.index(account) >= ACCOUNTS.index(first)


def is_asked_before(account: str, first: str) -> bool:
    """Whether a lesser account is asked, and a greater one may what that one may."""
    return account in (REVIEWER, ADMINISTRATOR) and may(account, first) and account != first


# The world


@dataclass
class World:
    """A record of each kind, public, as another's draft, and deleted."""

    public: dict[Any, Any] = field(default_factory=dict)
    draft: dict[Any, Any] = field(default_factory=dict)
    gone: dict[Any, int] = field(default_factory=dict)

    def address(self, name: str, status: str) -> str:
        model, page = parsed(name)
        records: dict[Any, Any] = getattr(self, status)
        target = records.get(model)
        given: dict[str, Any] = {
            "app_label": "conflictdb",
            "content_type_id": ContentType.objects.get_for_model(Actor).pk,
            "object_id": target.pk if target else 1,
            "id": target.pk if target else 1,
            "pk": self.gone[model] if page == "restore_deleted" else target and target.pk,
            "key": f"claim-{self.draft[Claim].pk}",
        }
        if page == "restore":
            given["version"] = RecordHistory(model, target.pk).versions()[-1].action.context  # type: ignore[arg-type]
        url = reverse(f"admin:{name}", kwargs={each: given[each] for each in addresses()[name]})
        if name == "autocomplete":
            url += "?app_label=conflictdb&model_name=statement&field_name=speaker"
        return url

    def sent(self, name: str, status: str) -> Iterator[dict[str, Any]]:
        """What a forged form could send: whatever any of the pages takes."""
        model, page = parsed(name)
        target = getattr(self, status).get(model)
        claim = self.draft[Claim] if status == "draft" else self.public[Claim]
        everything = {
            "reason": "Mine.",
            "reason_code": "error",
            "confirmed": "yes",
            "post": "yes",
            "status": "published",
            "merged_into": "",
            "title": "Mine",
            "gist": "Mine",
            "name": "Mine",
            "revision_why": "Mine.",
            "why": "Mine.",
            "new-name": "Mine",
            "new-language": "en",
            "new-kind": "alternative",
            "relation": "disputes",
            "record": f"claim-{claim.pk}",
            "claim": claim.pk,
            "to": "rule",
            "version": getattr(claim if page.startswith("read") else target, "version", "1"),
            "carry_out": "yes",
            "original": "kept",
            "decision": "approve",
            "text": TEXT,
            "username": "mine",
            "password1": "a passphrase of mine",
            "is_superuser": "on",
            "seen_version": getattr(target, "version", ""),
            "part": target.pk if target else "",
            "into": self.public[model].pk if model in self.public else "",
            "other": self.public[model].pk if model in self.public else "",
        }
        yield everything
        if page == "revision":
            yield {**everything, "decision": "reject"}
        if page == "changelist" and target is not None:
            chosen = {ACTION_CHECKBOX_NAME: target.pk, "index": "0", "select_across": "0"}
            for each in (
                *(f"{step}_selected" for step in ("submit", *curation.STEPS)),
                *("delete_selected", "merge_selected", "reset_second_factor", "unlock"),
            ):
                yield {**everything, **chosen, "action": each}


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.FOUR_EYES = True
    made = World()
    other = member("other", "Annotator")
    for status, records in (("published", made.public), ("draft", made.draft)):
        _make(status, records)
    gone: dict[Any, Any] = {}
    _make("draft", gone, alone=True)
    for model in (Citation, StatementLink, ClaimLink, Claim, Statement, *reversed(RECORDS)):
        if model in gone and model._default_manager.filter(pk=gone[model].pk).exists():
            made.gone[model] = gone[model].pk
            curation.delete(model._default_manager.get(pk=gone[model].pk), by=other)
    changed = make_actor("As it was")

    def rename(actor: Any) -> None:
        actor.name = "As it becomes"

    revision = curation.revise(changed, by=other, why="So.", change=rename)
    redaction = Redaction.objects.create(
        actor=make_actor("Redacted person", kind="person"),
        by=other,
        reason="Private.",
        original=[{"kind": "actor", "id": 1, "column": "name", "text": SEALED}],
    )
    from axes.models import AccessAttempt

    attempt = AccessAttempt.objects.create(
        username="x", ip_address="192.0.2.1", failures_since_start=3
    )
    for records in (made.public, made.draft):
        records |= {
            type(revision): revision,
            Redaction: redaction,
            User: other,
            Group: Group.objects.get(name="Annotator"),
            AccessAttempt: attempt,
        }
    return made


def _make(status: str, records: dict[Any, Any], *, alone: bool = False) -> None:
    number = len(Document.objects.all())
    text = f"{TEXT}{number}"
    document = make_document(
        status=status, sha256=Document.digest_of(text), length=len(text), title="A report"
    )
    if not alone:
        DocumentText.objects.create(document=document, content=text)
    cited = {"document": document, "start": 0, "end": 40, "status": status}
    person = make_actor("A person", kind="person", status=status)
    body = make_actor("A body", status=status)
    incident = make_incident(status=status)
    statement = make_statement(speaker=body, status=status)
    claim = make_claim(statement=statement, incident=incident, status=status)
    second = make_statement(speaker=person, status=status)
    other = make_claim(statement=second, incident=incident, status=status)
    for each in (second, other, claim):
        make_citation(each, **cited)
    found: list[Record] = [
        document,
        make_place(status=status),
        person,
        incident,
        statement,
        claim,
        make_affiliation(person, body, status=status),
        make_citation(statement, **cited),
        make_claim_link(claim, other, status=status),
        make_statement_link(statement, second, status=status),
        make_question(incident=incident, status="draft" if alone else status),
    ]
    if alone:  # what can be deleted by itself
        found[2:6] = [
            make_actor("Gone", status=status),
            make_incident("Gone", status=status),
            make_statement(speaker=body, status=status),
            make_claim(statement=statement, incident=incident, status=status),
        ]
        found[0] = make_document(status=status)
    records |= {type(record): record for record in found}


def browser(account: str) -> Client:
    if account == NOBODY:
        return Client()
    if account not in (STRANGER, VIEWER):
        return browser_of(member(account.lower(), account))
    user = User.objects.create_user(account, is_staff=True)
    if account == VIEWER:
        views = Permission.objects.filter(
            codename__startswith="view_", content_type__app_label="conflictdb"
        ).exclude(codename="view_redaction")
        user.user_permissions.set(views)
    return browser_of(user)


# What is asked


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def everything() -> Any:
    """A digest of all that people may change."""
    tables = [m._meta.db_table for m in (*RECORDS, *PARTS, Redaction, User, Group)]
    tables += ["conflictdb_revision", "conflictdb_review", "conflictdb_contribution"]
    tables += ["conflictdb_distinctactors", "conflictdb_distinctplaces", "axes_accessattempt"]
    tables += ["auth_user_groups", "auth_user_user_permissions", "auth_group_permissions"]
    return _digests(f"SELECT t::text AS row FROM {table} t" for table in dict.fromkeys(tables))


def all_that_is_public() -> Any:
    """A digest of published records and what belongs to them."""
    public = "('published', 'withdrawn')"
    rows = [
        f"SELECT t::text AS row FROM {m._meta.db_table} t WHERE status IN {public}" for m in RECORDS
    ]
    for part, owner in PARTS.items():
        if part is not DocumentText:  # which is private
            table = part._meta.get_field(owner).related_model._meta.db_table  # type: ignore[union-attr]
            rows.append(
                f"SELECT t::text AS row FROM {part._meta.db_table} t JOIN {table} owner"
                f" ON owner.id = t.{owner}_id WHERE owner.status IN {public}"
            )
    return _digests(rows)


def _digests(queries: Iterator[str] | list[str]) -> Any:
    sums = " UNION ALL ".join(
        f"SELECT {number}, md5(coalesce(string_agg(row, '|' ORDER BY row), '')) FROM ({query}) rows"
        for number, query in enumerate(queries)
    )
    with connection.cursor() as cursor:
        cursor.execute(sums)
        return sorted(cursor.fetchall())


def shown(response: Any) -> str:
    return "" if response.streaming else str(response.content.decode())


def is_log_in(response: Any) -> bool:
    return response.status_code == 302 and response["Location"].startswith("/admin/login/")


def test_every_address_has_its_rule() -> None:
    unknown = []
    for name in addresses():
        try:
            rule_of(name)
        except KeyError:
            unknown.append(name)
    assert not unknown, "say in the tables of this module who may do what there"


def test_no_rule_is_left_over() -> None:
    pages = {parsed(name) for name in addresses()}
    desks = {str(model._meta.model_name): model for model in admin.site._registry}
    for desk, rules in OF_DESK.items():
        assert {(desks[desk], page) for page in rules} <= pages
    assert set(SITE) <= {page for model, page in pages if model is None}


@pytest.mark.parametrize("account", ACCOUNTS)
def test_pages_open_for_whom_they_should(account: str, world: World) -> None:
    client = browser(account)
    before = everything()
    for name in addresses():
        for status in ("public", "draft") if parsed(name)[0] in RECORDS else ("public",):
            url = world.address(name, status)
            opens, _ = rule_of(name)
            if is_asked_before(account, opens):
                continue
            with undone():
                answer = client.get(url)
                told = f"{account} GET {url}: {answer.status_code}"
                if account == NOBODY:
                    assert is_log_in(answer), told
                    continue
                assert not is_log_in(answer), told
                if may(account, opens):
                    assert answer.status_code in (200, 302, 404, 422), told
                    assert answer.status_code != 404 or name.endswith("read_edit"), told
                else:
                    assert answer.status_code not in (200, 422), told
                page = shown(answer)
                assert may(account, ANNOTATOR) or MARK not in page, told
                assert may(account, ADMINISTRATOR) or SEALED not in page, told
    assert everything() == before


@pytest.mark.parametrize("account", ACCOUNTS)
def test_what_is_sent_changes_what_it_may(account: str, world: World) -> None:
    client = browser(account)
    before, public = everything(), all_that_is_public()
    for name in addresses():
        _, acts = rule_of(name)
        if is_asked_before(account, acts):
            continue
        for status in ("public", "draft") if parsed(name)[0] in RECORDS else ("public",):
            url = world.address(name, status)
            for sent in world.sent(name, status):
                with undone():
                    answer = client.post(url, sent)
                    told = f"{account} POST {url} {sent.get('action', '')}: {answer.status_code}"
                    if account == NOBODY:
                        assert is_log_in(answer), told
                    if may(account, acts):
                        assert answer.status_code != 403, told
                    else:
                        is_list = name.endswith("_changelist")  # which offers other actions
                        if account != NOBODY and acts != NONE and not is_list:
                            assert answer.status_code in (403, 404), told
                        assert everything() == before, told
                        assert MARK not in shown(answer) or may(account, ANNOTATOR), told
                    if not may(account, REVIEWER):
                        assert all_that_is_public() == public, told
