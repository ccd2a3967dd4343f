"""Which part of a new version is which part of the old one: by id, by `was`, and by question wherever it went."""

from collections.abc import Iterator, Sequence

from commonwheel.core.layers.tree import Part, PatternTree

Home = tuple[Part, str, int]
"""The part that holds one, the attribute of the list or key, and the position in it."""


class Counterparts:
    """
    The parts of a new version that stand for those of an old one.

    A part that was split has several; several that were joined share one; one that was removed has none.
    """

    def __init__(self, old: PatternTree, new: PatternTree) -> None:
        """Pair two trees as they lie beneath a layer."""
        self._new: dict[Part, list[Part]] = {}
        self._old: dict[Part, list[Part]] = {}
        self.old_homes = dict(_homes(old.root))
        self.new_homes = dict(_homes(new.root))
        self._pair(old.root, new.root)
        self._pair_moved_questions(old, new)

    def of(self, part: Part) -> list[Part] | None:
        """Return the new parts of an old one; None where nothing is known of it: upstream removed it."""
        return self._new.get(part)

    def behind(self, part: Part) -> Sequence[Part]:
        """Return the old parts that a new one stands for."""
        return self._old.get(part, ())

    def link(self, old: Part, new: Part) -> None:
        """Say that a new part stands for an old one."""
        self._new.setdefault(old, []).append(new)
        self._old.setdefault(new, []).append(old)

    def link_whole(self, old: Part, new: Part | None) -> None:
        """
        Say the same of everything in two parts that are alike; with None, that nothing stands for the old one.

        What lives on elsewhere keeps its counterpart there.
        """
        if self.of(old):
            return
        if new is None:
            for part in old.within():
                self._new.setdefault(part, [])
            return
        self.link(old, new)
        for name, single in old.singles.items():
            self.link_whole(single, new.singles.get(name))
        for name, entries in old.lists.items():
            known = {entry.name: entry for entry in new.lists.get(name, ())}
            for entry in entries:
                self.link_whole(entry, known.get(entry.name))

    def moved(self, old: Part, new: Part) -> bool:
        """Whether upstream put a part into another list."""
        before, attribute, _ = self.old_homes[old]
        after, attribute_now, _ = self.new_homes[new]
        return attribute != attribute_now or after not in (self.of(before) or ())

    def _pair(self, old: Part, new: Part) -> None:
        self.link(old, new)
        for name, single in old.singles.items():
            if name in new.singles:
                self._pair(single, new.singles[name])
        for name, entries in old.lists.items():
            for before, after in _matches(entries, new.lists.get(name, [])):
                self._pair(before, after)

    def _pair_moved_questions(self, old: PatternTree, new: PatternTree) -> None:
        """Pair what is left of questions, whose ids are unique in the whole pattern, and parts that went elsewhere."""
        for name, parts in new.questions.items():
            for after in parts:
                for before in _former_questions(old, new, name, after):
                    if after not in self._old or self.of(before) is None:
                        self._pair(before, after)


def _matches(old: list[Part], new: list[Part]) -> Iterator[tuple[Part, Part]]:
    before = {entry.name: entry for entry in old}
    after = {entry.name for entry in new}
    for entry in new:
        if entry.name in before:
            yield before[entry.name], entry
            continue
        for former in getattr(entry.shape, "was", ()):
            if former in before and former not in after:
                yield before[former], entry


def _former_questions(old: PatternTree, new: PatternTree, name: str, after: Part) -> list[Part]:
    if name in old.questions:
        return old.questions[name]
    formers = (former for former in getattr(after.shape, "was", ()) if not new.questions.get(former))
    return [before for former in formers for before in old.questions.get(former, ())]


def _homes(part: Part) -> Iterator[tuple[Part, Home]]:
    for name, single in part.singles.items():
        yield single, (part, name, 0)
        yield from _homes(single)
    for name, entries in part.lists.items():
        for number, entry in enumerate(entries):
            yield entry, (part, name, number)
            yield from _homes(entry)
