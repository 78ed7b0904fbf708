from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from building import TODAY, codes, content, handout, pack, place, plan, reference, request, section, term
from markupsafe import Markup

from handoutkit.model import Content, Placement
from handoutkit.problems import HandoutError, Problem, Severity
from handoutkit.selection import select
from handoutkit.stacking import stack

PARAMS = """
[params.clinic_phone]
type = "phone"
help = "The number to call."

[params.anemia]
type = "choice"
choices = ["yes", "no"]
help = "Whether the reader has anemia."

[params.visits]
type = "count"
default = 2
help = "Visits a year."

[params.birthday]
type = "date"
help = "Day of birth."
"""
USES = """<p>{{ clinic_phone }}{{ visits }}{{ birthday }}</p>
<p>{% if anemia == "yes" %}{% trans %}Iron.{% endtrans %}{% endif %}</p>"""


def library(**changes: object) -> Content:
    sheet = handout("iron", locales=("en", "es", "ar"), editions=("standard", "large-print"))
    return content(section("iron", USES, params=PARAMS), **{"handouts": {"sheet": sheet}, **changes})


def sheet_of(made: Content, *placements: Placement) -> Content:
    return replace(made, handouts={"sheet": handout(placements=placements)})


def placement(name: str, values: dict[str, str] | None = None, when: dict[str, str] | None = None) -> Placement:
    return Placement(name, place(), values or {}, when or {})


def refused(made: Content, **asked: object) -> tuple[Problem, ...]:
    with pytest.raises(HandoutError) as caught:
        select(made, request(**asked))
    return caught.value.problems


def only(made: Content, **asked: object) -> tuple[str, str]:
    (problem,) = refused(made, **asked)
    return problem.code, problem.message


def values(made: Content, **asked: object) -> dict[str, object]:
    return dict(plan(made, **asked).placed[0].values)


def names(made: Content, **asked: object) -> list[str]:
    return [placed.section.id for placed in plan(made, **asked).placed]


# Names


def test_an_unknown_handout_is_answered_with_the_nearest_one() -> None:
    assert only(library(), handout="shet") == ("unknown-handout", 'there is no handout "shet" (did you mean "sheet"?)')


def test_an_unknown_edition_is_answered_with_the_nearest_one() -> None:
    assert only(library(), edition="large") == (
        "unknown-edition",
        '"sheet" has no edition "large" (did you mean "large-print"?)',
    )


def test_an_unknown_paper_is_answered_with_the_nearest_one() -> None:
    assert only(library(), paper="leter") == ("unknown-paper", 'unknown paper "leter" (did you mean "letter"?)')


def test_an_unknown_territory_is_told() -> None:
    assert codes(refused(library(), territory="XX")) == ["unknown-territory"]


def test_everything_that_is_wrong_with_a_request_is_told_at_once() -> None:
    found = refused(library(), edition="x", paper="x", territory="XX", values={"clinic_fone": "1", "visits": "many"})
    assert sorted(codes(found)) == [
        "unknown-edition",
        "unknown-paper",
        "unknown-territory",
        "unknown-value",
        "wrong-value",
    ]


# Locales


def test_a_locale_that_is_offered_is_chosen() -> None:
    assert plan(library(), locale="es").language.locale == "es"


def test_a_locale_is_served_by_the_offered_one_that_its_readers_read() -> None:
    assert plan(library(), locale="es-MX").language.locale == "es"


def test_a_locale_in_another_language_is_never_a_stand_in() -> None:
    assert only(library(), locale="fr")[0] == "unknown-locale"


def test_a_locale_that_the_library_knows_and_the_handout_does_not_offer_is_told() -> None:
    made = library(handouts={"sheet": handout("iron")})
    assert only(made, locale="es") == ("locale-not-offered", '"sheet" is not offered in "es", only in en')


def test_something_that_is_no_locale_is_told() -> None:
    assert only(library(), locale="../en")[0] == "unknown-locale"


# Sections


def test_sections_come_in_the_order_of_the_handout() -> None:
    assert names(content(section("b"), section("a"))) == ["b", "a"]


def test_a_required_section_is_added_at_the_end_of_every_handout_that_leaves_it_out() -> None:
    made = content(section("b"), section("a", required=True), handouts={"sheet": handout("b")})
    assert names(made) == ["b", "a"]


def test_a_required_section_stays_where_the_handout_puts_it() -> None:
    assert names(content(section("a", required=True), section("b"))) == ["a", "b"]


@pytest.mark.parametrize(("given", "expected"), [("yes", ["iron", "log"]), ("no", ["iron"]), ("", ["iron"])])
def test_a_section_with_a_condition_is_printed_when_the_value_is_equal(given: str, expected: list[str]) -> None:
    made = content(section("iron", USES, params=PARAMS), section("log"))
    made = sheet_of(made, placement("iron"), placement("log", when={"anemia": "yes"}))
    assert names(made, values={"anemia": given}) == expected


def test_a_condition_is_asked_of_the_value_without_the_spaces_around_it() -> None:
    made = content(section("iron", USES, params=PARAMS), section("log"))
    made = sheet_of(made, placement("iron"), placement("log", when={"anemia": "yes"}))
    assert names(made, values={"anemia": " yes "}) == ["iron", "log"]


def test_a_wrong_value_in_a_condition_is_told_and_does_not_leave_the_section_out() -> None:
    made = content(section("iron"), section("log", USES, params=PARAMS))
    made = sheet_of(made, placement("iron"), placement("log", when={"anemia": "yes"}))
    assert only(made, values={"anemia": "yess"})[0] == "wrong-value"


TEXT = '[params.{}]\ntype = "text"\nhelp = "h"\n'


def test_all_conditions_of_a_section_must_hold() -> None:
    made = content(section("iron", params=TEXT.format("a") + TEXT.format("b")), section("log"))
    made = sheet_of(made, placement("iron"), placement("log", when={"a": "1", "b": "2"}))
    assert names(made, values={"a": "1"}) == ["iron"]
    assert names(made, values={"a": "1", "b": "2"}) == ["iron", "log"]


def test_the_references_and_terms_of_a_plan_are_those_of_its_sections() -> None:
    cites = '<p>{% trans %}Iron.{% endtrans %} {{ cite("lee2020") }}</p>'
    made = content(
        section("iron", cites, sources=("lee2020",), terms=("b", "a")),
        references={"lee2020": reference(), "kim2021": reference("kim2021")},
        terms={"a": term("a", "Anemia"), "b": term("b", "brain"), "c": term("c", "cell")},
    )
    assert [found.id for found in plan(made).references] == ["lee2020"]
    assert {found.name for found in plan(made).terms} == {"Anemia", "brain"}


# Dates


def dated(review_by: date, checked: date = date(2026, 1, 1)) -> Content:
    return content(section("iron", review_by=review_by, sources_checked=checked))


def test_a_section_may_be_printed_on_the_day_of_its_review() -> None:
    _, (warning,) = select(dated(TODAY), request())
    assert (warning.code, warning.severity) == ("section-expires-soon", Severity.WARNING)


def test_a_section_may_not_be_printed_on_the_day_after() -> None:
    (problem,) = refused(dated(TODAY - timedelta(1)))
    assert (problem.code, problem.message, str(problem.place)) == (
        "section-expired",
        'the section "iron" was to be checked again by 2026-11-19',
        "handouts/sections/iron/section.toml:6",
    )


def test_a_draft_of_an_expired_section_is_a_warning() -> None:
    _, (warning,) = select(dated(TODAY - timedelta(1)), request(draft=True))
    assert (warning.code, warning.severity) == ("section-expired", Severity.WARNING)


@pytest.mark.parametrize(("days", "expected"), [(59, ["section-expires-soon"]), (60, [])])
def test_a_section_is_about_to_expire_in_its_last_sixty_days(days: int, expected: list[str]) -> None:
    assert codes(select(dated(TODAY + timedelta(days)), request())[1]) == expected


def test_a_sheet_is_as_old_as_its_oldest_section_and_checked_again_with_its_first() -> None:
    young = section("a", sources_checked=date(2026, 11, 1), review_by=date(2027, 5, 1))
    old = section("b", sources_checked=date(2026, 2, 1), review_by=date(2027, 11, 1))
    made = plan(content(young, old))
    assert (made.last_checked, made.next_check) == (date(2026, 2, 1), date(2027, 5, 1))


# Values


def test_a_value_is_shown_as_its_type_is_shown_in_the_language() -> None:
    found = values(library(), locale="es", values={"birthday": "1980-03-01"})
    assert re.sub("<.*?>", "", str(found["birthday"])) == "1 de marzo de 1980"


def test_a_value_that_nobody_gave_is_empty() -> None:
    assert values(library())["clinic_phone"] == ""


def test_a_default_stands_in_for_a_value_that_nobody_gave() -> None:
    assert values(library())["visits"] == Markup('<bdi dir="ltr">2</bdi>')


def test_a_choice_stays_a_plain_word_for_templates_to_compare() -> None:
    assert values(library(), values={"anemia": "yes"})["anemia"] == "yes"


def test_a_request_goes_before_the_pack_and_the_handout_before_both() -> None:
    made = library(values={"clinic_phone": "555-0101", "visits": "3"})
    assert values(made)["clinic_phone"] == Markup('<bdi dir="ltr">555-0101</bdi>')
    asked = {"clinic_phone": "555-0102", "visits": "4"}
    assert values(made, values=asked)["clinic_phone"] == Markup('<bdi dir="ltr">555-0102</bdi>')
    fixed = sheet_of(made, placement("iron", {"visits": "5"}))
    assert values(fixed, values=asked)["visits"] == Markup('<bdi dir="ltr">5</bdi>')


def test_a_wrong_value_is_told_by_its_name_and_not_repeated() -> None:
    ((code, message),) = [only(library(), values={"visits": "seventeen"})]
    assert code == "wrong-value"
    assert '"visits"' in message
    assert "seventeen" not in message


def test_a_value_that_nothing_uses_is_answered_with_the_nearest_one() -> None:
    assert only(library(), values={"clinic_fone": "555-0100"}) == (
        "unknown-value",
        'nothing in this library uses a value "clinic_fone" (did you mean "clinic_phone"?)',
    )


def test_a_value_of_a_pack_that_nothing_uses_is_told_too() -> None:
    assert only(library(values={"clinic_fone": "555-0100"}))[0] == "unknown-value"


def test_a_value_that_another_section_uses_is_not_unknown() -> None:
    other = section("other", "<p>{{ doctor }}</p>", params='[params.doctor]\ntype = "text"\nhelp = "Name."')
    made = content(section("iron"), other, handouts={"sheet": handout("iron")})
    assert select(made, request(values={"doctor": "Lee"}))[1] == ()


def test_the_weekdays_are_those_of_the_language() -> None:
    weekdays = values(library(), locale="es")["weekdays"]
    assert isinstance(weekdays, tuple)
    assert (weekdays[0], len(weekdays)) == ("lun", 7)


def test_given_values_are_private_as_they_were_given_and_as_they_are_shown() -> None:
    found = plan(library(), values={"birthday": "1980-03-01", "anemia": "yes", "clinic_phone": ""})
    assert found.private == ("1980-03-01", "yes", "March 1, 1980")


def test_values_of_a_pack_are_not_private() -> None:
    assert plan(library(values={"clinic_phone": "555-0100"})).private == ()


def test_a_plan_does_not_show_its_values() -> None:
    assert "555-0100" not in repr(plan(library(), values={"clinic_phone": "555-0100"}))


# Territory


@pytest.mark.parametrize("locale", ["en", "es", "ar"])
def test_a_language_decides_nothing_about_a_country(locale: str) -> None:
    made = plan(library(), locale=locale)
    assert (made.paper, made.territory, made.placed[0].values["emergency_number"]) == ("a4", None, "")


def test_the_region_of_a_wanted_locale_decides_nothing_either() -> None:
    assert plan(library(), locale="es-US").paper == "a4"


def test_a_territory_decides_the_paper_and_the_emergency_number() -> None:
    made = plan(library(), territory="US")
    assert made.paper == "letter"
    assert made.placed[0].values["emergency_number"] == Markup('<bdi dir="ltr">911</bdi>')


def test_the_territory_of_a_pack_counts_where_none_is_asked_for() -> None:
    made = library(territory="US")
    assert (plan(made).paper, plan(made, territory="DE").paper) == ("letter", "a4")


def test_a_paper_that_is_asked_for_counts_more_than_the_territory() -> None:
    assert plan(library(), territory="US", paper="a4").paper == "a4"


def test_a_pack_may_set_its_own_emergency_number() -> None:
    made = library(territory="US", values={"emergency_number": "5555"})
    assert values(made)["emergency_number"] == Markup('<bdi dir="ltr">5555</bdi>')


# Publisher


def test_a_sheet_of_the_standard_pack_alone_is_published_by_us() -> None:
    assert plan(library()).publisher == "handoutkit"


def test_a_sheet_is_published_by_the_nearest_pack() -> None:
    made, _ = stack((pack("our-clinic"), *library().packs))
    assert plan(made).publisher == "our-clinic"


def test_a_pack_may_name_its_publisher() -> None:
    assert plan(library(values={"publisher": "Our Clinic"})).publisher == "Our Clinic"
