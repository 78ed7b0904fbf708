from __future__ import annotations

import importlib.util
import os
import shutil
import unicodedata
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from handoutkit.fonts import (
    FontFace,
    advance_width,
    covered,
    missing_characters,
    open_font_configuration,
    read_font_table,
    verify_fonts,
)
from handoutkit.problems import Kind

ROOT = Path(__file__).parents[1]
FONTS = ROOT / "styles" / "fonts"
FACES = read_font_table((FONTS / "fonts.toml").read_text("utf-8"))
FAMILIES = sorted({face.family for face in FACES})
STACKS = (
    ("Noto Sans",),
    ("Noto Sans", "Noto Naskh Arabic"),
    ("Noto Sans SC", "Noto Sans"),
    ("Noto Sans TC", "Noto Sans"),
    ("Noto Sans JP", "Noto Sans"),
    ("Noto Sans KR", "Noto Sans"),
    ("Noto Sans Devanagari", "Noto Sans"),
    ("Noto Sans Gurmukhi", "Noto Sans"),
)
ROW = """
[[font]]
family = "Tiny"
weight = 400
file = "tiny/Tiny.ttf"
sha256 = "2e99758548972a8e8822ad47fa1017ff72f06f3ff6a016851f45c398732bc50c"
package = "@example/tiny"
version = "1.0.0"
licence = "tiny/OFL.txt"
scripts = ["Latn"]
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A folder of fonts in which all is well; its one font is the text "this is a test"."""
    (tmp_path / "tiny").mkdir()
    (tmp_path / "fonts.toml").write_text(ROW)
    (tmp_path / "fonts.conf").write_text("<fontconfig/>")
    (tmp_path / "tiny" / "Tiny.ttf").write_text("this is a test")
    (tmp_path / "tiny" / "OFL.txt").write_text("SIL Open Font License")
    return tmp_path


def codec(name: str, *, only: str = "CJK ") -> frozenset[int]:
    """The characters outside ASCII that an encoding can write and whose Unicode name begins as given."""
    found = set()
    for code in (*range(0x80, 0xD800), *range(0xF900, 0x30000)):
        if unicodedata.name(chr(code), "").startswith(only) and _can_write(chr(code), name):
            found.add(code)
    return frozenset(found)


def _can_write(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def assigned(first: int, last: int) -> frozenset[int]:
    return frozenset(code for code in range(first, last + 1) if unicodedata.category(chr(code)) != "Cn")


def characters_of(face: FontFace) -> set[int]:
    with TTFont(FONTS / face.file, lazy=True) as font:
        return set(font.getBestCmap())


# What is shipped


def test_the_shipped_fonts_are_whole() -> None:
    assert verify_fonts(FONTS) == ()


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_comes_in_regular_and_bold(family: str) -> None:
    assert sorted(face.weight for face in FACES if face.family == family) == [400, 700]


@pytest.mark.parametrize("face", FACES, ids=lambda face: Path(face.file).stem)
def test_every_font_has_the_open_font_license_and_an_origin(face: FontFace) -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / face.licence).read_text("utf-8")
    assert face.package.startswith("@expo-google-fonts/")
    assert face.version


@pytest.mark.parametrize("face", FACES, ids=lambda face: Path(face.file).stem)
def test_every_font_is_static_may_be_embedded_and_is_what_the_list_says(face: FontFace) -> None:
    with TTFont(FONTS / face.file, lazy=True) as font:
        assert "fvar" not in font
        assert font["OS/2"].fsType == 0
        assert font["OS/2"].usWeightClass == face.weight
        assert font["name"].getDebugName(1) == face.family


@pytest.mark.parametrize("family", FAMILIES)
def test_bold_has_every_character_that_regular_has(family: str) -> None:
    regular, bold = (characters_of(face) for face in FACES if face.family == family)
    assert regular == bold


def test_the_fonts_leave_room_in_a_wheel_of_60_megabytes() -> None:
    assert sum((FONTS / face.file).stat().st_size for face in FACES) < 62_000_000


def test_the_tables_in_the_documentation_are_those_that_the_command_counts() -> None:
    spec = importlib.util.spec_from_file_location("coverage_of_fonts", FONTS / "coverage.py")
    assert spec is not None
    assert spec.loader is not None
    command = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(command)
    for path, table in (
        (FONTS / "README.md", command.coverage_table(FACES)),
        (ROOT / "docs" / "fonts.md", command.size_table(FACES)),
    ):
        text = path.read_text("utf-8")
        assert command.replace_counted(text, table) == text


# What they can print: a refused name is a refused patient


@pytest.mark.parametrize(
    ("family", "standard"),
    [
        ("Noto Sans", lambda: assigned(0x20, 0x7E) | assigned(0xA0, 0x24F) | assigned(0x1E00, 0x1EFF)),
        ("Noto Sans", lambda: codec("cp1258", only="LATIN ")),
        ("Noto Sans", lambda: codec("iso8859-7", only="GREEK ")),
        ("Noto Sans", lambda: assigned(0x400, 0x52F)),
        ("Noto Naskh Arabic", lambda: codec("cp1256", only="ARABIC ")),
        ("Noto Naskh Arabic", lambda: frozenset(map(ord, "پچژگکیەۆێڕڵټځډړڼۍۀٹڈڑںھہےۓ۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٪٫٬"))),
        ("Noto Sans SC", lambda: codec("gb2312")),
        ("Noto Sans SC", lambda: assigned(0x4E00, 0x9FA5) | assigned(0x3400, 0x4DB5)),
        # The names of six elements, which the 2013 list of characters for general use has beyond GB 18030-2005.
        ("Noto Sans SC", lambda: frozenset(map(ord, "𬬻𬭊𬭳𬭛𬭶鿏"))),
        ("Noto Sans TC", lambda: codec("big5")),
        ("Noto Sans TC", lambda: codec("big5hkscs")),
        ("Noto Sans JP", lambda: codec("shift_jis")),
        ("Noto Sans JP", lambda: codec("euc_jis_2004")),
        ("Noto Sans JP", lambda: codec("euc_jis_2004", only="HIRAGANA ")),
        ("Noto Sans JP", lambda: codec("euc_jis_2004", only="KATAKANA ")),
        ("Noto Sans KR", lambda: assigned(0xAC00, 0xD7A3)),
        ("Noto Sans KR", lambda: codec("euc_kr") - {0x9699, 0xF95F, 0xF9AA}),
        ("Noto Sans Devanagari", lambda: assigned(0x900, 0x97F)),
        ("Noto Sans Gurmukhi", lambda: assigned(0xA00, 0xA76)),
    ],
    ids=[
        "Latin", "Vietnamese", "Greek", "Cyrillic", "Arabic", "Persian, Kurdish, Pashto, Urdu", "GB 2312",
        "GB 18030-2005", "Tongyong Guifan Hanzibiao",
        "Big5", "HKSCS", "JIS X 0208", "JIS X 0213", "hiragana", "katakana", "Hangul",
        "KS X 1001", "Devanagari", "Gurmukhi",
    ],
)  # fmt: skip
def test_a_family_covers_the_standard_it_is_shipped_for(family: str, standard: Callable[[], frozenset[int]]) -> None:
    wanted = standard()
    assert wanted
    assert [f"U+{code:04X}" for code in sorted(wanted - covered([family], FONTS))] == []


@pytest.mark.parametrize("stack", STACKS, ids=" + ".join)
def test_every_stack_prints_latin_digits_and_typographic_marks(stack: tuple[str, ...]) -> None:
    assert missing_characters("Iron 0123456789 ñáéü •–—‘’“”«»…°µμ×±−%\u00a0\u202f\u2011", stack, FONTS) == ()


def test_a_character_that_no_family_has_is_named_once() -> None:
    assert missing_characters("☐ iron ☐ 骨", ["Noto Sans"], FONTS) == ("☐", "骨")


def test_a_later_family_of_the_stack_supplies_what_the_first_lacks() -> None:
    assert missing_characters("iron 骨", ["Noto Sans", "Noto Sans SC"], FONTS) == ()


def test_characters_that_print_nothing_are_not_missing() -> None:
    assert missing_characters("a\u2066\u200fb\u2069\u200b\u00ad\ufe0f\t\n", ["Noto Sans"], FONTS) == ()


def test_a_family_that_is_not_shipped_covers_nothing() -> None:
    assert covered(["DejaVu Sans"], FONTS) == frozenset()


# Damage


def test_a_folder_in_which_all_is_well_has_no_problem(tiny: Path) -> None:
    assert verify_fonts(tiny) == ()


def test_a_tampered_font_is_refused(tiny: Path) -> None:
    (tiny / "tiny" / "Tiny.ttf").write_text("this is a text")
    (problem,) = verify_fonts(tiny)
    assert (problem.code, problem.kind) == ("fonts-damaged", Kind.MACHINE)
    assert "checksum differs" in problem.message
    assert problem.place is not None
    assert problem.place.path == tiny / "tiny" / "Tiny.ttf"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("tiny/Tiny.ttf", "the font Tiny 400 is missing"),
        ("tiny/OFL.txt", "the licence of Tiny is missing"),
        ("fonts.conf", "hides the fonts of the machine is missing"),
        ("fonts.toml", "the list of fonts cannot be read"),
    ],
)
def test_a_missing_file_is_refused(tiny: Path, name: str, message: str) -> None:
    (tiny / name).unlink()
    (problem,) = verify_fonts(tiny)
    assert problem.code == "fonts-damaged"
    assert message in problem.message


def test_a_font_that_is_not_in_the_list_is_refused(tiny: Path) -> None:
    shutil.copy(tiny / "tiny" / "Tiny.ttf", tiny / "tiny" / "Other.otf")
    (problem,) = verify_fonts(tiny)
    assert problem.code == "fonts-damaged"
    assert "not in the list" in problem.message


@pytest.mark.parametrize("text", ["[[font]]\nfamily = 'Tiny'", "[[font]", "", ROW + "colour = 'red'\n"])
def test_a_text_that_is_no_table_of_fonts_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"font|Expected"):
        read_font_table(text)


def test_a_row_of_the_table_is_read_as_it_stands() -> None:
    (face,) = read_font_table(ROW)
    assert (face.family, face.weight, face.licence, face.scripts) == ("Tiny", 400, "tiny/OFL.txt", ("Latn",))


# The width of words


def test_the_width_of_a_word_is_the_sum_of_its_letters() -> None:
    assert advance_width("iron", ["Noto Sans"], 12, FONTS) == pytest.approx(12 * (0.258 + 0.413 + 0.605 + 0.618))


def test_bold_words_are_wider() -> None:
    widths = [advance_width("iron", ["Noto Sans"], 12, FONTS, bold=bold) for bold in (False, True)]
    assert widths[0] < widths[1] < widths[0] * 1.2


def test_a_han_character_is_one_em_wide() -> None:
    assert advance_width("铁剂", ["Noto Sans SC", "Noto Sans"], 10, FONTS) == 20


def test_a_character_that_no_family_has_counts_as_one_em() -> None:
    assert advance_width("骨", ["Noto Sans"], 10, FONTS) == 10


def test_marks_of_direction_have_no_width() -> None:
    assert advance_width("\u2066\u2069", ["Noto Sans"], 10, FONTS) == 0


def test_arabic_letters_are_as_wide_as_they_are_when_joined() -> None:
    joined, apart = (advance_width(word, ["Noto Naskh Arabic"], 10, FONTS) for word in ("ببب", "ب\u200cب\u200cب"))
    assert joined < apart * 0.7


def test_a_vowel_mark_adds_nothing_to_an_arabic_word() -> None:
    assert advance_width("مُحَمَّد", ["Noto Naskh Arabic"], 10, FONTS) == advance_width(
        "محمد", ["Noto Naskh Arabic"], 10, FONTS
    )


# What the layout engine sees


def printed(text: str, family: str, language: str = "en") -> bytes:
    """A PDF with one line of text."""
    configuration = open_font_configuration(FONTS)
    from weasyprint import HTML  # noqa: PLC0415 - after the configuration, as its documentation asks

    style = f"<style>@page {{ size: 800px 200px }} p {{ font-family: {family} }}</style>"
    page = f"<html lang={language} dir=auto>{style}<p>{text}</p>"
    return bytes(HTML(string=page).write_pdf(font_config=configuration))


def fonts_of(pdf: bytes) -> set[str]:
    embedded, _ = PdfReader(BytesIO(pdf)).pages[0]._get_fonts()
    return {font.partition("+")[2] for font in embedded}


def text_of(pdf: bytes) -> str:
    """The letters that PDFium gets back, without spaces and marks of direction."""
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    return "".join(char for char in text if unicodedata.category(char) not in {"Cc", "Cf", "Zs"})


def test_only_our_fonts_are_visible() -> None:
    configuration = open_font_configuration(FONTS)
    from weasyprint.text.ffi import fontconfig  # noqa: PLC0415 - as above

    assert fontconfig.FcConfigGetFonts(configuration._config, fontconfig.FcSetSystem).nfont == len(FACES)


@pytest.mark.parametrize("family", ["DejaVu Sans", "Arial", "serif", "monospace"])
def test_a_family_of_the_machine_falls_to_ours(family: str) -> None:
    assert fonts_of(printed("iron", family)) == {"Noto-Sans"}


@pytest.mark.parametrize(
    ("language", "text", "fonts"),
    [
        ("ar", "الحديد 65 MS", {"Noto-Sans", "Noto-Naskh-Arabic"}),
        ("zh-Hans", "“铁”…", {"Noto-Sans-SC"}),
        ("zh-Hant", "「鐵」“a”", {"Noto-Sans-TC"}),
        ("ja", "鉄ぶん", {"Noto-Sans-JP"}),
        ("ko", "철분", {"Noto-Sans-KR"}),
        ("hi", "लोहा", {"Noto-Sans-Devanagari"}),
        ("pa", "ਲੋਹਾ", {"Noto-Sans-Gurmukhi"}),
    ],
)
def test_a_text_is_set_in_the_fonts_of_its_stack_and_no_others(language: str, text: str, fonts: set[str]) -> None:
    families = {name.replace("-", " ") for name in fonts} | {"Noto Sans"}
    (stack,) = (stack for stack in STACKS if set(stack) == families)
    assert fonts_of(printed(text, ", ".join(f"'{family}'" for family in stack), language)) == fonts


def test_arabic_comes_back_from_the_page_letter_by_letter() -> None:
    text = "لا تبدأ أو تتوقف عن تناول أي دواء بسبب هذه الورقة"
    pdf = printed(text, "'Noto Sans', 'Noto Naskh Arabic'", "ar")
    assert text_of(pdf) == text.replace(" ", "")


def test_the_environment_is_as_it_was_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", "of-the-user.conf")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    before = dict(os.environ)
    open_font_configuration(FONTS)
    assert dict(os.environ) == before


def test_a_cache_folder_that_cannot_be_written_is_no_trouble(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file" / "cache"))
    assert fonts_of(printed("iron", "Noto Sans")) == {"Noto-Sans"}
    assert capfd.readouterr() == ("", "")


def test_a_machine_without_a_home_folder_is_no_trouble(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", "/dev/null")
    open_font_configuration(FONTS)
    assert capfd.readouterr() == ("", "")
