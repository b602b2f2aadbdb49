"""The invented sample, annotated and built."""

from pathlib import Path

import pytest
from django.core.management import call_command

from tests.conflictdb.interchange.sample import Sample, write_sample


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    return write_sample(tmp_path)


@pytest.fixture
def built(sample: Sample) -> Sample:
    """The sample with its fixtures written."""
    call_command(
        "build_fixtures",
        texts=sample.texts,
        annotations=sample.annotations,
        output=sample.fixtures,
        verbosity=0,
    )
    return sample
