from __future__ import annotations

import re
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st
from tagging_cases import TagTree, tag

WORDS = st.sampled_from(["iron", "every other day", "MS", "with water", "2 tablets"])
INLINE = (
    "strong",
    "em",
    "span",
    "span lang='fr'",
    "a href='https://example.org/'",
    "sub",
    "bdi",
    "abbr title='x'",
    "i",
)
BLOCK = ("p", "div", "section", "aside", "ul><li", "ol><li", "dl><dt", "dl><dd", "figure", "blockquote", "nav")
TABLE = "<table><tr><th>{}</th></tr><tr><td>{}</td></tr></table>"


def element(tag_name: str, content: str) -> str:
    """An element, or one in another, around some content."""
    names = [part.split()[0] for part in tag_name.split("><")]
    return f"<{tag_name}>{content}" + "".join(f"</{name}>" for name in reversed(names))


LINES = st.recursive(
    WORDS,
    lambda inner: st.builds(element, st.sampled_from(INLINE), inner) | st.builds("{} {}".format, inner, inner),
    max_leaves=6,
)
BODIES = st.recursive(
    st.builds(element, st.sampled_from(BLOCK), LINES),
    lambda inner: (
        st.builds(element, st.sampled_from(BLOCK[1:]), inner)
        | st.builds("{}{}".format, inner, inner)
        | st.builds(TABLE.format, LINES, inner)
        | st.builds("<ul><li>{}{}{}</li></ul>".format, LINES, inner, WORDS)
    ),
    max_leaves=8,
)


@settings(max_examples=40)
@given(BODIES)
def test_any_document_is_read_as_it_is_written(body: str) -> None:
    tagged = tag(body)
    assert tagged.problems == ()
    assert list(spoken(TagTree(tagged.pdf).text())) == re.sub("<[^>]*>", " ", body).split()


def spoken(tree: str) -> Iterator[str]:
    """The words of a tag tree, without labels that are no words of the source."""
    for line in tree.split("\n"):
        if line.strip().startswith("'"):
            yield from (word for word in line.strip().strip("'").split() if not re.fullmatch("[•◦▪]|[0-9]+[.]", word))
