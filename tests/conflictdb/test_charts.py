"""Charts without a database or HTTP: one mark an answer, and what each mark and word says."""

import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree as ET

import pytest

from conflictdb import questions
from conflictdb.charts import Chart, chart_of, draw
from conflictdb.models import Actor, Question
from tests.conflictdb.questions.saying import body, place, says, side, utterance
from tests.factories import when

SVG = "{http://www.w3.org/2000/svg}"
ARMENIA, AZERBAIJAN = side("armenia"), side("azerbaijan")
MINISTRY = body("ministry", ARMENIA)
HOSTILE = (
    "<script>alert('1')</script> & \"x\" $x^2$ \\frac{1}{2} والعربية 😀 日本語 \u202e\x0b\n]]>"
)


def chart(*answers, title="How many were killed?", source="ConflictDB · here · then") -> Chart:
    question = Question(slug="asked", title=title)
    return chart_of(question, questions.summarise(answers), source)


def parsed(*answers, **fields) -> ET.Element:
    return ET.fromstring(draw(chart(*answers, **fields)))


def texts(picture: ET.Element) -> list[str]:
    return ["".join(text.itertext()) for text in picture.iter(f"{SVG}text")]


def ids(picture: ET.Element, name: str) -> set[str]:
    """The slugs of the answers that have a part of this name."""
    found = [part.get("id", "") for part in picture.iter()]
    prefixed = [one.removeprefix(f"{name}-") for one in found if one.startswith(f"{name}-")]
    assert len(prefixed) == len(set(prefixed)), "an answer is drawn twice"
    return set(prefixed)


def slugs(*answers) -> set[str]:
    return {answer.claim.slug for answer in answers}


def mark_of(picture: ET.Element, answer) -> ET.Element:
    name = f"answer-{answer.claim.slug}"
    (group,) = (group for group in picture.iter(f"{SVG}g") if group.get("id") == name)
    (use,) = group.iter(f"{SVG}use")
    return use


def x_of(picture: ET.Element, answer) -> float:
    return float(mark_of(picture, answer).get("x"))


def y_of(picture: ET.Element, answer) -> float:
    return float(mark_of(picture, answer).get("y"))


def face_of(picture: ET.Element, answer) -> str:
    return mark_of(picture, answer).get("style")


def shape_of(picture: ET.Element, answer) -> str:
    """The path that is drawn there."""
    name = mark_of(picture, answer).get("{http://www.w3.org/1999/xlink}href").removeprefix("#")
    (path,) = (path for path in picture.iter(f"{SVG}path") if path.get("id") == name)
    return path.get("d")


def test_every_answer_has_one_mark_with_its_speaker_and_figure():
    answers = [
        says(MINISTRY, 12, made="2021-11-16T12:00"),
        says(MINISTRY, 13, made="2021-11-17T10:00"),
        says(AZERBAIJAN, 7, made="2021-11-16"),
        says("a villager", (None, None), made=None),
    ]
    picture = parsed(*answers)
    assert ids(picture, "answer") == slugs(*answers)
    words = texts(picture)
    for said in ("Ministry", "Azerbaijan", "a villager", "12", "13", "7", "no figure", "12:00"):
        assert said in words
    assert words.count("16 November 2021") == 1
    assert words.count("17 November 2021") == 1
    assert "How many were killed?" in words
    assert "ConflictDB · here · then" in words


def test_figures_stand_in_order_on_their_axis_and_time_runs_down():
    first = says(MINISTRY, 2, made="2021-11-16T12:00")
    second = says(AZERBAIJAN, 10, made="2021-11-16T13:00")
    third = says(MINISTRY, 6, made="2021-11-17T10:00")
    picture = parsed(third, second, first)
    assert x_of(picture, first) < x_of(picture, third) < x_of(picture, second)
    # Linear: six is halfway between two and ten.
    halfway = (x_of(picture, first) + x_of(picture, second)) / 2
    assert x_of(picture, third) == pytest.approx(halfway, abs=0.01)
    assert y_of(picture, first) < y_of(picture, second) < y_of(picture, third)
    assert not any("logarithmic" in text for text in texts(picture))


def test_figures_of_different_orders_take_a_logarithmic_scale_and_say_so():
    few, more, many = (says(side(f"s{n}"), n, unit="person") for n in (1, 50, 2850))
    none = says(ARMENIA, 0, unit="person")
    picture = parsed(few, more, many, none)
    assert "People, logarithmic scale" in texts(picture)
    assert x_of(picture, none) < x_of(picture, few)
    gap = x_of(picture, more) - x_of(picture, few)
    assert gap > 0.4 * (x_of(picture, many) - x_of(picture, few))


def test_open_ends_ranges_and_about_are_drawn_as_such_and_explained():
    least, most = says(ARMENIA, (1, None)), says(AZERBAIJAN, (None, 70))
    between, about = says(MINISTRY, (10, 40)), says("x", 41, modifier="about")
    exact = says("y", 20)
    picture = parsed(least, most, between, about, exact)
    assert ids(picture, "open-above") == slugs(least)
    assert ids(picture, "open-below") == slugs(most)
    assert ids(picture, "range") == slugs(between)
    assert ids(picture, "about") == slugs(about)
    words = texts(picture)
    for said in ("at least 1", "up to 70", "10–40", "about 41", "or more, or later"):
        assert said in words
    assert "or less, or earlier" in words
    assert "stated range" in words
    assert "stated range" not in texts(parsed(exact))


def test_denials_are_crossed_out_and_superseded_answers_hollow():
    old = says(MINISTRY, 12, made="2021-11-16T12:00")
    new = says(MINISTRY, 13, made="2021-11-17T12:00")
    denial = says(AZERBAIJAN, 13, polarity="denies")
    of_any = says("a villager", (None, None), polarity="denies")
    picture = parsed(old, new, denial, of_any)
    assert ids(picture, "denied") == slugs(denial, of_any)
    assert texts(picture).count("denied") == 2  # beside its mark, and in the legend
    assert "denies: 13" in texts(picture)
    assert "#ffffff" in face_of(picture, old)
    assert "#ffffff" not in face_of(picture, new)
    assert {"denied", "speaker’s latest answer"} <= set(texts(picture))


def test_sides_differ_in_shape_not_in_colour_alone():
    answers = [says(ARMENIA, 1), says(AZERBAIJAN, 2), says("a villager", 3)]
    picture = parsed(*answers)
    assert len({shape_of(picture, answer) for answer in answers}) == 3
    assert {"Armenia", "Azerbaijan", "no side"} <= set(texts(picture))


def test_undated_answers_stand_apart_below_the_others():
    undated, dated = says(ARMENIA, 1, made=None), says(AZERBAIJAN, 2)
    picture = parsed(undated, dated)
    assert "Time of saying not known" in texts(picture)
    assert y_of(picture, undated) > y_of(picture, dated)


def test_actors_are_columns_of_their_sides():
    forces = body("armed-forces", AZERBAIJAN)
    fields = {"kind": "attack_initiated"}
    own = says(ARMENIA, subject=AZERBAIJAN, **fields)
    army = says(MINISTRY, subject=forces, **fields)
    other = says(AZERBAIJAN, subject=ARMENIA, **fields)
    picture = parsed(own, army, other)
    assert x_of(picture, own) == x_of(picture, army) != x_of(picture, other)
    assert "Armed-Forces" in texts(picture)


def test_what_cannot_be_compared_stands_on_scales_of_its_own():
    fields = {"unit": "person"}
    answers = [
        says(ARMENIA, 1, kind="captured", **fields),
        says(ARMENIA, 2, kind="released", **fields),
        says(ARMENIA, kind="attack_initiated", subject=ARMENIA),
        says(ARMENIA, kind="retaliation", subject=ARMENIA),
    ]
    words = texts(parsed(*answers))
    assert {"Captured", "Released", "Attack initiated", "Retaliation"} <= set(words)


def test_yes_or_no_and_places_are_told_in_words_beside_their_marks():
    yes = says(ARMENIA, kind="shelling", gist="Fire on Sotk.")
    no = says(AZERBAIJAN, kind="shelling", gist="Fire on Sotk.", polarity="denies")
    where = says(ARMENIA, kind="location", place=place("sotk"))
    elsewhere = says(AZERBAIJAN, kind="location", place=place("jermuk"), polarity="denies")
    picture = parsed(yes, no, where, elsewhere)
    assert "denies: Jermuk" in texts(picture)
    assert {"Fire on Sotk.", "Fire on Sotk. (denial)", "Sotk"} <= set(texts(picture))
    assert ids(picture, "denied") == slugs(no, elsewhere)


@pytest.mark.parametrize(
    ("edtf", "words", "parts"),
    [
        ("2020", "2020", {"range"}),
        ("2020-11", "November 2020", {"range"}),
        ("2020-11-10T13:00~", "10 November 2020, about 13:00", {"range"}),
        ("2020-11-10T13:00", "10 November 2020, 13:00", set()),
        ("2020-11-10?", "10 November 2020 (uncertain)", {"range"}),
        ("2020-09-27/2020-11-10", "from 27 September 2020 to 10 November 2020", {"range"}),
        ("2021-05/..", "from May 2021 on", {"open-above"}),
        ("[..2020-11-10]", "by 10 November 2020", {"open-below"}),
        ("[2021-11-16T13:00..2021-11-16T15:00]", "between 16 November 2021, 13:00 and 15:00",
         {"range"}),
        ("0002", "0002", {"range"}),
        ("9999", "9999", {"range"}),
        ("0002/9999", "from 0002 to 9999", {"range"}),
        ("9998", "9998", {"range"}),
    ],
)  # fmt: skip
def test_times_are_told_as_exactly_as_their_source(edtf, words, parts):
    answer = says(ARMENIA, kind="hostilities_ended", occurred=when(edtf))
    picture = parsed(answer)
    assert words.removeprefix("from ") in " ".join(texts(picture))
    for part in ("range", "open-above", "open-below"):
        assert bool(ids(picture, part)) == (part in parts), part


def test_a_time_told_in_another_zone_than_its_scale_says_so():
    kind = "hostilities_started"
    here = [says(ARMENIA, kind=kind, occurred=when("2022-09-13T00:30")) for _ in range(2)]
    abroad = says(AZERBAIJAN, kind=kind, occurred=when("2022-09-12T20:30", "UTC"))
    picture = parsed(*here, abroad)
    words = texts(picture)
    assert "When it happened, Yerevan (UTC+4) time" in words
    assert "12 September 2022, 20:30 (UTC time)" in words
    assert "13 September 2022, 00:30" in words
    assert x_of(picture, abroad) == x_of(picture, here[0])


def test_times_of_saying_name_their_zone_and_what_was_worked_out():
    worked_out = utterance(ARMENIA)
    worked_out.made = when("2021-11-16T10:00", inferred=True)
    abroad = utterance(AZERBAIJAN)
    abroad.made = when("2021-11-18", "America/New_York")
    more = says(MINISTRY, 3, made="[2021-11-16..2021-11-17]")
    words = texts(parsed(says(worked_out, 1), says(abroad, 2), more))
    assert "10:00*" in words
    assert "* time worked out, not printed" in words
    assert any("Yerevan (UTC+4) time" in text for text in words)
    assert "18 November 2021, New York (UTC−5) time" in words
    assert {"that day", "to 17 Nov"} <= set(words)


def test_no_answer_is_told_honestly():
    picture = parsed()
    assert ids(picture, "answer") == set()
    assert "No published answer as of the moment named below" in " ".join(texts(picture))
    assert "How many were killed?" in texts(picture)


def test_it_is_told_to_who_cannot_see_it():
    picture = parsed(says(ARMENIA, (1, None), made="2021-11-16T12:00"), says(AZERBAIJAN, 15))
    assert picture.get("role") == "img"
    assert picture.find(f"{SVG}title").text == "How many were killed?"
    described = picture.find(f"{SVG}desc").text
    assert described.startswith("2 answers by 2 speakers. ")
    assert "16 November 2021, 12:00: Armenia: Killed: at least 1." in described


def test_words_are_text_in_a_generic_font_large_enough_for_a_phone():
    picture = parsed(says(ARMENIA, 1))
    assert picture.get("viewBox").startswith("0 0 360 ")
    for text in picture.iter(f"{SVG}text"):
        style = dict(part.split(": ") for part in text.get("style").split("; "))
        assert style["font-family"] == "sans-serif"
        assert float(style["font-size"].removesuffix("px")) >= 11


def test_hostile_words_stay_words():
    speaker = Actor(slug="hostile", name=HOSTILE, kind="media")
    answer = says(speaker, 1)
    long = says("x" * 200, kind="shelling", gist="word " * 2000 + "y" * 20_000)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        svg = draw(chart(answer, long, title=HOSTILE, source=HOSTILE))
    picture = ET.fromstring(svg)
    assert {part.tag.rpartition("}")[2] for part in picture.iter()} <= {
        "svg", "title", "desc", "metadata", "RDF", "Work", "source", "defs", "style", "g", "path",
        "text", "use", "clipPath", "rect",
    }  # fmt: skip
    assert "<script" not in svg
    shown = "".join(texts(picture)).replace(" ", "")
    assert "<script>alert('1')</script>" in shown
    assert "$x^2$\\frac{1}{2}" in shown
    assert "😀" in shown
    assert "\u202e" not in svg
    assert ids(picture, "answer") == slugs(answer, long)


def test_the_same_answers_give_the_same_text_on_any_thread():
    charts = [
        chart(says(side(f"s{n}"), n + 1), says(ARMENIA, (n, None)), says(AZERBAIJAN, (1, n + 2)))
        for n in range(4)
    ]
    expected = [draw(one) for one in charts]
    assert len(set(expected)) == 4
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(draw, charts * 2)) == expected * 2


def test_matplotlib_comes_with_the_first_chart_and_leaves_home_alone(tmp_path):
    """In a process of its own, whose home cannot be written to."""
    program = """
import os, sys, django
django.setup()
import api.urls
from conflictdb.charts import chart_of, draw
from conflictdb.models import Question
from conflictdb.questions import summarise
assert "matplotlib" not in sys.modules
svg = draw(chart_of(Question(slug="x", title="X?"), summarise([]), "here"))
assert svg.startswith("<?xml") and "matplotlib.pyplot" not in sys.modules
"""
    home = tmp_path / "home"
    home.write_text("no folder, so nothing can be written into it")
    environment = {
        "DJANGO_SETTINGS_MODULE": "conflictdb.settings",
        "HOME": str(home),
        "CONFLICTDB_DATA_DIR": str(tmp_path / "data"),
        "TMPDIR": str(tmp_path),
        "PATH": "",
    }
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "home"]
