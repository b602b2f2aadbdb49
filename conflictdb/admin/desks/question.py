"""What is done at the desk of questions: claims are linked and moved, the question is retitled."""

import re
from typing import Any

from django.contrib.admin.utils import unquote
from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from conflictdb import charts, curation, questions
from conflictdb.admin import slugs
from conflictdb.admin.base import EVER_PUBLIC
from conflictdb.admin.steps import gone
from conflictdb.models import Claim, ClaimLink, Question
from conflictdb.models.search import Matches, search_query
from conflictdb.vocabularies import CLAIM_RELATIONS

from .acting import DeskAdmin, as_seen, given, key, user_of, version_of, waits
from .comparison import Comparison, with_drafts

_FOUND = 12  # results of a search


class QuestionDesk(DeskAdmin):
    """The claims that answer a question, side by side, with what a curator does about them."""

    acts = {
        "link": "add_claimlink",
        "unlink": "delete_claimlink",
        "move": "change_claim",
        "retitle": "change_question",
    }

    def desk(self, request: HttpRequest, record: Any) -> Comparison:
        by = "speaker" if request.GET.get("by") == "speaker" else "side"
        return Comparison(record, by=by, reader=request.user)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Tells the version as stored: the page may be written with a revision put on."""
        question = self.get_object(request, unquote(object_id)) if object_id else None
        seen = {"seen": version_of(question)} if isinstance(question, Question) else {}
        return super().changeform_view(
            request, object_id, form_url, {**seen, **(extra_context or {})}
        )

    # Acts

    def link(self, request: HttpRequest, question: Question) -> str:
        """Say how one claim bears on another: a suggestion, or two that were chosen."""
        later, earlier = self._pair(request, question)
        link = ClaimLink(
            from_claim=later,
            to_claim=earlier,
            relation=given(request, "relation"),
            note=given(request, "note") or None,
        )
        if link.relation not in CLAIM_RELATIONS:
            raise ValidationError("Choose how the one claim bears on the other.")
        link.slug = slugs.unused(link)
        curation.save(link, by=user_of(request), message="Linked at the question's desk.")
        return f"Linked, as a draft: “{later}” {link.relation} “{earlier}”."

    def _pair(self, request: HttpRequest, question: Question) -> tuple[Claim, Claim]:
        """The claim that bears and the one on which it bears: the later on the earlier one."""
        chosen = [key(pk) for pk in request.POST.getlist("claim")]
        claims = Claim.objects.filter(question=question, pk__in=chosen)
        answers = questions.as_answers(claims.select_related("statement")[:3])
        if len(answers) != 2:
            raise ValidationError("Choose two claims of this question to link.")
        ordered = sorted(answers, key=lambda answer: answer.order)  # as the desk numbers them
        earlier, later = (answer.claim for answer in ordered)
        return (earlier, later) if given(request, "turn") else (later, earlier)

    def unlink(self, request: HttpRequest, question: Question) -> str:
        """Take a link away that was never public."""
        links = ClaimLink.objects.select_for_update().filter(pk=key(given(request, "link")))
        of_question = Q(from_claim__question=question) | Q(to_claim__question=question)
        link = links.filter(of_question).first()
        if link is None:
            raise ValidationError("There is no such link any more.")
        if link.status in EVER_PUBLIC:
            raise ValidationError(
                f"This link is {link.status}: what was public stays. Withdraw it on its own page."
            )
        curation.delete(link, by=user_of(request))
        return "The link is gone."

    def move(self, request: HttpRequest, question: Question) -> str:
        """Move a claim to another question, or give it back to the rule."""
        claim = as_seen(Claim, given(request, "claim"), given(request, "version"))
        if claim.question_id != question.pk:
            raise ValidationError("This claim no longer answers this question.")
        to = given(request, "to")
        target = None if to == "rule" else self._target(request, question, to)

        def change(moving: Claim) -> None:
            moving.question_fixed = target is not None
            if target is not None:  # else the rule finds it
                moving.question = target

        if waits(request, claim, change):
            return (
                f"Proposed: the claim moves to “{target or 'what the rule finds'}” once approved."
            )
        if claim.question_id == question.pk:
            return "The rule finds this question for the claim too: it stays here."
        return f"Moved to “{claim.question or 'no question'}”."

    def _target(self, request: HttpRequest, question: Question, to: str) -> Question:
        if to == "new":
            return self._made(request, question)
        target = Question.objects.filter(pk=key(to)).exclude(status="withdrawn").first()
        if target is None:
            raise ValidationError("Choose a question to move the claim to.")
        return target

    def _made(self, request: HttpRequest, question: Question) -> Question:
        """A question of the curator's own, about the same thing as the one that is left."""
        if not request.user.has_perm("conflictdb.add_question"):
            raise PermissionDenied
        made = Question(
            title=given(request, "title"),
            retitled=True,
            by_rule=False,
            topic=question.topic,
            incident=question.incident,
            subject_side=question.subject_side,
            counted=question.counted,
        )
        if not made.title:
            raise ValidationError({"title": "Say in words what the new question asks."})
        made.slug = slugs.unused(made)
        curation.save(made, by=user_of(request), message=f"Made beside {question.slug}.")
        return made

    def move_panel(self, request: HttpRequest, question: Question) -> dict[str, Any]:
        """Where a claim can be moved to."""
        claims = Claim.objects.select_related("statement__speaker")
        claim = claims.filter(pk=key(request.GET.get("claim", "")), question=question).first()
        words = request.GET.get("q", "").replace("\0", "").strip()
        others: QuerySet[Question] = Question.objects.exclude(pk=question.pk).exclude(
            status="withdrawn"
        )
        if words:
            others = found_by(others, words).order_by("-contested", "-speakers_count", "slug")
        else:
            of_topic = ExpressionWrapper(Q(topic=question.topic), BooleanField())
            others = others.filter(incident=question.incident_id).order_by(of_topic.desc(), "slug")
        return {
            "claim": claim,
            "version": claim and version_of(claim),
            "words": words,
            "found": others.select_related("incident")[:_FOUND],
            "by_rule": claim and claim.question_fixed,
            "may_make": request.user.has_perm("conflictdb.add_question"),
        }

    def retitle(self, request: HttpRequest, question: Question) -> str:
        """Give the question a title of the curator's, or back the one that the rule gives."""
        seen = as_seen(Question, str(question.pk), given(request, "version"))
        asked = questions.Key(seen.topic, seen.incident, seen.subject_side, seen.counted)
        by_rule = bool(given(request, "by_rule"))
        title = questions.title_of(asked) if by_rule else given(request, "title")

        def change(titled: Question) -> None:
            titled.title, titled.retitled = title, not by_rule

        if waits(request, seen, change):
            return f"Proposed: the question becomes “{title}” once approved."
        return f"The question is now “{title}”."

    # Chart

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.chart)
        name = "conflictdb_question_chart"
        return [path("<path:object_id>/chart/", view, name=name), *super().get_urls()]

    def chart(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The chart with drafts, which are marked as such."""
        question = self.get_object(request, unquote(object_id))
        if question is None:
            return gone(self, request, object_id)
        if not self.has_view_permission(request, question):
            raise PermissionDenied
        summary = questions.summarise(with_drafts(question, request.user).answers)
        picture = charts.draw(charts.chart_of(question, summary, "ConflictDB, drafts included"))
        policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        headers = {"Content-Security-Policy": policy, "Cache-Control": "private, max-age=600"}
        return HttpResponse(picture, content_type="image/svg+xml", headers=headers)


def found_by(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """The rows that have all the words, or words that begin with them: a search as one types."""
    words_begun = " & ".join(f"{word}:*" for word in re.findall(r"\w+", words.lower()))
    begun = SearchQuery(words_begun, config="simple", search_type="raw")
    column = F("search_vector")
    return rows.filter(Q(Matches(column, search_query(words))) | Q(Matches(column, begun)))
