"""Documents, and the passages of them that bear out statements and claims."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from random import Random

from conflictdb.models import Citation, Document, Hop

from .chance import Weighted, Zipf
from .claims import Claims
from .geography import RECORD, stamp
from .incidents import DAYS, FIRST_DAY
from .table import NULL, Table, time_columns, time_fact

CITATIONS = Weighted({1: 84, 2: 13, 3: 3})
HOPS = Weighted({0: 55, 1: 35, 2: 10})


class Evidence:
    """All documents and citations of a world."""

    def __init__(self, random: Random, claims: Claims, documents: int) -> None:
        self.random, self.claims, self.documents = random, claims, documents
        self.media = Zipf(claims.incidents.geography.media, 0.9)
        self._hops: list[int] = [0]

    def _documents(self) -> Iterator[str]:
        for n in range(1, self.documents + 1):
            day = FIRST_DAY + timedelta(n * DAYS // (self.documents + 1))
            digest = sha256(b"document %d" % n).hexdigest()
            publisher = self.media.one(self.random) if n % 20 else NULL
            title = f"Report {n} of the fighting"
            yield (
                f"{n}\treport-{day}-{n}\tpublished\t{stamp(n)}\t{title}\t{publisher}"
                f"\t{{}}\t{NULL}\ten\t{time_fact(f'{day}')}\t{digest}\t{4000 + n % 9000}"
                f"\tnone\t{NULL}"
            )

    def _owners(self) -> Iterator[tuple[str, bool]]:
        """For each citation the statement and claim that it bears out, and if that is public."""
        for n in range(5, self.claims.statement_count + 1, 5):
            yield f"{n}\t{NULL}", bool(self.claims.statements_published[n])
        for n in range(1, self.claims.claim_count + 1):
            for _ in range(CITATIONS.one(self.random)):
                yield f"{NULL}\t{n}", bool(self.claims.published[n])

    def _citations(self) -> Iterator[str]:
        random, filler = self.random, sha256(b"passage").hexdigest()[:56]
        for n, (owner, public) in enumerate(self._owners(), 1):
            # The whole is unique: no two citations of a record begin at one offset.
            document, start = 1 + int(self.documents * random.random() ** 1.5), n % 3900
            mode = "direct_quote" if n % 3 == 0 else "indirect"
            self._hops.append(HOPS.one(random))
            yield (
                f"{n}\tcitation-{n}\t{'published' if public else 'draft'}\t{stamp(n)}\t{document}"
                f"\t{owner}\t{NULL}\t{start}\t{start + 40 + n % 160}\t{n:08x}{filler}"
                f"\t{'body' if n % 12 else 'headline'}\t{mode}\t{'none' if n % 8 else 'reportedly'}"
            )

    def _hop_rows(self) -> Iterator[str]:
        number = 0
        for citation, hops in enumerate(self._hops):
            for position in range(1, hops + 1):
                number += 1
                yield f"{number}\t{citation}\t{self.media.one(self.random)}\t{position}"

    def tables(self) -> Iterator[Table]:
        yield Table(
            Document,
            (
                *(*RECORD, "title", "publisher_id", "authors", "url", "language"),
                *(*time_columns("published"), "sha256", "length", "translation"),
                "translated_from",
            ),
            self._documents(),
        )
        agencies = self.claims.incidents.geography.media
        yield Table(
            Document.agencies.through,
            ("id", "document_id", "actor_id"),
            (f"{n}\t{n}\t{agencies[n % len(agencies)]}" for n in range(4, self.documents + 1, 4)),
        )
        yield Table(
            Citation,
            (
                *(*RECORD, "document_id", "statement_id", "claim_id", "affiliation_id"),
                *("start", "end", "sha256", "part", "mode", "hedge"),
            ),
            self._citations(),
        )
        yield Table(Hop, ("id", "citation_id", "actor_id", "position"), self._hop_rows())
