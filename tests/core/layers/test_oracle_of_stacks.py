"""What the oracle lets pass in a stack, and that it lets nothing else pass: edits made by hand, and a silent merge."""

import copy
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.core.layers.oracle.cases import Editor, Made
from tests.core.layers.oracle.edits import Local, Side, Upstream
from tests.core.layers.oracle.ground import UID, Found, Tree, bare, elements

from commonwheel.core.layers.merge import merge_stack

SEED = 0
"""A pattern with two pages at least, the first not protected, and choices in the first question of the second."""
THREE_PLAIN = 12
"""A pattern with three questions on its second page, of which none has parts."""
QUESTION = "steps.page-1.ask.q10"
CHOICE: Tree = {"value": "n-0", "label": "Choice n-0"}
GROUP: Tree = {
    "id": "new_0",
    "type": "group",
    "label": "Both",
    "ask": [{"id": "new_0m0", "type": "text", "label": "One", UID: 0}],
}


def at(side: Side, address: str) -> Found:
    return next(one for one in elements(side.tree) if one.address == address)


def add_above(upstream: Upstream, beside: str, element: Tree) -> None:
    made = {**copy.deepcopy(element), UID: upstream.numbers.next()}
    at(upstream, beside).there.append(made)
    upstream.record.added.add(made[UID])


def write(local: Local, change: Tree, edit: Callable[[], None]) -> None:
    """Write a change, one layer each, and make it on the oracle's own ground."""
    local.changes.append(change)
    edit()
    local.note_state()


def add(local: Local, beside: str, element: Tree) -> None:
    made, found = {**copy.deepcopy(element), UID: local.numbers.next()}, at(local, beside)
    write(local, {"in": found.list_address, "add": bare(element)}, lambda: found.there.append(made))
    local.record.added.add(made[UID])


def remove(local: Local, address: str) -> None:
    write(local, {"remove": address, "because": "Not here."}, lambda: local.take_out(at(local, address)))


def move(local: Local, address: str, page: str) -> None:
    found, there = at(local, address), at(local, page).element["ask"]

    def edit() -> None:
        found.there.remove(found.element)
        there.append(found.element)

    write(local, {"move": address, "in": f"{page}.ask"}, edit)


def label(local: Local) -> None:
    """Write a layer that is about something else."""
    state = at(local, "case.states.state-0")
    write(local, {"at": state.address, "set": {"label": "Ours"}}, lambda: local.note_set(state, "label", "Ours"))


def move_beside(local: Local, address: str, way: str, beside: str) -> None:
    found, other = at(local, address), at(local, beside)

    def edit() -> None:
        found.there.remove(found.element)
        found.there.insert(found.there.index(other.element) + (way == "after"), found.element)

    write(local, {"move": address, way: beside}, edit)
    local.record.moved.add(found.element[UID])


def judged(edit: Editor, *, seed: int = SEED, in_silence: bool = False) -> list[str]:
    """Return what the oracle finds in three layers of one change each; `in_silence`: were no conflict named."""
    made = Made(seed, edit)
    assert len(made.layer.changes) == 3
    merges = merge_stack(made.old.bundle, made.new.bundle, made.stack(3))
    return list(made.broken_stack([replace(one, conflicts=()) for one in merges] if in_silence else merges))


def a_choice_that_is_added_alike(upstream: Upstream, local: Local) -> None:
    add_above(upstream, f"{QUESTION}.options.o0", CHOICE)
    add(local, f"{QUESTION}.options.o0", CHOICE)
    label(local)
    remove(local, f"{QUESTION}.options.n-0")


def a_choice_that_is_added_otherwise(upstream: Upstream, local: Local) -> None:
    add_above(upstream, f"{QUESTION}.options.o0", CHOICE)
    add(local, f"{QUESTION}.options.o0", {**CHOICE, "label": "Another"})
    label(local)
    remove(local, f"{QUESTION}.options.n-0")


def questions_that_are_added_alike(upstream: Upstream, local: Local) -> None:
    add_above(upstream, QUESTION, GROUP)
    add(local, QUESTION, GROUP)
    move(local, "steps.page-1.ask.new_0", "steps.page-0")
    remove(local, "steps.page-0")


def a_choice_in_a_question_that_is_moved_and_removed_with_its_page(upstream: Upstream, local: Local) -> None:
    add_above(upstream, f"{QUESTION}.options.o0", CHOICE)
    move(local, QUESTION, "steps.page-0")
    remove(local, "steps.page-0")
    label(local)


@pytest.mark.parametrize("edit", [a_choice_that_is_added_alike, questions_that_are_added_alike])
def test_what_a_wider_layer_adds_alike_may_be_removed_further_in_without_a_word(edit: Editor) -> None:
    assert judged(edit, in_silence=True) == []


@pytest.mark.parametrize(
    "edit",
    [a_choice_that_is_added_otherwise, a_choice_in_a_question_that_is_moved_and_removed_with_its_page],
)
def test_what_upstream_adds_and_only_the_layers_remove_must_be_named(edit: Editor) -> None:
    assert judged(edit) == []
    assert judged(edit, in_silence=True) == [f"upstream added {QUESTION}.options.n-0"]


def a_move_that_two_questions_share(upstream: Upstream, local: Local) -> None:
    """The last question becomes one with the first, and stands before the second: a wider layer puts it there too."""
    first, last = at(upstream, "steps.page-1.ask.q10"), at(upstream, "steps.page-1.ask.q12")
    upstream.take_out(first)
    last.element |= {"id": "joined", "was": ["q10", "q12"]}
    upstream.record.renamed.add(last.element[UID])
    last.there.reverse()
    move_beside(local, "steps.page-1.ask.q12", "before", "steps.page-1.ask.q11")
    label(local)
    move_beside(local, "steps.page-1.ask.q10", "after", "steps.page-1.ask.q11")


def test_a_move_of_what_became_one_with_another_must_be_named() -> None:
    edit = a_move_that_two_questions_share
    assert judged(edit, seed=THREE_PLAIN) == []
    turned = [f"upstream turned steps.page-1.ask.{pair} round" for pair in ("joined and q11", "q11 and joined")]
    assert judged(edit, seed=THREE_PLAIN, in_silence=True) == turned
