from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoutkit.bidi import is_plain, isolate


def runs(text: str) -> list[str]:
    return [piece for piece, run in isolate(text) if run]


@pytest.mark.parametrize(
    "run",
    [
        "10 mg",
        "10\u00a0mg",
        "5–10 mg",
        "5-10 mg",
        "5 – 10 mg",
        "38.5-39",
        "12.0 g/dL",
        "0.5 µg/L",
        "+44 20 7946 0000",
        "+44 (0)20 7946 0000",
        "(555) 010-0100",
        "1-800-222-1222",
        "08:30",
        "5:05 PM",
        "1:2",
        "1 : 2",
        "<5 mg",
        "≥ 12 g/dL",
        "-5 °C",
        "10%",
        "10 %",
        ".5 mg",
        "2 × 5 mg",
        "٥–١٠",
        "https://doi.org/10.1000/x(y)z?a=b#c",
        "https://clinic.example/",
        "ms-team@clinic.example",
        "H63D",
        "HbA1c",
        "CD4+",
        "COVID-19",
        "Fe(II)",
        "MRI scan",
        "Ferrous sulfate 325 mg",
        "Dr. Lee",
        "多发性硬化 MS",
    ],
)
def test_what_is_read_from_left_to_right_is_one_run(run: str) -> None:
    assert isolate(f"قبل {run} بعد") == (("قبل ", False), (run, True), (" بعد", False))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("اشرب 10 mg.", ["10 mg"]),
        ("افحص MRI، CT؟", ["MRI", "CT"]),
        ("هذا (MRI) هنا", ["MRI"]),
        ("الـ-MRI", ["MRI"]),
        ("و5 mg", ["5 mg"]),
        ("من 12 إلى 13", ["12", "13"]),
        ("20 نوفمبر 2026", ["20", "2026"]),
        ("«MRI»: 12!", ["MRI", "12"]),
    ],
)
def test_words_and_punctuation_around_a_run_stay_outside(text: str, found: list[str]) -> None:
    assert runs(text) == found


def test_a_sentence_ends_between_two_runs() -> None:
    assert runs("التصوير MRI. WHO تقول") == ["MRI", "WHO"]


def test_a_number_stays_with_the_word_that_it_counts() -> None:
    assert runs("أخذ MRI 5 مرات") == ["MRI", "5"]
    assert runs("في 2015 MRI scan") == ["2015", "MRI scan"]


def test_items_of_a_list_keep_their_order() -> None:
    assert runs("5, 10, 20 mg") == ["5", "10", "20 mg"]


@pytest.mark.parametrize("text", ["", "نص عربي فقط.", "عبارة، و(أخرى)!", " - … "])
def test_a_text_without_a_run_is_one_piece(text: str) -> None:
    assert isolate(text) == (((text, False),) if text else ())


LETTERS = st.sampled_from("ab MRI mg 059٣ .,:;-–+/()%<>=،؟\u00a0\n\u0301\u200d\u202e°µ中صح ـ½")
TEXTS = st.text() | st.text(alphabet=LETTERS)


@given(TEXTS)
def test_the_pieces_joined_are_the_text(text: str) -> None:
    assert "".join(piece for piece, _ in isolate(text)) == text


@given(TEXTS)
def test_no_run_begins_or_ends_with_a_space(text: str) -> None:
    assert all(run and run == run.strip() for run in runs(text))


@given(TEXTS)
def test_no_right_to_left_letter_is_in_a_run(text: str) -> None:
    assert not any(letter in "صح\u202e" for run in runs(text) for letter in run)


@given(TEXTS)
def test_every_digit_is_in_a_run(text: str) -> None:
    assert not any(letter in "059٣" for piece, run in isolate(text) if not run for letter in piece)


@pytest.mark.parametrize("text", ["Dr. Renée O'Neil", "می\u200cخواهم", "𠮷野家", "a\u00a0b", ""])
def test_ordinary_text_of_any_script_is_plain(text: str) -> None:
    assert is_plain(text)


@pytest.mark.parametrize(
    "letter", "\n\t\x00\x7f\x85\u2028\u202e\u2066\u2069\u200f\u061c\u200b\ufeff\ud800\ue000\uffff\U000e0041"
)
def test_what_hides_or_turns_text_is_not_plain(letter: str) -> None:
    assert not is_plain(f"a{letter}b")
