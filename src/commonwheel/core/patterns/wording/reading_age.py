"""Reading age: the Flesch–Kincaid grade of an English text.

Source: docs/sources.md#flesch-kincaid (Kincaid and others 1975): 0.39 × words a sentence + 11.8 ×
syllables a word − 15.59. Syllables are counted by rule: groups of vowels, less silent endings.
"""

import re

HARDEST_GRADE = 8.0
"""The grade over which `check` warns."""
FEWEST_WORDS = 30
"""Shorter texts have no telling grade."""

# None of these may look at the same character again and again: whoever writes a pattern may mean harm.
_HOLE = re.compile(r"\{\{[^{}]*\}\}")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_MARKS = re.compile(r"^[ \t]*(?:#+|[-*>]|\d+\.)[ \t]+|[*_`|]", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|\d+")
_SENTENCE = re.compile(r"(?<![.!?:])[.!?:]+(?=\s|$)|\n\s*\n|\n(?=\S)")
# In words one a line, lower case:
_VOWELS = re.compile(r"[aeiouy]+")
_ENDING = re.compile(r"'.*")
_SILENT = re.compile(r"e(?:s$(?<=.[^laeiouysxzcgh\n]es)|d$(?<=.[^aeiouydt\n]ed)|$(?<=..[^laeiouy\n]e))", re.MULTILINE)
_UNVOWELLED = re.compile(r"^[^aeiouy\n]+$", re.MULTILINE)


def grade(text: str) -> float | None:
    """
    Return the United States school grade that a text asks for; None where it is shorter than `FEWEST_WORDS`.

    Args:
        text: English, plain or Markdown; a hole counts as one word of one syllable.
    """
    if len(text) < 2 * FEWEST_WORDS - 1:
        return None
    plain = _plain(text)
    words = _WORD.findall(plain)
    if len(words) < FEWEST_WORDS:
        return None
    sentences = [part for part in _SENTENCE.split(plain) if _WORD.search(part)]
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables("\n".join(words)) / len(words) - 15.59


def syllables(words: str) -> int:
    """Return about how many syllables English words have together, one a line; each has one at least."""
    lower = _ENDING.sub("", words.lower().replace("’", "'"))
    stems = _SILENT.sub("", lower)
    return len(_VOWELS.findall(stems)) + len(_UNVOWELLED.findall(stems))


def _plain(text: str) -> str:
    without_links = _LINK.sub(r"\1", _HOLE.sub("one", text))
    return _MARKS.sub("", without_links)
