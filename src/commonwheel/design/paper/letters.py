"""Letters to be posted: each on a sheet of its own, its address where the window of a DL envelope is."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from html.parser import HTMLParser
from pathlib import Path

from commonwheel.design.paper.setting import printable, typeset

LAYOUT = Path(__file__).parent / "letters.typ"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {"p", "li", "td", "th", "blockquote"}


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a letter: a `heading`, an `item` of a list, or `text`; its lines are kept."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """
    One letter, all in its own language.

    Attributes:
        author: the council.
        contact: how to reach it; "" for nothing.
        address: to whom it goes, line by line.
        language: `en` or `cy`.
    """

    author: str
    contact: str
    address: Sequence[str]
    dated: str
    reference: str
    subject: str
    parts: Sequence[Passage]
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """Letters that are printed together; `language` is that of `title`, which a PDF reader shows."""

    title: str
    author: str
    language: str
    letters: Sequence[Sheet]
    dated: dt.datetime


def set_letters(letters: Letters) -> bytes:
    """Return letters as one PDF/UA-1, each beginning a sheet."""
    words, _is_whole = printable(asdict(letters) | {"dated": letters.dated.isoformat()})
    return typeset(LAYOUT, words, dated=letters.dated)


def passages_of(html: str) -> tuple[Passage, ...]:
    """Return what HTML of ours says, passage by passage; a link's address stands behind its words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.found)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Passage] = []
        self._words = ""
        self._kind = "text"
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._end()
            self._kind = self._kind_of(tag)
        elif tag == "br":
            self._words += "\n"
        elif tag == "a":
            self._link = dict(attrs).get("href") or ""

    def _kind_of(self, tag: str) -> str:
        if tag in _HEADINGS:
            return "heading"
        # A paragraph within an item is the item's own.
        return "item" if tag == "li" or (tag == "p" and self._kind == "item") else "text"

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link:
            self._words += f" ({self._link})"
            self._link = ""
        elif tag in _BLOCKS:
            self._end()
            self._kind = "text"

    def handle_data(self, data: str) -> None:
        self._words += " ".join(data.split("\n"))

    def _end(self) -> None:
        words = "\n".join(" ".join(line.split()) for line in self._words.split("\n")).strip()
        if words:
            self.found.append(Passage(self._kind, words))
        self._words = ""
