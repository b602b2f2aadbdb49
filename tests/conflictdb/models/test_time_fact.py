"""A time fact on a model: written as one, stored as eight columns, read as one again."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from conflictdb.dates import TimeFact
from conflictdb.models import Claim, Statement, TimeFactField
from tests.factories import make_statement, when

pytestmark = pytest.mark.django_db


def test_what_follows_from_the_text_is_stored_with_it() -> None:
    statement = make_statement()
    statement.made_edtf, statement.made_timezone = "2021-11-16", "Asia/Yerevan"
    statement.save()
    stored = Statement.objects.get(pk=statement.pk)
    assert stored.made_precision == "day"
    assert stored.made_earliest == datetime(2021, 11, 15, 20, tzinfo=UTC)
    assert stored.made_latest == datetime(2021, 11, 16, 19, 59, 59, tzinfo=UTC)
    assert (stored.made_first_day, stored.made_last_day) == (date(2021, 11, 16),) * 2


def test_a_time_is_stored_in_its_normal_form() -> None:
    statement = make_statement()
    statement.made_edtf, statement.made_timezone = " 2021-11-16T18:30 ", "Asia/Yerevan"
    statement.save()
    assert statement.made_edtf == "2021-11-16T18:30+04:00"


def test_it_reads_as_it_was_written() -> None:
    fact = when("[2021-11-13..2021-11-14]", "Europe/Moscow", inferred=True)
    stored = Statement.objects.get(pk=make_statement(made=fact).pk)
    assert stored.made == fact
    assert (stored.made_timezone, stored.made_inferred) == ("Europe/Moscow", True)


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_an_absent_time_leaves_no_trace(nothing: str | None) -> None:
    statement = make_statement(made=when("2021-11-16", inferred=True))
    statement.made_edtf = nothing
    statement.save()
    stored = Statement.objects.get(pk=statement.pk)
    assert stored.made is None
    assert stored.made_edtf is None
    assert (stored.made_precision, stored.made_inferred) == ("unknown", False)
    assert (stored.made_earliest, stored.made_last_day) == (None, None)


def test_setting_none_is_the_same_as_never_stating() -> None:
    statement = make_statement(made=when("2021-11-16"))
    statement.made = None
    statement.save()
    assert Statement.objects.get(pk=statement.pk).made_edtf is None


def test_an_open_end_is_null() -> None:
    stored = Statement.objects.get(pk=make_statement(made=when("2021-05-12/..")).pk)
    assert stored.made_first_day == date(2021, 5, 12)
    assert (stored.made_latest, stored.made_last_day) == (None, None)


@pytest.mark.parametrize(
    ("edtf", "timezone"), [("16 November", "Asia/Yerevan"), ("2021-11-16", "Yerevan")]
)
def test_a_faulty_time_is_refused_under_its_own_name(edtf: str, timezone: str) -> None:
    statement = make_statement()
    statement.made_edtf, statement.made_timezone = edtf, timezone
    for save in (statement.full_clean, statement.save):
        with pytest.raises(ValidationError) as refused:
            save()
        assert list(refused.value.message_dict) == ["made_edtf"]
    assert Statement.objects.get(pk=statement.pk).made == when("2021-11-16T18:30")


def test_a_model_knows_its_time_facts() -> None:
    assert [fact.name for fact in Claim.time_facts] == ["as_of", "occurred"]
    assert isinstance(Claim.occurred, TimeFactField)
    assert Claim(occurred=TimeFact.parse("2021")).occurred_precision == "year"
