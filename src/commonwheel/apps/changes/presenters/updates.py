"""An update of a service, ready to print."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from commonwheel.apps.changes.presenters.speaking import in_sentence, part_at, readable
from commonwheel.apps.changes.queries.examples import ListedExample
from commonwheel.apps.changes.queries.updates import Rehearsal, Update
from commonwheel.core.examples.rehearsal import OutcomeChange
from commonwheel.core.layers.conflicts import Conflict, key_spoken, spoken, value_spoken
from commonwheel.core.layers.tree import PatternTree
from commonwheel.core.patterns.versions.compare import Difference
from commonwheel.design.moments import day, pounds
from commonwheel.foundation.boxes import Field


@dataclass(frozen=True, slots=True)
class Brought:
    """One thing that an update changes, in words."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ToDecide:
    """One thing to decide: what it is about, and where that is done."""

    what: str
    says: str
    kind: str
    at: str


@dataclass(frozen=True, slots=True)
class UpdatePage:
    """What an update brings, what of ours stays, what is to be decided and what was."""

    title: str
    seen: str
    before: str
    after: str
    brings: tuple[Brought, ...]
    kept: int
    open: tuple[ToDecide, ...]
    settled: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """
    One thing to decide.

    Attributes:
        says: what happened; "" where the sides say it.
        sides: what was shared, what is shared now, what ours says, each with its name; what nobody says is left out.
        left: how many are to be decided with it.
    """

    title: str
    what: str
    says: str
    sides: tuple[tuple[str, str], ...]
    left: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing that comes out otherwise."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ExampleOutcomes:
    """An example request, and what comes out of it otherwise."""

    title: str
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class DifferentPage:
    """What comes out otherwise of which examples; `walked` is how many there are."""

    title: str
    walked: int
    examples: tuple[ExampleOutcomes, ...]


@dataclass(frozen=True, slots=True)
class ExampleLine:
    """One example of a council's own, and what comes out of it otherwise."""

    name: str
    title: str
    otherwise: tuple[str, ...]


def update_page(update: Update) -> UpdatePage:
    """Return what an update is about."""
    return UpdatePage(
        title=update.service.title_in("en"),
        seen=update.seen,
        before=update.before,
        after=update.after,
        brings=tuple(_brought(update, one) for one in update.brings if one.address != "version"),
        kept=update.kept,
        open=tuple(ToDecide(_about(update, one), one.says, one.kind, one.at) for one in update.open),
        settled=tuple(_about(update, one) for one in update.settled),
        notes=tuple(_note(one) for one in update.notes),
    )


def conflict_page(update: Update, conflict: Conflict) -> ConflictPage:
    """Return one thing to decide."""
    return ConflictPage(
        title=update.service.title_in("en"),
        what=_about(update, conflict),
        says="" if conflict.kind == "both-changed" else conflict.says,
        sides=tuple(_sides(conflict)),
        left=len(update.open),
    )


def decision_fields(conflict: Conflict | None) -> list[Field]:
    """Return what is chosen of a conflict; everything that can be where it is decided already."""
    words = {
        "theirs": _("Take what the shared service has now"),
        "ours": _("Keep ours"),
        "own": _("Write something else"),
    }
    if conflict and _is_both_ours(conflict):
        words["theirs"] = _("Keep the first of ours")
    is_text = conflict is None or _is_typed(conflict)
    offered = [one for one in (conflict.choices if conflict else tuple(words)) if one != "own" or is_text]
    choice = Field("choice", _("What shall it be?"), "radios", choices=tuple((one, words[one]) for one in offered))
    if "own" not in offered:
        return [choice]
    value = str(conflict.ours) if conflict else ""
    return [choice, Field("own", _("Something else, in our own words"), "area", value=value, is_required=False)]


def different_page(rehearsal: Rehearsal) -> DifferentPage:
    """Return what comes out otherwise, example by example."""
    grouped = groupby(rehearsal.changes, key=lambda one: one.example)
    examples = [
        ExampleOutcomes(_title(name), tuple(_outcome(rehearsal, one) for one in found)) for name, found in grouped
    ]
    return DifferentPage(rehearsal.service.title_in("en"), rehearsal.walked, tuple(examples))


def example_lines(listed: Sequence[ListedExample]) -> tuple[ExampleLine, ...]:
    """Return a council's own examples."""
    return tuple(ExampleLine(one.name, _title(one.name), one.otherwise) for one in listed)


# Private


def _sides(conflict: Conflict) -> Iterator[tuple[str, str]]:
    is_both_ours = _is_both_ours(conflict)
    said = (
        (_("Shared service, until now"), conflict.base),
        (_("Ours, the first") if is_both_ours else _("Shared service, with the update"), conflict.theirs),
        (_("Ours, the second") if is_both_ours else _("Ours"), conflict.ours),
    )
    for name, value in said:
        if value is not None:
            yield name, readable(value) if isinstance(value, str) else readable(value_spoken(value))


def _is_both_ours(conflict: Conflict) -> bool:
    """Whether two changes of ours meet, because what they are about became one."""
    return conflict.kind == "joined" and conflict.theirs is not None and conflict.ours is not None


def _is_typed(conflict: Conflict) -> bool:
    return isinstance(conflict.ours, str | int) and not isinstance(conflict.ours, bool)


def _brought(update: Update, one: Difference) -> Brought:
    tree = update.old if one.kind == "removed" else update.new
    if one.kind in {"moved", "renamed"}:
        return Brought(_spoken_at(tree, one.address), "", _("Moved") if one.kind == "moved" else _("Renamed"))
    before, after = (readable(value_spoken(value)) for value in (one.before, one.after))
    if one.kind == "added":
        before = _("Not there")
    if one.kind == "removed":
        after = _("Not there any more")
    return Brought(_spoken_at(tree, one.address), before, after)


def _about(update: Update, conflict: Conflict) -> str:
    tree = update.new if part_at(update.new, conflict.at) is not None else update.old
    return _spoken_at(tree, conflict.at)


def _spoken_at(tree: PatternTree, address: str) -> str:
    if address.startswith("translations."):
        return _("Translation")
    part = tree.find(address)
    if part is not None:
        return in_sentence(spoken(part))
    owner = part_at(tree, address)
    key = address.rpartition(".")[2]
    return f"{in_sentence(spoken(owner or tree.root))}: {key_spoken(key)}"


def _note(conflict: Conflict) -> str:
    if conflict.kind == "another-base":
        return _(
            "Our changes were written for another version than the one we have. Look at what is different with care: "
            "what changed between those two was not looked at."
        )
    return conflict.says


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _outcome(rehearsal: Rehearsal, one: OutcomeChange) -> Outcome:
    words = {
        "the pages": _("Pages that are shown"), "the stop": _("Where it stops"), "the duty": _("Whose duty it is"),
        "the fee in pence": _("Fee"), "the messages": _("Messages that are sent"), "the state": _("State"),
        "the day it is due": _("Due on"), "the day it runs until": _("Runs until"),
        "the journey": _("Whether it can be sent"),
    }  # fmt: skip
    what = words.get(one.what, one.what)
    move = rehearsal.moves.get((one.example, one.at), "")
    named = _("%(what)s, after it became “%(state)s”") % {"what": what, "state": move} if move else what
    return Outcome(named, _come_out(rehearsal, one, one.before), _come_out(rehearsal, one, one.after))


def _come_out(rehearsal: Rehearsal, one: OutcomeChange, value: str) -> str:
    if value == "none":
        return _("Yes") if one.what == "the journey" else _("None")
    if one.what == "the fee in pence" and value.isdigit():
        return pounds(int(value))
    if one.what.startswith("the day") and value[:1].isdigit():
        return day(dt.date.fromisoformat(value))
    names: Sequence[str] = value.split(", ") if one.what in {"the pages", "the messages"} else [value]
    return ", ".join(rehearsal.titles.get((one.what, name), name) for name in names)
