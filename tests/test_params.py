from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from pathlib import PurePath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoutkit.model import Language, Param
from handoutkit.params import TYPES, Link, Phone, Quantity, Text, Value, check_param, expected, read_value
from handoutkit.problems import Place, Problem
from handoutkit.shown_values import show_value

ENGLISH = Language("en", "English", "en", "ltr", ("Noto Sans",))
ARABIC = Language("ar", "العربية", "ar", "rtl", ("Noto Naskh Arabic",))
SPANISH = Language("es", "Español", "es", "ltr", ("Noto Sans",))


def param(type_: str, name: str = "field", **changes: Any) -> Param:  # noqa: ANN401 - any of its fields
    choices = ("clinic", "home") if type_ == "choice" else ()
    made = Param(name, type_, "What it is for.", Place(PurePath("section.toml"), 4), choices=choices)
    made = replace(made, unit="g/dL") if type_ == "quantity" else made
    return replace(made, **changes)


@pytest.mark.parametrize(
    ("type_", "raw", "value"),
    [
        ("text", "  Dr. Renée O'Neil ", Text("Dr. Renée O'Neil")),
        ("text", "Rene\u0301e", Text("Renée")),
        ("text", "می\u200cخواهم", Text("می\u200cخواهم")),
        ("text", "𠮷野家", Text("𠮷野家")),
        ("text", "x" * 120, Text("x" * 120)),
        ("count", "12", 12),
        ("date", "2026-11-20", date(2026, 11, 20)),
        ("time", "08:30", time(8, 30)),
        ("time", "23:59", time(23, 59)),
        ("phone", "+44 20 7946 0000", Phone("+44 20 7946 0000")),
        ("phone", "(555) 010-0100", Phone("(555) 010-0100")),
        ("phone", "911", Phone("911")),
        ("link", "https://clinic.example/portal?a=1", Link("https://clinic.example/portal?a=1")),
        ("link", "mailto:ms-team@clinic.example", Link("mailto:ms-team@clinic.example")),
        ("link", "tel:+15550100", Link("tel:+15550100")),
        ("choice", "home", "home"),
        ("quantity", "12.0", Quantity(Decimal("12.0"), "g/dL")),
        ("quantity", "-1", Quantity(Decimal(-1), "g/dL")),
    ],
)
def test_a_fitting_value_is_read(type_: str, raw: str, value: Value) -> None:
    assert read_value(param(type_), raw) == value


@pytest.mark.parametrize(
    ("type_", "raw"),
    [
        ("text", ""),
        ("text", "   "),
        ("text", "x" * 121),
        ("text", "two\nlines"),
        ("text", "a\u2028b"),
        ("text", "\u202eevil"),
        ("text", "a\u2066b"),
        ("text", "a\u2069b"),
        ("text", "a\u200fb"),
        ("text", "a\u061cb"),
        ("text", "a\ud800b"),
        ("text", "a\ue000b"),
        ("text", "a\U000e0041b"),
        ("text", "a\x00b"),
        ("text", "a\ufeffb"),
        ("text", "a\u00adb"),
        ("text", "a\uffffb"),
        ("count", "1.5"),
        ("count", "-1"),
        ("count", "１２"),
        ("count", "1000000"),
        ("date", "20/11/2026"),
        ("date", "2026-02-30"),
        ("date", "20261120"),
        ("time", "24:00"),
        ("time", "8:30"),
        ("time", "8 am"),
        ("phone", "call me"),
        ("phone", "55"),
        ("phone", "5" * 21),
        ("phone", "555+0100"),
        ("phone", "٥٥٥٠١٠٠"),
        ("phone", "555\u202e0100"),
        ("link", "http://clinic.example"),
        ("link", "javascript:alert(1)"),
        ("link", "file:///etc/passwd"),
        ("link", "https://user:word@clinic.example"),
        ("link", "https://clinic.example@evil.example"),
        ("link", "https://clinic.example/a b"),
        ("link", 'https://clinic.example/"onx'),
        ("link", "https://clinic.example\\.evil.example"),
        ("link", "https://сlinic.example"),
        ("link", "https://localhost"),
        ("link", "mailto:a@clinic.example?body=x"),
        ("link", "https://clinic.example/" + "x" * 300),
        ("choice", "Home"),
        ("quantity", "12,5"),
        ("quantity", "1e3"),
        ("quantity", "NaN"),
        ("quantity", "12 g/dL"),
    ],
)
def test_a_value_that_does_not_fit_is_a_problem(type_: str, raw: str) -> None:
    problem = read_value(param(type_), raw)
    assert isinstance(problem, Problem)
    assert problem.code == "wrong-value"
    assert '"field"' in problem.message


@given(st.sampled_from(TYPES), st.text(alphabet="\u202e\x00QZ~", min_size=3))
def test_a_problem_never_repeats_the_value(type_: str, raw: str) -> None:
    found = read_value(param(type_), raw)
    assert not isinstance(found, Problem) or raw not in str(found)


@given(st.sampled_from(TYPES), st.text())
def test_any_text_is_read_or_refused(type_: str, raw: str) -> None:
    found = read_value(param(type_), raw)
    if not isinstance(found, Problem):
        show_value(found, ARABIC).encode()


@pytest.mark.parametrize("value", [Text("Jane"), Phone("555"), Link("tel:555"), Quantity(Decimal(5), "g/dL")])
def test_a_value_is_not_in_its_own_repr(value: Value) -> None:
    assert "Jane" not in repr(value)
    assert "5" not in repr(value)


@pytest.mark.parametrize(("raw", "fits"), [("0", False), ("1", True), ("9", True), ("10", False)])
def test_a_count_lies_within_its_limits(raw: str, fits: bool) -> None:  # noqa: FBT001 - a column of the table
    found = read_value(param("count", minimum=1, maximum=9), raw)
    assert isinstance(found, int) is fits


@pytest.mark.parametrize(("raw", "fits"), [("3.9", False), ("4.0", True), ("22.0", True), ("22.01", False)])
def test_a_quantity_lies_within_its_limits(raw: str, fits: bool) -> None:  # noqa: FBT001 - a column of the table
    found = read_value(param("quantity", minimum=4.0, maximum=22.0), raw)
    assert isinstance(found, Quantity) is fits


def test_a_problem_says_what_is_expected() -> None:
    assert expected(param("choice")) == 'one of "clinic", "home"'
    assert expected(param("count", minimum=1, maximum=9)) == "a whole number of at most six digits, from 1 to 9"
    assert expected(param("quantity", maximum=22.5)) == (
        "a number such as 12 or 12.5, with a point for decimals, to 22.5"
    )


@pytest.mark.parametrize("type_", TYPES)
def test_a_plain_param_of_every_type_is_right(type_: str) -> None:
    assert check_param(param(type_)) == ()


@pytest.mark.parametrize(
    "right",
    [
        param("count", default="3", minimum=1, maximum=9),
        param("choice", default="home"),
        param("quantity", unit="ng/mL", default="30.5"),
        param("quantity", unit="mg/dL"),
        param("choice", choices=("g/dL", "g/L", "mmol/L")),
        param("phone", name="clinic_phone", default="555-0100"),
        param("text", name="capsular_team"),
    ],
)
def test_a_whole_declaration_is_right(right: Param) -> None:
    assert check_param(right) == ()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (param("temperature"), "unknown type"),
        (param("choice", choices=()), "needs choices"),
        (param("choice", choices=("a", "a")), "a choice twice"),
        (param("text", choices=("a",)), "only the type choice"),
        (param("count", minimum=9, maximum=1), "minimum above its maximum"),
        (param("quantity", minimum=float("nan")), "not a number"),
        (param("text", minimum=1), "only count and quantity"),
        (param("quantity", unit=""), "needs a unit"),
        (param("count", unit="days"), "only the type quantity"),
        (param("count", default="many"), "default that does not fit"),
        (param("count", default="10", maximum=9), "default that does not fit"),
        (param("choice", default="elsewhere"), "default that does not fit"),
        (param("text", name="weekdays"), "means something to every template"),
        (param("count", name="dose"), "looks like a dose"),
        (param("count", name="iron_mg"), "looks like a dose"),
        (param("count", name="tablets"), "looks like a dose"),
        (param("text", name="daily_dose"), "looks like a dose"),
        (param("quantity", unit="mg"), "looks like a dose"),
        (param("quantity", unit="mg/kg"), "looks like a dose"),
        (param("quantity", unit="tablets"), "looks like a dose"),
        (param("choice", choices=("65 mg", "325 mg")), "looks like a dose"),
        (param("text", default="take 2 tablets"), "looks like a dose"),
    ],
)
def test_a_wrong_declaration_is_a_problem_at_its_line(wrong: Param, said: str) -> None:
    problems = check_param(wrong)
    assert [(problem.code, problem.place) for problem in problems] == [("wrong-param", wrong.place)]
    assert said in problems[0].message


def test_all_faults_of_a_declaration_are_reported() -> None:
    assert len(check_param(param("count", unit="days", choices=("a",), minimum=2, maximum=1))) == 3


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        (Text("<b>&"), ENGLISH, '<bdi dir="ltr">&lt;b&gt;&amp;</bdi>'),
        (Phone("+44 20 7946 0000"), ARABIC, '<bdi dir="ltr">+44 20 7946 0000</bdi>'),
        (
            Link("https://clinic.example/?a=1&b=2"),
            ENGLISH,
            '<bdi dir="ltr"><a href="https://clinic.example/?a=1&amp;b=2">clinic.example/?a=1&amp;b=2</a></bdi>',
        ),
        (Link("tel:555-0100"), ENGLISH, '<bdi dir="ltr"><a href="tel:555-0100">555-0100</a></bdi>'),
        (1234, SPANISH, '<bdi dir="ltr">1.234</bdi>'),
        (Quantity(Decimal("12.0"), "g/dL"), SPANISH, '<bdi dir="ltr">12,0\u00a0g/dL</bdi>'),
        (date(2026, 11, 20), ARABIC, '<bdi dir="rtl">20 نوفمبر 2026</bdi>'),
        (date(2026, 11, 20), SPANISH, '<bdi dir="ltr">20 de noviembre de 2026</bdi>'),
        (time(17, 5), ENGLISH, '<bdi dir="ltr">5:05\u00a0PM</bdi>'),
        ("home", ENGLISH, '<bdi dir="ltr">home</bdi>'),
    ],
)
def test_a_value_is_shown_in_the_reader_s_language(value: Value, language: Language, shown: str) -> None:
    assert str(show_value(value, language)) == shown


@pytest.mark.parametrize(
    ("name", "language", "shown"),
    [
        ("김민수", ENGLISH, '<bdi dir="ltr" lang="ko">김민수</bdi>'),
        ("محمد علي", ENGLISH, '<bdi dir="rtl" lang="ar">محمد علي</bdi>'),
        ("محمد علي", ARABIC, '<bdi dir="rtl">محمد علي</bdi>'),
        ("Ana Ruiz", ARABIC, '<bdi dir="ltr">Ana Ruiz</bdi>'),
    ],
)
def test_a_name_in_another_script_says_in_which_language_it_is_read(name: str, language: Language, shown: str) -> None:
    assert show_value(Text(name), language) == shown
