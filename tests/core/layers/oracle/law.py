"""The law: every recorded edit of both sides is visible in the result, or named in a conflict."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from tests.core.layers.oracle.edits import Local, Upstream
from tests.core.layers.oracle.ground import UID, Found, Index, Tree, bare, elements, find, name_in

WHOLE_ELEMENT = ("removed-here", "removed-upstream", "both-added", "cannot-stand", "split", "joined")
"""The kinds of conflict that are about everything in an element."""


class Case:
    """One merge: the common ground, both sides, what came of it; `before` is the merge of the next wider layer."""

    def __init__(
        self, base: Tree, upstream: Upstream, local: Local, result: Tree, conflicts: Sequence[Tree],
        *, before: "Case | None" = None,
    ) -> None:  # fmt: skip
        self.upstream, self.local, self.result, self.before = upstream, local, result, before
        self.base, self.theirs, self.ours, self.shown = map(Index, (base, upstream.tree, local.tree, result))
        self.conflicts = [(str(one["at"]), str(one["kind"])) for one in conflicts]
        self.joined = {
            former for one in self.theirs.all if len(one.element.get("was", ())) > 1
            for former in one.element["was"]
        }  # fmt: skip

    def broken(self) -> Iterator[str]:
        """Yield each edit that is neither visible nor named."""
        yield from self._upstream()
        yield from self._local()

    # Upstream

    def _upstream(self) -> Iterator[str]:
        yield from self._upstream_keys()
        yield from self._upstream_parts()
        yield from self._upstream_words()
        yield from self._order()

    def _upstream_keys(self) -> Iterator[str]:
        record = self.upstream.record
        for (uid, key), value in record.sets.items():
            found = self.theirs.find(uid)
            if (
                found is not None
                and self._is_new(uid, key, value)
                and not (self._shows(found, key, value) or self.is_named(uid, key))
                and not self.is_agreed(partial(_has, uid, key, value))
            ):
                yield f"upstream set {found.address}.{key} to {value!r}"

    def _upstream_parts(self) -> Iterator[str]:
        record = self.upstream.record
        for uid in record.added:
            found = self.theirs.find(uid)
            here = self._in_result(found) if found else None
            whole, either = uid not in record.split, (uid, record.split.get(uid, uid))
            if (
                found
                and (here is None or (whole and not _alike(self._but_named(found), here)))
                and not any(self.is_named(one, "") for one in either)
                and not self.is_agreed(partial(_holds, found))
            ):
                yield f"upstream added {found.address}"
        for uid in record.removed:
            found = self.base.find(uid)
            if found and not self._is_gone(found) and not self.is_named(uid, "") and not self._renewed(found):
                yield f"upstream removed {found.address}"
        for uid in record.renamed:
            found = self.theirs.find(uid)
            if found and self._in_result(found) is None and not self.is_named(uid, ""):
                yield f"upstream renamed {found.address}"

    def _but_named(self, found: Found) -> Tree:
        """Return an element without the keys that conflicts name one by one: a layer had set what an older one said."""
        return {key: value for key, value in found.element.items() if not self._at(f"{found.address}.{key}")}

    def _upstream_words(self) -> Iterator[str]:
        record, tree = self.upstream.record, self.upstream.tree
        for (name, key), text in record.messages.items():
            if self.result["messages"][name][key] != text and not self._at(f"messages.{name}.{key}"):
                yield f"upstream set message {name}.{key}"
        for address, entry in record.translated.items():
            if tree["translations"].get(address) == entry and not self._translated(address, entry):
                yield f"upstream translated {address}"

    def _is_gone(self, found: Found) -> bool:
        """Whether what upstream removed is not in the result, where its owner is now."""
        if found.owner is None:
            return self._in_result(found) is None
        owner = self.theirs.find(found.owner.element[UID])
        return (
            owner is None
            or self._in_result(Found(found.element, found.there, found.key, owner, f"{owner.address}.")) is None
        )

    def _is_new(self, uid: int, key: str, value: Any) -> bool:
        before = self.base.find(uid)
        return before is None or before.element.get(key) != value

    def _translated(self, address: str, entry: Tree) -> bool:
        shown = self.result["translations"].get("cy", {}).get(address)
        return (shown is not None and shown["text"] == entry["text"]) or self._at(f"translations.cy.{address}")

    def _order(self) -> Iterator[str]:
        """Yield each pair that upstream turned round, and that stands as before in the result."""
        for found in self.theirs.all:
            before = self.base.find(found.element[UID])
            if before is None:
                continue
            if (
                found.key == "ask"
                and _owner(before) != _owner(found)
                and not self._under_its_owner(found)
                and not self.is_agreed(partial(_stands_in, found.element[UID], _owner(found)))
            ):
                yield f"upstream moved {before.address} to {found.address}"
            for other in found.there:
                if other[UID] != found.element[UID]:
                    yield from self._turned(before, found, other)

    def _under_its_owner(self, found: Found) -> bool:
        place = self._place(found)
        if place is None:
            return True
        return (
            place.owner is None
            or found.owner is None
            or self._same(found.owner, place.owner)
            or self.is_named(found.element[UID], "")
        )

    def _same(self, upstream: Found, shown: Found) -> bool:
        return name_in(upstream.element) == name_in(shown.element)

    def _turned(self, before: Found, found: Found, other: Tree) -> Iterator[str]:
        there = self.base.find(other[UID])
        if there is None or there.there is not before.there:
            return
        first = before.there.index(before.element) < before.there.index(there.element)
        first_now = found.there.index(found.element) < found.there.index(other)
        if first == first_now:
            return
        mine, its = self._place(found), self._place(Found(other, found.there, found.key, found.owner, ""))
        if mine is None or its is None or mine.there is not its.there:
            return
        shown = mine.there.index(mine.element) < mine.there.index(its.element)
        uids = (found.element[UID], other[UID])
        if (
            shown != first_now
            and not any(self.is_named(uid, "") for uid in uids)
            and not self.is_agreed(partial(_stands_before, *(uids if first_now else reversed(uids))))
        ):
            yield f"upstream turned {found.address} and {name_in(other)} round"

    # Local

    def _local(self) -> Iterator[str]:
        yield from self._local_parts()
        yield from self._local_places()
        yield from self._local_words()

    def _local_parts(self) -> Iterator[str]:
        record = self.local.record
        for (uid, key), value in record.sets.items():
            if not any(self._shows(one, key, value) for one in self._versions(uid)) and not self.is_named(uid, key):
                yield f"local set {self._address(uid)}.{key} to {value!r}"
        for uid in record.added:
            found = self.ours.find(uid)
            here = self._in_result(found) if found else None
            if found and (here is None or not _alike(found.element, here)) and not self.is_named(uid, ""):
                yield f"local added {found.address}"

    def _local_places(self) -> Iterator[str]:
        record = self.local.record
        for uid in record.removed:
            gone = [one for one in self._versions(uid) if self._in_result(one) is not None]
            if gone and not self.is_named(uid, "") and not self._readded(uid):
                yield f"local removed {self._address(uid)}"
        for uid in record.moved:
            found = self.ours.find(uid)
            if found and not self._stands_where_moved(found) and not self.is_named(uid, ""):
                yield f"local moved {self._address(uid)} to {found.list_address}"

    def _local_words(self) -> Iterator[str]:
        record = self.local.record
        for (name, key), text in record.messages.items():
            if self.result["messages"][name][key] != text:
                yield f"local set message {name}.{key}"
        for name, value in record.values.items():
            shown = [one.get("value") for one in self.result["pattern"]["settings"] if one["id"] == name]
            if shown != [value] and not self._at(f"settings.{name}"):
                yield f"local set setting {name}"
        ours = [entry["text"] for entry in self.result["translations"].get("cy", {}).values()]
        for address, entry in record.translated.items():
            if entry["text"] not in ours and not any(at.startswith("translations.cy.") for at, _ in self.conflicts):
                yield f"local translated {address}"

    def _stands_where_moved(self, found: Found) -> bool:
        """Whether a moved element stands in the list it was moved to, with its neighbours' order as it was made."""
        for one in self._versions(found.element[UID]):
            place = self._place(one)
            if place is None:
                continue
            if found.key == "ask" and found.owner and place.owner:
                here = self.theirs.find(found.owner.element.get(UID, -1))
                names = {name_in(found.owner.element), *([name_in(here.element)] if here else [])}
                return name_in(place.owner.element) in names
            return True
        return False

    def _readded(self, uid: int) -> bool:
        """Whether an element that was removed has a later one of the same id."""
        before = self.base.find(uid)
        names = {name_in(one.element) for one in self.ours.all if one.element[UID] in self.local.record.added}
        names |= {name_in(one.element) for one in self.theirs.all
                  if one.element[UID] in self.upstream.record.added}  # fmt: skip
        return before is not None and name_in(before.element) in names

    def _renewed(self, found: Found) -> bool:
        return name_in(found.element) in {
            name_in(one.element) for side in (self.theirs, self.ours) for one in side.all
            if one.element[UID] in self.upstream.record.added | self.local.record.added
        }  # fmt: skip

    # What both ask

    def _versions(self, uid: int) -> list[Found]:
        """Return an element as upstream has it, all its parts where it was split or joined; else as it was."""
        now = self.theirs.find(uid)
        before = self.base.find(uid) or self.ours.find(uid)
        found = [now] if now else []
        if before is not None:
            name, owners = name_in(before.element), self._owners(before)
            found += [
                one for one in self.theirs.all
                if name in one.element.get("was", ()) and one.key == before.key
                and (one.key == "ask" or _owner(one) in owners)
            ]  # fmt: skip
        return found or ([before] if before else [])

    def _owners(self, before: Found) -> set[int | None]:
        """Return what an element stood in, and what that has become where it was split or joined."""
        own = _owner(before)
        return {own} if own is None else {own, *(one.element[UID] for one in self._versions(own))}

    def _address(self, uid: int) -> str:
        found = self.base.find(uid) or self.ours.find(uid)
        return found.address if found else str(uid)

    def _place(self, found: Found) -> Found | None:
        """Return where an element stands in the result: a question anywhere, the rest in its owner."""
        for one in self.shown.called(found.key, name_in(found.element)):
            if _is_of_state(one) == _is_of_state(found) and self._same_home(found, one):
                return one
        return None

    def _same_home(self, found: Found, shown: Found) -> bool:
        if found.key == "ask" or found.owner is None or shown.owner is None:
            return found.owner is None or shown.owner is not None
        own = self._place(found.owner)
        others = self._versions(found.owner.element.get(UID, -1)) if own is None else ()
        homes = [own, *(self._place(one) for one in others)]
        return any(owner is not None and owner.element is shown.owner.element for owner in homes)

    def _in_result(self, found: Found) -> Tree | None:
        place = self._place(found)
        return place.element if place is not None else None

    def _shows(self, found: Found, key: str, value: Any) -> bool:
        here = self._in_result(found)
        if here is None:
            return False
        return here.get(key) == value or (value is None and key not in here)

    def is_agreed(self, _made: Callable[[Tree], bool]) -> bool:
        """Whether an edit of upstream's was made by a wider layer too, and undone further in: not where there is one."""
        return False

    def is_named(self, uid: int, key: str) -> bool:
        """Whether a conflict names an element (or its key), or what it stands in, at any address it ever had."""
        if not self.conflicts:
            return False
        sides = (self.base, self.theirs, self.ours, self.shown)
        versions = [one for side in sides if (one := side.find(uid)) is not None]
        versions += self._versions(uid)
        results = [self, self.before] if self.before else [self]
        versions += [place for one in versions for case in results if (place := case._place(one)) is not None]
        for found in versions:
            if key and self._at(f"{found.address}.{key}"):
                return True
            if not key and any(at == found.address for at, _ in self.conflicts):
                return True
        # What it stands in may have been split, joined, or carried elsewhere by a move of the other side.
        holders = [
            each for found in versions for one in _outwards(found)
            for each in (one, *self._versions(one.element.get(UID, -1)))
        ]  # fmt: skip
        tails = {f"{one.key}.{name_in(one.element)}" for one in holders}
        return any(kind in WHOLE_ELEMENT and any(at.endswith(tail) for tail in tails) for at, kind in self.conflicts)

    def _at(self, address: str) -> bool:
        return any(at == address for at, _ in self.conflicts)


def _outwards(found: Found) -> Iterator[Found]:
    here: Found | None = found
    while here is not None:
        yield here
        here = here.owner


def _owner(found: Found) -> int | None:
    return found.owner.element[UID] if found.owner else None


def _has(uid: int, key: str, value: Any, tree: Tree) -> bool:
    here = find(tree, uid)
    return here is not None and here.element.get(key) == value


def _holds(added: Found, tree: Tree) -> bool:
    """Whether an element that is wholly like an added one stands in the list of the same owner."""
    return any(
        one.key == added.key and _owner(one) == _owner(added) and bare(one.element) == bare(added.element)
        for one in elements(tree)
    )


def _stands_in(uid: int, owner: int | None, tree: Tree) -> bool:
    here = find(tree, uid)
    return here is not None and _owner(here) == owner


def _stands_before(first: int, second: int, tree: Tree) -> bool:
    here, there = find(tree, first), find(tree, second)
    if here is None or there is None or here.there is not there.there:
        return False
    return here.there.index(here.element) < there.there.index(there.element)


def _is_of_state(found: Found) -> bool:
    return any(one.key == "states" for one in _outwards(found))


def _alike(made: Tree, shown: Tree) -> bool:
    """Whether an element that one side added stands in the result with what it said of itself."""
    plain = {key: value for key, value in bare(made).items() if not isinstance(value, list | dict)}
    return all(shown.get(key) == value for key, value in plain.items())
