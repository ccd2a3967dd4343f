"""A plain reading of what PlanX does with a flow: it shares no code with the import.

Source: the documentation and behaviour of PlanX's preview: which nodes come up (`upcomingCardIds`), what is noted
(`computePassport`, `handleSetValue`), and what is answered without being asked (`autoAnswerableOptions`,
`autoAnswerableInputs`, `autoAnswerableFlag`).

One thing is otherwise, as the import says: a node that stands in several places comes at the last of them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

FOLDERS = (1, 300, 310)
CONSTRAINTS = "property.constraints.planning"
INPUTS = (110, 120, 130, 135, 150)
ASKING = (9, 10, 11, 100, 105, 110, 120, 130, 135, 140, 145, 150, 800)
SAYING = (7, 8, 12, 250, 730)
Flow = Mapping[str, Mapping[str, Any]]


def order_of(flow: Flow) -> list[str]:
    """Return the nodes, each after all that lead to it, and otherwise from left to right and deep before wide."""
    first: dict[str, int] = {}
    stack = ["_root"]
    while stack:
        key = stack.pop()
        if key not in first:
            first[key] = len(first)
            stack += reversed(edges(flow, key))
    ways: dict[str, set[str]] = {key: set() for key in first}
    everybody = unconditional(flow, first)
    for key in first:
        for child in edges(flow, key):
            if child not in everybody or everybody[child] == key:
                ways[child].add(key)
    order: list[str] = []
    done: set[str] = set()
    ready = {"_root"}
    while ready:
        key = min(ready, key=first.__getitem__)
        ready.remove(key)
        done.add(key)
        order.append(key)
        ready |= {one for one in edges(flow, key) if one not in done and ways[one] <= done}
    return order


def unconditional(flow: Flow, first: Mapping[str, int]) -> dict[str, str]:
    """Return what everybody comes to, with the place where it stands first."""
    opened, pending = set[str](), ["_root"]
    while pending:
        key = pending.pop()
        opened.add(key)
        pending += [one for one in edges(flow, key) if flow[one]["type"] in FOLDERS and one not in opened]
    found: dict[str, str] = {}
    for key in sorted(opened, key=first.__getitem__):
        for child in edges(flow, key):
            found.setdefault(child, key)
    return found


def edges(flow: Flow, key: str) -> list[str]:
    return [one for one in flow[key].get("edges") or () if one in flow]


@dataclass
class PlanxWalk:
    """
    A flow being filled in at random.

    Attributes:
        put_to_all: ids of questions that are asked although PlanX would answer them.
        shown_to_all: ids of nodes that everybody comes to.
        passed: ids of ends at which nobody ends.
        asked: ids of what was put to people, in order.
        answers: what was answered: the ids of answers, or a number, or the constraints that apply.
    """

    flow: Flow
    order: list[str]
    chance: Random
    put_to_all: frozenset[str] = frozenset()
    shown_to_all: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()
    asked: list[str] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    noted: dict[str, list[str]] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    seen: list[str] = field(default_factory=list)
    nots: set[str] | None = None
    ended: bool = False
    reached: set[str] = field(default_factory=lambda: {"_root"})

    def walk(self) -> "PlanxWalk":
        """Go through the flow until it ends."""
        reached = self.reached
        for key in self.order:
            if key in self.passed or (key not in reached and key not in self.shown_to_all):
                continue
            kind = self.flow[key].get("type")
            if key == "_root" or kind in FOLDERS:
                reached |= set(edges(self.flow, key))
            elif kind in (100, 105, 500):
                for answer in self.decide(key):
                    reached |= set(edges(self.flow, answer))
            elif kind != 200:
                self.come_to(key, kind)
            if self.ended:
                break
        return self

    def data(self, key: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.flow[key].get("data") or {}
        return found

    def is_put(self, key: str) -> bool:
        """Whether it is asked although PlanX would know the answer."""
        return key in self.put_to_all or key in self.shown_to_all

    # What is not a decision

    def come_to(self, key: str, kind: int) -> None:
        data, name = self.data(key), self.data(key).get("fn")
        if kind == 380:
            self.set(data)
            self.seen.append(key)
        elif kind == 700 and data.get("formatOutputForAutomations"):
            self.noted[data["fn"]] = [self.worked_out(data)]
            self.seen.append(key)
        elif kind == 11:
            self.look_up(key)
        elif kind == 145:
            if self.is_put(key) or any(self.is_wanted(one.get("rule") or {}) for one in data["fileTypes"]):
                self.asked.append(key)
        elif kind in ASKING or kind in SAYING:
            self.show(key, kind, name)

    def look_up(self, key: str) -> None:
        every = sorted({one for one in self.constraints() if one})
        self.asked.append(key)
        if every:
            self.answers[key] = [one for one in every if self.chance.random() < 0.2]
            self.noted[CONSTRAINTS] = list(self.answers[key])
            self.nots = set(every) - set(self.answers[key])
            self.seen.append(key)

    def show(self, key: str, kind: int, name: str | None) -> None:
        known = kind in INPUTS and name and any(self.is_same(one, kind, name) for one in self.asked)
        if known and not self.is_put(key):
            return
        self.ended = kind == 8 and bool(self.data(key).get("resetButton"))
        self.asked.append(key)
        if kind == 150:
            self.answers[key] = self.chance.choice([0, 1, 5, 9, 10, 50, 100, 465, 1000, 5000, 200_000])
            self.numbers[name or ""] = self.answers[key]

    def is_same(self, key: str, kind: int, name: str | None) -> bool:
        return self.flow[key].get("type") == kind and self.data(key).get("fn") == name

    def is_wanted(self, rule: Mapping[str, Any]) -> bool:
        if rule.get("condition") not in ("RequiredIf", "RecommendedIf"):
            return True
        return rule.get("val") in self.noted.get(rule.get("fn", ""), [])

    def constraints(self) -> Iterator[str]:
        for key, node in self.flow.items():
            if node.get("type") in (100, 105) and self.data(key).get("fn") == CONSTRAINTS:
                yield from (self.data(one).get("val", "") for one in edges(self.flow, key))

    def set(self, data: Mapping[str, Any]) -> None:
        operation, before = data.get("operation") or "replace", self.noted.get(data["fn"], [])
        if operation == "replace":
            self.noted[data["fn"]] = [data["val"]]
        elif operation == "append":
            self.noted[data["fn"]] = list(dict.fromkeys([*before, data["val"]]))
        elif operation == "removeAll":
            self.noted.pop(data["fn"], None)
        else:
            raise AssertionError(operation)

    def worked_out(self, data: Mapping[str, Any]) -> str:
        found = re.fullmatch(r"(\w+)\(([\w.]+), ([\w.]+)\)", data["formula"])
        if found is None:
            return "unknown"
        op, *parts = found.groups()
        left, right = (self.number(one, data.get("defaults") or {}) for one in parts)
        compared = {"smaller": left < right, "smallerEq": left <= right, "larger": left > right,
                    "largerEq": left >= right, "equal": left == right, "unequal": left != right}  # fmt: skip
        return "true" if compared[op] else "false"

    def number(self, word: str, defaults: Mapping[str, Any]) -> float:
        return float(word) if re.fullmatch(r"[0-9.]+", word) else float(self.numbers.get(word, defaults.get(word, 0)))

    # Decisions

    def decide(self, key: str) -> list[str]:
        """Return the answers that are followed: those PlanX gives itself, or else those of whoever is asked."""
        found = None if self.is_put(key) else self.by_itself(key)
        options = edges(self.flow, key)
        if found is None:
            if self.flow[key]["type"] == 500 and not self.is_put(key):
                return []
            self.asked.append(key)
            found = self.choose(key, options)
            if options:
                self.answers[key] = found
        if self.flow[key]["type"] != 500:
            self.note(key, found)
        return found

    def choose(self, key: str, options: list[str]) -> list[str]:
        if not options:
            return []
        if self.flow[key]["type"] != 105:
            return [self.chance.choice(options)]
        whole = self.data(key).get("allRequired")
        chosen = [one for one in options if whole or self.chance.random() < 0.3]
        return chosen or [self.chance.choice(options)]

    def note(self, key: str, chosen: list[str]) -> None:
        self.seen.append(key)
        for one in chosen:
            self.flags |= set(self.data(one).get("flags") or ())
        name = self.data(key).get("fn")
        values = [self.data(one)["val"] for one in chosen if self.data(one).get("val")]
        if name and values:
            both = [*values, *self.noted.get(name, [])]
            if name != CONSTRAINTS:
                both = [one for one in both if not any(other != one and other.startswith(one) for other in both)]
            self.noted[name] = list(dict.fromkeys(both))

    def by_itself(self, key: str) -> list[str] | None:
        """Return the answers that PlanX gives itself; None where it asks."""
        node, data = self.flow[key], self.data(key)
        options = edges(self.flow, key)
        value = {one: self.data(one).get("val") or "" for one in options}
        if node["type"] == 500:
            found = [one for one in options if value[one] and value[one] in self.flags]
            found = found or [one for one in options if not value[one]]
            return found[:1] or None
        name = data.get("fn")
        if not name or not options or data.get("neverAutoAnswer"):
            return None
        noted = self.noted.get(name, [])
        before = [one for one in self.seen if self.data(one).get("fn") == name]
        if not before and not noted:
            return None
        offered = {self.data(answer).get("val") for one in before for answer in edges(self.flow, one)}
        ranked = sorted((one for one in options if value[one]), key=lambda one: -len(value[one].split(".")))
        all_offered = all(value[one] in offered for one in ranked)
        blank = [one for one in options if not value[one]][:1]
        found = self.fitting(name, noted, ranked, value)
        if not found and name == CONSTRAINTS and self.nots is not None:
            if any(value[one] in self.nots for one in ranked) or all_offered:
                found = blank
        elif not found and ((noted and name != CONSTRAINTS) or all_offered):
            found = blank
        return (found if node["type"] == 105 else found[:1]) or None

    def fitting(self, name: str, noted: list[str], ranked: list[str], value: Mapping[str, str]) -> list[str]:
        if name == CONSTRAINTS:
            return [one for one in ranked if value[one] in noted]
        found: list[str] = []
        exact = False
        for one in ranked:
            for had in noted:
                if had == value[one]:
                    found.append(one)
                    exact = True
                elif had.startswith(value[one]) and not exact:
                    found.append(one)
        return list(dict.fromkeys(found))
