"""Ids for what an officer adds, made from its label: allowed, never taken, and the same each time."""

import re
import unicodedata
from collections.abc import Collection

from commonwheel.core.layers.tree import PatternTree
from commonwheel.core.patterns.model.reserved import FORM_FIELDS, RESERVED

_LONGEST = 36
"""Characters of an id that come from the label; the language allows 41, so that a number has room."""


def question_id(label: str, *trees: PatternTree) -> str:
    """
    Return an id for a new question.

    Args:
        trees: in which the id must be free: with the layer, and what lies beneath it, since an id once released
            never gets another meaning.
    """
    names = {part.name for tree in trees for part in tree.root.within()}
    return _free(_from_label(label, "_", "question"), "_", names | RESERVED | FORM_FIELDS)


def page_id(title: str, *trees: PatternTree) -> str:
    """Return an id for a new page; `trees` as for a question."""
    names = {part.name for tree in trees for part in tree.root.lists["steps"]}
    return _free(_from_label(title, "-", "page"), "-", names)


def option_values(labels: Collection[str], *, taken: Collection[str] = ()) -> tuple[str, ...]:
    """Return a value for each new choice, in their order; `taken` are those of the choices that are there."""
    made: list[str] = []
    for label in labels:
        made.append(_free(_from_label(label, "-", "choice"), "-", [*taken, *made]))
    return tuple(made)


# Private


def _from_label(label: str, joint: str, otherwise: str) -> str:
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    words = joint.join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))[:_LONGEST].strip(joint)
    return words if re.match(r"[a-z]", words) else f"{otherwise}{joint}{words}".strip(joint)[:_LONGEST].strip(joint)


def _free(name: str, joint: str, taken: Collection[str]) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name}{joint}{number}" in taken:
        number += 1
    return f"{name}{joint}{number}"
