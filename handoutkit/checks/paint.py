"""Whether a text can be seen on its page as it is painted: not in the colour of its ground, nor under a box."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from handoutkit.reading import Box

_SCALE = 0.6
"""Pixels for each point: a letter of 9 points is then five pixels high, which is enough to see that it is there."""

_LEAST_DIFFERENCE = 40
"""Of 255 greys, between the darkest and the lightest pixel where a text stands. Black on white has over 150."""

_SMALLEST = 4.0
"""Points. What is smaller is looked at with this much around its middle."""


def unseen(page: Any, boxes: Iterable[Box]) -> int:  # noqa: ANN401 - a page of pdfium
    """How many of the boxes, in points from the lower left, hold nothing that stands out from its ground."""
    bitmap = page.render(scale=_SCALE, grayscale=True)
    pixels, stride, width, height = bytes(bitmap.buffer), bitmap.stride, bitmap.width, bitmap.height
    bitmap.close()
    count = 0
    for box in boxes:
        left, bottom, right, top = _grown(box)
        start, end = max(0, math.floor(left * _SCALE)), min(width, math.ceil(right * _SCALE))
        first, last = max(0, height - math.ceil(top * _SCALE)), min(height, height - math.floor(bottom * _SCALE))
        rows = [pixels[row * stride + start : row * stride + end] for row in range(first, last)]
        painted = b"".join(rows)
        count += bool(painted) and max(painted) - min(painted) < _LEAST_DIFFERENCE
    return count


def _grown(box: Box) -> Box:
    """A full stop or a vowel sign is smaller than a pixel: it is looked at together with what is beside it."""
    left, bottom, right, top = box
    across, upward = max(0.0, _SMALLEST - right + left) / 2, max(0.0, _SMALLEST - top + bottom) / 2
    return (left - across, bottom - upward, right + across, top + upward)
