"""The database's functions of search: how words fold, which spellings meet, what a query asks."""

import itertools
import re

import pytest
from django.core import serializers
from django.db import connection
from django.db.models import F

from conflictdb.models import Actor, ActorName, Claim, Place, Question
from conflictdb.models.search import Matches, search_query
from tests.factories import (
    make_actor,
    make_actor_name,
    make_claim,
    make_document,
    make_incident,
    make_place,
    make_place_name,
    make_question,
    make_statement,
)

pytestmark = pytest.mark.django_db


def call(function, *arguments):
    with connection.cursor() as cursor:
        marks = ", ".join(["%s::text"] * len(arguments))
        cursor.execute(f"SELECT {function}({marks})", list(arguments))
        return cursor.fetchone()[0]


def spelling(name):
    return call("conflictdb_spelling", call("conflictdb_fold", name))


def meets(query, *, names=None, prose=None):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conflictdb_search_vector(%s, %s) @@ conflictdb_search_query(%s)",
            [names, prose, query],
        )
        return cursor.fetchone()[0]


def found(model, query):
    matches = Matches(F("search_vector"), search_query(query))
    return set(model.objects.filter(matches).values_list("slug", flat=True))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Mevlüt Çavuşoğlu", "mevlut cavusoglu"),
        ("İlham Əliyev, Bakı", "ilham aliyev baki"),
        ("Željana Zovko / Łódź", "zeljana zovko lodz"),
        ("Никол Пашинян", "nikol pashinyan"),
        ("ПАШИНЯН", "PAShINYaN".lower()),
        ("Сергей Шойгу", "sergey shoygu"),
        ("Харьков, Київ, Щорс", "kharkov kiiv shchors"),
        ("Նիկոլ Փաշինյան", "nikol pashinyan"),
        ("Երևան", "erevan"),
        ("Հարություն", "harutyun"),
        ("e\u0301te\u0301", "ete"),
        ("خطیب‌زاده", "خطیبزاده"),
        ("U.S. troops", "us troops"),
        ("Armenia’s and Armenia's", "armenia and armenia"),
        ("Conseil de l’Europe", "conseil de l europe"),
        ("Mas'ud", "masud"),
        ("Goris–Kapan, Goris-Kapan", "goris kapan goris kapan"),
        ("a\t(b) [c] & d|e!", "a b c d e"),
        ("", ""),
        ("…", ""),
    ],
)
def test_folding(text, folded):
    assert call("conflictdb_fold", text) == folded


def test_folding_twice_is_folding_once():
    for text in ("Çavuşoğlu", "Ապօ-ֆ", "Жук щит", "O’Neill’s", "ﬁle ½", "ə ø ß æ"):
        once = call("conflictdb_fold", text)
        assert call("conflictdb_fold", once) == once


# Spellings of one name that meet by rule, without being listed among a record's names.
SAME = [
    "Pashinyan Pashinian Paşinyan Pašinyan Пашинян Փաշինյան",
    "Çavuşoğlu Cavusoglu Chavushoghlu Чавушоглу Tchavoushoglou",
    "Aliyev Aliev Əliyev Алиев Ալիև",
    "Yerevan Erevan Ереван Երևան",
    "Aghajanyan Aghajanian Agadzhanyan Agajanyan Агаджанян Աղաջանյան",
    "Harutyunyan Haroutiounian Harutiunyan Հարությունյան",
    "Papikyan Papikian Папикян Պապիկյան",
    "Toghanyan Toganyan Тоганян Տողանյան",
    "Mirzoyan Mirzoian Мирзоян Միրզոյան",
    "Shoigu Shoygu Schoigu Шойгу",
    "Sergey Sergei Serguei Сергей",
    "Dmitry Dmitri Dmitrij Дмитрий",
    "Syunik Siunik Сюник Սյունիք",
    "Lachin Laçın Latchin Лачин",
    "Jabrayil Djabrail Cəbrayıl",
    "Kelbajar Kalbajar Kəlbəcər Kelbadjar",
    "Baku Bakou Баку",
    "Karabakh Karabagh Карабах",
    "Khankendi Xankəndi",
    "Nakhchivan Naxçıvan",
    "Gegharkunik Gegharkounik Gegarkunik Гегаркуник",
    "Jermuk Djermouk Джермук Ջերմուկ",
    "Vayots Vayotz Вайоц Վայոց",
    "Heydar Heidar Haydar Heydər",
    "Bayramov Bairamov Байрамов",
    "Kharkiv Kharkov Харьков",
    "Kyiv Kiev",
    "Lviv Lvov Львов",
    "Gorbachev Gorbachov",
    "Muhammad Mohammed Mohamad",
    "Saeed Said",
    "Khatibzadeh Khatibzade",
    "Mamijanyan Mamidjanian Мамиджанян Մամիջանյան",
]

# Names that are not one, and must not be taken for each other.
DIFFERENT = """
    Armenia Romania; Iran Iraq; Baku Bakir; Yemen Amman; Niger Nigeria; Slovakia Slovenia; Syria
    Serbia; Austria Australia; Iran Oman; Goris Gori; Kapan Japan; Sisian Syunik; Yerevan
    Noravan; Korea Kura; Mali Malta; Sudan Sweden; Georgia Gegharkunik; Macron Michel; Putin
    Pashinyan; Arman Ararat; Kiev Kapan; Aghajanyan Agopyan; Karapetyan Papikyan; Harutyunyan
    Margaryan; Bayramov Bagirov; Turkey Turkmenistan; Lachin Larin; Chad China; Lebanon Libya;
    Minsk Moscow; Baku Batumi; Shoigu Sochi; Haq Hayk
"""


@pytest.mark.parametrize("names", SAME)
def test_spellings_of_one_name_meet(names):
    assert len({spelling(name) for name in names.split()}) == 1, {
        name: spelling(name) for name in names.split()
    }


@pytest.mark.parametrize("pair", [pair.split() for pair in DIFFERENT.split(";")])
def test_names_that_look_alike_do_not_meet(pair):
    assert spelling(pair[0]) != spelling(pair[1])


def test_no_two_of_the_names_that_meet_are_of_different_names():
    spellings = [{spelling(name) for name in names.split()} for names in SAME]
    for one, other in itertools.combinations(spellings, 2):
        assert not one & other


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("Cavusoglu", "Mevlüt Çavuşoğlu"),
        ("pashinian", "Nikol Pashinyan"),
        ("Pachinian", "Nikol Pashinyan"),  # French ch
        ("Paschinjan", "Nikol Pashinyan"),  # German sch and j
        ("Jerewan", "Yerevan"),
        ("Nicol", "Nikol Pashinyan"),
        ("Pashinyan", "Никол Пашинян"),
        ("Пашинян", "Nikol Pashinyan"),
        ("Shoygu", "Սերգեյ Շոյգու"),
        ("Nagorno Karabagh", "Nagorno-Karabakh"),
        ("nagorno-karabakh", "Nagorno Karabakh"),
        ("defense ministry", "Ministry of Defence"),
        ("US", "U.S."),
        ("the guardian", "The Guardian"),
        ("europe", "Conseil de l’Europe"),
    ],
)
def test_names_are_found_by_other_spellings(query, names):
    assert meets(query, names=names)


@pytest.mark.parametrize(
    ("query", "prose", "expected"),
    [
        ("capture", "Twelve soldiers were captured.", True),
        ("soldier captures", "Twelve soldiers were captured.", True),
        ("cease-fire", "Announces a ceasefire.", True),
        ("organisation", "They organized an organization.", True),
        ("Pashinian", "Says that Pashinyan called.", True),
        ("pashinian", "Пашинян сказал.", True),
        ('"soldiers were captured"', "Twelve soldiers were captured.", True),
        ('"captured soldiers"', "Twelve soldiers were captured.", False),
        ("captured -soldiers", "Twelve soldiers were captured.", False),
        ("captured -civilians", "Twelve soldiers were captured.", True),
        ("killed or captured", "Twelve soldiers were captured.", True),
        ("killed OR wounded", "Twelve soldiers were captured.", False),
        ("killed captured", "Twelve soldiers were captured.", False),
        ("twelve killed or soldiers captured", "Twelve soldiers were captured.", True),
        ("-Pashinian", "Says that Pashinyan called.", False),
        # In prose the spelling of common words does not matter: sore is not sour.
        ("sour", "The wound is sore.", False),
        ("coler", "The colour is bright.", False),
    ],
)
def test_prose_is_found_by_words_in_any_form_and_names_in_any_spelling(query, prose, expected):
    assert meets(query, prose=prose) is expected


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "the",
        "of the",
        "-",
        "--",
        '"',
        '""',
        "-the",
        "or",
        "or or",
        ":*&|!()",
        "' \\ ''",
        "…",
    ],
)
def test_a_query_that_asks_for_nothing_finds_nothing(query):
    assert not meets(query, names="The soldiers of Armenia", prose="They were captured.")


@pytest.mark.parametrize(
    "query",
    [
        "'", "''", "\\", "\\'", "a'b", '"a', 'a"b"c"', "a:*", "a & | b", "!a", "(a", "a<->b",
        '-"a b', "😀", "😀 war", "\u202eabc", "ـــ", "a" * 5000, "ﷺ" * 500, "'" * 500, '"' * 499,
        "-" * 500, "a-" * 250, "\\" * 499, "x or " * 100, "ֆ" * 500, "%s %(a)s {0}", "\n\t\r", "=",
        "ø", "ъь", "'=a'",
    ],
)  # fmt: skip
def test_no_query_is_an_error(query):
    call("conflictdb_search_query", query)
    call("conflictdb_search_vector", query, query)


def test_the_spelling_of_common_words_weighs_less_than_names():
    vector = call("conflictdb_search_vector", "Baku", "Troops left Baku.")
    assert "'=baku':" in vector
    weights = dict(re.findall(r"'([^']+)':([\dA-D,]+)", vector))
    assert set(re.sub(r"[\d,]", "", weights["baku"])) == {"A", "B"}
    assert "C" in weights["øbaku"]
    assert "øtrups" in weights
    assert "øleft" not in weights
    assert "ølaft" not in weights


# The columns


def test_each_record_is_found_by_its_own_words():
    records = [
        make_document(title="Clashes near Goris"),
        make_incident("Fight", summary="Shots near Goris."),
        make_incident("Fight near Goris"),
        make_statement(gist="Tells of Goris."),
        make_claim(gist="Says Goris burns."),
        make_question(title="Who began? Goris"),
        make_actor("Mayor of Goris"),
        make_place("Goris"),
    ]
    for record in records:
        assert record.slug in found(type(record), "Goris")
        assert record.slug not in found(type(record), "Kapan")


@pytest.mark.parametrize(
    ("make", "make_name"), [(make_actor, make_actor_name), (make_place, make_place_name)]
)
def test_other_names_count_as_they_come_change_and_go(make, make_name):
    record, other = make("Çavuşoğlu"), make("Somebody")
    model = type(record)
    assert found(model, "Cavusoglu") == {record.slug}
    name = make_name(record, "Mevlüt")
    assert found(model, "mevlut") == {record.slug}
    name.name = "Ahmet"
    name.save()
    assert found(model, "mevlut") == set()
    assert found(model, "ahmet") == {record.slug}
    setattr(name, name.owner, other)
    name.save()
    assert found(model, "ahmet") == {other.slug}
    name.delete()
    assert found(model, "ahmet") == set()
    assert found(model, "Cavusoglu") == {record.slug}
    record.name = "Fidan"
    record.save()
    assert found(model, "Cavusoglu") == set()
    assert found(model, "Fidan") == {record.slug}


def test_nothing_that_is_written_to_a_kept_vector_stays():
    actor = make_actor("Goris")
    Actor.objects.update(search_vector=None)
    assert found(Actor, "Goris") == {actor.slug}


def test_fixtures_neither_hold_nor_need_vectors():
    make_actor_name(make_actor("Nikol Pashinyan", slug="pashinyan"), "Pachinian")
    make_question(title="Who began?")
    for model in (Actor, ActorName, Question):
        written = serializers.serialize(
            "json",
            model.objects.all(),
            use_natural_foreign_keys=True,
            use_natural_primary_keys=True,
        )
        assert "search_vector" not in written
        if model is Actor:
            kept = written
    Actor.objects.all().delete()
    for row in serializers.deserialize("json", kept):
        row.save()
    assert found(Actor, "pashinian") == {"pashinyan"}


@pytest.mark.parametrize("model", [Actor, Place, Claim])
def test_the_index_answers(model):
    matches = Matches(F("search_vector"), search_query("Goris"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = model.objects.filter(matches).explain()
    assert f"{model._meta.model_name}_by_words" in plan


def test_a_dump_is_restored_under_an_empty_search_path():
    """Columns and triggers find the functions by themselves, as pg_restore needs it."""
    place = make_place("Goris")
    with connection.cursor() as cursor:
        # Those of history, which are django-pghistory's, come back when the rows are there.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'conflictdb_placename'::regclass"
            " AND tgname LIKE 'pgtrigger%%'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE conflictdb_placename DISABLE TRIGGER "{name}"')
        cursor.execute("SET LOCAL search_path = ''")
        cursor.execute("SELECT public.conflictdb_search_vector('Goris', 'Goris')")
        cursor.execute(
            "INSERT INTO public.conflictdb_placename (place_id, name, kind) VALUES (%s, %s, %s)",
            [place.pk, "Kapan", "former"],
        )
        cursor.execute("SET LOCAL search_path = public")
    assert found(Place, "Kapan") == {place.slug}
