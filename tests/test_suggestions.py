from __future__ import annotations

from handoutkit.suggestions import nearest


def test_a_slip_is_answered_with_the_nearest_name() -> None:
    assert nearest("reveiw_by", ["title", "review_by"]) == ' (did you mean "review_by"?)'


def test_capitals_do_not_hide_a_name() -> None:
    assert nearest("zh-hans", ["en", "zh-Hans"]) == ' (did you mean "zh-Hans"?)'


def test_few_names_are_all_listed_when_none_is_near() -> None:
    assert nearest("xyz", ["en", "es"]) == ' (known: "en", "es")'


def test_many_names_are_not_listed() -> None:
    assert nearest("xyz", [f"section-{number}" for number in range(20)]) == ""


def test_nothing_is_said_when_nothing_is_known() -> None:
    assert nearest("xyz", []) == ""
