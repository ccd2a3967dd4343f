"""Words of a source as the pattern language has them: plain lines, and Markdown without HTML."""

import html
import re

from markdownify import markdownify

_TAG = re.compile(r"<[a-zA-Z/!][^>]{0,2000}>")
_BARE = re.compile(r"<((?:https?|mailto):[^<>\s]{1,1000})>")
_OPENING = re.compile(r"<(?=[A-Za-z/!?])")
_HOLE = re.compile(r"\{\{|\}\}|\{%|%\}")
_MANY_LINES = re.compile(r"\n{3,}")
_BULLET = re.compile(r"^(\s*)[•·●▪]\s*", re.MULTILINE)
LONGEST_LINE = 2_000
LONGEST = 20_000
_HTML_LONGEST = 60_000
_MOST_TAGS = 1_000
"""Tags of one text beyond which only its words are kept: to read what they build costs seconds."""


def line(text: str) -> str:
    """Return a text as one line without HTML, as headings, labels and hints are written."""
    whole = html.unescape(_TAG.sub(" ", text[:_HTML_LONGEST])) if "<" in text or "&" in text else text
    return _shut(" ".join(whole.split()))[:LONGEST_LINE].strip()


def markdown(text: str) -> str:
    """Return HTML, Markdown or plain text as Markdown without HTML."""
    cut = _BARE.sub(r"[\1](\1)", text[:_HTML_LONGEST])
    if _TAG.search(cut):
        cut = _from_html(cut)
    cut = html.unescape(cut) if "&" in cut else cut
    cut = "\n".join(part.rstrip().rstrip("\\") for part in cut.replace("\r", "").split("\n"))
    cut = _TAG.sub("", _BULLET.sub(r"\1- ", cut))
    return _shut(_MANY_LINES.sub("\n\n", cut)).strip()[:LONGEST].strip()


def loses(text: str) -> bool:
    """Tell whether a text is longer than can be carried."""
    return len(text) > LONGEST


def _from_html(text: str) -> str:
    """Return HTML as Markdown; one that is deeper than any page needs, as its bare words."""
    if len(_TAG.findall(text)) > _MOST_TAGS:
        return _TAG.sub(" ", text)
    try:
        made: str = markdownify(text, heading_style="ATX", bullets="-", escape_misc=False, newline_style="backslash")
    except RecursionError:
        return _TAG.sub(" ", text)
    return made


def _shut(text: str) -> str:
    """Return a text whose braces cannot be read as a name to fill in, nor its signs as the beginning of HTML."""
    return _HOLE.sub(lambda found: found[0][0] + "\u200a" + found[0][1], _OPENING.sub("< ", text))
