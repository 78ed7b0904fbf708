from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from building import codes

from handoutkit import loading
from handoutkit.loading import fonts_folder, load, standard_pack
from handoutkit.problems import HandoutError

TINY = Path(__file__).parent / "packs" / "tiny"
SECTION = "handouts/sections/hello"


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


def refused(folder: Path) -> HandoutError:
    with pytest.raises(HandoutError) as caught:
        load([folder])
    return caught.value


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_standard_pack_of_a_checkout_is_its_root() -> None:
    assert standard_pack() == Path(__file__).parents[1]


def test_an_installed_package_carries_the_standard_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "handoutkit" / "pack").mkdir(parents=True)
    monkeypatch.setattr(loading, "__file__", str(tmp_path / "handoutkit" / "loading.py"))
    assert standard_pack() == tmp_path / "handoutkit" / "pack"
    assert fonts_folder() == tmp_path / "handoutkit" / "pack" / "styles" / "fonts"


def test_without_other_packs_the_standard_pack_is_the_library() -> None:
    content, problems = load([])
    assert [pack.name for pack in content.packs] == ["standard"]
    assert "iron-and-ms" in content.handouts
    assert problems == ()


def test_a_pack_lies_over_the_standard_pack() -> None:
    content, _ = load([TINY])
    assert [pack.name for pack in content.packs] == ["tiny", "standard"]
    assert {"hello", "iron-and-ms"} <= set(content.handouts)


def test_a_section_knows_its_pack() -> None:
    content, _ = load([TINY])
    assert (content.sections["hello"].pack, content.sections["overview"].pack) == ("tiny", "standard")


def test_everything_of_a_pack_is_read() -> None:
    (tiny, _) = load([TINY])[0].packs
    assert set(tiny.sections) == {"hello"}
    assert set(tiny.sections["hello"].pictures) == {"dot.svg"}
    assert tiny.catalogs["es"].entries["", "Hello"].texts == ("Hola",)


def test_a_place_in_a_pack_begins_with_the_folder_as_it_was_given() -> None:
    content, _ = load([TINY])
    assert content.sections["hello"].place.path == TINY / SECTION / "section.toml"


def test_a_place_in_the_standard_pack_is_that_of_its_repository() -> None:
    content, _ = load([])
    assert str(content.sections["overview"].place.path) == "handouts/sections/overview/section.toml"


def test_a_pack_without_a_pack_file_is_named_like_its_folder(tiny: Path) -> None:
    (tiny / "pack.toml").unlink()
    assert load([tiny])[0].packs[0].name == "tiny"


@pytest.mark.parametrize("part", ["handouts", "styles", "locales"])
def test_one_of_the_three_folders_makes_a_pack(tmp_path: Path, part: str) -> None:
    (tmp_path / part).mkdir()
    assert load([tmp_path])[0].packs[0].sections == {}


def test_any_other_folder_is_not_a_pack(tmp_path: Path) -> None:
    error = refused(tmp_path)
    assert codes(error.problems) == ["not-a-pack"]
    assert str(tmp_path) in error.problems[0].message


def test_a_folder_that_does_not_exist_is_not_a_pack(tmp_path: Path) -> None:
    assert codes(refused(tmp_path / "nothing").problems) == ["not-a-pack"]


def test_a_section_folder_without_metadata_is_told(tiny: Path) -> None:
    (tiny / "handouts/sections/empty").mkdir()
    (problem,) = refused(tiny).problems
    assert (problem.code, problem.message) == ("missing-key", "the section has no section.toml")
    assert str(problem.place) == str(tiny / "handouts/sections/empty")


def test_hidden_files_are_not_content(tiny: Path) -> None:
    (tiny / "handouts/sections/.keep").touch()
    (tiny / "handouts/.hidden.toml").touch()
    (tiny / SECTION / ".a.svg").touch()
    assert set(load([tiny])[0].packs[0].handouts) == {"hello"}


def test_a_file_that_is_not_utf_8_is_told_at_its_line(tiny: Path) -> None:
    (tiny / "pack.toml").write_bytes(b'name = "tiny"\n# caf\xe9\n')
    (problem,) = refused(tiny).problems
    assert (problem.code, str(problem.place)) == ("unreadable-file", f"{tiny / 'pack.toml'}:2")


def test_a_file_that_may_not_be_read_is_told(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", deny)
    (problem,) = refused(tiny).problems
    assert (problem.code, problem.message) == ("unreadable-file", "the file cannot be read: Permission denied")
    assert str(problem.place) == str(tiny / "pack.toml")


def test_the_faults_of_all_files_of_all_packs_come_at_once(tiny: Path) -> None:
    change(tiny, "pack.toml", "name", "nmae")
    change(tiny, "handouts/hello.toml", "title", "titel")
    change(tiny, f"{SECTION}/section.toml", '"iron"', '"irn"')
    change(tiny, "locales/es/LC_MESSAGES/handouts.po", "Language: es", "Language: fr")
    (tiny / "styles").mkdir()
    (tiny / "styles/base.css").write_text("p { display: none }")
    (tiny / "locales/es/reviews.toml").write_text("[[review]]\n")
    found = set(codes(refused(tiny).problems))
    assert found == {"missing-key", "unknown-key", "unknown-term", "broken-catalog", "style-not-allowed"}


def test_a_style_sheet_of_a_pack_takes_the_place_of_the_standard_one(tiny: Path) -> None:
    (tiny / "styles/icons").mkdir(parents=True)
    (tiny / "styles/base.css").write_text("p { margin: 0 }")
    (tiny / "styles/icons/star.svg").write_text("<svg/>")
    content, _ = load([tiny])
    assert content.styles["base.css"] == b"p { margin: 0 }"
    assert {"icons/star.svg", "standard.css"} <= set(content.styles)


def test_a_link_that_leads_out_of_a_pack_is_not_followed(tiny: Path, tmp_path: Path) -> None:
    outside = tmp_path / "secret.html"
    (tiny / SECTION / "section.html").rename(outside)
    (tiny / SECTION / "section.html").symlink_to(outside)
    (problem,) = refused(tiny).problems
    assert problem.code == "resource-not-allowed"
    assert str(problem.place) == str(tiny / SECTION / "section.html")


def test_a_folder_that_leads_out_of_a_pack_is_not_followed(tiny: Path, tmp_path: Path) -> None:
    (tiny / "handouts").rename(tmp_path / "elsewhere")
    (tiny / "handouts").symlink_to(tmp_path / "elsewhere")
    assert codes(refused(tiny).problems) == ["resource-not-allowed"]


def test_a_link_inside_a_pack_is_followed(tiny: Path) -> None:
    (tiny / SECTION / "section.html").rename(tiny / "hello.html")
    (tiny / SECTION / "section.html").symlink_to(tiny / "hello.html")
    assert "hello" in load([tiny])[0].sections


def test_a_broken_catalog_does_not_hide_what_is_to_be_translated(tiny: Path) -> None:
    path = tiny / "locales" / "es" / "LC_MESSAGES" / "handouts.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("words", encoding="utf-8")
    assert "broken-catalog" in codes(refused(tiny).problems)
    assert "hello" in load([tiny], catalogs=False)[0].sections


def test_the_standard_pack_is_not_laid_over_itself() -> None:
    content, _ = load([standard_pack()])
    assert [pack.name for pack in content.packs] == ["standard"]
