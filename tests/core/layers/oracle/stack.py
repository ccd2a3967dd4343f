"""The law of a stack: each layer's merge names what it names as it lies beneath that layer."""

from collections.abc import Callable, Sequence

from tests.core.layers.oracle.edits import Local, Upstream
from tests.core.layers.oracle.ground import Tree
from tests.core.layers.oracle.law import Case


class Stack(Case):
    """
    Several layers on one another, the widest first: `stages` are their merges, `between` the council's side between each two.

    Two things are otherwise than with one layer, and only these are let pass:

    - A wider layer can move a question, and one further in can remove the page it was moved to. Its merge names that
      page, and the question stands there neither in the common ground, nor upstream, nor at the end: only in what
      the wider layer's merge came to.
    - A wider layer can make the very edit that upstream makes. It lies beneath the next layer before and after then:
      nothing changed there, so there is nothing to name, and what that layer itself says of it stands. This holds
      only if the edit was there between two layers, and the later ones' own entries undid it.
    """

    def __init__(
        self, base: Tree, upstream: Upstream, local: Local, stages: Sequence[Case], between: Sequence[Tree]
    ) -> None:
        super().__init__(base, upstream, local, stages[-1].result, ())
        self.stages, self.between = stages, between
        self.conflicts = [each for stage in stages for each in stage.conflicts]

    def is_named(self, uid: int, key: str) -> bool:
        """Whether any layer's merge names an element, where it stood beneath that layer or at the end."""
        return super().is_named(uid, key) or any(stage.is_named(uid, key) for stage in self.stages)

    def is_agreed(self, made: Callable[[Tree], bool]) -> bool:
        """Whether an edit of upstream's was made between two layers, and undone by a later one's own entries."""
        return any(map(made, self.between)) and not made(self.local.tree)
