"""Makes the words of the tag tree the words of the document: spaces at line ends, hyphens, clusters of glyphs.

ISO 32000-1, 14.8.2.3.3 (word breaks are explicit), 14.8.2.2.3 (hyphens that a line end brings are soft), 14.9.4
(ActualText). A line of right-to-left text never gets ActualText as a whole: readers would reverse it again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import zip_longest
from xml.etree.ElementTree import Element as Source

from handoutkit.tagging.drawing import append_glyph, prepend_glyph, read_shows, wrap
from handoutkit.tagging.elements import Element
from handoutkit.tagging.engine import Cluster, Font, clusters, pseudo_element
from handoutkit.tagging.nodes import Leaf

_SOFT_HYPHEN = "\u00ad"
_CLUSTERED = re.compile("[\u0900-\u109f\u1780-\u17ff\ua800-\uabff]")
"""Scripts of South and South-East Asia, where glyphs are drawn in another order than characters are written."""

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
"""Scripts that are written without spaces between words."""


def complete_text(tree: Element, breaks: AbstractSet[Leaf], fonts: Iterable[Font]) -> Mapping[Leaf, str]:
    """Edit the drawn text, and return what leaves say whose glyphs can't say it.

    `breaks` are the leaves before the end of a line or a leader.
    """
    layer = _TextLayer({font.hash: font for font in fonts}, breaks)
    leaves = [leaf for leaf in tree.leaves() if not leaf.is_picture]
    for leaf, following in zip_longest(leaves, leaves[1:]):
        layer.complete(leaf, following)
    return layer.spoken


@dataclass(slots=True)
class _TextLayer:
    """The state of completing one document: what leaves say, and how far the text of each block was followed."""

    fonts: Mapping[str, Font]
    breaks: AbstractSet[Leaf]
    spoken: dict[Leaf, str] = field(default_factory=dict)
    sources: dict[Source, _Words] = field(default_factory=dict)
    spaces: dict[str, int | None] = field(default_factory=dict)

    def complete(self, leaf: Leaf, following: Leaf | None) -> None:
        """Complete one leaf, knowing the next one that is read."""
        text = _unhyphenated(leaf, breaks=leaf in self.breaks and following is not None)
        if _is_clustered(leaf.text):
            self._speak_clusters(leaf)
        elif text != leaf.text:
            self.spoken[leaf] = text
        if self._lacks_space(leaf, following):
            drawn = self._draw_space(leaf)
            if leaf in self.spoken or (not drawn and not is_right_to_left(leaf.text)):
                self.spoken[leaf] = f"{text} "

    def _lacks_space(self, leaf: Leaf, following: Leaf | None) -> bool:
        """Whether the source has a space here that nothing draws: at the end of a line, or between two elements."""
        known = self._is_spaced_in_source(leaf)
        if following is None or following.block is not leaf.block:
            return False
        if leaf.text[-1].isspace() or following.text[0].isspace():
            return False
        if known is None or pseudo_element(following.box):
            return leaf in self.breaks and _looks_spaced(leaf.text, following.text)
        return known

    def _is_spaced_in_source(self, leaf: Leaf) -> bool | None:
        """Whether the source has a space after the leaf, None where that is not known."""
        if leaf.block is None:
            return None
        if leaf.block not in self.sources:
            self.sources[leaf.block] = _Words(_source_text(leaf.block))
        words = self.sources[leaf.block]
        if not pseudo_element(leaf.box):
            words.follow(leaf.text, leaf.box.style["hyphenate_character"])
        return words.is_at_space

    def _draw_space(self, leaf: Leaf) -> bool:
        """Draw the invisible glyph of a space where the text ends; false where the font was not asked for one."""
        shows = read_shows(leaf.mark, self.fonts)
        if not shows:
            return False
        backwards = leaf.box.style["direction"] == "rtl"
        show = shows[0] if backwards else shows[-1]
        space = self._space(show.font)
        if space is not None:
            (prepend_glyph if backwards else append_glyph)(show, space)
        return space is not None

    def _space(self, font: Font) -> int | None:
        if font.hash not in self.spaces:
            found = (glyph for glyph, text in font.to_unicode.items() if text == " ")
            self.spaces[font.hash] = next(found, None)
        return self.spaces[font.hash]

    def _speak_clusters(self, leaf: Leaf) -> None:
        """Give ActualText to the clusters whose glyphs say something else."""
        shows, drawn = read_shows(leaf.mark, self.fonts), clusters(leaf.box)
        glyphs = [glyph for show in shows for glyph in show.glyphs]
        if glyphs == [glyph for cluster in drawn for glyph in cluster.glyphs]:
            said = [show.font.to_unicode.get(glyph, "") for show in shows for glyph in show.glyphs]
            if spans := dict(_unsaid(drawn, said)):
                wrap(shows, spans)


class _Words:
    """The text of a block, followed leaf by leaf."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._is_lost = _folded(text), 0, False

    def follow(self, text: str, hyphen: str) -> None:
        """Go to the end of the text, searched from where the last one ended."""
        for candidate in (_folded(text), _folded(text.removesuffix(hyphen))):
            at = self._text.find(candidate, self._at)
            self._is_lost = at < 0
            if not self._is_lost:
                self._at = at + len(candidate)
                self._at += text[-1:].isspace() and self.is_at_space is True
                return

    @property
    def is_at_space(self) -> bool | None:
        """Whether a space follows; None after a text that is not of the block, as one that the style changed."""
        return None if self._is_lost else self._text.startswith(" ", self._at)


def _folded(text: str) -> str:
    return " ".join(text.replace(_SOFT_HYPHEN, "").casefold().split())


def _source_text(block: Source) -> str:
    return "".join(_source_parts(block))


def _source_parts(element: Source) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield " " if child.tag == "br" else "".join(_source_parts(child))
        yield child.tail or ""


def _looks_spaced(text: str, following: str) -> bool:
    """A guess for generated text: words are spaced, except in scripts without spaces and after hyphens."""
    return not (_UNSPACED.match(text[-1]) or _UNSPACED.match(following) or text[-1] in "-\u2010\u2014/\u200b")


def is_right_to_left(text: str) -> bool:
    """Whether any of the text is written from right to left."""
    return any(character >= "\u0590" and unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def _is_clustered(text: str) -> bool:
    return not text.isascii() and (bool(_CLUSTERED.search(text)) or is_right_to_left(text))


def _unhyphenated(leaf: Leaf, *, breaks: bool) -> str:
    """The text with the hyphen of a line end soft, and without soft hyphens that were not drawn."""
    hyphen = leaf.box.style["hyphenate_character"]
    if breaks and leaf.text.endswith(hyphen) and hyphen != "-":
        return leaf.text.replace(_SOFT_HYPHEN, "").removesuffix(hyphen) + _SOFT_HYPHEN
    return leaf.text[:-1].replace(_SOFT_HYPHEN, "") + leaf.text[-1:]


def _unsaid(drawn: Iterable[Cluster], said: list[str]) -> Iterator[tuple[tuple[int, int], str]]:
    """Spans of glyphs that do not say their text: words from left to right, single clusters from right to left."""
    words: list[list[Cluster]] = []
    for cluster in drawn:
        joins = words and not (cluster.right_to_left or words[-1][-1].right_to_left)
        if joins and not cluster.text.isspace() and not words[-1][-1].text.isspace():
            words[-1].append(cluster)
        else:
            words.append([cluster])
    first = 0
    for word in words:
        last = first + sum(len(cluster.glyphs) for cluster in word) - 1
        text = "".join(cluster.text for cluster in word)
        if any(_is_unsaid(cluster, first, word, said) for cluster in word):
            yield (first, last), text
        first = last + 1


def _is_unsaid(cluster: Cluster, first: int, word: list[Cluster], said: list[str]) -> bool:
    start = first + sum(len(before.glyphs) for before in word[: word.index(cluster)])
    return "".join(said[start : start + len(cluster.glyphs)]) != cluster.text
