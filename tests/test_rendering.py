from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import tinyhtml5
from building import codes, content, handout, photograph, place, plan, reference, section, term, translated

from handoutkit.model import Content, Document, Review, ReviewState
from handoutkit.problems import HandoutError
from handoutkit.provenance import sheet_states
from handoutkit.rendering import render
from handoutkit.translation import translate

DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" class="mirror">'
    b'<text x="10" font-size="10" data-width="60" data-lines="1">low iron</text></svg>'
)
FIGURE = '<figure><img src="a.svg" alt="{% trans %}A pill{% endtrans %}"></figure>'
CHECKED = Review("iron", "content", "0", "Dr Lee", "neurologist", "read", date(2026, 11, 1), place())


def letters(text: str, _size: float, _bold: bool) -> float:  # noqa: FBT001 - the shape of `Measure`
    return len(text) * 5


def rendered(
    made: Content, *, paged: bool = True, states: tuple[ReviewState, ...] | None = None, **asked: object
) -> Document:
    chosen = plan(made, **asked)
    wording = translate(chosen, made)
    known = sheet_states(chosen, wording, made) if states is None else states
    return render(chosen, wording, made, known, version="12345678", measure=letters, paged=paged)


def html(made: Content, **asked: Any) -> str:  # noqa: ANN401 - as for `rendered`
    return rendered(made, **asked).html


def plain(page: str) -> str:
    """The page without the elements that only hold words together or apart; `page_tree` has its own tests."""
    found = 1
    while found:
        page, found = re.subn(r'<span(?: class="held")?>([^<]*)</span>', r"\1", page)
    return page


def part(page: str, opening: str, closing: str) -> str:
    """The piece of a page from an opening to the next closing."""
    start = page.index(opening)
    return page[start : page.index(closing, start) + len(closing)]


def state(name: str = "iron", content: Review | None = None, translation: Review | None = None) -> ReviewState:
    return ReviewState(name, content, translation, "0", "0")


def in_arabic(made: Content, **texts: str) -> Content:
    offered = {name: replace(sheet, locales=("en", "ar", "es")) for name, sheet in made.handouts.items()}
    return translated(replace(made, handouts=offered), "ar", **texts)


def in_spanish(made: Content, **texts: str) -> Content:
    offered = {name: replace(sheet, locales=("en", "ar", "es")) for name, sheet in made.handouts.items()}
    return translated(replace(made, handouts=offered), "es", **texts)


# The page


def test_a_page_says_its_language_its_direction_its_edition_and_its_paper() -> None:
    page = html(content(section()), edition="standard", paper="letter")
    assert page.startswith('<!DOCTYPE html>\n<html lang="en" dir="ltr" class="edition-standard paper-letter">')


def test_a_page_is_titled_like_its_handout() -> None:
    page = html(content(section(), handouts={"sheet": handout("iron", title="Iron & you")}))
    assert "<title>Iron &amp; you</title>" in page
    assert "<h1>Iron &amp; you</h1>" in page


def test_a_percent_sign_in_a_title_is_just_that() -> None:
    made = content(section(title="100% iron"), handouts={"sheet": handout("iron", title="50% of iron")})
    assert "<h1>50% of iron</h1>" in html(made)
    assert "<h2>100% iron</h2>" in html(made)


def test_a_section_stands_under_its_title_with_its_kind() -> None:
    expected = '<section id="iron" class="section log">\n<h2>Taking iron</h2>\n<p>Take it with water.</p>\n</section>'
    assert expected in html(content(section(kind="log")))


def test_the_leaflet_names_the_sheet() -> None:
    leaflet = rendered(content(section(), values={"publisher": "Our Clinic"}), edition="standard").leaflet
    assert (leaflet.id, leaflet.version, leaflet.title, leaflet.publisher) == (
        "sheet.en",
        "12345678",
        "Iron and you",
        "Our Clinic",
    )


def test_the_leaflet_of_another_edition_names_it() -> None:
    sheet = handout("iron", editions=("large-print",))
    assert rendered(content(section(), handouts={"sheet": sheet}), edition="large-print").leaflet.id == (
        "sheet.en.large-print"
    )


def test_the_title_of_a_draft_says_so() -> None:
    document = rendered(content(section()), draft=True)
    assert document.leaflet.title == "DRAFT: not for patients – Iron and you"
    assert '<p class="watermark">DRAFT: not for patients</p>' in document.html


@pytest.mark.parametrize(("kind", "expected"), [("topic", 2), ("questions", 0), ("log", 0), ("safety", 0)])
def test_the_rule_stands_on_every_sheet_with_a_topic_and_at_its_foot(kind: str, expected: int) -> None:
    rule = "Do not start or stop iron or any MS medicine because of this sheet."
    assert html(content(section(kind=kind))).count(rule) == expected


def test_a_printed_page_has_a_running_head_and_foot() -> None:
    page = html(content(section()))
    assert '<p class="running-head">Iron and you</p>' in page
    assert '<p class="running-foot">Do not start' in page


def test_a_page_for_a_screen_has_no_running_head_and_foot() -> None:
    assert "running-" not in html(content(section()), paged=False)


def test_the_imprint_says_what_the_sheet_is_and_how_current() -> None:
    imprint = part(html(content(section())), '<footer class="imprint">', "</footer>")
    facts = dict(zip(re.findall("<dt>(.*?)</dt>", imprint), re.findall("<dd>(.*?)</dd>", imprint), strict=True))
    assert facts == {
        "Sheet": '<bdi dir="ltr">sheet.en</bdi>',
        "Version": '<bdi dir="ltr">12345678</bdi>',
        "Sources last checked": "November 1, 2026",
        "Next check no later than": "November 1, 2027",
        "Published by": "handoutkit",
        "Medical content checked by": "nobody yet",
        "Unclear or wrong?": "Please tell the clinic or person who gave you this sheet.",
    }


# Notices


NO_CLINICIAN = "<li>No doctor, nurse or pharmacist has checked it yet.</li>"
NO_TRANSLATOR = "<li>No qualified translator has checked this translation yet. It may have mistakes.</li>"
BY_SOFTWARE = "<li>Computer software helped to write it.</li>"


def test_content_that_nobody_checked_gets_a_notice() -> None:
    page = html(content(section()))
    assert NO_CLINICIAN in page
    assert NO_TRANSLATOR not in page
    assert BY_SOFTWARE not in page


def test_checked_content_gets_no_notice() -> None:
    assert 'class="notice"' not in html(content(section()), states=(state(content=CHECKED),))


def test_a_translation_of_unchecked_content_that_nobody_checked_gets_both_notices() -> None:
    page = html(in_spanish(content(section())), locale="es")
    assert NO_CLINICIAN in page
    assert NO_TRANSLATOR in page


def test_an_unchecked_translation_of_checked_content_gets_its_own_notice() -> None:
    page = html(in_spanish(content(section())), locale="es", states=(state(content=CHECKED),))
    assert NO_CLINICIAN not in page
    assert NO_TRANSLATOR in page


def test_a_checked_translation_of_unchecked_content_gets_the_notice_of_content() -> None:
    page = html(in_spanish(content(section())), locale="es", states=(state(translation=CHECKED),))
    assert NO_CLINICIAN in page
    assert NO_TRANSLATOR not in page


def test_a_translation_that_was_checked_as_a_whole_gets_no_notice() -> None:
    made = in_spanish(content(section()))
    assert 'class="notice"' not in html(made, locale="es", states=(state(content=CHECKED, translation=CHECKED),))


def test_a_machine_draft_that_nobody_checked_says_so() -> None:
    assert BY_SOFTWARE in html(content(section(origin="machine-drafted")))


def test_a_notice_names_the_parts_that_it_is_about_unless_they_are_all() -> None:
    made = content(section("a", title="Part A"), section("b", title="Iron & B"), section("c", title="Part C"))
    some = (state("a", CHECKED), state("b"), state("c"))
    assert "<li>This is about these parts: Iron &amp; B and Part C</li>" in html(made, states=some)
    assert "This is about these parts" not in html(made, states=(state("a"), state("b"), state("c")))


def test_the_imprint_names_who_checked_each_person_once() -> None:
    made = content(section("a"), section("b"))
    page = html(made, states=(state("a", CHECKED), state("b", CHECKED)))
    assert page.count("<dd>Dr Lee, neurologist, November 1, 2026</dd>") == 1


# Sources and glossary


CITES = '<p>{% trans %}Iron.{% endtrans %} {{ cite("b") }} {{ cite("a") }} {{ cite("b") }}</p>'


def citing(**changes: object) -> Content:
    references = {"a": reference("a", title="First"), "b": reference("b", title="Second")}
    unused = {"c": reference("c", title="Third")}
    part = section("iron", CITES, sources=("a", "b"))
    return content(part, references={**references, **unused}, **changes)


def test_a_citation_is_a_small_number_that_leads_to_its_source() -> None:
    expected = r'<sup class="cite">\s*<a href="#source-1" aria-label="Source 1">1</a></sup>'
    assert re.search(expected, html(citing()))


def test_numbers_run_in_reading_order_and_a_source_keeps_its_number() -> None:
    page = html(citing())
    assert re.findall('href="#source-([0-9])"', page) == ["1", "2", "1"]
    assert [re.sub("<.*?>", "", row)[:17] for row in re.findall('<li id="source.*', page)] == [
        "Lee A. Second. J ",
        "Lee A. First. J I",
    ]


def test_numbers_run_on_from_section_to_section() -> None:
    one = section("one", '<p>{% trans %}A.{% endtrans %} {{ cite("a") }}</p>', sources=("a",))
    two = section("two", '<p>{% trans %}B.{% endtrans %} {{ cite("b") }}{{ cite("a") }}</p>', sources=("a", "b"))
    page = html(content(one, two, references={"a": reference("a"), "b": reference("b")}))
    assert re.findall('href="#source-([0-9])"', page) == ["1", "2", "1"]


def test_a_source_that_is_not_cited_is_not_printed() -> None:
    assert "Third" not in html(citing())


def test_a_sheet_without_citations_has_no_list_of_sources() -> None:
    assert 'id="sources"' not in html(content(section()))


def test_a_source_is_a_citation_its_kind_and_a_link() -> None:
    assert re.search(
        r'<li id="source-1"><span lang="en" dir="ltr">Lee A. Second. J Iron. 2020;1:2.</span> \(trial\) '
        '<a href="https://doi.org/10.1/1">doi:10.1/1</a></li>',
        plain(html(citing())),
    )


def test_the_kind_of_a_laboratory_study_is_spelled_out() -> None:
    made = replace(citing(), references={"a": reference("a"), "b": reference("b", evidence="laboratory")})
    assert "</span> (laboratory study) <a" in plain(html(made))


def test_the_titles_of_sources_are_english_in_every_language() -> None:
    page = html(in_arabic(citing()), locale="ar")
    assert '<span lang="en" dir="ltr">Lee A. Second. J Iron. 2020;1:2.</span>' in page
    assert "The names of the studies are in English, as they were published." in html(in_spanish(citing()), locale="es")


def test_the_glossary_has_the_terms_of_the_sections_and_no_others() -> None:
    terms = {"a": term("a", "anemia", "Little blood.", "uh-NEE-mee-uh"), "b": term("b", "brain", "It thinks.")}
    page = plain(html(content(section(terms=("a",)), terms=terms)))
    assert part(page, '<dl class="glossary">', "</dl>") == (
        '<dl class="glossary">\n<dt>anemia <span class="say">(uh-NEE-mee-uh)</span></dt>\n<dd>Little blood.</dd>\n</dl>'
    )


def test_the_glossary_is_in_the_alphabetical_order_of_the_readers_language() -> None:
    terms = {"a": term("a", "iron", "A."), "b": term("b", "anemia", "B."), "c": term("c", "zinc", "C.")}
    made = content(section(terms=("a", "b", "c")), terms=terms)
    names = {"iron": "zinc", "anemia": "Óxido", "zinc": "anemia"}
    page = html(in_spanish(made, **names), locale="es")
    assert re.findall("<dt>(.*?)</dt>\n<dd>(.*?)</dd>", part(page, '<dl class="glossary">', "</dl>")) == [
        ("anemia", "C."),
        ("Óxido", "B."),
        ("zinc", "A."),
    ]


def test_how_to_say_an_english_word_helps_only_english_readers() -> None:
    made = in_spanish(content(section(terms=("a",)), terms={"a": term("a", say="uh-NEE-mee-uh")}))
    assert "uh-NEE-mee-uh" not in html(made, locale="es")


def test_a_sheet_without_terms_has_no_glossary() -> None:
    assert 'id="glossary"' not in html(content(section(), terms={"a": term()}))


# Values


PHONE = '[params.doctor]\ntype = "text"\nhelp = "Name."'


def test_a_value_is_escaped_and_isolated() -> None:
    made = content(section("iron", "<p>{{ doctor }}</p>", params=PHONE))
    page = html(made, values={"doctor": "<b>Lee</b> & Kim"})
    assert re.search("<p><bdi[^>]*>&lt;b&gt;Lee&lt;/b&gt; &amp; Kim</bdi></p>", page)


def test_a_value_in_a_sentence_is_escaped_and_isolated() -> None:
    fragment = "<p>{% trans name=doctor %}Ask {{ name }}.{% endtrans %}</p>"
    made = content(section("iron", fragment, params=PHONE))
    page = plain(html(made, values={"doctor": "Lee & Kim"}))
    assert re.search("<p>Ask <bdi[^>]*>Lee &amp; Kim</bdi>.</p>", page)


def test_the_values_of_a_document_are_not_in_what_it_shows_of_itself() -> None:
    made = content(section("iron", "<p>{{ doctor }}</p>", params=PHONE))
    document = rendered(made, values={"doctor": "Lee"})
    assert document.private == ("Lee",)
    assert "Lee" not in repr(document)


# Pictures


def drawn(made: Content, **asked: object) -> str:
    return part(html(made, **asked), '<div class="drawing', "</div>")


def test_a_drawing_stands_in_the_page_with_its_words_translated() -> None:
    made = in_spanish(
        content(section("iron", FIGURE, pictures={"a.svg": DRAWING})),
        **{"low iron": "poco hierro", "A pill": "Comprimido"},
    )
    assert drawn(made, locale="es") == (
        '<div class="drawing drawing-1"><svg viewBox="0 0 100 50" role="img" aria-label="Comprimido"></svg>'
        '<span class="word word-1" aria-hidden="true">poco hierro</span></div>'
    )


def test_the_words_of_a_drawing_may_have_an_ampersand() -> None:
    made = content(section("iron", FIGURE, pictures={"a.svg": DRAWING.replace(b"low iron", b"iron &amp; B &lt; 5")}))
    assert ">iron &amp; B &lt; 5</span>" in drawn(made)


def test_words_that_do_not_fit_into_a_drawing_are_refused() -> None:
    made = content(section("iron", FIGURE, pictures={"a.svg": DRAWING}))
    longer = in_spanish(made, **{"low iron": "una cantidad de hierro"})
    with pytest.raises(HandoutError) as caught:
        html(longer, locale="es")
    assert codes(caught.value.problems) == ["label-too-long"]


def test_a_drawing_is_mirrored_in_a_right_to_left_sheet() -> None:
    made = in_arabic(content(section("iron", FIGURE, pictures={"a.svg": DRAWING})))
    assert '<g transform="translate(100 0) scale(-1 1)"></g>' in drawn(made, locale="ar")


def test_each_drawing_has_rules_of_its_own() -> None:
    document = rendered(content(section("iron", FIGURE + FIGURE, pictures={"a.svg": DRAWING})))
    rules = document.resources["pack:drawings.css"].decode()
    assert re.findall(r"^\.drawing-\d(?= \{)", rules, re.MULTILINE) == [".drawing-1", ".drawing-2"]


def test_what_follows_a_drawing_stays_where_it_is() -> None:
    fragment = f"<div>{FIGURE[8:-9]}{{% trans %}}After.{{% endtrans %}}</div>"
    page = html(content(section("iron", fragment, pictures={"a.svg": DRAWING})))
    assert re.search("</div>After.", page)


def test_a_photograph_is_a_resource_named_by_its_content() -> None:
    data = photograph()
    made = content(section("iron", FIGURE.replace("a.svg", "a.png"), pictures={"a.png": data}))
    document = rendered(made)
    (address,) = re.findall('<img src="(.*?)" alt="A pill">', document.html)
    assert re.fullmatch(r"pack:[0-9a-f]{64}\.png", address)
    assert document.resources[address] == data


# Right to left


def test_a_dose_in_a_right_to_left_sentence_is_isolated() -> None:
    made = content(section("iron", "<p>{% trans %}Take 5 mg now.{% endtrans %}</p>"))
    page = html(in_arabic(made, **{"Take 5 mg now.": "خذ 5 mg الآن."}), locale="ar")
    assert '<html lang="ar" dir="rtl"' in page
    assert '<bdi dir="ltr">5 mg</bdi>' in plain(page)


def test_nothing_is_isolated_in_a_left_to_right_sheet() -> None:
    page = html(content(section("iron", "<p>{% trans %}Take 5 mg now.{% endtrans %}</p>")))
    assert "<p>Take 5 mg now.</p>" in plain(page)


def test_what_is_isolated_already_is_not_isolated_again() -> None:
    made = content(section("iron", "<p>{{ n }}</p>", params='[params.n]\ntype = "count"\nhelp = "n"'))
    assert '<p><bdi dir="ltr">5</bdi></p>' in html(in_arabic(made), locale="ar", values={"n": "5"})


def test_the_page_number_stands_at_the_left_of_a_right_to_left_sheet() -> None:
    resources = rendered(in_arabic(content(section())), locale="ar").resources
    assert b"@bottom-left { content:" in resources["pack:page.css"]


# Styles and the last gate


def test_the_sheets_are_linked_in_order_and_ours_last() -> None:
    page = html(content(section()))
    assert re.findall('<link rel="stylesheet" href="(.*?)">', page) == [
        "pack:base.css",
        "pack:standard.css",
        "pack:page.css",
        "pack:drawings.css",
    ]


def test_the_rules_of_the_package_come_with_every_sheet() -> None:
    resources = rendered(content(section())).resources
    assert resources["pack:page.css"].startswith(b'@page { size: A4; @bottom-right { content: "Page " counter(page)')
    assert b".watermark {" in resources["pack:page.css"]


def test_the_words_of_the_page_number_are_not_markup() -> None:
    made = in_spanish(content(section()), **{"Page %(page)s of %(pages)s": "%(page)s & %(pages)s"})
    rules = rendered(made, locale="es").resources["pack:page.css"].decode()
    assert '{ content: counter(page) " & " counter(pages) }' in rules


ICONS = {"base.css": b'p { background: url("icons/do.svg") }', "standard.css": b"", "icons/do.svg": b"<svg/>"}


def test_the_icons_of_a_style_sheet_come_with_it() -> None:
    resources = rendered(content(section(), styles=ICONS)).resources
    assert resources["pack:icons/do.svg"] == b"<svg/>"
    assert resources["pack:base.css"] == b'p { background: url("pack:icons/do.svg") }'


def test_an_icon_that_is_not_there_is_refused() -> None:
    styles = {"base.css": ICONS["base.css"], "standard.css": b""}
    with pytest.raises(HandoutError) as caught:
        html(content(section(), styles=styles))
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == (
        "missing-picture",
        "base.css loads icons/do.svg, which is not in the styles folder",
    )


def test_a_mark_for_authors_is_not_printed() -> None:
    fragment = '<ul><li data-standing="unverified">{% trans %}Red flag.{% endtrans %}</li></ul>'
    assert "<li>Red flag.</li>" in html(content(section("iron", fragment)))


def test_markup_that_is_not_on_the_allow_list_never_reaches_the_engine() -> None:
    made = content(section())
    part = made.sections["iron"]
    worse = replace(part, template=replace(part.template, source='<p onclick="x()">a</p><a href="file:///x">b</a>'))
    with pytest.raises(HandoutError) as caught:
        html(replace(made, sections={"iron": worse}))
    assert codes(caught.value.problems) == ["markup-not-allowed", "link-not-allowed"]


def test_a_finished_page_reads_back_as_itself() -> None:
    page = html(citing())
    root = tinyhtml5.parse(page, namespace_html_elements=False)
    assert "<!DOCTYPE html>\n" + ET.tostring(root, encoding="unicode", method="html") == page


COUNTED = "<p>{% trans n=visits %}{{ n }} visit{% pluralize %}{{ n }} visits{% endtrans %}</p>"
VISITS = '[params.visits]\ntype = "count"\nhelp = "h"\n'


@pytest.mark.parametrize(("given", "printed"), [("1", "1 visit"), ("2", "2 visits"), ("", "visits")])
def test_plural_forms_go_by_the_count_that_was_given(given: str, printed: str) -> None:
    made = content(section("iron", COUNTED, params=VISITS))
    page = html(made, values={"visits": given} if given else {})
    assert printed in re.sub("<[^>]*>", "", page)


def test_the_part_that_a_person_checked_is_printed_with_its_own_signs() -> None:
    made = content(section("iron", title="When it's iron & more"), section("log"))
    page = html(made, states=(state("iron", CHECKED), state("log")))
    assert "(When it's iron &amp; more)" in page
