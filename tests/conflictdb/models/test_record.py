"""What every record has: its slug, its version, its verbs, and a meaning for every field."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from pghistory.models import Event

from conflictdb.models import Actor, Incident, Place, Record
from conflictdb.models.record import is_slug
from tests.factories import make_actor, make_incident, make_place

MODELS = [
    model
    for model in apps.get_app_config("conflictdb").get_models()
    if not model._meta.proxy and not issubclass(model, Event)  # the history's tables
]
STATUSES = ["draft", "in_review", "published", "withdrawn"]


@pytest.mark.parametrize("model", MODELS, ids=[model.__name__ for model in MODELS])
def test_every_field_says_what_it_means(model: type[models.Model]) -> None:
    fields = [*model._meta.fields, *model._meta.many_to_many]
    silent = [field.name for field in fields if not field.primary_key and not field.help_text]
    assert not silent


def test_every_record_is_found_by_its_slug() -> None:
    assert all(
        hasattr(model._default_manager, "get_by_natural_key")
        for model in MODELS
        if issubclass(model, Record)
    )


@pytest.mark.parametrize("text", ["a", "ucdp-ged-412345", "mod-2021--in-effect", "a" * 300])
def test_what_a_slug_looks_like(text: str) -> None:
    assert is_slug(text)


@pytest.mark.parametrize(
    "text", ["", "A", "a_b", "-a", "a-", "a---b", "a b", "é", "a\n", "a" * 301]
)
def test_what_is_no_slug(text: str) -> None:
    assert not is_slug(text)


@pytest.mark.django_db
def test_a_slug_is_validated_before_it_is_saved() -> None:
    actor = Actor(slug="Not a slug", name="A", kind="other")
    with pytest.raises(ValidationError, match="Lower case letters, digits and hyphens only"):
        actor.full_clean()


@pytest.mark.django_db
def test_a_record_is_a_draft_unless_said_otherwise() -> None:
    actor = Actor.objects.create(slug="an-actor", name="A", kind="other")
    assert actor.status == "draft"
    assert not Actor.objects.published().exists()


@pytest.mark.django_db
@pytest.mark.parametrize("status", STATUSES)
def test_only_what_is_published_is_public(status: str) -> None:
    make_actor(status=status)
    assert Actor.objects.published().exists() == (status == "published")


@pytest.mark.django_db
def test_the_version_rises_with_each_save() -> None:
    actor = make_actor()
    assert actor.version == 1
    actor.save()
    actor.save()
    actor.refresh_from_db()
    assert actor.version == 3


@pytest.mark.django_db
def test_times_tell_when_a_record_came_and_when_it_last_changed() -> None:
    actor = make_actor()
    made, changed = actor.created_at, actor.updated_at
    assert made == changed
    assert abs(timezone.now() - made) < timedelta(minutes=1)
    actor.save()  # which shows nothing else
    actor.refresh_from_db()
    assert actor.updated_at == changed
    actor.name = "Another name"
    actor.save()
    actor.refresh_from_db()
    assert actor.created_at == made
    assert actor.updated_at > changed


# Trees

TREES = [
    pytest.param(Place, make_place, "parent", id="place"),
    pytest.param(Actor, make_actor, "part_of", id="actor"),
    pytest.param(Incident, make_incident, "part_of", id="incident"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "make", "above"), TREES)
def test_within_holds_the_record_and_all_published_below_it(
    model: Any, make: Any, above: str
) -> None:
    top = make()
    middle = make(**{above: top})
    low = make(**{above: middle})
    elsewhere = make()
    make(**{above: elsewhere})
    assert set(model.objects.within([top.slug])) == {top, middle, low}
    assert set(model.objects.within([middle.slug])) == {middle, low}
    assert set(model.objects.within([low.slug, middle.slug])) == {middle, low}


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "make", "above"), TREES)
def test_within_does_not_see_drafts_nor_through_them(model: Any, make: Any, above: str) -> None:
    top = make()
    draft = make(**{above: top}, status="draft")
    make(**{above: draft}, status="draft")
    assert set(model.objects.within([top.slug])) == {top}
    assert not model.objects.within([draft.slug])
    assert not model.objects.within(["no-such-slug"])
    assert not model.objects.within([])


@pytest.mark.django_db
def test_ids_below_see_drafts_too() -> None:
    top = make_incident(kind="episode", status="draft")
    low = make_incident(part_of=top, status="draft")
    make_incident()
    assert set(Incident.objects.filter(id__in=Incident.objects.ids_below(top.pk))) == {top, low}
