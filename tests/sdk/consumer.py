"""A program that uses the generated Python client; test_python.py type-checks and runs it."""

import asyncio
import json
import sys
from urllib.parse import parse_qs, urlsplit

from conflictdb_client import Client
from conflictdb_client.api.claims import get_claim, list_claims
from conflictdb_client.api.questions import get_question
from conflictdb_client.models import Claim, ClaimPage, Problem, QuestionDetail
from conflictdb_client.models.claim_kind import ClaimKind
from conflictdb_client.types import UNSET, Unset

client = Client(sys.argv[1], raise_on_unexpected_status=True)


def page(cursor: str | Unset) -> ClaimPage:
    answer = list_claims.sync(client=client, limit=60, cursor=cursor, count=True)
    assert isinstance(answer, ClaimPage), answer
    return answer


def all_claims() -> tuple[list[Claim], int | Unset]:
    found: list[Claim] = []
    cursor: str | Unset = UNSET
    while True:
        answer = page(cursor)
        found += answer.results
        if answer.next_ is None:
            return found, answer.count
        cursor = parse_qs(urlsplit(answer.next_).query)["cursor"][0]


def of_kinds(kinds: list[ClaimKind]) -> list[ClaimKind]:
    answer = list_claims.sync(client=client, kind=kinds, limit=500)
    assert isinstance(answer, ClaimPage), answer
    return [claim.kind for claim in answer.results]


def question(slug: str) -> QuestionDetail:
    answer = asyncio.run(get_question.asyncio(slug, client=client, rule="lowest"))
    assert isinstance(answer, QuestionDetail), answer
    return answer


def problem_of(answer: object) -> Problem:
    assert isinstance(answer, Problem), answer
    return answer


claims, count = all_claims()
asked = question("captivity-armenia-border-clashes-2021-11-16")
bad = list_claims.sync_detailed(client=client, occurred_after="yesterday", topic_not=["deaths"])
# Past the type checker on purpose: a code that the server does not know.
misspelt = problem_of(list_claims.sync(client=client, kind=["capturd"]))  # type: ignore[list-item]
missing = get_claim.sync_detailed("no-such-claim", client=client)

print(
    json.dumps(
        {
            "count": None if isinstance(count, Unset) else count,
            "slugs": [claim.slug for claim in claims],
            "described": [
                claim.claimant_description or "" for claim in claims if claim.claimant is None
            ],
            "kinds": of_kinds(["captured", "killed"]),
            "latest": [
                [
                    answer.claimant.slug if answer.claimant else None,
                    answer.value_min,
                    answer.asserted.edtf if answer.asserted else None,
                ]
                for answer in asked.latest
            ],
            "estimate": asked.estimate.figures[0].value if asked.estimate else None,
            "bad": [bad.status_code.value, problem_of(bad.parsed).errors[0].parameter],
            "suggestion": misspelt.errors[0].suggestion,
            "missing": [missing.status_code.value, problem_of(missing.parsed).title],
        }
    )
)
