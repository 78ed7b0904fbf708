from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import handoutkit.diagnosis
import handoutkit.engine
from handoutkit.cli import main
from handoutkit.loading import fonts_folder
from handoutkit.reading import read_pdf

ROOT = Path(__file__).parents[1]
TINY = Path(__file__).parent / "packs" / "tiny"
HELLO = ("build", "hello", "--pack", "pack", "--today", "2026-11-20")
REVIEWER = ("--reviewer", "A. Lee", "--qualification", "neurologist", "--method", "read against the sources")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with the tiny pack in it, in which every command runs."""
    shutil.copytree(TINY, tmp_path / "pack")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*command: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, command, input=stdin, prog_name="handoutkit")


def done(*command: str, stdin: str | None = None) -> str:
    """What a command prints on standard output; it must succeed."""
    result = run(*command, stdin=stdin)
    assert result.exit_code == 0, result.output
    return result.stdout


def words(path: str = "out/hello.en.html") -> str:
    """The words of an HTML sheet."""
    page = Path(path).read_text("utf-8").partition("<body>")[2]
    return " ".join(re.sub("<[^>]+>", " ", page).split())


# What a build is called, and where it goes


def test_a_sheet_gets_its_default_name_in_the_current_folder() -> None:
    assert done(*HELLO, "--format", "html") == "hello.en.html\n"
    assert Path("hello.en.html").is_file()


def test_several_languages_and_formats_give_a_file_each() -> None:
    shown = done(*HELLO, "--locale", "en", "--locale", "es", "--format", "html", "-o", "out")
    assert shown.split() == ["out/hello.en.html", "out/hello.es.html"]
    assert sorted(path.name for path in Path("out").iterdir()) == ["hello.en.html", "hello.es.html"]


def test_an_edition_is_part_of_the_name() -> None:
    handout = Path("pack/handouts/hello.toml")
    handout.write_text(handout.read_text("utf-8").replace('"standard"', '"standard", "large-print"'), "utf-8")
    shown = done(*HELLO, "--edition", "standard", "--edition", "large-print", "--format", "html")
    assert shown.split() == ["hello.en.html", "hello.en.large-print.html"]


def test_a_locale_that_is_served_by_another_is_named_after_the_one_that_was_printed() -> None:
    assert done(*HELLO, "--locale", "en-GB", "--format", "html") == "hello.en.html\n"


def test_a_single_sheet_can_be_given_a_name() -> None:
    assert done(*HELLO, "--format", "html", "-o", "new/for-anna.html") == "new/for-anna.html\n"
    assert Path("new/for-anna.html").is_file()


def test_several_sheets_go_into_a_folder_even_if_it_looks_like_a_file() -> None:
    shown = done(*HELLO, "--locale", "en", "--locale", "es", "--format", "html", "-o", "all.html")
    assert shown.split() == ["all.html/hello.en.html", "all.html/hello.es.html"]


def test_a_pdf_is_a_pdf() -> None:
    assert done(*HELLO, "-o", "out") == "out/hello.en.pdf\n"
    assert read_pdf(Path("out/hello.en.pdf").read_bytes()).language == "en"
    assert "nothing found" in run("verify", "out/hello.en.pdf").stderr


# Values


def test_a_value_is_set_by_its_name() -> None:
    done(*HELLO, "--format", "html", "-o", "out", "--set", "clinic_phone=555-0100")
    assert "Call 555-0100 now." in words()


@pytest.mark.parametrize("text", ['{"clinic_phone": "555-0101"}', 'clinic_phone = "555-0101"'])
def test_values_are_read_from_standard_input_as_json_or_toml(text: str) -> None:
    done(*HELLO, "--format", "html", "-o", "out", "--values", "-", stdin=text)
    assert "Call 555-0101 now." in words()


def test_values_of_a_file_go_before_those_of_the_command_line() -> None:
    Path("values.toml").write_text('clinic_phone = "555-0102"', "utf-8")
    done(*HELLO, "--format", "html", "-o", "out", "--set", "clinic_phone=555-0100", "--values", "values.toml")
    assert "Call 555-0102 now." in words()


@pytest.mark.parametrize(
    "text", ['{"clinic_phone": "CANARY', "clinic_phone = CANARY", '["CANARY"]', '{"a": ["CANARY"]}']
)
def test_a_broken_file_of_values_is_not_quoted(text: str) -> None:
    result = run(*HELLO, "--values", "-", stdin=text)
    assert result.exit_code == 2
    assert "[wrong-value]" in result.stderr
    assert "CANARY" not in result.output


# Exit codes and streams


def test_results_are_on_standard_output_and_talk_is_on_standard_error() -> None:
    metadata = Path("pack/handouts/sections/hello/section.toml")
    metadata.write_text(metadata.read_text("utf-8").replace("2027-11-20", "2026-12-01"), "utf-8")
    result = run(*HELLO, "--format", "html", "-o", "out")
    assert result.stdout == "out/hello.en.html\n"
    assert "[section-expires-soon]" in result.stderr
    assert "[not-reviewed]" not in result.stderr


def test_nothing_but_the_result_is_said_where_nothing_is_wrong() -> None:
    assert run(*HELLO, "--locale", "en", "--locale", "es", "--format", "html").stderr == ""


def test_some_targets_that_fail_in_different_ways_are_exit_code_1() -> None:
    Path("hello.en.html").mkdir()
    result = run("build", "hello", "helo", "--pack", "pack", "--format", "html")
    assert result.exit_code == 1
    assert [re.search(r"\[(.+)]", line)[1] for line in result.stderr.splitlines() if "[" in line] == [  # type: ignore[index]
        "cannot-write",
        "unknown-handout",
    ]


def test_one_target_that_fails_does_not_stop_the_others() -> None:
    result = run("build", "helo", "hello", "--pack", "pack", "--format", "html")
    assert (result.exit_code, result.stdout) == (2, "hello.en.html\n")


def test_help_names_every_command_and_exit_code() -> None:
    shown = done("--help")
    for word in ("build", "check", "verify", "list", "show", "new", "messages", "review", "doctor", "Exit codes"):
        assert word in shown


@pytest.mark.parametrize("command", ["build", "check", "verify", "list", "show", "new", "messages", "review", "doctor"])
def test_every_command_explains_itself(command: str) -> None:
    assert done(command, "--help").startswith(f"Usage: handoutkit {command}")


def test_an_interruption_is_told_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("handoutkit.cli.showing.Library.open", interrupt)
    result = run("list")
    assert (result.exit_code, result.stderr) == (130, "interrupted: no file was left half-written\n")


# What is missing on the machine


def refused_by_the_machine(*command: str) -> str:
    result = run(*command)
    assert (result.exit_code, result.stdout) == (7, "")
    return result.stderr


def no_longer_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine as in a fresh process."""
    monkeypatch.setattr(handoutkit.engine, "_weasyprint", handoutkit.engine._weasyprint.__wrapped__)
    monkeypatch.setattr(handoutkit.engine, "_fonts", handoutkit.engine._fonts.__wrapped__)


def test_without_pango_one_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_folder: Path) -> None:
        print("WeasyPrint could not import some external libraries.")  # noqa: T201 - as the engine does
        raise OSError("cannot load library 'libpango-1.0-0'")

    no_longer_opened(monkeypatch)
    monkeypatch.setattr(handoutkit.engine, "open_font_configuration", fail)
    told = refused_by_the_machine(*HELLO, "-o", "out")
    assert told.count("[") == 1
    assert "error: the text layout library Pango is missing on this machine [pango-missing]" in told
    assert f"fix: {handoutkit.engine.install_command()}" in told
    assert not Path("out").exists()


def test_without_harfbuzz_subset_one_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    handoutkit.engine.engine_versions()
    no_longer_opened(monkeypatch)
    monkeypatch.setattr("weasyprint.text.ffi.harfbuzz_subset", None)
    told = refused_by_the_machine(*HELLO, "-o", "out")
    assert told.count("[") == 1
    assert "[harfbuzz-subset-missing]" in told


def test_the_doctor_names_what_shapes_a_page() -> None:
    shown = done("doctor")
    for word in ("python ", "weasyprint 70", "pango ", "harfbuzz-subset present", "every checksum as shipped"):
        assert word in shown


def test_the_doctor_finds_a_damaged_font(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("fonts.toml", "fonts.conf"):
        shutil.copy(fonts_folder() / name, tmp_path / name)
    monkeypatch.setattr(handoutkit.diagnosis, "fonts_folder", lambda: tmp_path)
    result = run("doctor")
    assert result.exit_code == 7
    assert "[fonts-damaged]" in result.stderr


@pytest.mark.parametrize("command", ["--help", "build --help", "list"])
def test_what_prints_nothing_does_not_load_the_layout_engine(command: str) -> None:
    script = (
        "import sys; from handoutkit.cli import main\n"
        f"try: main({command.split()!r})\n"
        "except SystemExit: sys.exit('weasyprint' in sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", script],
        check=False,
        capture_output=True,
        env=dict(os.environ) | {"PYTHONPATH": str(ROOT)},
    )
    assert found.returncode == 0, found.stderr.decode()


# Looking


def test_the_list_has_handouts_and_sections() -> None:
    shown = done("list", "--pack", "pack")
    assert "hello  Hello\n  languages: en es\n  editions:  standard\n  check by:  2027-11-20\n" in shown
    assert "  hello  A greeting\n" in shown
    assert "  when-to-get-help  When to get help  (required)\n" in shown


def test_a_handout_shows_its_sections_and_where_they_come_from() -> None:
    shown = done("show", "iron-and-ms", "--pack", "pack")
    assert shown.startswith("iron-and-ms: Iron and multiple sclerosis (MS)\nfrom the pack standard: ")
    assert "  overview  from standard\n" in shown


def test_a_section_shows_its_values_and_sources() -> None:
    shown = done("show", "hello", "--pack", "pack")
    assert "from the pack tiny: pack/handouts/sections/hello/section.toml\n" in shown
    assert "value clinic_phone (phone): The number to call.\n" in shown
    assert "source cortese2019: " in shown


def test_a_section_shows_what_it_hides() -> None:
    original = ROOT / "handouts" / "sections" / "overview"
    shutil.copytree(original, "pack/handouts/sections/overview")
    assert "hides the one of the pack standard, whose sources were checked " in done(
        "show", "overview", "--pack", "pack"
    )


# Checking


def test_the_list_says_what_a_pack_overrides(folder: Path) -> None:
    (folder / "pack/styles").mkdir()
    (folder / "pack/styles/standard.css").write_text("p { margin: 0 }", "utf-8")
    assert "tiny overrides these styles: standard.css" in done("list", "--pack", "pack")


def test_a_file_named_as_another_format_is_refused() -> None:
    result = run("build", "hello", "--pack", "pack", "--format", "html", "-o", "out/hello.pdf")
    assert (result.exit_code, "is to hold html" in result.stderr) == (2, True)


def test_a_check_counts_and_lists_what_it_found() -> None:
    result = run("check", "hello", "--pack", "pack", "--today", "2026-11-20")
    assert result.exit_code == 0, result.output
    assert "[not-reviewed]" in result.stdout
    assert re.fullmatch(r"0 errors, \d+ warnings and notes\n", result.stderr)


def test_a_check_can_be_read_by_programs() -> None:
    rows = json.loads(done("check", "hello", "--pack", "pack", "--today", "2026-11-20", "--report", "json"))
    assert rows[0] == {
        "code": "not-reviewed",
        "severity": "note",
        "message": 'the section "hello" was not reviewed: a clinician has not checked it',
        "file": "pack/handouts/sections/hello/section.toml",
        "line": None,
        "fix": "have it checked, then record it: handoutkit review approve",
    }


def test_a_check_can_be_one_line_for_each_problem() -> None:
    shown = done("check", "hello", "--pack", "pack", "--today", "2026-11-20", "--report", "short")
    assert shown.startswith("pack/handouts/sections/hello/section.toml: note: ")


def test_a_check_with_an_error_has_its_exit_code() -> None:
    result = run("check", "hello", "--pack", "pack", "--today", "2027-11-21")
    assert (result.exit_code, "[section-expired]" in result.stdout) == (3, True)


# Starting and translating


def test_what_new_starts_can_be_built() -> None:
    assert done("new", "pack", "my-clinic").split() == ["my-clinic/pack.toml", "my-clinic/handouts/sections/.keep"]
    done("new", "section", "taking-iron", "--pack", "my-clinic")
    shown = done("new", "handout", "iron-at-home", "--pack", "my-clinic")
    assert shown == "my-clinic/handouts/iron-at-home.toml\n"
    handout = Path(shown.strip())
    handout.write_text(handout.read_text("utf-8") + '\n[[section]]\nuse = "taking-iron"\n', "utf-8")
    result = run("check", "iron-at-home", "--pack", "my-clinic")
    assert result.exit_code == 0, result.output
    done("build", "iron-at-home", "--pack", "my-clinic", "-o", "out")
    assert Path("out/iron-at-home.en.pdf").is_file()


def test_the_messages_of_a_pack_are_extracted_and_counted() -> None:
    assert done("messages", "extract", "--pack", "pack") == "pack/locales/handouts.pot\n"
    assert 'msgid "Take 5 mg with water."' in Path("pack/locales/handouts.pot").read_text("utf-8")
    assert done("messages", "status", "--pack", "pack") == "es: 11 translated, 0 fuzzy, 0 missing, 0 obsolete\n"


def test_a_catalog_is_started_and_kept_up_to_date() -> None:
    path = Path("pack/locales/ar/LC_MESSAGES/handouts.po")
    assert done("messages", "update", "ar", "--pack", "pack") == f"{path}\n"
    started = path.read_bytes()
    done("messages", "update", "ar", "--pack", "pack")
    assert path.read_bytes() == started
    assert done("messages", "status", "ar", "--pack", "pack") == "ar: 0 translated, 0 fuzzy, 11 missing, 0 obsolete\n"


def test_a_changed_sentence_is_fuzzy_after_an_update() -> None:
    template = Path("pack/handouts/sections/hello/section.html")
    template.write_text(template.read_text("utf-8").replace("5 mg with water", "5 mg with plain water"), "utf-8")
    done("messages", "update", "es", "--pack", "pack")
    assert done("messages", "status", "es", "--pack", "pack") == "es: 10 translated, 1 fuzzy, 0 missing, 0 obsolete\n"
    result = run(*HELLO, "--locale", "es")
    assert (result.exit_code, "[translation-fuzzy]" in result.stderr) == (3, True)


# Reviews


def standing(locale: str = "en") -> str:
    rows = done("review", "status", "--pack", "pack").splitlines()
    return next(" ".join(row.split()[2:]) for row in rows if row.split()[:2] == ["hello", locale])


def test_an_approval_counts_until_a_comma_changes() -> None:
    assert standing() == "unreviewed"
    shown = done("review", "approve", "hello", "--date", "2026-11-20", *REVIEWER, "--pack", "pack")
    assert shown == "pack/locales/en/reviews.toml\n"
    assert standing() == "reviewed A. Lee, neurologist, 2026-11-20"
    template = Path("pack/handouts/sections/hello/section.html")
    template.write_text(template.read_text("utf-8").replace("5 mg with", "5 mg, with"), "utf-8")
    assert standing() == "stale"
    assert "[review-stale]" in run("review", "status", "--pack", "pack").stderr


def test_a_translation_is_approved_by_itself() -> None:
    done("review", "approve", "hello", "--locale", "es", "--date", "2026-11-20", *REVIEWER, "--pack", "pack")
    assert (standing(), standing("es").split()[0]) == ("unreviewed", "reviewed")
