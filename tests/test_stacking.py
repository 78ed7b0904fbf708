from __future__ import annotations

from dataclasses import replace
from datetime import date

from building import SPANISH, catalog, codes, handout, pack, place, reference, section, term
from hypothesis import given
from hypothesis import strategies as st

from handoutkit.model import Message, Pack, Placement, Policy, Review
from handoutkit.problems import Problem, Severity
from handoutkit.stacking import _overlay, editions, override_warnings, stack

LAYER = st.dictionaries(st.sampled_from("abcd"), st.integers())


def misfits(*packs: Pack) -> tuple[Problem, ...]:
    return stack(packs)[1]


def only(*packs: Pack) -> tuple[str, str, str]:
    (problem,) = misfits(*packs)
    return problem.code, str(problem.place), problem.message


def review(day: int) -> Review:
    return Review("a", "content", "0", "Lee", "MD", "read", date(2026, 1, day), place())


@given(LAYER, LAYER, LAYER)
def test_laying_layers_over_one_another_is_associative(a: dict[str, int], b: dict[str, int], c: dict[str, int]) -> None:
    assert _overlay([a, _overlay([b, c])]) == _overlay([_overlay([a, b]), c]) == _overlay([a, b, c])


@given(LAYER)
def test_laying_a_layer_over_itself_changes_nothing(layer: dict[str, int]) -> None:
    assert _overlay([layer, layer]) == layer


# Rule 1: sections, handouts and styles override whole, by name


def test_the_nearest_pack_gives_the_whole_section() -> None:
    near, far = section("a", title="Near", pack="near"), section("a", title="Far", terms=("iron",))
    content, _ = stack((pack("near", sections={"a": near}), pack(sections={"a": far})))
    assert content.sections["a"] == near
    assert content.hidden == {"a": (far,)}


def test_a_section_that_no_other_pack_has_hides_nothing() -> None:
    content, _ = stack((pack("near", sections={"a": section("a")}), pack(sections={"b": section("b")})))
    assert (set(content.sections), content.hidden) == ({"a", "b"}, {})


def test_the_nearest_pack_gives_the_whole_handout_and_the_whole_style() -> None:
    near = pack("near", handouts={"sheet": handout(title="Near")}, styles={"base.css": b"near"})
    far = pack(handouts={"sheet": handout(title="Far")}, styles={"base.css": b"far", "standard.css": b""})
    content, _ = stack((near, far))
    assert content.handouts["sheet"].title == "Near"
    assert content.styles == {"base.css": b"near", "standard.css": b""}


def test_a_required_section_cannot_be_overridden() -> None:
    near, far = section("a", pack="near"), section("a", required=True)
    assert only(pack("near", sections={"a": near}), pack(sections={"a": far})) == (
        "required-section",
        "handouts/sections/a/section.toml:1",
        'the section "a" is required and cannot be overridden',
    )


def test_a_pack_may_add_a_required_section_of_its_own() -> None:
    content, problems = stack((pack("near", sections={"a": section("a", required=True)}), pack()))
    assert (content.sections["a"].required, problems) == (True, ())


TEXT = '[params.{}]\ntype = "text"\nhelp = "h"\n'


def test_a_required_section_cannot_depend_on_a_condition() -> None:
    sheet = handout(placements=(Placement("a", place("sheet.toml", 9), {}, {"x": "1"}),))
    warning = section("a", required=True, params=TEXT.format("x"))
    assert only(pack(sections={"a": warning}, handouts={"sheet": sheet})) == (
        "required-section",
        "sheet.toml:9",
        'the section "a" is required and cannot depend on a condition',
    )


def test_a_condition_on_a_value_that_no_section_has_is_told_because_it_never_holds() -> None:
    sheet = handout(placements=(Placement("a", place("sheet.toml", 9), {}, {"visitt": "1"}),))
    made = pack(sections={"a": section("a", params=TEXT.format("visit"))}, handouts={"sheet": sheet})
    assert only(made) == (
        "wrong-param",
        "sheet.toml:9",
        'no section has a param "visitt", so the condition can never hold (did you mean "visit"?)',
    )


def test_a_condition_on_a_word_that_is_no_choice_is_told_because_it_never_holds() -> None:
    param = '[params.setting]\ntype = "choice"\nchoices = ["home", "hospital"]\nhelp = "h"\n'
    sheet = handout(placements=(Placement("a", place("sheet.toml", 9), {}, {"setting": "hospitl"}),))
    code, where, message = only(pack(sections={"a": section("a", params=param)}, handouts={"sheet": sheet}))
    assert (code, where) == ("wrong-param", "sheet.toml:9")
    assert message.startswith('"hospitl" is not one of the choices of "setting"')


# Rule 2: translations merge sentence by sentence


def test_translations_merge_sentence_by_sentence() -> None:
    yes, no = Message("yes", place()), Message("no", place())
    near = pack("near", catalogs={"es": catalog("es", yes, texts={"yes": "claro"})})
    far = pack(catalogs={"es": catalog("es", yes, no, texts={"yes": "sí"})})
    content, _ = stack((near, far))
    assert {key: entry.texts for key, entry in content.catalogs["es"].entries.items()} == {
        ("", "yes"): ("claro",),
        ("", "no"): ("no",),
    }


def test_the_ledgers_of_all_packs_count() -> None:
    near, far = pack("near", reviews={"en": (review(2),)}), pack(reviews={"en": (review(1),)})
    assert stack((near, far))[0].reviews == {"en": (review(2), review(1))}


# Rule 3: an override is always visible


def test_an_override_older_than_what_it_hides_is_told() -> None:
    near = section("a", pack="near", sources_checked=date(2026, 1, 1))
    far = section("a", sources_checked=date(2026, 1, 2))
    content, _ = stack((pack("near", sections={"a": near}), pack(sections={"a": far})))
    (warning,) = override_warnings(content)
    assert (warning.code, warning.severity, warning.message) == (
        "override-hides-review",
        Severity.WARNING,
        'the section "a" of the pack near hides one that was checked later (standard)',
    )


def test_an_override_as_new_as_what_it_hides_is_not_told() -> None:
    packs = (pack("near", sections={"a": section("a", pack="near")}), pack(sections={"a": section("a")}))
    assert override_warnings(stack(packs)[0]) == ()


# Policy, values and territory


def test_a_nearer_pack_cannot_weaken_the_policy() -> None:
    content, _ = stack((pack("near", policy=Policy("notice")), pack(policy=Policy("refuse"))))
    assert content.policy.unreviewed == "refuse"


def test_a_nearer_pack_can_make_the_policy_stricter() -> None:
    content, _ = stack((pack("near", policy=Policy("refuse")), pack()))
    assert content.policy.unreviewed == "refuse"


def test_without_a_policy_content_that_nobody_checked_gets_a_notice() -> None:
    assert stack((pack(),))[0].policy.unreviewed == "notice"


def test_the_nearest_territory_counts() -> None:
    packs = (pack("nearest"), pack("near", territory="GB"), pack(territory="US"))
    assert stack(packs)[0].territory == "GB"


def test_values_merge_one_by_one() -> None:
    content, _ = stack((pack("near", values={"a": "1"}), pack(values={"a": "2", "b": "3"})))
    assert content.values == {"a": "1", "b": "3"}


# What does not fit together


def test_an_unknown_source_is_told_where_it_is_cited() -> None:
    cites = section("a", '<p>{% trans %}Iron.{% endtrans %}\n{{ cite("le2020") }}</p>', sources=("le2020",))
    assert only(pack(sections={"a": cites}, references={"lee2020": reference()})) == (
        "unknown-reference",
        "handouts/sections/a/section.html:2",
        'unknown source "le2020" (did you mean "lee2020"?)',
    )


def test_a_source_that_nobody_verified_cannot_be_cited() -> None:
    cites = section("a", '<p>{% trans %}Iron.{% endtrans %} {{ cite("lee2020") }}</p>', sources=("lee2020",))
    assert only(pack(sections={"a": cites}, references={"lee2020": reference(verified=False)}))[0] == (
        "unverified-source"
    )


def test_an_unknown_term_is_told_at_the_line_of_the_terms() -> None:
    assert only(pack(sections={"a": section("a", terms=("feritin",))}, terms={"ferritin": term()})) == (
        "unknown-term",
        "handouts/sections/a/section.toml:8",
        'unknown glossary term "feritin" (did you mean "ferritin"?)',
    )


def test_a_handout_cannot_use_an_unknown_section() -> None:
    assert only(pack(handouts={"sheet": handout("irn")}, sections={"iron": section()})) == (
        "section-not-in-library",
        "handouts/sheet.toml:9",
        'unknown section "irn" (did you mean "iron"?)',
    )


def test_a_handout_cannot_fix_a_value_that_its_section_does_not_have() -> None:
    params = '[params.clinic_name]\ntype = "text"\nhelp = "Name."'
    sheet = handout(placements=(Placement("iron", place("sheet.toml", 9), {"clinc_name": "x"}, {}),))
    assert only(pack(sections={"iron": section(params=params)}, handouts={"sheet": sheet})) == (
        "wrong-param",
        "sheet.toml:9",
        'the section "iron" has no param clinc_name (did you mean "clinic_name"?)',
    )


def test_a_handout_cannot_offer_an_unknown_locale() -> None:
    assert only(pack(handouts={"sheet": handout(locales=("en", "ess"))}, languages={"en": SPANISH, "es": SPANISH})) == (
        "unknown-locale",
        "handouts/sheet.toml:2",
        'unknown locale "ess" (did you mean "es"?)',
    )


def test_a_handout_cannot_offer_an_edition_without_a_style_sheet() -> None:
    assert only(pack(handouts={"sheet": handout(editions=("large",))})) == (
        "unknown-edition",
        "handouts/sheet.toml:3",
        'unknown edition "large" (did you mean "large-print"?)',
    )


def test_the_base_and_the_screen_are_no_editions() -> None:
    styles = {"base.css": b"", "screen.css": b"", "icons/a.svg": b"", "standard.css": b""}
    assert editions(stack((pack(styles=styles),))[0]) == ("standard",)


def test_everything_that_does_not_fit_is_told_at_once() -> None:
    sheet = replace(handout("x"), locales=("xx",), editions=("yy",))
    found = misfits(pack(handouts={"sheet": sheet}, sections={"a": section("a", terms=("zz",))}))
    assert codes(found) == ["unknown-term", "section-not-in-library", "unknown-locale", "unknown-edition"]


def test_the_words_of_the_package_are_those_of_the_standard_pack_where_it_has_them() -> None:
    rule, own = Message("Do not stop iron.", place()), Message("Iron", place())
    clinic = pack(
        "clinic", catalogs={"es": catalog("es", rule, own, texts={rule.text: "Pare.", own.text: "El hierro"})}
    )
    standard = pack(catalogs={"es": catalog("es", rule, own)})
    entries = stack((clinic, standard), kept={rule.key})[0].catalogs["es"].entries
    assert [entries[message.key].texts for message in (rule, own)] == [("Do not stop iron.",), ("El hierro",)]


def test_the_words_of_the_package_come_from_a_pack_that_brings_its_own_language() -> None:
    rule = Message("Do not stop iron.", place())
    clinic = pack("clinic", catalogs={"pl": catalog("pl", rule)})
    entries = stack((clinic, pack()), kept={rule.key})[0].catalogs["pl"].entries
    assert entries[rule.key].texts == ("Do not stop iron.",)
