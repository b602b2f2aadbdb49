"""Statements, their claims, and the questions that the claims answer."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from random import Random

from conflictdb.models import Claim, ClaimLink, Question, Statement, StatementLink
from conflictdb.vocabularies import ACTS, CHANNELS, CLAIM_KINDS, STATEMENT_RELATIONS, TOPICS, UNITS

from .chance import Weighted, Zipf
from .geography import RECORD, stamp
from .incidents import Incidents
from .table import NULL, Table, time_columns, time_fact
from .words import Words

COMMON_KINDS = {
    "killed": 22, "wounded": 12, "shelling": 12, "attack_initiated": 7, "killed_or_wounded": 4,
    "captured": 3, "condemnation": 4, "appeal": 4, "casualties": 3, "displaced": 2,
    "equipment_destroyed": 3, "fighting_continues": 3, "advance_repelled": 2, "location": 2,
}  # fmt: skip
KINDS = Weighted({kind.code: COMMON_KINDS.get(kind.code, 0.5) for kind in CLAIM_KINDS})
MODIFIERS = Weighted(
    {"exact": 55, "at_least": 17, "about": 10, "at_most": 5, "range": 5, "unquantified": 8}
)
CERTAINTIES = Weighted({"stated": 80, "confirmed": 9, "unverified": 7, "being_verified": 4})
MODALITIES = Weighted({"actual": 93, "possible": 3, "planned": 3, "conditional": 1})
VICTIMS = Weighted({"military": 45, "civilian": 30, "undetermined": 18, "mixed": 5, "conscript": 2})
NO_FIGURE = "\t".join([NULL] * 3)


class _Answers:
    """What a question comes to: all but exact, and cheap."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.claims = self.speakers = self.last_speaker = 0
        self.figures: list[int] = []

    def add(self, speaker: int, figures: Iterable[object]) -> None:
        """One more public claim."""
        self.claims += 1
        self.speakers += speaker != self.last_speaker
        self.last_speaker = speaker
        self.figures += [figure for figure in figures if isinstance(figure, int)]


class Claims:
    """All statements and claims of a world; numbers are those of their rows."""

    def __init__(
        self, random: Random, words: Words, incidents: Incidents, statements: int, claims: int
    ) -> None:
        self.random, self.words, self.incidents = random, words, incidents
        self.statement_count, self.claim_count = statements, claims
        self._about = self._incidents_of_statements()
        self._speakers = [0] * (statements + 1)
        self.statements_published = bytearray(statements + 1)
        self.published = bytearray(claims + 1)
        # Filled as claims are written.
        self._questions: dict[tuple[str, int, int | None, str | None], _Answers] = {}

    def _incidents_of_statements(self) -> list[int]:
        """Most incidents are spoken of once or twice, a few by very many."""
        random, count = self.random, self.incidents.count
        order = [*range(1, count + 1)]
        random.shuffle(order)
        much = Zipf(order[: max(20, count // 50)], 0.5)
        loud = self.statement_count // 10
        heard = much.some(random, loud)
        return [0, *heard, *random.choices(order, k=self.statement_count - loud)]

    def statement_slug(self, number: int) -> str:
        incident = self._about[number]
        code = self.incidents.countries[incident].code.lower()
        day = self.incidents.date(incident).isoformat()
        return f"{code}-said-{day}-{number}"

    def _statements(self) -> Iterator[str]:
        random, gists = self.random, self.words.gists(self.random)
        incidents = self.incidents
        channels = Zipf(CHANNELS.codes, 1.2)
        acts = Zipf(ACTS.codes, 1.3)
        for n in range(1, self.statement_count + 1):
            incident = self._about[n]
            country, chance = incidents.countries[incident], random.random()
            speakers = country.speakers
            speaker = speakers[int(len(speakers) * chance**4)] if n % 20 else None
            self._speakers[n] = speaker or 0
            public = incidents.published[incident] and random.random() > 0.01
            self.statements_published[n] = public
            day = incidents.date(incident) + timedelta(int(random.expovariate(0.4)))
            quarter = int(random.random() * 96)
            clock = f"T{quarter // 4:02d}:{quarter % 4 * 15:02d}" if n % 10 < 4 else ""
            said = acts.some(random, 2)
            performed = said[0] if said[0] == said[1] or n % 4 else f"{said[0]},{said[1]}"
            proxy = country.state if n % 30 == 0 else NULL
            yield (
                f"{n}\t{self.statement_slug(n)}\t{'published' if public else 'draft'}\t{stamp(n)}"
                f"\t{speaker or NULL}\t{NULL if speaker else 'unnamed officials'}\t{proxy}"
                f"\t{time_fact(f'{day}{clock}')}\t{channels.one(random)}\t{{{performed}}}"
                f"\t{gists.next()}"
            )

    def _statements_of_claims(self) -> Iterator[int]:
        """One to many claims each: the k-th statement has one more with a falling chance."""
        extra, statement = self.claim_count - self.statement_count, 0
        for statement in range(1, self.statement_count + 1):
            yield statement
            left = self.statement_count - statement + 1
            while extra and self.random.random() < min(0.9, extra / (left + extra)):
                extra -= 1
                yield statement
        for _ in range(extra):
            yield statement

    def _claims(self) -> Iterator[str]:
        gists = self.words.gists(self.random)
        before, of_same, total_kind = 0, 0, ""
        for n, statement in enumerate(self._statements_of_claims(), 1):
            kind = KINDS.one(self.random)
            of_same = of_same + 1 if statement == before else 1
            # Some split the figure of the claim before them.
            splits = of_same > 1 and n % 8 == 0 and self.published[n - 1]
            kind, breakdown = (total_kind, n - 1) if splits else (kind, None)
            yield self._claim(n, statement, of_same, kind, breakdown, gists.next())
            before, total_kind = statement, kind

    def _claim(
        self, n: int, statement: int, place_in_it: int, kind: str, breakdown: int | None, gist: str
    ) -> str:
        random, incidents, coded = self.random, self.incidents, CLAIM_KINDS[kind]
        incident = self._about[statement]
        country = incidents.countries[incident]
        public = self.statements_published[statement] and random.random() > 0.005
        self.published[n] = public
        sides = (country.state, country.opponent)
        chance = random.random()
        if chance < 0.1:
            subject, side, scope = None, None, "both_sides" if n % 3 else "not_stated"
        elif chance < 0.35:
            subject, side = (
                country.forces[int(len(country.forces) * random.random() ** 3)],
                sides[0],
            )
            scope = "one"
        else:
            subject = side = sides[n % 2]
            scope = "one"
        victim = VICTIMS.one(random) if coded.family == "casualty" else NULL
        low, high, figure, unit = self._figure(coded.answers_with == "quantity", coded.family)
        about = NULL
        if coded.topic == "breach":
            about = incidents.agreements[n % len(incidents.agreements)]
        exact = incidents.places[incident] if coded.answers_with == "place" or n % 10 == 0 else NULL
        day = incidents.date(incident)
        occurred = f"{day}" if coded.answers_with == "time" or n % 4 == 0 else None
        key = self._key(kind, incident, side, unit)
        question: int | str = NULL
        if key is not None:
            answers = self._questions.setdefault(key, _Answers(len(self._questions) + 1))
            question = answers.number
            if public:
                answers.add(self._speakers[statement], [low, high])
        latest = breakdown is None and n % 10  # few speak twice of the same
        return (
            f"{n}\t{self.statement_slug(statement)}--{kind.replace('_', '-')}-{place_in_it}"
            f"\t{'published' if public else 'draft'}\t{stamp(n)}\t{statement}\t{incident}\t{kind}"
            f"\t{subject or NULL}\t{scope}\t{sides[1 - n % 2] if n % 5 == 0 else NULL}\t{about}"
            f"\t{victim}\t{low}\t{high}\t{figure}"
            f"\t{time_fact(f'{day}' if unit and n % 7 == 0 else None)}"
            f"\t{time_fact(occurred)}\t{exact}\t{'asserts' if n % 25 else 'denies'}"
            f"\t{MODALITIES.one(random)}\t{CERTAINTIES.one(random)}\t{breakdown or NULL}\t{gist}"
            f"\t{question}\tf\t{'t' if latest else 'f'}"
        )

    def _figure(self, counts: bool, family: str) -> tuple[int | str, int | str, str, str | None]:
        """The lowest and highest value; modifier, basis and unit; and the unit alone."""
        if not counts:
            return NULL, NULL, NO_FIGURE, None
        random = self.random
        unit = "person" if family == "casualty" else random.choice(["position", "vehicle", "area"])
        assert unit in UNITS
        value = int(random.paretovariate(0.9)) % 100_000
        modifier = MODIFIERS.one(random)
        low = NULL if modifier in ("at_most", "unquantified") else value
        high = NULL if modifier in ("at_least", "unquantified") else value
        if modifier == "range":
            high = value + 1 + value // 2
        basis = "new" if value % 3 else "cumulative"
        return low, high, f"{modifier}\t{basis}\t{unit}", unit

    def _key(
        self, kind: str, incident: int, side: int | None, unit: str | None
    ) -> tuple[str, int, int | None, str | None] | None:
        """As the rule of ``conflictdb.questions`` has it."""
        coded = CLAIM_KINDS[kind]
        if not coded.asks:
            return None
        topic = TOPICS[coded.topic]
        asked_of = incident if topic.of_incident else self.incidents.scopes[incident]
        counted = unit if coded.family == "materiel" else None
        return topic.code, asked_of, side if topic.by_side else None, counted

    def _question_rows(self) -> Iterator[str]:
        slugs = self.incidents.geography.actor_slugs
        for (topic, incident, side, counted), answers in self._questions.items():
            n, claims, speakers = answers.number, answers.claims, answers.speakers
            named = slugs[side - 1] if side else ""
            parts = [topic.replace("_", "-"), named, (counted or "").replace("_", "-")]
            slug = "-".join([*filter(None, parts), self.incidents.slug(incident)])
            contested = speakers > 1 and n % 3 == 0
            words = TOPICS[topic].title.format(side=named or "not stated")
            yield (
                f"{n}\t{slug}\t{'published' if claims else 'draft'}\t{stamp(n)}"
                f"\t{words} {self.incidents.title(incident)}\tf\t{topic}\t{incident}"
                f"\t{side or NULL}\t{counted or NULL}\tt\t{'t' if contested else 'f'}"
                f"\t{{{'different_speakers' if contested else ''}}}"
                f"\t{min(answers.figures, default=NULL)}\t{max(answers.figures, default=NULL)}"
                f"\t{claims}\t{speakers}\t{claims}\t{claims - claims // 4}"
            )

    def _links(self, name: str, last: int, relations: list[str]) -> Iterator[str]:
        public = self.published if name == "claim" else self.statements_published
        for n, one in enumerate(range(60, last + 1, 50), 1):
            other = one - 1 - n % 40
            status = "published" if public[one] and public[other] else "draft"
            relation = relations[n % len(relations)]
            yield f"{n}\t{name}-link-{n}\t{status}\t{stamp(n)}\t{one}\t{other}\t{relation}\t{NULL}"

    def _statement_incidents(self) -> Iterator[str]:
        for n in range(1, self.statement_count + 1):
            yield f"{n}\t{n}\t{self._about[n]}"

    def tables(self) -> Iterator[Table]:
        yield Table(
            Statement,
            (
                *(*RECORD, "speaker_id", "speaker_description", "on_behalf_of_id"),
                *(*time_columns("made"), "channel", "acts", "gist"),
            ),
            self._statements(),
        )
        many = ("id", "statement_id")
        yield Table(
            Statement.incidents.through, (*many, "incident_id"), self._statement_incidents()
        )
        states = [country.state for country in self.incidents.geography.countries]
        for field, step in (("co_speakers", 50), ("addressees", 9)):
            yield Table(
                getattr(Statement, field).through,
                (*many, "actor_id"),
                (
                    f"{n}\t{n}\t{states[n % len(states)]}"
                    for n in range(step, self.statement_count + 1, step)
                ),
            )
        yield Table(
            Claim,
            (
                *(*RECORD, "statement_id", "incident_id", "kind", "subject_id", "subject_scope"),
                *("target_id", "about_id", "victim_class", "value_min", "value_max", "modifier"),
                *("basis", "unit", *time_columns("as_of"), *time_columns("occurred"), "place_id"),
                *("polarity", "modality", "certainty", "breakdown_of_id", "gist"),
                *("question_id", "question_fixed", "is_latest"),
            ),
            self._claims(),
        )
        yield Table(
            Question,
            (
                *(*RECORD, "title", "retitled", "topic", "incident_id", "subject_side_id"),
                *("counted", "by_rule", "contested", "reasons", "spread_lowest", "spread_highest"),
                *("claims_count", "speakers_count", "utterances_count", "documents_count"),
            ),
            self._question_rows(),
        )
        link = (*RECORD, "from_{0}_id", "to_{0}_id", "relation", "note")
        yield Table(
            StatementLink,
            tuple(column.format("statement") for column in link),
            self._links("statement", self.statement_count, STATEMENT_RELATIONS.codes),
        )
        yield Table(
            ClaimLink,
            tuple(column.format("claim") for column in link),
            self._links("claim", self.claim_count, ["confirms", "disputes", "updates"]),
        )
