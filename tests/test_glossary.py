from __future__ import annotations

from pathlib import PurePath

from handoutkit.glossary import read_glossary
from handoutkit.model import Term
from handoutkit.problems import Place

PATH = PurePath("handouts/common/glossary.toml")


def test_a_term_has_its_name_meaning_and_how_to_say_it_at_its_line() -> None:
    text = '# words\n[term.ferritin]\nname = "ferritin"\nmeaning = "A store of iron."\nsay = "FER-ih-tin"\n'
    expected = Term("ferritin", "ferritin", "A store of iron.", "FER-ih-tin", Place(PATH, 2))
    assert read_glossary(text, PATH) == ({"ferritin": expected}, ())


def test_a_term_that_everybody_can_say_needs_no_help_with_it() -> None:
    terms, _ = read_glossary('[term.iron]\nname = "iron"\nmeaning = "A metal."\naliases = ["Fe"]\n', PATH)
    assert terms["iron"].say == ""


def test_a_term_without_meaning_is_a_problem() -> None:
    terms, (problem,) = read_glossary('[term.iron]\nname = "iron"\n', PATH)
    assert (terms, problem.message) == ({}, "the key term.iron.meaning is missing")


def test_an_empty_meaning_is_a_problem() -> None:
    _, (problem,) = read_glossary('[term.iron]\nname = "iron"\nmeaning = ""\n', PATH)
    assert problem.message == "term.iron.meaning must be a text that is not empty"
