"""Shared services beside a form, ready to print: what both ask, what only one of them does, and what no layer says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from commonwheel.apps.adoption.actions.comparing import Candidate
from commonwheel.core.adapting.adapt import Adapted, Both
from commonwheel.core.adapting.besides import Besides

MOST_SHOWN = 100
"""Notes of one list that the page shows; the command prints them all."""


@dataclass(frozen=True, slots=True)
class Row:
    """A question that both ask: the form's words, the service's, and what of the form's is kept."""

    here: str
    there: str
    kept: str


@dataclass(frozen=True, slots=True)
class Told:
    """Something of the form, and what becomes of it."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Beside:
    """
    A shared service beside a form.

    Attributes:
        mark: which one it is, for the choice.
        title: what residents call it.
        standing: whether the council has it, in a sentence.
        both, here, there: what both ask, only the form, only the service.
        left: what of the form cannot be kept as a difference; `more` says how many more.
        may_be_hidden: of `there`, what can be hidden.
    """

    mark: str
    title: str
    standing: str
    both: Sequence[Row]
    here: Sequence[str]
    there: Sequence[Told]
    left: Sequence[Told]
    more: int
    may_be_hidden: Sequence[Besides]


def beside(candidate: Candidate, adapted: Adapted) -> Beside:
    """Return a shared service beside a form, as the page prints it."""
    left = [Told(note.what, note.why) for note in adapted.left]
    return Beside(
        mark=candidate.mark,
        title=adapted.title,
        standing=_standing(candidate),
        both=[Row(one.here, one.there, _kept(one)) for one in adapted.both],
        here=candidate.likeness.only_here,
        there=[Told(one.words, one.why) for one in adapted.besides],
        left=left[:MOST_SHOWN],
        more=max(0, len(left) - MOST_SHOWN),
        may_be_hidden=[one for one in adapted.besides if one.may_hide],
    )


# Private


def _standing(candidate: Candidate) -> str:
    if candidate.ours is None:
        return _("You do not use it yet. You get a draft that residents do not see.")
    if candidate.ours.is_live:
        return _("You use it already, and it is live. You get a draft change of it that residents do not see.")
    return _("You have it already, and it is not live. You get a draft change of it.")


def _kept(one: Both) -> str:
    words: Mapping[str, str] = {
        "label": _("words"), "hint": _("hint"), "options": _("choices"), "optional": _("whether it must be answered"),
        "check": _("checks"), "missing": _("what is said when it is left empty"),
    }  # fmt: skip
    return ", ".join(dict.fromkeys(words.get(key, _("limits")) for key in one.changed))
