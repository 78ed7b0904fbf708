from __future__ import annotations

import re
from pathlib import Path

import pytest
from tagging_cases import TagTree, tag
from tagging_constructs import CONSTRUCTS

from verapdf import judge, why_not_available


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_a_construct_is_tagged_without_a_problem(name: str) -> None:
    assert tag(CONSTRUCTS[name]).problems == ()


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_every_mark_of_a_construct_is_in_the_tree_once(name: str) -> None:
    read = TagTree(tag(CONSTRUCTS[name]).pdf)
    read.text()
    assert sorted(read.said) == sorted(read.marked.texts)


@pytest.mark.xdist_group("verapdf")
@pytest.mark.skipif(bool(why_not_available()), reason=str(why_not_available()))
def test_the_referee_finds_no_fault_in_any_construct(tmp_path: Path) -> None:
    paths = []
    for name, body in CONSTRUCTS.items():
        paths.append(tmp_path / f"{re.sub('[^a-z]+', '-', name)}.pdf")
        paths[-1].write_bytes(tag(body).pdf)
    verdicts = judge(paths, profiles=["ua1", "2a"])
    assert [str(verdict) for verdict in verdicts if not verdict.compliant] == []
