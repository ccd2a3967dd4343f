"""The law of the merge: every edit of both sides is visible in the result, or named in a conflict.

The cases are made and judged by an oracle that shares no code with the merge (`oracle/`). A long run of them:
`scripts/merge_oracle.py --cases 300000`.
"""

from dataclasses import replace

import pytest
from tests.core.layers.oracle.cases import Made

from commonwheel.core.layers.apply import lay_over
from commonwheel.core.layers.conflicts import Choice
from commonwheel.core.layers.merge import Decision, Merge, merge, merge_stack, settle
from commonwheel.core.layers.tree import Layered
from commonwheel.core.layers.walkable import walkable

CHUNK = 125
CHUNKS = 8


def is_whole(merged: Merge) -> bool:
    """Whether nothing had to be left empty: such a layer cannot be laid as it is."""
    return not any(one.kind == "does-not-check" for one in merged.conflicts)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_edit_is_visible_or_named(chunk: int) -> None:
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        made = Made(seed)
        merged = made.merged()
        assert list(made.broken(merged)) == [], seed
        if is_whole(merged):
            assert walkable(lay_over(made.new, merged.layer)) == walkable(merged.result), seed


@pytest.mark.parametrize(
    "seed", [505073, 506539, 813698, 912855, 2001937, 3020893, 20135777, 20137311, 40089951, 40150809]
)
def test_cases_that_a_long_run_found_hold(seed: int) -> None:
    made = Made(seed)
    assert list(made.broken(made.merged())) == []


@pytest.mark.parametrize("chunk", range(4))
def test_every_edit_is_visible_or_named_in_a_stack_of_three(chunk: int) -> None:
    for seed in range(chunk * 75, (chunk + 1) * 75):
        made = Made(seed)
        merged = merge_stack(made.old.bundle, made.new.bundle, made.stack(3))
        assert list(made.broken_stack(merged)) == [], seed


# In the first five a wider layer made the very edit that upstream made, and a later one undid it; in the sixth a wider
# layer moved a question that upstream changed, and a later one removed the page it went to. Then upstream
# joined two questions, a wider layer changed a key of one, and a later one the same key of the other; and put a page in
# the place of another of its name, of which a layer had changed a key.
@pytest.mark.parametrize(
    "seed", [4001453, 4001477, 4005124, 4009874, 4010245, 4007133, 5008056, 5010293, 5010975, 6007807]
)
def test_stacks_that_a_long_run_found_hold(seed: int) -> None:
    made = Made(seed)
    assert list(made.broken_stack(merge_stack(made.old.bundle, made.new.bundle, made.stack(3)))) == []


@pytest.mark.parametrize("chunk", range(4))
def test_merging_again_changes_nothing(chunk: int) -> None:
    for seed in range(chunk * 50, (chunk + 1) * 50):
        made = Made(seed)
        merged = made.merged()
        if not is_whole(merged):
            continue
        for base in (made.old, made.new):
            again = merge(base, made.new, merged.layer)
            assert (again.layer, again.conflicts) == (merged.layer, ()), seed
            assert walkable(again.result) == walkable(merged.result), seed


@pytest.mark.parametrize("chunk", range(4))
def test_where_nothing_changed_upstream_the_layer_stays_as_it_is(chunk: int) -> None:
    for seed in range(chunk * 50, (chunk + 1) * 50):
        made = Made(seed)
        newer = made.old.bundle.pattern.model_copy(update={"version": "1.0.1"})
        new = Layered(replace(made.old.bundle, pattern=newer), {})
        merged = merge(made.old, new, made.layer)
        assert merged.conflicts == (), seed
        kept = merged.layer.model_copy(update={"made_against": made.layer.made_against})
        assert kept == made.layer, seed


@pytest.mark.parametrize("chunk", range(4))
def test_what_was_decided_is_not_asked_again(chunk: int) -> None:
    for seed in range(chunk * 60, (chunk + 1) * 60):
        made = Made(seed)
        settled, decisions = made.merged(), list[Decision]()
        while any(one.choices for one in settled.conflicts):
            # One decision can lead to another question: an anchor that goes leaves what stood beside it.
            new = [
                Decision(one, _chosen(one.choices, seed + n)) for n, one in enumerate(settled.conflicts) if one.choices
            ]
            asked = {(one.conflict.at, one.conflict.kind, one.conflict.digests) for one in decisions}
            assert not any((one.conflict.at, one.conflict.kind, one.conflict.digests) in asked for one in new), seed
            decisions += new
            settled = settle(made.old, made.new, made.layer, decisions)
        if is_whole(settled):
            again = merge(made.old, made.new, settled.layer)
            assert (again.layer, again.conflicts) == (settled.layer, ()), seed


def _chosen(choices: tuple[Choice, ...], number: int) -> Choice:
    able = [choice for choice in choices if choice != "own"]
    return able[number % len(able)]
