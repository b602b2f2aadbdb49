"""Time facts: what the EDTF profile accepts, what follows from a text, what is refused and how."""

import math
from datetime import UTC, date, datetime
from itertools import product

import pytest
from edtf import parse_edtf

from conflictdb.dates import TimeError, TimeFact, end_of_day, parse_day_or_instant

YEREVAN = "Asia/Yerevan"


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


# text, precision, first local day, last local day
FORMS = [
    ("2021", "year", date(2021, 1, 1), date(2021, 12, 31)),
    ("2021-11", "month", date(2021, 11, 1), date(2021, 11, 30)),
    ("2020-02", "month", date(2020, 2, 1), date(2020, 2, 29)),
    ("2021-12", "month", date(2021, 12, 1), date(2021, 12, 31)),
    ("2021-11-16", "day", date(2021, 11, 16), date(2021, 11, 16)),
    ("1991~", "year", date(1991, 1, 1), date(1991, 12, 31)),
    ("2021-11?", "month", date(2021, 11, 1), date(2021, 11, 30)),
    ("2021-11-16%", "day", date(2021, 11, 16), date(2021, 11, 16)),
    ("2021-11-16T18:30", "minute", date(2021, 11, 16), date(2021, 11, 16)),
    ("2021-11-16T18:30?", "minute", date(2021, 11, 16), date(2021, 11, 16)),
    ("2021-11-16T18:30~", "hour", date(2021, 11, 16), date(2021, 11, 16)),
    ("2021-11-16T18:30%", "hour", date(2021, 11, 16), date(2021, 11, 16)),
    ("2020-09-27/2020-11-10", "interval", date(2020, 9, 27), date(2020, 11, 10)),
    ("2020-09-27/2020-09-28", "interval", date(2020, 9, 27), date(2020, 9, 28)),
    ("2021-11-16T13:00/2021-11-17", "interval", date(2021, 11, 16), date(2021, 11, 17)),
    ("2021-05-12/..", "interval", date(2021, 5, 12), None),
    ("../2021-05-12", "interval", None, date(2021, 5, 12)),
    ("[2021-11-13..2021-11-14]", "week", date(2021, 11, 13), date(2021, 11, 14)),
    ("[2021-11-13..2021-11-19]", "week", date(2021, 11, 13), date(2021, 11, 19)),
    ("[2021-11-13..2021-11-20]", "interval", date(2021, 11, 13), date(2021, 11, 20)),
    ("[2022-09-13T00:00..2022-09-13T06:00]", "part_of_day", date(2022, 9, 13), date(2022, 9, 13)),
    ("[..2021-11-16]", "interval", None, date(2021, 11, 16)),
    ("[2021-11-16..]", "interval", date(2021, 11, 16), None),
]


@pytest.mark.parametrize(("text", "precision", "first", "last"), FORMS, ids=str)
def test_every_form_has_its_precision_and_days(
    text: str, precision: str, first: date | None, last: date | None
) -> None:
    fact = TimeFact.parse(text, YEREVAN)
    assert (fact.precision, fact.first_day, fact.last_day) == (precision, first, last)
    assert (fact.earliest is None, fact.latest is None) == (first is None, last is None)


@pytest.mark.parametrize("text", [form[0] for form in FORMS])
def test_what_was_parsed_parses_again_to_the_same(text: str) -> None:
    fact = TimeFact.parse(text, YEREVAN, inferred=True)
    again = TimeFact.parse(fact.edtf, YEREVAN, inferred=True)
    assert again == fact
    assert (again.earliest, again.latest) == (fact.earliest, fact.latest)


def test_a_day_runs_from_its_first_to_its_last_second_where_it_was() -> None:
    fact = TimeFact.parse("2021-11-16", YEREVAN)
    assert fact.earliest == utc(2021, 11, 15, 20)
    assert fact.latest == utc(2021, 11, 16, 19, 59, 59)


def test_a_minute_is_one_instant() -> None:
    fact = TimeFact.parse("2021-11-16T18:30", YEREVAN)
    assert fact.edtf == "2021-11-16T18:30+04:00"
    assert fact.earliest == fact.latest == utc(2021, 11, 16, 14, 30)


def test_an_approximate_clock_time_spans_half_an_hour_to_either_side() -> None:
    fact = TimeFact.parse("2021-11-16T13:00~", YEREVAN)
    assert (fact.earliest, fact.latest) == (utc(2021, 11, 16, 8, 30), utc(2021, 11, 16, 9, 30))


def test_a_qualifier_does_not_widen_a_date() -> None:
    plain, qualified = TimeFact.parse("1991", YEREVAN), TimeFact.parse("1991~", YEREVAN)
    assert (plain.earliest, plain.latest) == (qualified.earliest, qualified.latest)


def test_a_span_runs_from_the_start_of_its_first_to_the_end_of_its_last() -> None:
    fact = TimeFact.parse("2020-09-27/2020-11", YEREVAN)
    assert (fact.earliest, fact.latest) == (utc(2020, 9, 26, 20), utc(2020, 11, 30, 19, 59, 59))


def test_just_after_midnight_is_the_local_day_and_not_that_of_utc() -> None:
    fact = TimeFact.parse("2022-09-13T01:00", YEREVAN)
    assert fact.earliest == utc(2022, 9, 12, 21)
    assert fact.first_day == date(2022, 9, 13)


def test_an_offset_that_is_written_is_kept() -> None:
    fact = TimeFact.parse("2021-11-16T18:30-05:00", YEREVAN)
    assert fact.edtf == "2021-11-16T18:30-05:00"
    assert fact.earliest == utc(2021, 11, 16, 23, 30)
    assert TimeFact.parse("2021-11-16T18:30Z", YEREVAN).earliest == utc(2021, 11, 16, 18, 30)


@pytest.mark.parametrize(
    ("text", "timezone", "stored"),
    [
        ("2021-07-01T12:00", "Europe/Berlin", "2021-07-01T12:00+02:00"),
        ("2021-12-01T12:00", "Europe/Berlin", "2021-12-01T12:00+01:00"),
        # Armenia had summer time until 2011; Russia's offset changed in 2014.
        ("2011-07-01T12:00", "Asia/Yerevan", "2011-07-01T12:00+05:00"),
        ("2012-07-01T12:00", "Asia/Yerevan", "2012-07-01T12:00+04:00"),
        ("2014-10-01T12:00", "Europe/Moscow", "2014-10-01T12:00+04:00"),
        ("2014-11-01T12:00", "Europe/Moscow", "2014-11-01T12:00+03:00"),
    ],
)
def test_the_offset_is_the_one_of_the_zone_then(text: str, timezone: str, stored: str) -> None:
    assert TimeFact.parse(text, timezone).edtf == stored


def test_an_hour_that_comes_twice_is_the_first_unless_its_offset_says_otherwise() -> None:
    first = TimeFact.parse("2021-10-31T02:30", "Europe/Berlin")
    second = TimeFact.parse("2021-10-31T02:30+01:00", "Europe/Berlin")
    assert (first.earliest, second.earliest) == (utc(2021, 10, 31, 0, 30), utc(2021, 10, 31, 1, 30))


def test_a_day_of_summer_time_has_23_hours() -> None:
    fact = TimeFact.parse("2021-03-28", "Europe/Berlin")
    assert (fact.earliest, fact.latest) == (utc(2021, 3, 27, 23), utc(2021, 3, 28, 21, 59, 59))


# Refusals


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "16 November 2021",
        "2021-11-16T18",
        "2021-11-16 18:30",
        "2021-11-16T18:30:00",
        "2021-1-1",
        "21-11-16",
        "2021-11-16~?",
        "2021-11-16\n",
        "٢٠٢١-11-16",
        "..",
        "../..",
        "/2021",
        "2021/",
        "2021/2022/2023",
        "[]",
        "[..]",
        "[....]",
        "[2021-11-16....]",
        "[2021-11-16]",
        "[2021,2022]",
        "[2021..2022",
        "[2021..2022..2023]",
        "{2021..2022}",
    ],
)
def test_what_is_no_time_is_refused_with_examples(text: str) -> None:
    with pytest.raises(TimeError, match=r"is not a time; write it like 2021-11-16, .*\[2021"):
        TimeFact.parse(text, YEREVAN)


@pytest.mark.parametrize(
    "text",
    [
        "0000",
        "2021-13",
        "2021-00",
        "2021-11-00",
        "2021-00-16",
        "2021-11-31",
        "2021-02-29",
        "1900-02-29",
        "2021-11-16T24:00",
        "2021-11-16T18:60",
        "2021-11-16T18:30+24:00",
        "9999-12-31T23:59-12:00",
    ],
)
def test_what_is_not_in_the_calendar_is_refused_by_name(text: str) -> None:
    with pytest.raises(TimeError, match=r"is not in the calendar: ") as refusal:
        TimeFact.parse(text, YEREVAN)
    assert text in str(refusal.value)


@pytest.mark.parametrize(
    "text", ["2021-11-16/2021-11-15", "[2021-11-16..2021-10]", "2021-11-16T18:30/2021-11-16T18:29"]
)
def test_what_ends_before_it_starts_is_refused(text: str) -> None:
    with pytest.raises(TimeError, match="ends before it starts"):
        TimeFact.parse(text, YEREVAN)


@pytest.mark.parametrize("name", ["", "Yerevan", "+04:00", "../../etc/passwd", "Asia", "A\0B"])
def test_what_is_no_time_zone_is_refused_with_an_example(name: str) -> None:
    with pytest.raises(TimeError, match="is not an IANA time zone, such as Asia/Yerevan"):
        TimeFact.parse("2021-11-16", name)


# The edtf package, on what both accept

POINTS = ["1900-02", "1991", "2020-02", "2020-02-29", "2021-09", "2021-11-16", "2021-11"]
SHARED = [
    *(f"{point}{qualifier}" for point, qualifier in product(POINTS, ["", "~", "?", "%"])),
    *(f"{start}/{end}" for start, end in product(POINTS, ["2021-11-17", "2021-12", "..", "2023~"])),
    *(f"../{end}" for end in POINTS),
    *(f"[{start}..]" for start in POINTS),
    *(f"[..{end}]" for end in POINTS),
    # Sets whose ends differ in precision are ours alone.
    "[1991..2022]",
    "[2020-02..2021-12]",
    "[2020-02-29..2021-11-17]",
]


@pytest.mark.parametrize("text", SHARED)
def test_days_are_those_of_the_edtf_package(text: str) -> None:
    theirs, ours = parse_edtf(text), TimeFact.parse(text)
    assert ours.first_day == _day(theirs.lower_strict())
    assert ours.last_day == _day(theirs.upper_strict())


@pytest.mark.parametrize("text", ["2021-13", "2021-02-30", "2021-1-1", "2021/", "[..]", "[2021"])
def test_what_the_edtf_package_refuses_or_leaves_open_is_refused(text: str) -> None:
    with pytest.raises(TimeError):
        TimeFact.parse(text)


def _day(bound: object) -> date | None:
    return None if isinstance(bound, float) and math.isinf(bound) else date(*tuple(bound)[:3])


# Filters


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2021-11-16", date(2021, 11, 16)),
        ("2021-11-16T17:00Z", utc(2021, 11, 16, 17)),
        ("2021-11-16t17:00:30z", utc(2021, 11, 16, 17, 0, 30)),
        ("2021-11-16T17:00:00.5Z", utc(2021, 11, 16, 17, 0, 0, 500_000)),
        ("2021-11-16T17:00:00+04:00", utc(2021, 11, 16, 13)),
        ("2021-11-16T17:00:00 04:00", utc(2021, 11, 16, 13)),  # + in a URL that was not escaped
    ],
)
def test_a_filter_takes_a_day_or_an_instant(text: str, read: date) -> None:
    assert parse_day_or_instant(text) == read


@pytest.mark.parametrize(
    "text", ["", "2021", "2021-11", "2021-11-16T17:00", "now", "2021-11-16 17:00", "1" * 5000]
)
def test_a_filter_refuses_what_is_neither(text: str) -> None:
    with pytest.raises(TimeError, match=r"neither a date such as .* nor an instant") as refusal:
        parse_day_or_instant(text)
    assert len(str(refusal.value)) < 200


@pytest.mark.parametrize(
    "text", ["2021-02-29", "0000-01-01", "2021-11-16T25:00Z", "9999-12-31T23:59-12:00"]
)
def test_a_filter_refuses_what_is_not_in_the_calendar(text: str) -> None:
    with pytest.raises(TimeError, match="is not in the calendar"):
        parse_day_or_instant(text)


def test_a_day_ends_in_its_last_second() -> None:
    assert end_of_day(date(2021, 11, 16)) == utc(2021, 11, 16, 23, 59, 59)
