from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from weasyprint import HTML

from verapdf import judge, why_not_available

pytestmark = [
    pytest.mark.xdist_group("verapdf"),
    pytest.mark.skipif(bool(why_not_available()), reason=str(why_not_available())),
]

GOOD = "<html lang='en'><head><title>Iron</title></head><body><h1>Iron</h1><p>Iron is a mineral.</p></body></html>"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.pdf"
    HTML(string=GOOD).write_pdf(path, pdf_variant="pdf/ua-1")
    return path


@pytest.fixture
def broken(good: Path, tmp_path: Path) -> Path:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(good.read_bytes()))
    del writer.root_object["/StructTreeRoot"]
    path = tmp_path / "broken.pdf"
    writer.write(path)
    return path


def test_a_sound_file_is_found_sound(good: Path) -> None:
    (verdict,) = judge([good], profiles=["ua1"])
    assert verdict.compliant
    assert verdict.failures == ()
    assert verdict.checks > 0


def test_a_file_without_a_tag_tree_is_found_broken(broken: Path) -> None:
    (verdict,) = judge([broken], profiles=["ua1"])
    assert not verdict.compliant
    assert any("StructTreeRoot" in failure.message for failure in verdict.failures), str(verdict)


def test_files_and_profiles_are_judged_in_the_order_given(good: Path, broken: Path) -> None:
    verdicts = judge([broken, good], profiles=["ua1", "2a"])
    assert [(verdict.path, verdict.profile) for verdict in verdicts] == [
        (broken, "ua1"),
        (broken, "2a"),
        (good, "ua1"),
        (good, "2a"),
    ]


def test_a_file_that_claims_only_pdf_ua_is_not_found_to_be_pdf_a(good: Path) -> None:
    (verdict,) = judge([good], profiles=["2a"])
    assert not verdict.compliant


def test_a_profile_that_verapdf_does_not_know_is_refused(good: Path) -> None:
    with pytest.raises(RuntimeError, match="no profile wt1z"):
        judge([good], profiles=["wt1z"])


def test_something_that_is_not_a_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.pdf"
    path.write_text("This is not a PDF.", encoding="ascii")
    with pytest.raises(RuntimeError, match="did not run to its end"):
        judge([path])
