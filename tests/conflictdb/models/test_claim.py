"""What a claim checks of itself before it is saved."""

import pytest
from django.core.exceptions import ValidationError

from tests.factories import make_claim, make_statement

pytestmark = pytest.mark.django_db


def test_a_breakdown_splits_a_total_of_the_same_statement() -> None:
    total = make_claim(value=12)
    part = make_claim(value=7, statement=total.statement, incident=total.incident)
    part.breakdown_of = total
    part.full_clean()
    part.statement = make_statement()
    with pytest.raises(ValidationError, match="a claim of the same statement"):
        part.full_clean()


def test_a_claim_is_called_by_the_beginning_of_its_gist() -> None:
    assert str(make_claim(gist="Twelve were captured.")) == "Twelve were captured."
    assert len(str(make_claim(gist="Twelve " * 40))) == 80
