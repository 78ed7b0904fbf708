from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any

import pytest
from building import codes, reference
from hypothesis import given
from hypothesis import strategies as st

from handoutkit.model import Reference
from handoutkit.problems import Place, Problem
from handoutkit.references import EVIDENCE, citation, link, read_references

PATH = PurePath("handouts/common/references.json")


def item(**changes: object) -> dict[str, Any]:
    custom = {"evidence": "trial", "verified": True}
    return {"id": "lee2020", "title": "Iron.", "custom": custom, **changes}


def read(*items: object) -> Reference:
    references, problems = read_references(json.dumps(items), PATH)
    assert not problems, problems
    return references["lee2020"]


def faults(*items: object) -> list[str]:
    return [problem.message for problem in read_references(json.dumps(items), PATH)[1]]


def test_a_reference_is_read_from_its_csl_fields() -> None:
    found = read(
        item(
            **{
                "author": [{"family": "Lee", "given": "A"}, {"literal": "WHO"}],
                "container-title": "J Iron",
                "issued": {"date-parts": [[2020, 3]]},
                "volume": "73",
                "issue": "3-4",
                "page": "233-237",
                "DOI": "10.1/1",
                "URL": "https://example.org/1",
            }
        )
    )
    assert found == Reference(
        id="lee2020",
        authors=("Lee A", "WHO"),
        title="Iron",
        container="J Iron",
        year="2020",
        details="73(3-4):233-237",
        doi="10.1/1",
        url="https://example.org/1",
        evidence="trial",
        verified=True,
        place=Place(PATH, 1),
    )


def test_only_the_first_three_authors_are_named() -> None:
    authors = [{"family": name} for name in ("Lee", "Kim", "Roy", "Abe")]
    assert read(item(author=authors)).authors == ("Lee", "Kim", "Roy", "et al.")


def test_three_authors_are_all_named() -> None:
    authors = [{"family": name} for name in ("Lee", "Kim", "Roy")]
    assert read(item(author=authors)).authors == ("Lee", "Kim", "Roy")


@pytest.mark.parametrize(
    ("fields", "details"),
    [({"volume": "5"}, "5"), ({"issue": "2"}, "2"), ({"page": "9"}, "9"), ({"volume": 5, "page": 9}, "5:9"), ({}, "")],
)
def test_details_are_what_there_is_of_volume_issue_and_pages(fields: dict[str, Any], details: str) -> None:
    assert read(item(**fields)).details == details


def test_a_reference_stands_at_the_line_of_its_id() -> None:
    text = "[\n" + json.dumps(item()) + ",\n" + json.dumps(item(id="kim2021")) + "\n]"
    assert str(read_references(text, PATH)[0]["kim2021"].place) == "handouts/common/references.json:3"


def test_broken_json_is_told_at_its_line() -> None:
    _, (problem,) = read_references("[\n{,}]", PATH)
    assert problem == Problem(
        "broken-references",
        "this is not valid JSON: Expecting property name enclosed in double quotes",
        Place(PATH, 2),
        "mend this line",
    )


@pytest.mark.parametrize("text", ["[" * 100_000, "[" + "1" * 5000 + "]"])
def test_json_that_nobody_can_read_is_a_problem(text: str) -> None:
    assert [problem.code for problem in read_references(text, PATH)[1]] == ["broken-references"]


def test_a_file_that_is_no_list_is_a_problem() -> None:
    assert read_references("{}", PATH)[1][0].message == "the file must be a list of references"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (["x"], "a reference must be an object in braces"),
        ([item(id=None)], 'the reference has no "id"'),
        ([item(title=1)], 'the reference has no "title"'),
        ([item(custom={"evidence": "trial"})], "custom.verified must be true or false"),
        ([item(custom={"evidence": "rumour", "verified": True})], f'custom.evidence must be one of "{EVIDENCE[0]}"'),
        ([item(custom=None)], f'custom.evidence must be one of "{EVIDENCE[0]}"'),
        ([item(), item()], 'the id "lee2020" stands twice'),
        ([item(author=["Lee"])], '"author" must be a list of names'),
        ([item(author=None)], '"author" must be a list of names'),
        ([item(issued=2020)], '"issued" must be such as'),
        ([item(issued={"date-parts": ["2020"]})], '"issued" must be such as'),
    ],
)
def test_a_reference_that_lacks_something_is_told(wrong: list[object], message: str) -> None:
    (found,) = faults(*wrong)
    assert found.startswith(message)


def test_an_id_that_is_a_list_is_one_fault() -> None:
    assert faults(item(id=["a"])) == ['the reference has no "id"']


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["id", "author", "issued", "custom"]), inner),
)


@given(st.lists(JSON.map(lambda value: item(author=value, issued=value)) | JSON))
def test_whatever_the_file_is_there_are_references_or_problems(items: list[object]) -> None:
    references, problems = read_references(json.dumps(items), PATH)
    assert items == [] or references or problems


def test_a_citation_is_one_line_that_ends_with_a_full_stop() -> None:
    assert citation(reference()) == "Lee A. Iron. J Iron. 2020;1:2."


def test_a_citation_leaves_out_what_a_record_does_not_have() -> None:
    assert citation(reference(authors=(), container="", year="", details="")) == "Iron."


def test_a_citation_does_not_double_the_full_stop_of_et_al() -> None:
    assert citation(reference(authors=("Lee A", "et al."))) == "Lee A, et al. Iron. J Iron. 2020;1:2."


def test_a_doi_is_linked_before_an_address() -> None:
    assert link(reference(doi="10.1/1", url="https://example.org")) == "https://doi.org/10.1/1"


def test_without_a_doi_the_address_is_linked() -> None:
    assert link(reference(doi="", url="https://example.org")) == "https://example.org"


def test_an_address_that_is_not_https_is_not_linked() -> None:
    assert link(reference(doi="", url="http://example.org")) == ""


@pytest.mark.parametrize(
    "changes",
    [
        {"container-title": ["J Neurol"]},
        {"volume": None},
        {"DOI": None},
        {"DOI": "https://doi.org/10.1/1"},
        {"issued": {"date-parts": [[None]]}},
    ],
)
def test_what_would_print_as_python_or_lead_nowhere_is_refused(changes: dict[str, object]) -> None:
    item = {"id": "lee2020", "title": "Iron", "custom": {"evidence": "trial", "verified": True}, **changes}
    assert codes(read_references(json.dumps([item]), PurePath("references.json"))[1]) == ["broken-references"]
