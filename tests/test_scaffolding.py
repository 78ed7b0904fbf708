from __future__ import annotations

from pathlib import Path, PurePath

import pytest
from building import codes

from handoutkit import scaffolding
from handoutkit.authoring import read_handout, read_pack_file, read_section
from handoutkit.loading import load
from handoutkit.problems import HandoutError, Problem
from handoutkit.scaffolding import Thing, new


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def refused(thing: Thing, name: str, folder: Path) -> Problem:
    with pytest.raises(HandoutError) as caught:
        new(thing, name, folder)
    (problem,) = caught.value.problems
    return problem


def test_a_new_section_is_correct(tmp_path: Path) -> None:
    metadata, template = new("section", "taking-iron", tmp_path)
    folder = PurePath("handouts/sections/taking-iron")
    section, problems = read_section(folder, read(metadata), read(template), {}, "clinic")
    assert problems == ()
    assert section
    assert (section.title, section.review_by - section.sources_checked) == ("Taking iron", scaffolding.YEAR)


def test_a_new_handout_is_correct(tmp_path: Path) -> None:
    (path,) = new("handout", "my-sheet", tmp_path)
    handout, problems = read_handout(path.relative_to(tmp_path), read(path), "clinic")
    assert problems == ()
    assert handout
    assert (handout.id, handout.title) == ("my-sheet", "My sheet")


def test_a_new_pack_is_correct(tmp_path: Path) -> None:
    path, *_ = new("pack", "our-clinic", tmp_path)
    about, problems = read_pack_file(PurePath("pack.toml"), read(path))
    assert problems == ()
    assert about
    assert (about.name, about.policy.unreviewed) == ("our-clinic", "notice")


def test_a_new_pack_with_a_new_section_and_a_new_handout_is_a_library(tmp_path: Path) -> None:
    new("pack", "our-clinic", tmp_path)
    pack = tmp_path / "our-clinic"
    new("section", "taking-iron", pack)
    new("handout", "our-sheet", pack)
    content, _ = load([pack])
    assert (content.packs[0].name, set(content.packs[0].sections), set(content.packs[0].handouts)) == (
        "our-clinic",
        {"taking-iron"},
        {"our-sheet"},
    )


def test_the_new_files_are_named(tmp_path: Path) -> None:
    assert [path.relative_to(tmp_path).as_posix() for path in new("section", "a", tmp_path)] == [
        "handouts/sections/a/section.toml",
        "handouts/sections/a/section.html",
    ]


@pytest.mark.parametrize("name", ["", "Iron", "taking iron", "../iron", "a/b", "-a", "a_b", "é", "a" * 65, "a\n"])
@pytest.mark.parametrize("thing", ["pack", "section", "handout"])
def test_a_name_must_fit_into_file_names_everywhere(thing: Thing, name: str, tmp_path: Path) -> None:
    assert refused(thing, name, tmp_path).code == "wrong-name"
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_left_as_it_was(tmp_path: Path) -> None:
    (path,) = new("handout", "sheet", tmp_path)
    path.write_text("mine")
    problem = refused("handout", "sheet", tmp_path)
    assert (problem.code, problem.place and problem.place.path) == ("name-taken", path)
    assert read(path) == "mine"


def test_nothing_is_written_beside_an_existing_file(tmp_path: Path) -> None:
    metadata, template = new("section", "a", tmp_path)
    metadata.unlink()
    assert codes([refused("section", "a", tmp_path)]) == ["name-taken"]
    assert (metadata.exists(), template.exists()) == (False, True)


def test_a_name_that_every_sheet_has_already_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HandoutError) as caught:
        new("section", "glossary", tmp_path)
    assert [problem.code for problem in caught.value.problems] == ["wrong-name"]
    assert list(tmp_path.iterdir()) == []
