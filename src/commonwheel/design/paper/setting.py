"""
Sets a paper with Typst.

What people wrote goes to Typst as JSON and is printed as it stands; none of it is read as Typst's own markup.
"""

import datetime as dt
import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

LAYOUT = Path(__file__).parent / "paper.typ"
TYPEFACES = Path(__file__).parent / "typefaces"
UNPRINTABLE = "□"
"""Stands for a character that no typeface has."""
_SPACE = "\n\t"


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands beside it; lines of text are kept."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """Facts under a heading of their own. `heads` say what the columns are, for those who hear them."""

    heading: str
    heads: tuple[str, str]
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """
    What is printed.

    Attributes:
        author: the council.
        language: of all words: `en` or `cy`.
        footer: on each page, beside the number of the page.
        page_words: with `{page}` and `{pages}`.
        missing_words: said at the end where a character could not be printed.
        dated: when it was made; the same paper of the same date is the same bytes.
    """

    title: str
    author: str
    language: str
    facts: Sequence[Fact]
    parts: Sequence[Part]
    footer: str
    page_words: str
    missing_words: str
    dated: dt.datetime


def set_paper(paper: Paper) -> bytes:
    """Return a paper as PDF/UA-1: tagged, titled, in its language, its typefaces inside. Some 15 ms a page."""
    words, is_whole = printable(asdict(paper) | {"dated": paper.dated.isoformat()})
    words["missing_words"] = "" if is_whole else paper.missing_words
    return typeset(LAYOUT, words, dated=paper.dated)


def typeset(layout: Path, words: Any, *, dated: dt.datetime) -> bytes:
    """Return a PDF/UA-1 of words that are printable, which the layout reads as JSON from its input `words`."""
    return typst.compile(
        layout.read_bytes(),
        format="pdf",
        font_paths=_typefaces(),
        sys_inputs={"words": json.dumps(words, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=int(dated.timestamp()),
    )


def printable(value: Any) -> tuple[Any, bool]:
    """Return the words with what cannot be printed replaced, and whether nothing was."""
    if isinstance(value, str):
        lost = {one for one in value if ord(one) not in characters() and one not in _SPACE}
        return value.translate({ord(one): UNPRINTABLE for one in lost}), not lost
    if isinstance(value, dict):
        values, is_whole = printable(list(value.values()))
        return dict(zip(value, values, strict=True)), is_whole
    if isinstance(value, list | tuple):
        pairs = [printable(one) for one in value]
        return [one for one, _ in pairs], all(is_whole for _, is_whole in pairs)
    return value, True


@cache
def _typefaces() -> typst.Fonts:
    """Return our typefaces and no others, so that a copy is the same bytes on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(TYPEFACES.iterdir()))


@cache
def characters() -> frozenset[int]:
    """Return the code points that can be printed."""
    return frozenset(point for file in TYPEFACES.glob("*/*.ttf") for point in _points(file))


def _points(file: Path) -> Collection[int]:
    with TTFont(file, lazy=True) as font:
        return tuple(font.getBestCmap())
