"""The oracle is sharp: a merge with one thing broken in it is caught."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.core.layers.oracle.cases import Made

from commonwheel.core.layers import counterparts, merging
from commonwheel.core.layers.entries import Entries
from commonwheel.core.layers.merge import merge_stack
from commonwheel.core.layers.merging import Merging
from commonwheel.core.layers.refusals import LayerDoesNotFit, Refused
from commonwheel.core.layers.revival import Revival

MOST_CASES = 1_500
TRIED_FIRST = {
    "joins_in_silence": 1497, "moves_over_upstream_in_silence": 385, "replaces_what_upstream_added_in_silence": 336,
}  # fmt: skip
"""One of those cases each, where few catch a mutant; should it cease to, all are gone through."""
Break = Callable[[pytest.MonkeyPatch], None]
MUTANTS: dict[str, Break] = {}


def mutant(break_it: Break) -> Break:
    """Take a way to break the merge into the list."""
    MUTANTS[break_it.__name__] = break_it
    return break_it


def without(kind: str) -> Callable[..., None]:
    """Return a `note` that keeps one kind of conflict to itself."""
    note = Merging.note

    def silent(self: Merging, said: Any, *args: Any, **values: Any) -> None:
        if said != kind:
            note(self, said, *args, **values)

    return silent


@mutant
def drops_the_last_change(patch: pytest.MonkeyPatch) -> None:
    of = Entries.of

    def cut(layer: Any) -> Entries:
        whole = of(layer)
        return Entries(whole.settings, dict(list(whole.changes.items())[:-1]), whole.translations)

    patch.setattr(Entries, "of", cut)


@mutant
def drops_settings(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Merging, "_setting", lambda *_: None)


@mutant
def drops_translations(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(merging, "merged_translations", lambda *_: ({}, []))


@mutant
def ignores_pins(patch: pytest.MonkeyPatch) -> None:
    keep = Merging._keep

    def kept(self: Merging, part: Any, twin: Any, name: str, source: Any) -> bool:
        stays = keep(self, part, twin, name, source)
        is_pin = part.origin is not None and getattr(part.origin, name, None) == getattr(part.shape, name, None)
        if is_pin:
            self.conflicts[:] = [one for one in self.conflicts if (one.part, one.key) != (twin, name)]
        return stays and not is_pin

    patch.setattr(Merging, "_keep", kept)


@mutant
def lets_upstream_win_in_silence(patch: pytest.MonkeyPatch) -> None:
    def kept(_self: Merging, part: Any, twin: Any, name: str, _source: Any) -> bool:
        if part.origin is None or twin.origin is None:
            return True
        return bool(getattr(part.origin, name, None) == getattr(twin.origin, name, None))

    patch.setattr(Merging, "_keep", kept)


@mutant
def lets_the_layer_win_in_silence(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Merging, "note", without("both-changed"))


@mutant
def removes_what_upstream_changed_in_silence(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(merging, "removed_here", lambda *_: ())


@mutant
def brings_back_in_silence(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Revival, "_note", lambda *_: None)


@mutant
def brings_nothing_back(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Revival, "revive", lambda self, part: self._pairs.link_whole(part, None))


@mutant
def moves_over_upstream_in_silence(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(merging, "order_conflicts", lambda *_: ())


@mutant
def forgets_moves(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Merging, "_move", lambda *_: None)


@mutant
def replaces_what_upstream_added_in_silence(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Merging, "note", without("both-added"))


@mutant
def refuses_in_silence(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Merging, "note", without("cannot-stand"))


@mutant
def does_not_follow_renames(patch: pytest.MonkeyPatch) -> None:
    def matches(old: Any, new: Any) -> Iterator[Any]:
        before = {entry.name: entry for entry in old}
        yield from ((before[entry.name], entry) for entry in new if entry.name in before)

    patch.setattr(counterparts, "_matches", matches)
    patch.setattr(counterparts, "_former_questions", lambda *_: [])
    patch.setattr(Revival, "_note", lambda *_: None)


@mutant
def does_not_follow_questions_to_other_pages(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(counterparts.Counterparts, "_pair_moved_questions", lambda *_: None)


@mutant
def joins_in_silence(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Merging, "note", without("joined"))


@mutant
def makes_changes_backwards(patch: pytest.MonkeyPatch) -> None:
    of = Entries.of

    def turned(layer: Any) -> Entries:
        whole = of(layer)
        return Entries(whole.settings, dict(reversed(whole.changes.items())), whole.translations)

    patch.setattr(Entries, "of", turned)


@pytest.mark.parametrize("name", MUTANTS)
def test_a_broken_merge_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    MUTANTS[name](monkeypatch)
    assert any(_breaks(seed) for seed in (TRIED_FIRST.get(name, 0), *range(MOST_CASES))), (
        f"a merge that {name} was not caught"
    )


@pytest.mark.parametrize(
    ("name", "seed"),
    [
        ("lets_the_layer_win_in_silence", 22),
        ("removes_what_upstream_changed_in_silence", 114),
        ("does_not_follow_questions_to_other_pages", 143),
        ("moves_over_upstream_in_silence", 385),
    ],
)
def test_a_broken_merge_is_caught_in_a_stack(name: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not _breaks_in_stack(seed)
    MUTANTS[name](monkeypatch)
    assert _breaks_in_stack(seed)


@pytest.mark.parametrize("seed", [5008056, 5010293, 5010975])
def test_what_holds_for_all_that_became_one_must_be_named(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "reaching_more", lambda *_: ())
    assert _breaks_in_stack(seed)


@pytest.mark.parametrize("seed", [4001453, 4001477, 4005124])
def test_an_edit_that_one_layer_both_makes_and_undoes_must_be_named(seed: int) -> None:
    made = Made(seed)
    merges = merge_stack(made.old.bundle, made.new.bundle, made.stack(1))
    assert not any(made.broken_stack(merges))
    assert any(made.broken_stack([replace(one, conflicts=()) for one in merges]))


def test_the_page_that_a_question_was_moved_to_and_removed_with_must_be_named() -> None:
    made = Made(4007133)
    merges = merge_stack(made.old.bundle, made.new.bundle, made.stack(3))
    silent = [*merges[:-1], replace(merges[-1], conflicts=())]
    assert "upstream set steps.page-1.ask.q10.hint to None" in list(made.broken_stack(silent))


def _breaks_in_stack(seed: int) -> bool:
    made = Made(seed)
    return any(made.broken_stack(merge_stack(made.old.bundle, made.new.bundle, made.stack(3))))


def _breaks(seed: int) -> bool:
    made = Made(seed)
    try:
        return any(made.broken(made.merged()))
    except (LayerDoesNotFit, Refused):
        return True  # the layer fits: the oracle wrote it on the old version
