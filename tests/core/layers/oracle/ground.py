"""Patterns as plain maps, with a number on every element; and how such a map becomes a bundle."""

import copy
import hashlib
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from commonwheel.core.patterns.model.companions import Bundle, Message, MessageHead, Translated
from commonwheel.core.patterns.model.pattern import Block, Pattern

Tree = dict[str, Any]
UID = "_uid"
BLOCK = "examples/contact@1"
LISTS = ("steps", "ask", "check", "options", "stops", "clocks", "states", "lines", "then", "settings", "longer")


class Numbers:
    """Numbers for elements; new ids too, sometimes the same for both sides."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.last = 0

    def next(self) -> int:
        self.last += 1
        return self.last

    def name(self, stem: str, *, shared: bool) -> str:
        """Return a new id: from a small pool, so that both sides may choose the same, or one of its own."""
        return f"{stem}_{self.random.randrange(4)}" if shared else f"{stem}_{self.next()}x"


def pattern(random: Random, numbers: Numbers) -> Tree:
    """Return a pattern of a few pages, with every kind of list in it."""
    steps = [_step(random, numbers, n) for n in range(random.randint(2, 4))]
    if random.random() < 0.4:
        steps[-1]["ask"].append({"id": "contact", "use": BLOCK, UID: numbers.next()})
    if random.random() < 0.3:
        steps[0]["protected"] = {"because": "A reasonable adjustment", "source": "Equality Act 2010"}
    tree: Tree = {
        "language": 1, "pattern": "thing", "version": "1.0.0", "title": "Tell us a thing", "summary": "It is told.",
        "publisher": "examples", "need": [{"lgsl": 1, "lgil": 2}], "duty": "waste-collection",
        "settings": [
            {"id": "days", "type": "integer", "default": 2, "min": 0, "max": 14, "label": "Days", UID: numbers.next()},
            {"id": "boxes", "type": "options", "default": [{"value": "a", "label": "A"}], UID: numbers.next()},
        ],
        "steps": steps,
        "stops": [_stop(numbers, n) for n in range(random.randint(0, 2))],
        "case": {
            "reference": "TH",
            "clocks": [{"id": "reply", "length": {"working_days": 5}, "label": "We reply by", UID: numbers.next()}],
            "states": [_state(numbers, n) for n in range(random.randint(2, 4))],
        },
        "then": [{"id": "next", "start": "examples/other", UID: numbers.next()}] if random.random() < 0.3 else [],
    }  # fmt: skip
    if random.random() < 0.5:
        tree["fee"] = {"pay": "before", "lines": [_line(numbers, n) for n in range(random.randint(1, 3))]}
    messages = {"received": {"subject": "Received", "text": "We have it."}, "done": {"subject": "Done", "text": "Yes."}}
    block = {
        "language": 1, "block": "contact", "version": "1.0.0", "title": "Contact", "publisher": "examples",
        "ask": [{"id": "email", "type": "email", "label": "Email", UID: numbers.next()}],
    }  # fmt: skip
    whole: Tree = {"pattern": tree, "messages": messages, "translations": {}, "block": block}
    for address, text in list(texts(whole))[:: random.randint(2, 5)]:
        whole["translations"][address] = translation(text, f"Cy {text}")
    return whole


def _step(random: Random, numbers: Numbers, n: int) -> Tree:
    ask = [question(random, numbers, f"q{n}{m}") for m in range(random.randint(1, 3))]
    return {"id": f"page-{n}", "title": f"Page {n}", "ask": ask, UID: numbers.next()}


def question(random: Random, numbers: Numbers, name: str, *, plain: bool = False) -> Tree:
    """Return a question of some type."""
    kind = "text" if plain else random.choice(["text", "radios", "date", "number", "yes-no", "group"])
    made: Tree = {"id": name, "type": kind, "label": f"Label of {name}", UID: numbers.next()}
    if random.random() < 0.5:
        made["hint"] = f"Hint of {name}"
    if kind == "radios":
        made["options"] = [option(numbers, f"o{n}") for n in range(random.randint(1, 3))]
    elif kind == "group":
        made["ask"] = [question(random, numbers, f"{name}m{n}", plain=True) for n in range(random.randint(1, 2))]
    elif kind in ("text", "date", "number") and random.random() < 0.6:
        made["check"] = [check(numbers, f"c{n}") for n in range(random.randint(1, 2))]
    return made


def option(numbers: Numbers, value: str) -> Tree:
    """Return one choice."""
    return {"value": value, "label": f"Choice {value}", UID: numbers.next()}


def check(numbers: Numbers, name: str) -> Tree:
    """Return one check."""
    return {"id": name, "that": "true", "say": f"Mend {name}", UID: numbers.next()}


def _stop(numbers: Numbers, n: int) -> Tree:
    return {"id": f"stop-{n}", "when": "false", "title": f"Stop {n}", UID: numbers.next()}


def _state(numbers: Numbers, n: int) -> Tree:
    return {"id": f"state-{n}", "label": f"State {n}", "next": [], UID: numbers.next()}


def _line(numbers: Numbers, n: int) -> Tree:
    return {"id": f"line-{n}", "label": f"Line {n}", "amount": str(100 * (n + 1)), UID: numbers.next()}


def translation(text: str, into: str) -> Tree:
    """Return an entry that translates a text."""
    return {"of": hashlib.sha256(text.encode()).hexdigest()[:12], "text": into}


def bundle(whole: Tree) -> Bundle:
    """Return the bundle that a map says."""
    messages = {
        (f"{name}.md", "en"): Message(f"{name}.md", "en", MessageHead(subject=one["subject"]), one["text"])
        for name, one in whole["messages"].items()
    }
    return Bundle(
        pattern=Pattern.model_validate(bare(whole["pattern"])),
        messages=messages,
        translations={"cy": {at: Translated.model_validate(one) for at, one in whole["translations"].items()}},
        blocks={BLOCK: Block.model_validate(bare(whole["block"]))},
    )


def bare(value: Any) -> Any:
    """Return a value without the numbers of elements."""
    if isinstance(value, dict):
        return {key: bare(inner) for key, inner in value.items() if key != UID}
    return [bare(inner) for inner in value] if isinstance(value, list) else copy.deepcopy(value)


def name_in(element: Tree) -> str:
    """Return the id of an element, or the value of a choice."""
    return str(element.get("id") or element.get("value"))


class Found:
    """An element where it stands: its list, its owner and its address."""

    def __init__(self, element: Tree, there: list[Tree], key: str, owner: "Found | None", before: str) -> None:
        self.element, self.there, self.key, self.owner = element, there, key, owner
        self.list_address = f"{before}{key}"
        self.address = f"{before}{key}.{name_in(element)}"


def elements(whole: Tree) -> Iterator[Found]:
    """Yield every element of every list."""
    tree = whole["pattern"]
    yield from _in_lists(tree, "", None, whole)
    yield from _in_lists(tree["case"], "case.", None, whole)
    yield from _in_lists(tree.get("fee") or {}, "fee.", None, whole)


def _in_lists(owner: Tree, before: str, held: Found | None, whole: Tree) -> Iterator[Found]:
    for key in LISTS:
        there = owner.get(key)
        if key == "ask" and "use" in owner:
            there = whole["block"]["ask"]
        if isinstance(there, list):
            for element in there:
                found = Found(element, there, key, held, before)
                yield found
                yield from _in_lists(element, f"{found.address}.", found, whole)


class Index:
    """Every element of a ground that no longer changes: `all` in their order, and found at once."""

    def __init__(self, whole: Tree) -> None:
        self.all = tuple(elements(whole))
        self._by_number: dict[int, Found] = {}
        self._by_name: dict[tuple[str, str], list[Found]] = {}
        for one in self.all:
            if UID in one.element:
                self._by_number.setdefault(one.element[UID], one)
            self._by_name.setdefault((one.key, name_in(one.element)), []).append(one)

    def find(self, uid: int) -> Found | None:
        """Return the element with a number: the first, where a block is asked twice."""
        return self._by_number.get(uid)

    def called(self, key: str, name: str) -> Sequence[Found]:
        """Return the elements of a name in lists of a kind."""
        return self._by_name.get((key, name), ())


def find(whole: Tree, uid: int) -> Found | None:
    """Return the element with a number, in a ground that is asked only this."""
    return next((one for one in elements(whole) if one.element.get(UID) == uid), None)


def texts(whole: Tree) -> Iterator[tuple[str, str]]:
    """Yield the address and the words of every text that can be translated."""
    for found in elements(whole):
        for key in ("title", "label", "hint", "say"):
            if isinstance(found.element.get(key), str):
                yield f"{found.address}.{key}", found.element[key]
