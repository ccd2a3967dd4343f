"""The edits of both sides, made on plain maps and remembered."""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.core.layers.oracle.ground import (
    UID,
    Found,
    Numbers,
    Tree,
    bare,
    check,
    elements,
    name_in,
    option,
    question,
    texts,
    translation,
)

WORDS = {
    "steps": ("title", "text"), "ask": ("label", "hint"), "check": ("say",), "options": ("label", "hint"),
    "stops": ("title", "text"), "clocks": ("label",), "states": ("label", "hint"), "lines": ("label",),
    "then": ("label",), "settings": ("label", "hint"),
}  # fmt: skip
RULES = {"steps": "when", "ask": "when", "check": "that", "stops": "when", "lines": "amount", "then": "when"}
OPTIONAL = ("text", "hint", "when")


@dataclass
class Record:
    """
    What one side did.

    Attributes:
        sets: by element and key, the value it has at the end.
        added, removed, moved, renamed: the elements; `split`: the second part of one that was split, by its number, and the first.
        values: of settings.
        translated: by address at the end, the entry.
        messages: by name and key.
    """

    sets: dict[tuple[int, str], Any] = field(default_factory=dict)
    added: set[int] = field(default_factory=set)
    removed: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)
    renamed: set[int] = field(default_factory=set)
    split: dict[int, int] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    translated: dict[str, Tree] = field(default_factory=dict)
    messages: dict[tuple[str, str], str] = field(default_factory=dict)


class Side:
    """One side of a merge: what it makes of the common ground, and the record of it."""

    def __init__(self, random: Random, numbers: Numbers, base: Tree) -> None:
        self.random, self.numbers = random, numbers
        self.tree = copy.deepcopy(base)
        self.known = {one.element[UID] for one in elements(base)}
        self.former = [one.element for one in elements(base) if one.key == "steps"]
        self.record = Record()
        self.changes: list[Tree] = []
        self.settings: Tree = {}
        self.translations: Tree = {}

    def choose(self, fits: Callable[[Found], bool]) -> Found | None:
        found = [one for one in elements(self.tree) if fits(one)]
        return self.random.choice(found) if found else None

    def is_protected(self, found: Found) -> bool:
        here: Found | None = found
        while here is not None:
            if here.element.get("protected"):
                return True
            here = here.owner
        return False

    def forget(self, element: Tree) -> None:
        """Forget what was done inside an element that this side removes."""
        uids = set(_uids(element))
        if any("use" in one for one in _all(element)):
            uids |= {one[UID] for one in self.tree["block"]["ask"]}
        if self.record.added & {element[UID]}:
            self.record.added -= uids
        else:
            self.record.removed.add(element[UID])
        self.record.added -= uids
        self.record.moved -= uids
        self.record.renamed -= uids
        self.record.removed -= uids - {element[UID]}
        self.record.sets = {key: value for key, value in self.record.sets.items() if key[0] not in uids}

    def new_value(self, found: Found, key: str) -> Any:
        if key in ("when", "that"):
            return self.random.choice(["true", "false", "1 == 1", "2 == 2"])
        if key == "amount":
            return str(self.random.randrange(1, 5) * 50)
        return self.random.choice([f"New {key} {self.random.randrange(3)}", found.element.get(key) or f"A {key}"])

    def note_set(self, found: Found, key: str, value: Any) -> None:
        if found.element[UID] in self.known:
            self.record.sets[found.element[UID], key] = value
        if value is None:
            found.element.pop(key, None)
        else:
            found.element[key] = value

    def take_out(self, found: Found) -> None:
        found.there.remove(found.element)
        self.forget(found.element)

    def new_element(self, key: str, *, shared: bool) -> Tree | None:
        if key == "ask":
            return question(self.random, self.numbers, self.numbers.name("new", shared=shared))
        if key == "steps":
            inner = question(self.random, self.numbers, self.numbers.name("inner", shared=False))
            name = self.numbers.name("page", shared=shared).replace("_", "-")
            return {"id": name, "title": "A new page", "ask": [inner], UID: self.numbers.next()}
        name = self.numbers.name("n", shared=shared).replace("_", "-")
        made: dict[str, Tree] = {
            "options": option(self.numbers, name),
            "check": check(self.numbers, name),
            "states": {"id": name, "label": "New state", "next": []},
            "stops": {"id": name, "when": "false", "title": "New stop"},
            "lines": {"id": name, "label": "New line", "amount": "5"},
        }
        return {UID: self.numbers.next(), **made[key]} if key in made else None

    def taken(self, element: Tree, there: list[Tree]) -> bool:
        """Whether an id of a new element is taken, or was another's: an id never gets another meaning."""
        if any(name_in(element) in (name_in(other), *other.get("was", ())) for other in there):
            return True
        if any(name_in(element) == name_in(one) for one in self.former):
            return True
        names = {name_in(one.element) for one in elements(self.tree) if one.key == "ask"}
        inside = [one for one in (element, *element.get("ask", ())) if "type" in one]
        inside += [member for one in element.get("ask", ()) for member in one.get("ask", ())]
        return any(name_in(one) in names for one in inside)


class Upstream(Side):
    """The publisher's side: it edits the files."""

    def edit(self) -> None:
        """Make one edit, where there is something to make it on."""
        work = self.random.choice([
            self.set_key, self.set_key, self.unset_key, self.add, self.remove, self.move, self.move_across,
            self.rename, self.split, self.join, self.set_message, self.translate, self.set_default,
        ])  # fmt: skip
        work()

    def set_key(self) -> None:
        found = self.choose(lambda one: one.key in WORDS)
        if found is not None:
            keys = (*WORDS[found.key], *filter(None, (RULES.get(found.key),)))
            keys = tuple(key for key in keys if not ("use" in found.element and key in ("label", "hint", "text")))
            if keys:
                key = self.random.choice(keys)
                self.note_set(found, key, self.new_value(found, key))

    def unset_key(self) -> None:
        found = self.choose(lambda one: any(key in one.element for key in OPTIONAL) and one.key != "stops")
        if found is not None:
            key = self.random.choice([key for key in OPTIONAL if key in found.element])
            self.note_set(found, key, None)

    def add(self) -> None:
        found = self.choose(lambda one: one.key in ("steps", "ask", "options", "check", "states", "stops", "lines"))
        element = self.new_element(found.key, shared=self.random.random() < 0.5) if found else None
        if found is not None and element is not None and not self.taken(element, found.there):
            if found.key == "ask" and found.owner is not None and found.owner.element.get("type") == "group":
                return
            found.there.insert(self.random.randint(0, len(found.there)), element)
            self.record.added.add(element[UID])

    def remove(self) -> None:
        found = self.choose(lambda one: one.key != "clocks" and (len(one.there) > 1 or one.key in ("stops", "check")))
        if found is not None:
            self.take_out(found)

    def move(self) -> None:
        found = self.choose(lambda one: len(one.there) > 1 and one.key != "settings")
        if found is not None:
            found.there.remove(found.element)
            found.there.insert(self.random.randint(0, len(found.there)), found.element)

    def move_across(self) -> None:
        found = self.choose(lambda one: _is_page_question(one) and len(one.there) > 1)
        page = self.choose(lambda one: one.key == "steps")
        if found is not None and page is not None and page.element["ask"] is not found.there:
            found.there.remove(found.element)
            page.element["ask"].append(found.element)

    def rename(self) -> None:
        found = self.choose(lambda one: one.key in ("steps", "ask", "check", "options", "states", "stops", "lines"))
        if found is None or "use" in found.element:
            return
        key = "value" if found.key == "options" else "id"
        new = f"r{self.numbers.next()}"
        if found.element[UID] not in self.record.added:
            found.element["was"] = [*found.element.get("was", ()), found.element[key]]
            self.record.renamed.add(found.element[UID])
        found.element[key] = new

    def split(self) -> None:
        found = self.choose(lambda one: _is_page_question(one) and one.element[UID] not in self.record.added)
        if found is None or found.element[UID] in self.record.renamed:
            return
        twin = copy.deepcopy(found.element)
        for inner in _all(twin):
            inner[UID] = self.numbers.next()
        for member in twin.get("ask", ()):
            member["id"] = f"s{self.numbers.next()}"
        former = found.element["id"]
        found.element |= {"id": f"s{self.numbers.next()}", "was": [former]}
        twin |= {"id": f"s{self.numbers.next()}", "was": [former]}
        found.there.insert(found.there.index(found.element) + 1, twin)
        self.record.renamed.add(found.element[UID])
        self.record.added.add(twin[UID])
        self.record.split[twin[UID]] = found.element[UID]

    def join(self) -> None:
        first = self.choose(_is_plain_question)
        second = self.choose(_is_plain_question)
        if first is None or second is None or first.element is second.element or second.there is not first.there:
            return
        uids = {first.element[UID], second.element[UID]}
        if uids & (self.record.added | self.record.renamed):
            return
        former = [first.element["id"], second.element["id"]]
        self.take_out(second)
        first.element |= {"id": f"j{self.numbers.next()}", "was": former}
        self.record.renamed.add(first.element[UID])

    def set_message(self) -> None:
        name = self.random.choice(sorted(self.tree["messages"]))
        key = self.random.choice(["subject", "text"])
        self.tree["messages"][name][key] = f"Their {key} {self.random.randrange(3)}"
        self.record.messages[name, key] = self.tree["messages"][name][key]

    def translate(self) -> None:
        spots = list(texts(self.tree))
        address, text = self.random.choice(spots)
        entry = translation(text, f"Eu {self.random.randrange(3)}")
        self.tree["translations"][address] = entry
        self.record.translated[address] = entry

    def set_default(self) -> None:
        setting = next((one for one in self.tree["pattern"]["settings"] if one["id"] == "days"), None)
        if setting is not None:
            setting["default"] = self.random.randrange(1, 8)
            self.record.sets[setting[UID], "default"] = setting["default"]


class Local(Side):
    """The council's side: it writes a layer. `states` are what it has made of the ground after each of its changes."""

    def __init__(self, random: Random, numbers: Numbers, base: Tree) -> None:
        super().__init__(random, numbers, base)
        self.states = [base]

    def edit(self) -> None:
        """Write one entry, where there is something to write it on."""
        work = self.random.choice([
            self.set_key, self.set_key, self.pin, self.unset_key, self.add, self.remove, self.move,
            self.move_across, self.set_message, self.translate, self.set_value,
        ])  # fmt: skip
        work()
        self.note_state()

    def note_state(self) -> None:
        """Keep what the ground is now, where the last edit was a change."""
        if len(self.changes) == len(self.states):
            self.states.append(copy.deepcopy(self.tree))

    def free(self, found: Found) -> bool:
        return not self.is_protected(found)

    def set_key(self) -> None:
        found = self.choose(lambda one: one.key in WORDS and self.free(one))
        if found is None:
            return
        keys = [*WORDS[found.key], *filter(None, (RULES.get(found.key),))]
        keys = ["when"] if "use" in found.element else keys
        chosen = self.random.sample(keys, self.random.randint(1, len(keys)))
        self._set(found, {key: self.new_value(found, key) for key in chosen})

    def pin(self) -> None:
        found = self.choose(lambda one: self.free(one) and isinstance(one.element.get("label"), str))
        if found is not None:
            self._set(found, {"label": found.element["label"]})

    def _set(self, found: Found, values: Tree) -> None:
        self.changes.append({"at": found.address, "set": values})
        for key, value in values.items():
            self.note_set(found, key, value)

    def unset_key(self) -> None:
        found = self.choose(
            lambda one: any(key in one.element for key in OPTIONAL) and one.key != "stops" and self.free(one)
        )
        if found is not None:
            key = self.random.choice([key for key in OPTIONAL if key in found.element])
            self.changes.append({"at": found.address, "unset": [key]})
            self.note_set(found, key, None)

    def add(self) -> None:
        found = self.choose(
            lambda one: (
                one.key in ("steps", "ask", "options", "check", "states", "stops", "lines") and self.free_list(one)
            )
        )
        element = self.new_element(found.key, shared=self.random.random() < 0.5) if found else None
        if found is None or element is None or self.taken(element, found.there):
            return
        if found.key == "ask" and found.owner is not None and found.owner.element.get("type") == "group":
            return
        spot = found.there.index(found.element)
        way = self.random.choice(["after", "before", "in"])
        where = {way: found.list_address if way == "in" else found.address}
        self.changes.append({**where, "add": bare(element)})
        found.there.insert({"after": spot + 1, "before": spot, "in": len(found.there)}[way], element)
        self.record.added.add(element[UID])

    def free_list(self, found: Found) -> bool:
        return found.owner is None or self.free(found.owner)

    def remove(self) -> None:
        found = self.choose(
            lambda one: one.key not in ("clocks", "settings") and self.free(one)
            and (len(one.there) > 1 or one.key in ("stops", "check")) and not _holds_protected(one.element)
        )  # fmt: skip
        if found is not None:
            self.changes.append({"remove": found.address, "because": "We do not need it."})
            self.take_out(found)

    def move(self) -> None:
        found = self.choose(lambda one: len(one.there) > 1 and one.key != "settings" and self.free(one))
        if found is None:
            return
        other = self.random.choice([one for one in found.there if one is not found.element])
        way = self.random.choice(["after", "before"])
        before = found.list_address
        self.changes.append({"move": found.address, way: f"{before}.{name_in(other)}"})
        found.there.remove(found.element)
        found.there.insert(found.there.index(other) + (way == "after"), found.element)
        if found.element[UID] not in self.record.added:
            self.record.moved.add(found.element[UID])

    def move_across(self) -> None:
        found = self.choose(lambda one: _is_page_question(one) and len(one.there) > 1 and self.free(one))
        page = self.choose(lambda one: one.key == "steps" and self.free(one))
        if found is not None and page is not None and page.element["ask"] is not found.there:
            self.changes.append({"move": found.address, "in": f"{page.address}.ask"})
            found.there.remove(found.element)
            page.element["ask"].append(found.element)
            if found.element[UID] not in self.record.added:
                self.record.moved.add(found.element[UID])

    def set_message(self) -> None:
        name = self.random.choice(sorted(self.tree["messages"]))
        key = self.random.choice(["subject", "text"])
        value = f"Our {key} {self.random.randrange(3)}"
        self.changes.append({"at": f"messages.{name}", "set": {key: value}})
        self.record.messages[name, key] = value

    def translate(self) -> None:
        address, text = self.random.choice(list(texts(self.tree)))
        self.record.translated[address] = translation(text, f"Ein {self.random.randrange(3)}")

    def set_value(self) -> None:
        self.record.values["days"] = self.random.randrange(1, 14)

    def layer(self, digest: str) -> Tree:
        """Return the layer: what was translated is at the addresses of the end."""
        at_the_end = dict(texts(self.tree))
        self.record.translated = {at: one for at, one in self.record.translated.items() if at in at_the_end}
        return {
            "language": 1, "layer": "us", "pattern": "examples/thing",
            "made_against": {"version": "1.0.0", "digest": digest},
            "settings": dict(self.record.values), "changes": self.changes,
            "translations": {"cy": self.record.translated} if self.record.translated else {},
        }  # fmt: skip


def _is_page_question(found: Found) -> bool:
    in_page = found.key == "ask" and found.owner is not None and found.owner.key == "steps"
    return in_page and "use" not in found.element


def _is_plain_question(found: Found) -> bool:
    return _is_page_question(found) and found.element["type"] in ("text", "date", "number", "yes-no")


def _holds_protected(element: Tree) -> bool:
    return any(one.get("protected") for one in _all(element))


def _all(element: Tree) -> list[Tree]:
    found = [element]
    for value in element.values():
        if isinstance(value, list):
            found += [inner for one in value if isinstance(one, dict) and UID in one for inner in _all(one)]
    return found


def _uids(element: Tree) -> list[int]:
    return [one[UID] for one in _all(element)]


__all__ = ["Local", "Record", "Side", "Upstream"]
