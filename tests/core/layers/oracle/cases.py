"""Cases of merges, each made from one number."""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

from tests.core.layers.oracle.edits import Local, Upstream
from tests.core.layers.oracle.ground import BLOCK, Numbers, Tree, bundle, pattern
from tests.core.layers.oracle.law import Case
from tests.core.layers.oracle.stack import Stack

from commonwheel.core.layers.apply import lay_over
from commonwheel.core.layers.merge import Merge, merge
from commonwheel.core.layers.model import Layer, MadeAgainst
from commonwheel.core.layers.tree import Layered
from commonwheel.core.layers.walkable import walkable
from commonwheel.core.patterns.versions.effective import effective_of

Merger = Callable[[Layered, Layered, Layer], Merge]
Editor = Callable[[Upstream, Local], None]


class Made:
    """One case, before it is merged; `edit` makes the edits of both sides, at random by default."""

    def __init__(self, seed: int, edit: Editor | None = None) -> None:
        random = Random(seed)
        numbers = Numbers(random)
        self.base = pattern(random, numbers)
        self.upstream, self.local = Upstream(random, numbers, self.base), Local(random, numbers, self.base)
        if edit is not None:
            edit(self.upstream, self.local)
        else:
            self._edit(random)
        self.old, self.new = Layered(bundle(self.base), {}), Layered(bundle(self.upstream.tree), {})
        self.layer = Layer.model_validate(self.local.layer(effective_of(self.old.bundle).digest))

    def _edit(self, random: Random) -> None:
        for side in (self.upstream, self.local):
            for _ in range(random.randint(0, 8)):
                side.edit()

    def merged(self, by: Merger = merge) -> Merge:
        """Merge it."""
        return by(self.old, self.new, self.layer)

    def broken(self, merged: Merge) -> Iterator[str]:
        """Yield what breaks the law."""
        return self._case(merged).broken()

    def stack(self, layers: int) -> tuple[Layer, ...]:
        """Return the local side's changes as several layers, each made against what lies beneath it."""
        beneath, found = self.old, list[Layer]()
        cuts = self._cuts(layers)
        for number in range(layers):
            is_last = number == layers - 1
            own = {
                "changes": self.layer.changes[cuts[number] : cuts[number + 1]],
                "settings": self.layer.settings if number == 0 else {},
                "translations": self.layer.translations if is_last else {},
                "made_against": MadeAgainst(
                    version="1.0.0", digest=effective_of(beneath.bundle, beneath.values).digest
                ),
            }
            found.append(self.layer.model_copy(update=own))
            beneath = lay_over(beneath, found[-1])
        return tuple(found)

    def broken_stack(self, merged: Sequence[Merge]) -> Iterator[str]:
        """Yield what breaks the law in a stack."""
        stages: list[Case] = []
        for each in merged:
            stages.append(self._case(each, stages[-1] if stages else None))
        between = [self.local.states[cut] for cut in self._cuts(len(merged))[1:-1]]
        return Stack(self.base, self.upstream, self.local, stages, between).broken()

    def _case(self, merged: Merge, before: Case | None = None) -> Case:
        conflicts = [{"at": one.at, "kind": one.kind} for one in merged.conflicts]
        result = as_ground(walkable(merged.result))
        return Case(self.base, self.upstream, self.local, result, conflicts, before=before)

    def _cuts(self, layers: int) -> list[int]:
        """Return after how many of the changes each layer begins, and where the last ends."""
        return [len(self.layer.changes) * n // layers for n in range(layers + 1)]


def as_ground(result: Tree) -> Tree:
    """Return a result in the form of the ground; its elements have no numbers."""
    block: Any = next((e for step in result["steps"] for e in step["ask"] if e.get("use") == BLOCK), {"ask": []})
    ground = {"pattern": result, "messages": result["messages"], "translations": result["translations"]}
    return {**ground, "block": {"ask": block["ask"]}}
