from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from pathlib import Path, PurePath

import pytest

from handoutkit.languages import (
    format_date,
    format_list,
    format_number,
    format_time,
    read_languages,
    resolve_locale,
    weekday_names,
)
from handoutkit.model import Language
from handoutkit.problems import Place

TABLE = Path(__file__).parents[1] / "locales" / "languages.toml"
PLACE = Place(PurePath("locales/languages.toml"))
DAY = date(2026, 11, 20)


def _shipped() -> Mapping[str, Language]:
    return read_languages(TABLE.read_text(encoding="utf-8"), PLACE)[0]


LANGUAGES = _shipped()
EACH = pytest.mark.parametrize("language", LANGUAGES.values(), ids=str)


def test_the_shipped_table_has_no_fault() -> None:
    assert read_languages(TABLE.read_text(encoding="utf-8"), PLACE)[1] == ()


def test_a_language_is_read_whole() -> None:
    text = '[language.es]\nname = "Español"\ncldr = "es"\ndirection = "ltr"\nfonts = ["Noto Sans"]\n'
    assert read_languages(text, PLACE) == ({"es": Language("es", "Español", "es", "ltr", ("Noto Sans",))}, ())


def test_a_locale_that_cldr_does_not_have_is_a_problem_at_its_line() -> None:
    text = '[language.es]\nname = "Español"\ncldr = "klingon"\ndirection = "ltr"\nfonts = ["Noto Sans"]\n'
    languages, (problem,) = read_languages(text, PLACE)
    assert languages == {}
    assert (problem.code, problem.place) == ("wrong-type", Place(PLACE.path, 3))


def test_an_unknown_key_of_a_language_is_a_problem() -> None:
    text = '[language.es]\nname = "Español"\ncldr = "es"\ndirecton = "ltr"\ndirection = "ltr"\nfonts = ["Noto Sans"]\n'
    (problem,) = read_languages(text, PLACE)[1]
    assert (problem.code, problem.place) == ("unknown-key", Place(PLACE.path, 4))
    assert 'did you mean "direction"?' in problem.message


def test_a_locale_that_could_climb_out_of_its_folder_is_a_problem() -> None:
    text = '[language."../evil"]\nname = "x"\ncldr = "es"\ndirection = "ltr"\nfonts = ["Noto Sans"]\n'
    languages, problems = read_languages(text, PLACE)
    assert languages == {}
    assert problems


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("es", "es"),
        ("es-US", "es"),
        ("es_US", "es"),
        ("pt", "pt-BR"),
        ("pt-PT", "pt-BR"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("en-AU", "en-GB"),
        ("en-US", "en"),
        ("tl", "fil"),
        ("ht", "ht"),
        ("pa-Arab", None),
        ("nb", None),
        ("../etc", None),
        ("中文", None),
        ("", None),
    ],
)
def test_a_reader_gets_the_nearest_locale_or_none(wanted: str, found: str | None) -> None:
    assert resolve_locale(wanted, LANGUAGES.keys()) == found


@pytest.mark.parametrize(("wanted", "offered"), [("zh-TW", "zh-Hans"), ("ht", "fr"), ("uk", "ru"), ("ur", "hi")])
def test_nobody_gets_a_neighbouring_language(wanted: str, offered: str) -> None:
    assert resolve_locale(wanted, [offered]) is None


def test_a_locale_of_our_own_is_found_by_its_name() -> None:
    assert resolve_locale("qps-ploc", ["en", "qps-ploc"]) == "qps-ploc"


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "November 20, 2026"),
        ("en-GB", "20 November 2026"),
        ("es", "20 de noviembre de 2026"),
        ("ar", "20 نوفمبر 2026"),
        ("zh-Hans", "2026年11月20日"),
        ("ru", "20 ноября 2026\u00a0г."),
        ("fa", "20 نوامبر 2026"),
        ("ht", "2026-11-20"),
    ],
)
def test_a_date_is_written_as_its_readers_write_it(locale: str, text: str) -> None:
    assert format_date(DAY, LANGUAGES[locale]) == text


@pytest.mark.parametrize(
    ("locale", "text"), [("en", "1:05\u00a0PM"), ("es", "13:05"), ("ar", "1:05 م"), ("ht", "13:05")]
)
def test_a_time_is_written_as_its_readers_write_it(locale: str, text: str) -> None:
    assert format_time(time(13, 5), LANGUAGES[locale]) == text


@pytest.mark.parametrize(
    ("locale", "text"), [("en", "1,234.50"), ("es", "1.234,50"), ("ar", "1,234.50"), ("fr", "1\u00a0234,50")]
)
def test_a_number_has_the_separators_of_its_language(locale: str, text: str) -> None:
    assert format_number(Decimal("1234.50"), LANGUAGES[locale]) == text


def test_a_number_keeps_every_decimal() -> None:
    assert format_number(Decimal("12.0"), LANGUAGES["en"]) == "12.0"
    assert format_number(Decimal("0.00012"), LANGUAGES["en"]) == "0.00012"
    assert format_number(7, LANGUAGES["en"]) == "7"


def test_a_list_is_joined_as_its_language_joins() -> None:
    assert format_list(["a", "b", "c"], LANGUAGES["zh-Hans"]) == "a、b和c"
    assert format_list(["a"], LANGUAGES["es"]) == "a"
    assert format_list([], LANGUAGES["es"]) == ""


def test_the_week_begins_on_monday() -> None:
    assert weekday_names(LANGUAGES["en"]) == ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    assert weekday_names(LANGUAGES["ar"])[0] == "الاثنين"


def test_no_french_and_no_english_word_stands_in_a_creole_sheet() -> None:
    creole = LANGUAGES["ht"]
    texts = [format_date(DAY, creole), *weekday_names(creole), format_list("??", creole)]
    assert texts == ["2026-11-20", *"1234567", "?, ?"]


def _samples(language: Language) -> str:
    dates = [format_date(date(2026, month, 28), language) for month in range(1, 13)]
    numbers = [format_number(Decimal("-1234567.5"), language)]
    times = [format_time(time(hour), language) for hour in (0, 5, 12, 18)]
    return "|".join([*dates, *times, *numbers, *weekday_names(language), format_list("??", language), language.name])


@EACH
def test_only_ordinary_digits_are_printed(language: Language) -> None:
    assert {letter for letter in _samples(language) if letter.isdigit()} <= set("0123456789")


@EACH
def test_no_character_is_printed_that_fonts_leave_out(language: Language) -> None:
    odd = {letter for letter in _samples(language) if unicodedata.category(letter) in {"Cf", "Zs", "Cc", "Co", "Cn"}}
    assert odd <= {" ", "\u00a0", "\u200c"}


@EACH
def test_there_are_seven_different_weekdays(language: Language) -> None:
    assert len(set(weekday_names(language))) == 7


def test_no_language_leaks_into_the_next() -> None:
    """Babel 2.18 printed Urdu weekdays in a Hindi sheet when an Urdu sheet had been made before it."""
    program = (
        "import sys; sys.path[:0] = ['tests', '.']\n"
        "from test_languages import LANGUAGES, _samples\n"
        "order = sorted(LANGUAGES, reverse=sys.argv[1] == 'backward')\n"
        "texts = {locale: _samples(LANGUAGES[locale]) for locale in order}\n"
        "print(ascii(sorted(texts.items())))\n"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program, order], cwd=TABLE.parents[1], capture_output=True, text=True, check=True
        ).stdout
        for order in ("forward", "backward")
    ]
    assert runs[0] == runs[1]
