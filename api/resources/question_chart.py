"""The chart of a question over HTTP: its answers over time, as SVG."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.reverse import reverse

from api.errors import BadParameters
from api.filters import KnownAtFilter, ParameterSet
from api.schema import ResourceSchema, detail_problems, problem_responses
from conflictdb import charts, questions
from conflictdb.models import Question

from .question import QuestionViewSet

SVG = "image/svg+xml"


class QuestionChartParameters(ParameterSet):
    """The parameters of a chart."""

    further = ()

    known_at = KnownAtFilter(
        None,
        help_text="As the world knew it then: only statements made by that moment count.",
        example="2021-11-16T17:00:00+04:00",
    )


class QuestionChartSchema(ResourceSchema):
    """Describes the chart: a picture, and the problems of a detail."""

    def get_operation_id(self) -> str:
        return "getQuestionChart"

    def get_summary(self) -> str:
        return "Draw one question"

    def get_description(self) -> str:  # type: ignore[override]
        return (
            "The answers to a question over time, by speaker, as a picture to embed: ranges, open "
            "ends, denials and superseded answers are told apart by shape, in colour or without. "
            "Its words are text, and its description tells the same to a screen reader."
        )

    def get_override_parameters(self) -> list[Any]:
        slug = OpenApiParameter(
            "slug",
            {"type": "string", "example": QuestionViewSet.example},
            "path",
            description="Identifier of the question.",
            required=True,
        )
        return [*QuestionChartParameters.parameters(), slug]

    def get_response_serializers(self) -> Any:
        picture = {"type": "string", "contentMediaType": SVG, "description": "An SVG document."}
        problems = problem_responses(detail_problems(Question))
        return {(200, SVG): OpenApiResponse(picture, description="Drawn."), **problems}


class QuestionChartViewSet(QuestionViewSet):
    """Draws questions; finds them as their detail does."""

    schema = QuestionChartSchema()

    def chart(self, request: Request, slug: str) -> HttpResponse:
        """The chart of one question."""
        parameters = QuestionChartParameters(request.query_params)
        if parameters.problems:
            raise BadParameters(parameters.problems)
        question = self.rows().filter(pk=self.id_of(slug)).first()
        if question is None:
            raise NotFound("There is no such record.")  # withdrawn just now
        moment = parameters.values.get("known_at")
        answers = questions.answers_to([question.pk], moment)
        summary = questions.summarise(answers.get(question.pk, []))
        address = reverse("question-detail", kwargs={"slug": slug}, request=request)
        source = f"ConflictDB · {address} · {_as_of(moment, question, summary)}"
        picture = charts.draw(charts.chart_of(question, summary, source))
        # The picture needs its inline styles and nothing else, wherever it is opened.
        policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        return HttpResponse(picture, content_type=SVG, headers={"Content-Security-Policy": policy})


def _as_of(moment: datetime | None, question: Question, summary: questions.Summary) -> str:
    """Of which moment the answers are: the one asked for, or the records' last change.

    Never the clock's: the same records give the same picture.
    """
    if moment is None:
        changed = max([question.updated_at, *(claim.updated_at for claim in summary.claims)])
        return f"as recorded on {changed.day} {changed:%B} {changed.year:04}"
    told = moment.astimezone(UTC)
    return f"as known at {told.day} {told:%B} {told.year:04}, {told:%H:%M} UTC"
