"""Questions over HTTP: the contradiction sets."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
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
    PlaceRefSerializer,
    Representation,
    TimeFactField,
    URLField,
)
from api.resource import ResourceViewSet
from conflictdb import questions
from conflictdb.models import Actor, Claim, Incident, Question
from conflictdb.questions import Answer
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

    lowest = serializers.IntegerField(allow_null=True, help_text="Lowest stated figure.")
    highest = serializers.IntegerField(allow_null=True, help_text="Highest stated figure.")


class AnswerSerializer(serializers.Serializer):
    """A claim in short, as an answer: who said what, when, and the column that answers."""

    claim = ClaimRefSerializer(help_text="The claim.")
    kind = CodeField(CLAIM_KINDS, source="claim.kind", help_text="What it asserts.")
    claimant = ActorRefSerializer(
        source="claim.statement.speaker", allow_null=True, help_text="Who said it."
    )
    claimant_description = serializers.CharField(
        source="claim.statement.speaker_description",
        allow_null=True,
        help_text="Who said it, in words, where unnamed.",
    )
    asserted = TimeFactField(source="claim.statement.made", help_text="When it was said.")
    subject = ActorRefSerializer(
        source="claim.subject", allow_null=True, help_text="Whom it is about."
    )
    value_min = serializers.IntegerField(
        source="claim.value_min", allow_null=True, help_text="Lowest stated number."
    )
    value_max = serializers.IntegerField(
        source="claim.value_max", allow_null=True, help_text="Highest stated number."
    )
    modifier = CodeField(
        MODIFIERS,
        source="claim.modifier",
        allow_null=True,
        help_text="How words bound it.",
    )
    occurred = TimeFactField(source="claim.occurred", help_text="When it happened.")
    place = PlaceRefSerializer(source="claim.place", allow_null=True, help_text="Where.")
    polarity = CodeField(
        POLARITIES,
        source="claim.polarity",
        help_text="Whether it is asserted or denied.",
    )
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
    contested = serializers.BooleanField(
        source="summary.contested",
        help_text="Whether latest answers contradict each other.",
    )
    reasons = serializers.ListField(
        source="summary.reasons",
        child=CodeField(REASONS),
        help_text="Why answers differ.",
    )
    spread = SpreadSerializer(source="summary", help_text="Lowest and highest stated figure.")
    latest = AnswerSerializer(
        source="summary.latest", many=True, help_text="Each speaker's latest answer."
    )
    claims_count = serializers.IntegerField(
        source="summary.claims_count", help_text="How many claims answer it."
    )
    speakers_count = serializers.IntegerField(
        source="summary.speakers_count", help_text="How many speakers answer it."
    )
    utterances_count = serializers.IntegerField(
        source="summary.utterances_count", help_text="How many utterances answer it."
    )
    documents_count = serializers.IntegerField(
        source="summary.documents_count", help_text="How many documents report them."
    )
    url = URLField("question")


class QuestionClaimSerializer(ClaimSerializer):
    """A claim as an answer to the question, in full."""

    latest = serializers.BooleanField(help_text="Whether it is its speaker's latest answer.")
    own_loss = serializers.BooleanField(help_text="Whether a side speaks of its own losses.")
    against_interest = serializers.BooleanField(
        help_text="Whether a side concedes what speaks against itself."
    )


class SetAsideSerializer(serializers.Serializer):
    """A claim that a rule left out, and why."""

    claim = ClaimRefSerializer(source="answer.claim", help_text="The claim left out.")
    reason = CodeField(SET_ASIDE_REASONS, help_text="Why it was left out.")


class FigureSerializer(serializers.Serializer):
    """One figure that a rule gives."""

    name = serializers.CharField(
        help_text="lowest, low, best, high, min or max, or the side's slug for latest_per_side."
    )
    value = serializers.IntegerField(allow_null=True, help_text="The figure; null without any.")


class EstimateSerializer(serializers.Serializer):
    """What a published rule makes of the answers, with what it used and what it set aside."""

    rule = CodeField(ESTIMATE_RULES, help_text="The rule.")
    figures = FigureSerializer(many=True, help_text="The figures that the rule gives.")
    used = AnswerSerializer(many=True, help_text="The claims that the figures rest on.")
    set_aside = SetAsideSerializer(many=True, help_text="The claims left out, with reasons.")


class QuestionDetailSerializer(QuestionSerializer):
    """A question with every claim that answers it, in the order in which they were made."""

    claims = QuestionClaimSerializer(
        source="summary.claims", many=True, help_text="All answers, in order."
    )
    estimate = EstimateSerializer(
        allow_null=True, help_text="With `rule`: what that rule makes of the answers."
    )


class QuestionFilterSet(ResourceFilterSet):
    """The parameters of the list of questions."""

    incident = SlugFilter(
        Incident,
        lambda slugs: Q(incident__in=Incident.objects.ids_within(slugs)),
        help_text="Asked of these incidents or parts of them.",
        example="border-clashes-2021-11-16",
    )
    topic = CodeFilter(TOPICS, "topic", help_text="What is asked.", example="captivity")
    family = CodeFilter(
        FAMILIES,
        lambda codes: Q(topic__in=[t for t in TOPICS.codes if questions.family_of(t) in codes]),
        help_text="Group of topics.",
    )
    subject_side = SlugFilter(
        Actor,
        lambda slugs: Q(subject_side__slug__in=slugs),
        help_text="Asked of these sides.",
        example="armenia",
    )
    contested = BooleanFilter(
        lambda rows, wanted: rows.filter(contested=wanted),
        help_text="Whether latest answers contradict each other.",
    )
    reason = CodeFilter(
        REASONS,
        lambda codes: Q(reasons__overlap=codes),
        help_text="Why answers differ.",
    )
    known_at = KnownAtFilter(
        None,
        help_text="As the world knew it then: only statements made by that moment count.",
        example="2021-11-16T17:00:00+04:00",
    )
    speakers_gte = NumberFilter(
        lambda rows, least: rows.filter(speakers_count__gte=least),
        help_text="Answered by at least so many speakers.",
    )
    q = SearchFilter()

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        values = self.form.cleaned_data
        moment = values.get("known_at")
        if moment is None:
            return super().filter_queryset(queryset)
        # What depends on the answers is worked out as it stood then, not read from the columns.
        of_then = {"contested", "reason", "reason__not", "speakers_gte"}
        for name, value in values.items():
            if name not in of_then:
                queryset = self.filters[name].filter(queryset, value)
        known = Claim.objects.published().known_at(moment).filter(question=OuterRef("pk"))
        queryset = queryset.filter(Exists(known))
        wanted = {name: values[name] for name in of_then if values.get(name) is not None}
        if not wanted:
            return queryset
        answers = questions.answers_to(queryset.order_by().values_list("id", flat=True), moment)
        return queryset.filter(
            id__in=[
                question
                for question, found in answers.items()
                if _meets(questions.summarise(found), wanted)
            ]
        )


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
        return Question.objects.published().select_related("incident", "subject_side__side")

    def shown(
        self, ids: Sequence[int], context: dict[str, Any], parameters: ParameterSet
    ) -> Sequence[str]:
        return self.shown_in_python(ids, context, parameters)

    def complete(self, records: Sequence[Question], parameters: ParameterSet) -> None:
        detail = self.action == "retrieve"
        values = parameters.form.cleaned_data
        answers = questions.answers_to(
            [question.pk for question in records],
            values.get("known_at"),
            claims=claim_rows() if detail else None,
        )
        for question in records:
            summary = questions.summarise(answers.get(question.pk, []))
            question.summary = summary  # type: ignore[attr-defined]
            if detail:
                for answer in summary.answers:
                    _flag(answer, summary)
                rule = values.get("rule")
                question.estimate = (  # type: ignore[attr-defined]
                    questions.estimate(rule, summary) if rule else None
                )


def _flag(answer: Answer, summary: questions.Summary) -> None:
    """Put what an answer is within its question on its claim, for the representation."""
    claim: Any = answer.claim
    claim.latest = answer in summary.latest
    claim.own_loss = answer.own_loss
    claim.against_interest = answer.against_interest
