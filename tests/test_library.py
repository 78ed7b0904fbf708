from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from handoutkit.library import FORMATS, Library
from handoutkit.problems import HandoutError, Kind, Severity

TINY = Path(__file__).parent / "packs" / "tiny"
TODAY = date(2026, 11, 20)
FRAGMENT = "handouts/sections/hello/section.html"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the tiny pack, to change."""
    return Path(shutil.copytree(TINY, tmp_path / "pack"))


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.open(TINY)


def codes(error: HandoutError) -> list[str]:
    return [problem.code for problem in error.problems]


def test_a_library_has_the_content_of_its_packs_and_of_the_standard_one(library: Library) -> None:
    assert {"hello", "iron-and-ms"} <= set(library.handouts)
    assert {"hello", "overview"} <= set(library.sections)


def test_a_library_does_not_print_its_content(library: Library) -> None:
    assert repr(library) == "Library()"


def test_everything_that_is_wrong_with_the_packs_comes_at_once(pack: Path) -> None:
    (pack / FRAGMENT).write_text('<h2>{% trans %}A{% endtrans %}</h2><img src="gone.svg">', "utf-8")
    (pack / "pack.toml").write_text("name = 3\n", "utf-8")
    with pytest.raises(HandoutError) as caught:
        Library.open(pack)
    assert {"heading-not-allowed", "missing-picture", "missing-alt", "wrong-type"} <= set(codes(caught.value))


def test_a_broken_section_is_told_once_and_not_as_missing(pack: Path) -> None:
    metadata = pack / "handouts/sections/hello/section.toml"
    metadata.write_text(metadata.read_text("utf-8").replace('kind = "topic"\n', ""), "utf-8")
    with pytest.raises(HandoutError) as caught:
        Library.open(pack)
    assert codes(caught.value) == ["missing-key"]


def test_a_built_sheet_says_what_it_is(library: Library) -> None:
    built = library.build("hello", today=TODAY)
    assert (built.name, built.leaflet.id, built.leaflet.title) == ("hello.en.pdf", "hello.en", "Hello")
    assert built.data.startswith(b"%PDF-")
    assert {problem.code for problem in built.problems} == {"not-reviewed"}
    assert "data" not in repr(built)


def test_the_html_twin_needs_no_other_file(library: Library) -> None:
    built = library.build("hello", format="html", today=TODAY)
    page = built.data.decode()
    assert built.name == "hello.en.html"
    assert page.startswith("<!DOCTYPE html>")
    assert "pack:" not in page
    assert "<link" not in page


def test_the_two_formats_have_the_same_version(library: Library) -> None:
    versions = {library.build("hello", format=kind, today=TODAY).leaflet.version for kind in FORMATS}
    assert len(versions) == 1


def test_values_do_not_change_the_version(library: Library) -> None:
    asked: tuple[dict[str, str], ...] = ({}, {"clinic_phone": "555-0100"})
    versions = {library.build("hello", values=values, format="html", today=TODAY).leaflet.version for values in asked}
    assert len(versions) == 1


def test_a_changed_sentence_changes_the_version(library: Library, pack: Path) -> None:
    template = pack / FRAGMENT
    template.write_text(template.read_text("utf-8").replace("Take 5 mg with", "Take 5 mg, with"), "utf-8")
    before, after = (
        each.build("hello", format="html", today=TODAY).leaflet.version for each in (library, Library.open(pack))
    )
    assert before != after


def test_what_cannot_be_built_is_raised_with_its_kind(library: Library) -> None:
    with pytest.raises(HandoutError) as caught:
        library.build("hello", edition="big", paper="a5")
    assert codes(caught.value) == ["unknown-edition", "unknown-paper"]
    assert caught.value.kind is Kind.USAGE


def test_a_sheet_is_written_under_the_name_that_is_given(library: Library, tmp_path: Path) -> None:
    built = library.build("hello", format="html", today=TODAY)
    assert built.write(tmp_path / "for-anna.html") == tmp_path / "for-anna.html"
    assert (tmp_path / "for-anna.html").read_bytes() == built.data


def test_a_folder_gets_a_sheet_under_its_own_name(library: Library, tmp_path: Path) -> None:
    built = library.build("hello", format="html", today=TODAY)
    assert built.write(tmp_path) == tmp_path / "hello.en.html"
    assert built.write(f"{tmp_path}/new/") == tmp_path / "new" / "hello.en.html"


def test_a_sheet_that_cannot_be_written_leaves_what_was_there(library: Library, tmp_path: Path) -> None:
    (tmp_path / "hello.en.html").mkdir()
    with pytest.raises(HandoutError) as caught:
        library.build("hello", format="html", today=TODAY).write(tmp_path)
    assert codes(caught.value) == ["cannot-write"]
    assert [path.name for path in tmp_path.iterdir()] == ["hello.en.html"]


def test_a_check_raises_nothing_and_tells_each_problem_once(library: Library) -> None:
    found = library.check(["hello"], today=date(2027, 11, 21))
    assert len(found) == len(set(found))
    assert {problem.code for problem in found if problem.severity is Severity.ERROR} == {"section-expired"}


def test_a_check_of_everything_checks_every_handout(library: Library) -> None:
    found = library.check(today=TODAY)
    sections = {problem.message.split('"')[1] for problem in found if problem.code == "not-reviewed"}
    assert {"hello", "overview", "when-to-get-help"} <= sections


def test_a_check_of_an_unknown_handout_is_refused(library: Library) -> None:
    with pytest.raises(HandoutError) as caught:
        library.check(["helo"])
    assert codes(caught.value) == ["unknown-handout"]


def test_a_nearer_pack_hides_a_farther_one(pack: Path) -> None:
    handout = pack / "handouts" / "hello.toml"
    handout.write_text(handout.read_text("utf-8").replace('"Hello"', '"Good day"'), "utf-8")
    assert Library.open(pack, TINY).handouts["hello"].title == "Good day"
    assert Library.open(TINY, pack).handouts["hello"].title == "Hello"


def test_a_check_looks_at_sections_behind_a_condition_too(pack: Path) -> None:
    metadata = pack / "handouts/sections/hello/section.toml"
    text = metadata.read_text("utf-8").replace("2027-11-20", "2026-01-01")
    metadata.write_text(text + '\n[params.visit]\ntype = "choice"\nchoices = ["phone"]\nhelp = "How."\n', "utf-8")
    with (pack / "handouts/hello.toml").open("a", encoding="utf-8") as handout:
        handout.write('when = { visit = "phone" }\n')
    found = Library.open(pack).check(["hello"], today=TODAY)
    assert "section-expired" in {problem.code for problem in found}


def test_a_check_lists_the_red_flags_of_required_sections_too(library: Library) -> None:
    places = [str(p.place) for p in library.check(["hello"], today=TODAY) if p.code == "red-flag-needs-sign-off"]
    assert any("when-to-get-help" in place for place in places)
