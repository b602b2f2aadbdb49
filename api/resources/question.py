"""Questions over HTTP: the contradiction sets."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from rest_framework import serializers

from api.filters import (
    BooleanFilter,
    CodeFilter,
    KnownAtFilter,
    NumberFilter,
    OneCodeFilter,
    ParameterSet,
    ResourceFilterSet,
    SearchFilter,
    SlugFilter,
)
from api.representation import (
    ActorRefSerializer,
    ClaimRefSerializer,
    CodeAttribute,
    CodeField,
    IncidentRefSerializer,
    OnlyInPython,
    PlaceRefSerializer,
    RelatedList,
    Representation,
    TimeFactField,
    URLField,
)
from api.resource import ResourceViewSet
from api.selection import Bound, Selection
from conflictdb import questions
from conflictdb.models import Actor, Claim, Incident, Question
from conflictdb.vocabularies import (
    CLAIM_KINDS,
    ESTIMATE_RULES,
    FAMILIES,
    MODIFIERS,
    POLARITIES,
    REASONS,
    SET_ASIDE_REASONS,
    TOPICS,
    UNITS,
)

from .claim import ClaimSerializer, claim_rows


class SpreadSerializer(serializers.Serializer):
    """The lowest and the highest figure stated on the question's principal scope."""

    lowest = serializers.IntegerField(
        source="spread_lowest", allow_null=True, help_text="Lowest stated figure."
    )
    highest = serializers.IntegerField(
        source="spread_highest", allow_null=True, help_text="Highest stated figure."
    )


class AnswerSerializer(serializers.Serializer):
    """A claim in short, as an answer: who said what, when, and the column that answers."""

    claim = ClaimRefSerializer(source="*", help_text="The claim.")
    kind = CodeField(CLAIM_KINDS, help_text="What it asserts.")
    claimant = ActorRefSerializer(
        source="statement.speaker", allow_null=True, help_text="Who said it."
    )
    claimant_description = serializers.CharField(
        source="statement.speaker_description",
        allow_null=True,
        help_text="Who said it, in words, where unnamed.",
    )
    asserted = TimeFactField(source="statement.made", help_text="When it was said.")
    subject = ActorRefSerializer(allow_null=True, help_text="Whom it is about.")
    value_min = serializers.IntegerField(allow_null=True, help_text="Lowest stated number.")
    value_max = serializers.IntegerField(allow_null=True, help_text="Highest stated number.")
    modifier = CodeField(MODIFIERS, allow_null=True, help_text="How words bound it.")
    occurred = TimeFactField(help_text="When it happened.")
    place = PlaceRefSerializer(allow_null=True, help_text="Where.")
    polarity = CodeField(POLARITIES, help_text="Whether it is asserted or denied.")
    own_loss = serializers.BooleanField(help_text="Whether a side speaks of its own losses.")


class QuestionSerializer(Representation):
    """What a set of claims answers, who answers what, and whether and why they differ."""

    slug = serializers.CharField(help_text="Identifier of the question.")
    title = serializers.CharField(help_text="The question in words.")
    topic = CodeField(TOPICS, help_text="What is asked.")
    family = CodeAttribute(
        questions.FAMILY_OF_TOPIC,
        "code",
        FAMILIES,
        source="topic",
        help_text="Group of topics.",
    )
    incident = IncidentRefSerializer(help_text="Of which incident it is asked.")
    subject_side = ActorRefSerializer(
        allow_null=True,
        help_text="Of which side it is asked, where the topic asks by side.",
    )
    counted = CodeField(
        UNITS,
        allow_null=True,
        help_text="What is counted, for equipment and deployments.",
    )
    contested = serializers.BooleanField(help_text="Whether latest answers contradict each other.")
    reasons = serializers.ListField(child=CodeField(REASONS), help_text="Why answers differ.")
    spread = SpreadSerializer(source="*", help_text="Lowest and highest stated figure.")
    latest = RelatedList(
        "claims",
        child=AnswerSerializer(),
        source="answers",
        where="is_latest",
        order=questions.ANSWER_ORDER,
        help_text="Each speaker's latest answer.",
    )
    claims_count = serializers.IntegerField(help_text="How many claims answer it.")
    speakers_count = serializers.IntegerField(help_text="How many speakers answer it.")
    utterances_count = serializers.IntegerField(help_text="How many utterances answer it.")
    documents_count = serializers.IntegerField(help_text="How many documents report them.")
    url = URLField("question")


class QuestionClaimSerializer(ClaimSerializer):
    """A claim as an answer to the question, in full."""

    latest = serializers.BooleanField(
        source="is_latest", help_text="Whether it is its speaker's latest answer."
    )
    own_loss = serializers.BooleanField(help_text="Whether a side speaks of its own losses.")
    against_interest = serializers.BooleanField(
        help_text="Whether a side concedes what speaks against itself."
    )


class SetAsideSerializer(serializers.Serializer):
    """A claim that a rule left out, and why."""

    claim = ClaimRefSerializer(help_text="The claim left out.")
    reason = CodeField(SET_ASIDE_REASONS, help_text="Why it was left out.")


class FigureSerializer(serializers.Serializer):
    """One figure that a rule gives."""

    name = serializers.CharField(
        help_text="lowest, low, best, high, min or max, or the side's slug for latest_per_side."
    )
    value = serializers.IntegerField(allow_null=True, help_text="The figure; null without any.")


class EstimateSerializer(OnlyInPython, serializers.Serializer):
    """What a published rule makes of the answers, with what it used and what it set aside."""

    rule = CodeField(ESTIMATE_RULES, help_text="The rule.")
    figures = FigureSerializer(many=True, help_text="The figures that the rule gives.")
    used = AnswerSerializer(many=True, help_text="The claims that the figures rest on.")
    set_aside = SetAsideSerializer(many=True, help_text="The claims left out, with reasons.")


class QuestionDetailSerializer(QuestionSerializer):
    """A question with every claim that answers it, in the order in which they were made."""

    claims = RelatedList(
        "claims",
        child=QuestionClaimSerializer(),
        source="answers",
        order=questions.ANSWER_ORDER,
        help_text="All answers, in order.",
    )
    estimate = EstimateSerializer(
        allow_null=True, help_text="With `rule`: what that rule makes of the answers."
    )


class QuestionFilterSet(ResourceFilterSet):
    """The parameters of the list of questions."""

    model = Question

    incident = SlugFilter(
        Incident,
        "incident",
        whole=True,
        help_text="Asked of these incidents or parts of them.",
        example="border-clashes-2021-11-16",
    )
    topic = CodeFilter(TOPICS, "topic", help_text="What is asked.", example="captivity")
    family = CodeFilter(
        FAMILIES,
        "topic",
        meaning=lambda codes: [t for t in TOPICS.codes if questions.family_of(t) in codes],
        help_text="Group of topics.",
    )
    subject_side = SlugFilter(
        Actor,
        "subject_side",
        help_text="Asked of these sides.",
        example="armenia",
    )
    contested = BooleanFilter(
        Q(contested=True),
        help_text="Whether latest answers contradict each other.",
    )
    reason = CodeFilter(
        REASONS,
        lambda codes: Q(reasons__shares=codes),
        help_text="Why answers differ.",
    )
    known_at = KnownAtFilter(
        None,
        help_text="As the world knew it then: only statements made by that moment count.",
        example="2021-11-16T17:00:00+04:00",
    )
    speakers_gte = NumberFilter(
        lambda least: Q(speakers_count__gte=least),
        help_text="Answered by at least so many speakers.",
    )
    q = SearchFilter()

    # What depends on the answers: with known_at worked out as it stood then, not read from columns.
    OF_THEN = frozenset({"contested", "reason", "reason__not", "speakers_gte"})

    @property
    def selection(self) -> Selection:
        moment = self.values.get("known_at")
        wanted = {name: value for name, value in self.values.items() if name in self.OF_THEN}
        if moment is None or not wanted:
            return super().selection
        answers = questions.answers_to(super().selection.ids(), moment)
        self.values["meeting"] = [
            question
            for question, found in answers.items()
            if _meets(questions.summarise(found), wanted)
        ]
        return super().selection

    @classmethod
    def narrowed(cls, queryset: QuerySet, shapes: Mapping[str, Any]) -> QuerySet:
        if "known_at" not in shapes:
            return super().narrowed(queryset, shapes)
        known = Claim.objects.published().known_at(Bound("known_at"))  # type: ignore[arg-type]
        queryset = queryset.filter(Exists(known.filter(question=OuterRef("pk"))))
        if "meeting" in shapes:
            queryset = queryset.filter(pk__any=Bound("meeting"))
        others = {
            name: shape
            for name, shape in shapes.items()
            if name not in cls.OF_THEN and name != "meeting"
        }
        return super().narrowed(queryset, others)


def _meets(summary: questions.Summary, wanted: dict[str, Any]) -> bool:
    reasons = set(summary.reasons)
    return (
        wanted.get("contested", summary.contested) == summary.contested
        and summary.speakers_count >= wanted.get("speakers_gte", 0)
        and ("reason" not in wanted or bool(reasons & set(wanted["reason"])))
        and not reasons & set(wanted.get("reason__not", ()))
    )


class QuestionDetailParameters(ParameterSet):
    """The parameters of one question."""

    rule = OneCodeFilter(ESTIMATE_RULES, help_text="Adds what this rule makes of the answers.")
    known_at = KnownAtFilter(
        None,
        help_text="As the world knew it then: only statements made by that moment count.",
        example="2021-11-16T17:00:00+04:00",
    )


class QuestionViewSet(ResourceViewSet):
    """Questions: where claims meet, agree and contradict each other."""

    resource = "question"
    example = "captivity-armenia-border-clashes-2021-11-16"
    purposes = {
        "list": (
            "See where claims meet: who answers what, whether they contradict each other, and why."
        ),
        "retrieve": (
            "One question with all of its answers in order; with `rule`, what a published "
            "rule makes of them."
        ),
    }
    model = Question
    representation = QuestionSerializer
    detail_representation = QuestionDetailSerializer
    filterset_class = QuestionFilterSet
    detail_parameters = QuestionDetailParameters
    orderings = {**ResourceViewSet.orderings, "topic": "topic", "title": "title"}

    @classmethod
    def rows(cls) -> QuerySet[Question]:
        return cls._with(questions.answer_rows())

    @classmethod
    def detail_rows(cls) -> QuerySet[Question]:
        return cls._with(claim_rows())

    @staticmethod
    def _with(claims: QuerySet[Claim]) -> QuerySet[Question]:
        return (
            Question.objects.published()
            .select_related("incident", "subject_side__side")
            .prefetch_related(
                Prefetch("claims", claims.order_by(*questions.ANSWER_ORDER), to_attr="answers")
            )
        )

    def in_python(self, parameters: ParameterSet) -> bool:
        """The columns tell of today's answers; what was known then, and rules, are worked out."""
        return "known_at" in parameters.values or "rule" in parameters.values

    def complete(self, records: Sequence[Any], parameters: ParameterSet) -> None:
        values = parameters.values
        moment, rule = values.get("known_at"), values.get("rule")
        for question in records:
            summary = questions.summarise(
                answer
                for answer in questions.as_answers(question.answers)
                if moment is None or (answer.known is not None and answer.known <= moment)
            )
            questions.apply_summary(question, summary)
            question.answers = summary.claims
            question.estimate = _estimate(rule, summary) if rule else None


def _estimate(rule: str, summary: questions.Summary) -> dict[str, Any]:
    """What a rule makes of the answers, in claims."""
    made = questions.estimate(rule, summary)
    return {
        "rule": rule,
        "figures": made.figures,
        "used": [answer.claim for answer in made.used],
        "set_aside": [
            {"claim": left.answer.claim, "reason": left.reason} for left in made.set_aside
        ],
    }
